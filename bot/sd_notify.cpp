#include "bot/sd_notify.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>

namespace docket::bot {

namespace {

constexpr int first_given = 3;  // sd_listen_fds(3): SD_LISTEN_FDS_START

/// The number that a variable holds; nothing where it is not set or holds something else.
std::optional<std::int64_t> number(const variables& get, const char* name)
{
    const auto text = get(name);
    std::int64_t value = 0;
    if (!text || text->empty())
        return std::nullopt;
    const auto* end = text->data() + text->size();
    const auto [stopped, failed] = std::from_chars(text->data(), end, value);
    return failed == std::errc{} && stopped == end ? std::optional(value) : std::nullopt;
}

/// Meant for this process, and not for the one that it was started by.
bool for_us(const variables& get, const char* name)
{
    const auto process = number(get, name);
    return process && *process == ::getpid();
}

bool listens(int descriptor)
{
    int value = 0;
    socklen_t size = sizeof value;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) != 0 || value == 0)
        return false;
    size = sizeof value;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &value, &size) == 0 && value == SOCK_STREAM;
}

/// Where it listens; nothing for a socket that is not of the internet.
std::optional<given_socket> described(int descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return std::nullopt;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address, sizeof four);
        ::inet_ntop(AF_INET, &four.sin_addr, text.data(), text.size());
        return given_socket{descriptor, text.data(), ntohs(four.sin_port)};
    }
    if (address.ss_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, &address, sizeof six);
        ::inet_ntop(AF_INET6, &six.sin6_addr, text.data(), text.size());
        return given_socket{descriptor, text.data(), ntohs(six.sin6_port)};
    }
    return std::nullopt;
}

}  // namespace

tl::expected<std::optional<given_socket>, std::string> take_given_socket(const variables& get)
{
    const auto count = number(get, "LISTEN_FDS");
    if (!count || *count <= 0 || !for_us(get, "LISTEN_PID"))
        return std::nullopt;
    if (*count > 1)
        return tl::unexpected<std::string>(fmt::format(
            "{} sockets were handed over (LISTEN_FDS) and Docket serves one: leave one ListenStream in its .socket "
            "unit",
            *count
        ));
    auto found = listens(first_given) ? described(first_given) : std::nullopt;
    if (!found)
        return tl::unexpected<std::string>(
            "what was handed over (LISTEN_FDS) is no listening TCP socket: its .socket unit wants a ListenStream such "
            "as "
            "127.0.0.1:3000, and Accept=no"
        );
    ::fcntl(first_given, F_SETFD, FD_CLOEXEC);
    return found;
}

supervisor::supervisor(const variables& get) : where_(get("NOTIFY_SOCKET").value_or(""))
{
    if (where_.empty() || where_.size() >= sizeof(sockaddr_un::sun_path) || (where_[0] != '/' && where_[0] != '@'))
        return;
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const auto watched = number(get, "WATCHDOG_USEC");
    if (watched && *watched > 0 && (!get("WATCHDOG_PID") || for_us(get, "WATCHDOG_PID")))
        pulse_ = std::chrono::microseconds(*watched / 3);
}

supervisor::~supervisor()
{
    if (socket_ >= 0)
        ::close(socket_);
}

void supervisor::ready()
{
    tell("READY=1");
}

void supervisor::stopping()
{
    tell("STOPPING=1\nSTATUS=finishing what is in hand");
}

void supervisor::status(const std::string& line)
{
    if (line == told_)
        return;
    told_ = line;
    auto one = line;  // a second line would be an assignment of its own
    std::replace(one.begin(), one.end(), '\n', ' ');
    tell("STATUS=" + one);
}

void supervisor::alive()
{
    tell("WATCHDOG=1");
}

void supervisor::tell(const std::string& text)
{
    if (socket_ < 0)
        return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(static_cast<void*>(to.sun_path), where_.data(), where_.size());
    if (where_[0] == '@')  // an abstract name begins with a zero byte
        to.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + where_.size());
    static_cast<void>(
        ::sendto(socket_, text.data(), text.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&to), size)
    );
}

}  // namespace docket::bot

#include "bot/commands/reports.hpp"
#include "tests/support/scratch_folder.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <array>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <cstring>
#include <thread>

using namespace docket;
using namespace std::chrono_literals;

namespace {

/// A supervisor that counts what it is told.
class listener {
public:
    listener() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
    {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        REQUIRE(address().size() < sizeof at.sun_path);
        std::memcpy(static_cast<void*>(at.sun_path), address().data(), address().size());
        REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    }
    ~listener() { ::close(socket_); }
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    [[nodiscard]] std::string address() const { return (folder_.path() / "notify").string(); }

    /// Since the last time.
    std::size_t told()
    {
        std::array<char, 256> text{};
        std::size_t count = 0;
        while (::recv(socket_, text.data(), text.size(), 0) > 0)
            ++count;
        return count;
    }

private:
    tests::scratch_folder folder_;
    int socket_;
};

}  // namespace

TEST_CASE("the supervisor hears nothing after the end, also when the next word was due already", "[bot]")
{
    listener system;
    bot::supervisor above([&](const std::string& name) -> std::optional<std::string> {
        if (name == "NOTIFY_SOCKET")
            return system.address();
        return name == "WATCHDOG_USEC" ? std::optional<std::string>("3000") : std::nullopt;
    });
    boost::asio::io_context context(1);
    int asked = 0;
    bot::commands::reports telling(context, above, [&] { return std::to_string(++asked); });
    telling.begin();
    CHECK(system.told() == 2);  // how it goes, and that it lives
    context.run_one();
    CHECK(system.told() == 2);

    std::this_thread::sleep_for(5ms);  // longer than a pulse
    boost::asio::post(context, [&] { telling.end(); });
    context.poll();
    CHECK(system.told() == 0);
    CHECK(asked == 2);
}

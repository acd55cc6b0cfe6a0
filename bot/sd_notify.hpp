#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>

/// What a supervisor such as systemd gives a service and is told by it: sd_notify(3) and sd_listen_fds(3), the few
/// lines of them that Docket needs.
namespace docket::bot {

using variables = std::function<std::optional<std::string>(const std::string&)>;

/// A listening socket that the supervisor made and keeps open, so that nobody is refused while Docket is replaced.
struct given_socket {
    int descriptor;
    std::string host;  ///< a numeric address, IPv6 without brackets
    std::uint16_t port;
};

/// The socket of LISTEN_FDS; nothing where none was given to this process.
/// @errors  one line that says what to do: more than one, or something that is no listening TCP socket
[[nodiscard]] tl::expected<std::optional<given_socket>, std::string> take_given_socket(const variables& get);

/// Tells the supervisor of NOTIFY_SOCKET how the service is. Without one, or where it does not listen, nothing happens:
/// no service should end because nobody wanted to know.
class supervisor {
public:
    explicit supervisor(const variables& get);
    ~supervisor();
    supervisor(const supervisor&) = delete;
    supervisor& operator=(const supervisor&) = delete;

    void ready();
    void stopping();
    /// One line for `systemctl status`; told only when it differs from the last one.
    void status(const std::string& line);
    /// Says that the service is alive; wanted every `pulse`.
    void alive();
    /// How often `alive` is to be called at the latest; nothing where nobody watches.
    [[nodiscard]] std::optional<std::chrono::microseconds> pulse() const { return pulse_; }

private:
    void tell(const std::string& text);

    std::string where_;
    int socket_ = -1;
    std::string told_;
    std::optional<std::chrono::microseconds> pulse_;
};

}  // namespace docket::bot

#pragma once

#include "bot/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

/// What `serve` and `demo` have in common: an address, and an end.
namespace docket::bot::commands {

namespace asio = boost::asio;

/// "127.0.0.1:3000", "[::1]:3000".
[[nodiscard]] std::string to_address(const std::string& host, std::uint16_t port);

/// Why nobody can listen there, and what to do.
[[nodiscard]] std::string cannot_listen(const std::string& host, std::uint16_t port, boost::system::error_code why);

/// A service that has opened its database and its address, or the line that says why not.
[[nodiscard]] tl::expected<std::unique_ptr<service>, std::string> open_service(
    asio::io_context& context, const environment& from, slack::clock& time, service::options chosen
);

/// SIGTERM and SIGINT: the first asks for an orderly end, a second ends the process at once. An orderly end has to come
/// within Docket's ten seconds: what has not finished by then is cut off, which loses nothing that was acknowledged.
class end_of_service {
public:
    explicit end_of_service(asio::io_context& context, std::chrono::seconds patience = std::chrono::seconds(9));

    /// Returns once the end was asked for.
    asio::awaitable<void> asked();
    [[nodiscard]] bool is_asked() const { return asked_; }

private:
    void begin();

    const std::chrono::seconds patience_;
    asio::signal_set signals_;
    asio::steady_timer asked_later_;
    bool asked_ = false;
};

/// SIGHUP: no reason to end but the wish that Docket reads its secrets again; where it comes because the terminal that
/// Docket runs in has gone, it asks for an orderly end as SIGTERM does.
class wishes_to_reload {
public:
    explicit wishes_to_reload(asio::io_context& context);

    /// From now on each wish calls `then`, at once if there was one already.
    void call(std::function<void()> then);

private:
    void wait();

    const bool in_terminal_;
    asio::signal_set signals_;
    std::function<void()> then_;
    bool wished_ = false;
};

/// Runs `work` on `context` to its end. @return what it returned @throws what it threw
int run_to_end(asio::io_context& context, asio::awaitable<int> work);

}  // namespace docket::bot::commands

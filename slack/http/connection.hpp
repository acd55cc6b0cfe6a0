#pragma once

// One connection of the client. Internal to client.cpp and connection.cpp.

#include "slack/http/wire.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace docket::slack::http {

namespace asio = boost::asio;

using beast::error_code;
using steady = std::chrono::steady_clock;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using tls_stream = asio::ssl::stream<tcp_socket&>;
using response_reader = reader<false>;

/// A connection, plain or with TLS on top.
class connection {
public:
    explicit connection(asio::io_context& context) : socket(context) {}

    /// Writes all of it. @return why not all, and how many bytes a peer may have seen
    asio::awaitable<std::pair<error_code, std::size_t>> write(asio::const_buffer bytes);
    /// Reads until the message is whole.
    asio::awaitable<error_code> read(response_reader& into);

    /// Whether it can carry another request: nothing says that the peer has gone.
    [[nodiscard]] bool usable();

    tcp_socket socket;
    std::optional<tls_stream> tls;
    beast::flat_buffer unread;
    steady::time_point idle_since;

private:
    asio::awaitable<error_code> read();
};

/// Closes a connection when the time is up, which ends whatever waits on it.
class watchdog {
public:
    watchdog(asio::io_context& context, connection& line, steady::time_point when);
    ~watchdog() { watched_->line = nullptr; }
    watchdog(const watchdog&) = delete;
    watchdog& operator=(const watchdog&) = delete;

    [[nodiscard]] bool expired() const { return watched_->expired; }

private:
    struct watched {
        connection* line;
        bool expired = false;
    };
    asio::steady_timer timer_;
    std::shared_ptr<watched> watched_;
};

}  // namespace docket::slack::http

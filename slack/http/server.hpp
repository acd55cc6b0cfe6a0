#pragma once

#include "slack/http/message.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace docket::slack::http {

namespace asio = boost::asio;

/// What a peer may ask of the server. The defaults are Docket's contract.
struct server_limits {
    std::size_t body = 1024 * 1024;                 ///< bytes; more is answered 413
    std::size_t header = 16 * 1024;                 ///< bytes; more is answered 431
    std::chrono::milliseconds header_time{10'000};  ///< from the first byte of a request to the end of its header
    std::chrono::milliseconds body_time{10'000};    ///< for the body after that; slower and the connection is closed
    std::chrono::milliseconds idle_time{75'000};    ///< without a request, on a new or kept connection
    std::chrono::milliseconds write_time{10'000};
    std::chrono::milliseconds parting_time{0};  ///< at the end, for what was just being sent on open connections
    std::size_t connections = 10'000;           ///< open WebSockets count; the one longest without a request gives way
    std::size_t memory = 32 * 1024 * 1024;      ///< bytes in hand on all of them together; the slowest ones give way
    websocket_limits websocket;
};

/// A listening socket that somebody else made and keeps: whoever takes it next goes on where this server stopped.
struct given_listener {
    int descriptor;
};

/// Turns a request into a response. An exception out of it becomes 500 and reaches `server_events::failed`.
using handler = std::function<asio::awaitable<response>(request)>;

/// Looks at a request whose body has not all come yet, and may answer without it; then the connection is closed. So
/// that strangers cannot make us keep what we would refuse anyway.
using doorkeeper = std::function<std::optional<response>(const request& head)>;

/// What the server tells its owner; for logs and metrics. Each may be empty.
struct server_events {
    std::function<void(std::string what)> failed;  ///< a handler threw
    std::function<void(unsigned status)> refused;  ///< answered 400, 413, 431 or 503 before any handler
};

/// An HTTP/1.1 server on one io_context, by one thread. Every read and write has a deadline.
class server {
public:
    /// Binds at once. @param host a numeric address; @param port 0 picks a free one.
    /// @throws boost::system::system_error when the address cannot be bound
    server(
        asio::io_context& context, const std::string& host, std::uint16_t port, handler handle,
        server_limits limits = {}, server_events events = {}, doorkeeper look = {}
    );
    /// Takes over a socket that listens already, of IPv4 or IPv6. @throws boost::system::system_error where it is none
    server(
        asio::io_context& context, given_listener socket, handler handle, server_limits limits = {},
        server_events events = {}, doorkeeper look = {}
    );
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    [[nodiscard]] std::uint16_t port() const;

    /// Begins to accept.
    void start();

    /// Stops accepting, ends idle connections at once and closes WebSockets with 1001, lets requests in hand finish
    /// (their answers say Connection: close) for up to `grace`, then cancels them and closes their connections.
    /// Idempotent; complete on return, but for a handler that takes no notice of its cancellation: nobody waits for
    /// that longer than a second.
    asio::awaitable<void> stop(std::chrono::milliseconds grace);

    /// Requests being handled at this moment. An open WebSocket is none.
    [[nodiscard]] std::size_t in_hand() const;

private:
    class impl;
    std::shared_ptr<impl> impl_;  // shared with what it has under way, which may outlive the server
};

}  // namespace docket::slack::http

#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace docket::slack::http {

namespace asio = boost::asio;

/// One WebSocket of either side (RFC 6455), for text messages. For one thread: that of its io_context.
class websocket {
public:
    virtual ~websocket() = default;

    /// The next text message; nothing once the connection is over, whoever ended it. Binary messages are skipped.
    /// Pings of the peer are answered while this waits, so somebody should always be reading.
    virtual asio::awaitable<std::optional<std::string>> read() = 0;

    /// Queues a message; messages leave in the order of the calls. Returns at once.
    /// @return false when the connection is over, or the peer takes nothing any more and the queue is full: then it
    ///         is closed, since a message was lost
    virtual bool send(std::string text) = 0;

    virtual void ping() = 0;

    /// When anything was heard of the peer last, pings and pongs included.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point last_heard() const = 0;

    /// Sends what is queued, then says goodbye with this code (1000: all is done) and ends. `read` ends then too.
    virtual void close(std::uint16_t code = 1000) = 0;
};

/// What is said over a WebSocket that a server accepted. The socket ends when this returns.
using conversation = std::function<asio::awaitable<void>(websocket&)>;

}  // namespace docket::slack::http

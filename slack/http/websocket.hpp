#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace docket::slack::http {

namespace asio = boost::asio;

/// What a WebSocket may cost, and how long its peer may be silent. Zero for a time: never.
struct websocket_limits {
    std::size_t message = 1024 * 1024;              ///< bytes received; more closes the connection with 1009
    std::size_t queued = 8 * 1024 * 1024;           ///< bytes that wait for the peer to take them
    std::chrono::milliseconds ping_every{15'000};   ///< how often the peer is asked whether it is still there
    std::chrono::milliseconds silence{45'000};      ///< nothing heard for so long while reading: the peer is gone
    std::chrono::milliseconds closing_time{3'000};  ///< for what is queued and the peer's own goodbye; then it is cut
};

/// One WebSocket of either side (RFC 6455), for text messages. For one thread: that of its io_context.
class websocket {
public:
    virtual ~websocket() = default;

    /// The next text message; nothing once the connection is over, whoever ended it. Binary messages are skipped.
    /// Pings of the peer are answered while this waits, so somebody should always be reading; only one at a time.
    /// Cancelling it ends the connection.
    virtual asio::awaitable<std::optional<std::string>> read() = 0;

    /// Queues a message; messages leave in the order of the calls. Returns at once.
    /// @return false when the connection is over or being closed, or the peer takes nothing any more and the queue is
    ///         full: then it is cut, since a message was lost
    virtual bool send(std::string text) = 0;

    virtual void ping() = 0;

    /// When anything was heard of the peer last, pings and pongs included.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point last_heard() const = 0;

    /// Sends what is queued, then says goodbye with this code (1000: all is done) and ends. `read` ends then too.
    virtual void close(std::uint16_t code = 1000) = 0;

    /// Ends it without a goodbye, for a peer that is not there any more.
    virtual void cut() = 0;

    /// Returns when nothing of it is under way any more. Only after `close`, or once `read` gave nothing.
    virtual asio::awaitable<void> ended() = 0;

    /// The code the peer closed with; 1006 when it said none, or was not asked any more (RFC 6455, 7.1.5).
    [[nodiscard]] virtual std::uint16_t closed_with() const = 0;
};

/// What is said over a WebSocket that a server accepted. The socket ends when this returns; a server that stops closes
/// it with 1001.
using conversation = std::function<asio::awaitable<void>(websocket&)>;

}  // namespace docket::slack::http

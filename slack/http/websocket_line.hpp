#pragma once

// A WebSocket over any stream. Costs Beast's headers: included by websocket_server.cpp and websocket_client.cpp alone.

#include "slack/http/bell.hpp"
#include "slack/http/websocket.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <utility>

namespace docket::slack::http {

namespace beast = boost::beast;

/// Over `Next`, a stream that outlives this. Opened by whoever makes it (accept or handshake on `stream`), then
/// `start`ed. One coroutine writes, whoever calls `read` reads, a timer watches both.
template <class Next>
class websocket_line final : public websocket, public std::enable_shared_from_this<websocket_line<Next>> {
    using steady = std::chrono::steady_clock;
    using error_code = beast::error_code;
    static constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values
    static constexpr std::size_t read_size = 64 * 1024;

public:
    /// @param under  kept as long as this: what `next` is part of
    websocket_line(Next& next, websocket_limits limits, std::shared_ptr<const void> under = nullptr)
        : under_(std::move(under)), stream(next), limits_(limits), timer_(stream.get_executor())
    {
        stream.text(true);
        stream.auto_fragment(false);
        stream.read_message_max(limits_.message);
        stream.control_callback([this](beast::websocket::frame_type, beast::string_view) { heard_ = steady::now(); });
    }

    /// Begins to write and to watch.
    void start()
    {
        heard_ = steady::now();
        next_ping_ = later(heard_, limits_.ping_every);
        const auto ended = [self = this->shared_from_this()](std::exception_ptr) {
            self->writing_ = false;
            self->finish();
        };
        writing_ = true;
        asio::co_spawn(stream.get_executor(), write_all(this->shared_from_this()), ended);
        watch();
    }

    asio::awaitable<std::optional<std::string>> read() override
    {
        listening_since_ = steady::now();
        while (!over_) {
            const auto [ec, size] = co_await stream.async_read_some(received_, read_size, quiet);
            if (ec) {
                note_goodbye(ec == beast::websocket::error::closed);
                cut();
                break;
            }
            heard_ = steady::now();
            if (!stream.is_message_done())
                continue;
            const bool text = stream.got_text();
            auto message = beast::buffers_to_string(received_.data());
            received_.consume(received_.size());
            if (text) {
                listening_since_.reset();
                co_return message;
            }
        }
        listening_since_.reset();
        co_return std::nullopt;
    }

    bool send(std::string text) override
    {
        if (over_ || closing_)
            return false;
        if (queued_bytes_ + text.size() > limits_.queued) {
            cut();
            return false;
        }
        queued_bytes_ += text.size();
        queue_.push_back(std::move(text));
        changed_.ring();
        return true;
    }

    void ping() override
    {
        ping_wanted_ = true;
        changed_.ring();
    }

    [[nodiscard]] steady::time_point last_heard() const override { return heard_; }

    void close(std::uint16_t code) override
    {
        if (over_ || closing_)
            return;
        closing_ = code;
        close_by_ = steady::now() + limits_.closing_time;
        changed_.ring();
        watch();
    }

    [[nodiscard]] std::uint16_t closed_with() const override { return closed_with_; }

    /// Ends it without a goodbye: closes the socket, and with it whatever waits.
    void cut() override
    {
        if (!std::exchange(over_, true)) {
            error_code ignored;
            beast::get_lowest_layer(stream).close(ignored);
            timer_.cancel();
        }
        changed_.ring();
    }

    asio::awaitable<void> ended() override
    {
        while (writing_ || !over_)
            co_await changed_.wait(steady::time_point::max());
    }

private:
    const std::shared_ptr<const void> under_;

public:
    beast::websocket::stream<Next&> stream;

private:
    static steady::time_point later(steady::time_point when, std::chrono::milliseconds time)
    {
        return time.count() == 0 ? steady::time_point::max() : when + time;
    }

    /// The peer's code counts however the rest of its goodbye went: our own may not have reached it.
    void note_goodbye(bool complete)
    {
        if (stream.reason().code != beast::websocket::close_code::none)
            closed_with_ = stream.reason().code;
        else if (complete)
            closed_with_ = no_code;
    }

    /// The only writer. It waits for the next thing to write until the line ends.
    static asio::awaitable<void> write_all(std::shared_ptr<websocket_line> self)
    {
        while (!self->over_) {
            if (!self->queue_.empty()) {
                const auto text = std::move(self->queue_.front());
                self->queue_.pop_front();
                const auto [ec, size] = co_await self->stream.async_write(asio::buffer(text), quiet);
                self->queued_bytes_ -= text.size();
                if (ec)
                    co_return;
            } else if (self->closing_) {
                const beast::websocket::close_reason why(*self->closing_);
                const auto [ec] = co_await self->stream.async_close(why, quiet);
                self->note_goodbye(!ec);
                co_return;
            } else if (std::exchange(self->ping_wanted_, false)) {
                const auto [ec] = co_await self->stream.async_ping({}, quiet);
                if (ec)
                    co_return;
            } else {
                co_await self->changed_.wait(steady::time_point::max());
            }
        }
    }

    /// Nothing is written any more. Whoever reads may be hearing the peer's last words, and then ends it; but not for
    /// long.
    void finish()
    {
        if (!listening_since_)
            return cut();
        close(no_code);
        changed_.ring();
    }

    /// When the peer has to be given up. It is only silent while somebody listens.
    [[nodiscard]] steady::time_point patience() const
    {
        if (closing_)
            return close_by_;
        if (!listening_since_)
            return steady::time_point::max();
        return later(std::max(heard_, *listening_since_), limits_.silence);
    }

    /// Does what is due, and comes back when more may be.
    void watch()
    {
        if (over_)
            return;
        const auto now = steady::now();
        if (patience() <= now)
            return cut();
        if (next_ping_ <= now) {
            next_ping_ = later(now, limits_.ping_every);
            ping();
        }
        const auto look_again = limits_.silence.count() == 0 ? steady::time_point::max() : now + limits_.silence;
        timer_.expires_at(std::min({patience(), next_ping_, look_again}));
        timer_.async_wait([weak = this->weak_from_this()](error_code ec) {
            const auto self = weak.lock();
            if (!ec && self)
                self->watch();
        });
    }

    static constexpr std::uint16_t abnormal = 1006;  // RFC 6455, 7.4.1: ended without a goodbye
    static constexpr std::uint16_t no_code = 1005;   // a goodbye that gave no reason

    const websocket_limits limits_;
    asio::steady_timer timer_;
    bell changed_;  // something to write, or the end
    beast::flat_buffer received_;
    std::deque<std::string> queue_;
    std::size_t queued_bytes_ = 0;
    bool ping_wanted_ = false;
    bool writing_ = false;
    bool over_ = false;
    std::optional<std::uint16_t> closing_;
    std::uint16_t closed_with_ = abnormal;
    steady::time_point close_by_;
    steady::time_point heard_;
    steady::time_point next_ping_;
    std::optional<steady::time_point> listening_since_;
};

}  // namespace docket::slack::http

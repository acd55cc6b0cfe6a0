#pragma once

#include "slack/clock.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace docket::bot {

namespace asio = boost::asio;

/// Wakes a loop before its time: there is something to do. A ring while nobody waits is remembered, so none is lost.
class bell {
public:
    explicit bell(const asio::any_io_executor& on) : timer_(on)
    {
        timer_.expires_at(asio::steady_timer::time_point::max());
    }

    void ring()
    {
        rung_ = true;
        timer_.cancel();
    }

    /// Rung, and nobody has answered yet.
    [[nodiscard]] bool rung() const { return rung_; }

    /// Returns when rung, or at `until` by `time`.
    asio::awaitable<void> wait(slack::clock& time, slack::instant until)
    {
        using namespace asio::experimental::awaitable_operators;
        if (!rung_) {
            auto ringing = rings();
            auto sleeping = time.sleep_until(until);
            co_await (std::move(ringing) || std::move(sleeping));
        }
        rung_ = false;
    }

private:
    asio::awaitable<void> rings()
    {
        boost::system::error_code ignored;  // cancelling is how it rings
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }

    asio::steady_timer timer_;
    bool rung_ = false;
};

}  // namespace docket::bot

#pragma once

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace docket::bot {

namespace asio = boost::asio;

/// How often a loop looks at the database, in real time. In the long run there are 4 ms between the end of a look and
/// the next, so that requests hardly notice however often the loop is rung; after a rest there is no pause for a while,
/// so that what comes alone is not held up.
class pace_of_looks {
public:
    using instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds between{4};
    static constexpr int at_once = 16;  ///< without a pause, after a rest of as many pauses

    /// From when on the next look may begin; in the past as a rule.
    [[nodiscard]] instant next() const { return next_; }
    void looked(instant began, instant ended)
    {
        next_ = std::max(next_, began - (at_once - 1) * between) + between + (ended - began);
    }

private:
    instant next_;
};

/// Makes a loop keep that pace.
class breather {
public:
    explicit breather(const asio::any_io_executor& on) : timer_(on) {}

    /// Returns when the next look may begin. After it, tell of it by `looked`.
    asio::awaitable<void> breathe()
    {
        if (pace_.next() > steady::now()) {
            timer_.expires_at(pace_.next());
            co_await timer_.async_wait(asio::use_awaitable);
        }
        began_ = steady::now();
    }

    void looked() { pace_.looked(began_, steady::now()); }

private:
    using steady = std::chrono::steady_clock;

    asio::steady_timer timer_;
    pace_of_looks pace_;
    steady::time_point began_;
};

}  // namespace docket::bot

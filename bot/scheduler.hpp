#pragma once

#include "bot/bell.hpp"
#include "bot/office.hpp"

#include <functional>

namespace docket::bot {

/// Fires timers: sleeps until the earliest row, so a restart forgets nothing. One that came due while the service was
/// down fires once. Also does the day's tidying.
class scheduler {
public:
    /// @param changed  called after something fired: there may be deliveries
    scheduler(const asio::any_io_executor& on, office& where, std::function<void()> changed);

    asio::awaitable<void> run();
    /// A timer may have been set or ended.
    void ring() { bell_.ring(); }
    void stop();
    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung(); }
    [[nodiscard]] slack::instant next() const { return next_; }

private:
    asio::awaitable<void> round();
    asio::awaitable<void> tidy();

    office& office_;
    std::function<void()> changed_;
    bell bell_;
    breather breather_;
    slack::instant next_ = slack::instant::max();
    slack::instant tidied_{};
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

#pragma once

#include "bot/bell.hpp"
#include "bot/office.hpp"

#include <functional>

namespace docket::bot {

/// Fires timers: sleeps until the earliest row, so a restart forgets nothing. One that came due while the service was
/// down fires once. Hears from the office when timers are set; one that was taken back meanwhile costs a look. Also
/// does the day's tidying.
class scheduler {
public:
    /// @param changed  called after something fired: there may be deliveries
    scheduler(const asio::any_io_executor& on, office& where, std::function<void()> changed);

    asio::awaitable<void> run();
    void stop();
    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung(); }
    [[nodiscard]] slack::instant next() const { return next_; }

private:
    void expect(slack::instant due);
    asio::awaitable<void> round();
    asio::awaitable<void> tidy();

    office& office_;
    std::function<void()> changed_;
    bell bell_;
    slack::instant next_ = slack::instant::max();
    slack::instant told_ = slack::instant::max();  ///< the earliest that was set since the last look began
    slack::instant tidied_{};
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <memory>

namespace docket::slack {

namespace asio = boost::asio;

/// UTC, to the millisecond.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// What time it is and how to wait for a later one. Everything that reads time or waits for it is handed one of
/// these, so that a test or the demo can move time instead of waiting for it.
class clock {
public:
    virtual ~clock() = default;

    [[nodiscard]] virtual instant now() const = 0;

    /// Returns at `when`, at once if that has passed.
    /// Slot-cancellable like every wait.
    virtual asio::awaitable<void> sleep_until(instant when) = 0;
};

/// The machine's own time. Set back, it lets sleepers go within a minute: what they waited for is not known any more.
class system_clock final : public clock {
public:
    [[nodiscard]] instant now() const override;
    asio::awaitable<void> sleep_until(instant when) override;
};

/// Those who sleep on a clock that can be moved, in order of their instants, then of their arrival. Each waits for a
/// timer of its own, which ends early when the clock is moved past its instant. The inside of the two clocks below.
class sleepers {
public:
    class bed;

    /// Wakes, in order, everyone whose time has come by `now`; they run when the executor next does.
    void wake(instant now);
    /// The earliest instant somebody sleeps for; `instant::max()` when nobody does.
    [[nodiscard]] instant next() const;

private:
    std::list<bed*> all_;
};

/// Time that moves only when told to. For one thread: whoever advances it runs on the executor of those who sleep.
class manual_clock final : public clock {
public:
    explicit manual_clock(instant start) : now_(start) {}

    [[nodiscard]] instant now() const override { return now_; }
    asio::awaitable<void> sleep_until(instant when) override;

    /// Moves on by `step` and wakes, in order of their instants, everyone whose time has come; they run when the
    /// executor next does.
    void advance(std::chrono::milliseconds step);

    /// The earliest instant somebody sleeps for; `instant::max()` when nobody does.
    [[nodiscard]] instant next_wake() const { return sleepers_->next(); }

private:
    instant now_;
    std::shared_ptr<sleepers> sleepers_ = std::make_shared<sleepers>();  // shared: a sleeper may outlive the clock
};

/// The machine's own time, shifted: it passes by itself, and can be moved forward. For one thread, like `manual_clock`.
class shifted_clock final : public clock {
public:
    /// It is `start` now.
    explicit shifted_clock(instant start);

    [[nodiscard]] instant now() const override;
    asio::awaitable<void> sleep_until(instant when) override;

    /// It is `to` now, unless that has passed. Wakes, in order of their instants, everyone whose time has come; they
    /// run when the executor next does.
    void move_to(instant to);
    /// The same by a span.
    void jump(std::chrono::milliseconds by) { move_to(now() + by); }

    /// The earliest instant somebody sleeps for; `instant::max()` when nobody does.
    [[nodiscard]] instant next_wake() const { return sleepers_->next(); }

private:
    std::chrono::milliseconds offset_;
    std::shared_ptr<sleepers> sleepers_ = std::make_shared<sleepers>();  // shared: a sleeper may outlive the clock
};

}  // namespace docket::slack

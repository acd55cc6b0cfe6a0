#include "slack/clock.hpp"

#include "tests/slack/waiting.hpp"

#include <sys/syscall.h>
#include <unistd.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <ctime>
#include <deque>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace asio = boost::asio;
namespace slack = docket::slack;
using docket::tests::wait_for;
using namespace std::chrono_literals;

namespace {

std::chrono::milliseconds passed{};  // by all clocks of this machine, which a test does not want to wait for
std::chrono::milliseconds set_by{};  // by which somebody set the one that tells the time of day

}  // namespace

/// The machine's own clocks, as a test moves them; whatever else reads them in this program reads these, too.
extern "C" int clock_gettime(clockid_t which, timespec* into) noexcept
{
    const auto status = static_cast<int>(syscall(SYS_clock_gettime, which, into));
    const auto moved = which == CLOCK_REALTIME ? passed + set_by : which == CLOCK_MONOTONIC ? passed : 0ms;
    if (status != 0 || moved == 0ms)
        return status;
    const auto now = std::chrono::seconds(into->tv_sec) + std::chrono::nanoseconds(into->tv_nsec) + moved;
    const auto whole = std::chrono::floor<std::chrono::seconds>(now);
    into->tv_sec = whole.count();
    into->tv_nsec = (now - whole).count();
    return status;
}

namespace {

/// A machine whose time passes without anybody waiting for it, and whose clock can be set. Both are over with it.
class machine {
public:
    machine() = default;
    machine(const machine&) = delete;
    machine& operator=(const machine&) = delete;
    ~machine() { passed = set_by = 0ms; }

    void set(std::chrono::milliseconds by) { set_by += by; }

    /// So much later; whoever wakes by then has run.
    void pass(std::chrono::milliseconds time)
    {
        passed += time;
        // Timers are looked at when the kernel's goes off, which knows nothing of it, or when a new one is the nearest.
        asio::steady_timer nearest(context, std::chrono::steady_clock::time_point());
        bool looked = false;
        nearest.async_wait([&](boost::system::error_code) { looked = true; });
        docket::tests::run_until(context, [&] { return looked; });
        context.poll();
    }

    asio::io_context context{1};
};

/// Whoever sleeps on `clock` until three hours after `now` wakes then, and not after two.
void sleep_three_hours(machine& here, slack::clock& clock, slack::instant now)
{
    bool woken = false;
    asio::co_spawn(here.context, clock.sleep_until(now + 3h), [&](std::exception_ptr) { woken = true; });
    here.pass(2h);
    CHECK_FALSE(woken);
    here.pass(1h);
    CHECK(woken);
}

const slack::instant start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

/// Sleepers on a clock, who write their names down when they wake.
template <class Clock>
class dormitory_on {
public:
    void sleep(std::string name, slack::instant until)
    {
        const auto ended = [this](std::exception_ptr how) {
            if (how)
                ++cancelled;
        };
        asio::co_spawn(
            context, night(std::move(name), until), asio::bind_cancellation_slot(alarms.emplace_back().slot(), ended)
        );
        context.restart();
        context.poll();
    }

    void advance(std::chrono::milliseconds step)
    {
        if constexpr (std::is_same_v<Clock, slack::manual_clock>)
            clock->advance(step);
        else
            clock->jump(step);
        context.restart();
        context.poll();
    }

    std::unique_ptr<Clock> clock = std::make_unique<Clock>(start);
    std::deque<asio::cancellation_signal> alarms;  // one each
    asio::io_context context{1};
    std::vector<std::string> woken;
    int cancelled = 0;

private:
    asio::awaitable<void> night(std::string name, slack::instant until)
    {
        co_await clock->sleep_until(until);
        woken.push_back(std::move(name));
    }
};

using dormitory = dormitory_on<slack::manual_clock>;
using shifted_dormitory = dormitory_on<slack::shifted_clock>;

}  // namespace

TEST_CASE("a manual clock stands still until it is moved, and wakes sleepers in the order of their instants", "[clock]")
{
    dormitory night;
    night.sleep("late", start + 3h);
    night.sleep("early", start + 1h);
    night.sleep("also early", start + 1h);
    night.sleep("middle", start + 2h);
    CHECK(night.clock->next_wake() == start + 1h);

    night.advance(1h - 1ms);
    CHECK(night.woken.empty());

    night.advance(1ms);
    CHECK(night.woken == std::vector<std::string>{"early", "also early"});
    CHECK(night.clock->now() == start + 1h);
    CHECK(night.clock->next_wake() == start + 2h);

    night.advance(24h);
    CHECK(night.woken == std::vector<std::string>{"early", "also early", "middle", "late"});
    CHECK(night.clock->next_wake() == slack::instant::max());
}

TEST_CASE("whoever sleeps until an instant that has passed does not sleep", "[clock]")
{
    dormitory night;
    night.sleep("now", start);
    night.sleep("before", start - 1h);
    CHECK(night.woken == std::vector<std::string>{"now", "before"});
    CHECK(night.clock->next_wake() == slack::instant::max());
}

TEST_CASE("a cancelled sleeper leaves nothing behind", "[clock]")
{
    dormitory night;
    night.sleep("never", start + 1h);
    night.alarms.back().emit(asio::cancellation_type::terminal);
    night.advance(0ms);
    CHECK(night.cancelled == 1);
    CHECK(night.clock->next_wake() == slack::instant::max());

    night.advance(2h);
    CHECK(night.woken.empty());
}

TEST_CASE("a sleeper whose time has come is awake, even if somebody cancels it in the same moment", "[clock]")
{
    dormitory night;
    night.sleep("awake", start + 1h);
    night.clock->advance(1h);
    night.clock->advance(1h);
    night.alarms.back().emit(asio::cancellation_type::terminal);
    night.advance(0ms);
    CHECK(night.woken == std::vector<std::string>{"awake"});
}

TEST_CASE("sleepers may outlive their clock", "[clock]")
{
    dormitory night;
    night.sleep("a", start + 1h);
    night.sleep("b", start + 2h);
    night.clock.reset();
    SUCCEED("the context destroys the sleepers after this line; the sanitizer watches");
}

TEST_CASE("the first of two sleeps ends the other", "[clock]")
{
    using namespace asio::experimental::awaitable_operators;
    asio::io_context context{1};
    slack::manual_clock clock(start);
    const auto both = [&]() -> asio::awaitable<std::size_t> {
        auto first = co_await (clock.sleep_until(start + 2h) || clock.sleep_until(start + 1h));
        co_return first.index();
    };
    asio::post(context, [&] { clock.advance(1h); });
    CHECK(wait_for(context, both()) == 1);
    CHECK(clock.next_wake() == slack::instant::max());
}

TEST_CASE("the system's clock tells UTC and waits until its own instant", "[clock]")
{
    machine here;
    slack::system_clock clock;
    const auto before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto now = clock.now();
    CHECK(now >= before);
    CHECK(now <= std::chrono::system_clock::now());

    sleep_three_hours(here, clock, now);
    wait_for(here.context, clock.sleep_until(slack::instant{}));  // long ago: at once
}

TEST_CASE("a sleep on the system's clock can be cancelled, however long it is", "[clock]")
{
    asio::cancellation_signal alarm;
    asio::io_context context{1};
    slack::system_clock clock;
    bool cancelled = false;
    const auto ended = [&](std::exception_ptr how) { cancelled = how != nullptr; };
    asio::co_spawn(
        context, clock.sleep_until(slack::instant::max()), asio::bind_cancellation_slot(alarm.slot(), ended)
    );
    context.poll();
    alarm.emit(asio::cancellation_type::terminal);
    docket::tests::run_until(context, [&] { return cancelled; });
    CHECK(cancelled);
}

TEST_CASE("whoever sleeps on the system's clock looks again when it was set back, and sleeps on otherwise", "[clock]")
{
    machine here;
    slack::system_clock clock;
    const auto real = clock.now();
    bool woken = false;
    asio::co_spawn(here.context, clock.sleep_until(real + 3h), [&](std::exception_ptr) { woken = true; });
    here.pass(10min);
    CHECK_FALSE(woken);
    SECTION("set back by hours: within a minute")
    {
        here.set(-5h);
        CHECK(real - clock.now() > 4h);
        here.pass(1min);
        CHECK(woken);
    }
    SECTION("set forward by hours: within a minute")
    {
        here.set(5h);
        CHECK(clock.now() - real > 5h);
        here.pass(1min);
        CHECK(woken);
    }
    SECTION("left alone: until then")
    {
        here.pass(2h + 49min);
        CHECK_FALSE(woken);
        here.pass(1min);
        CHECK(woken);
    }
}

TEST_CASE("a shifted clock goes on by itself from where it was set", "[clock]")
{
    machine here;
    slack::shifted_clock clock(start);
    const auto first = clock.now();
    CHECK(first >= start);
    CHECK(first < start + 1min);

    sleep_three_hours(here, clock, first);
    CHECK(clock.now() >= first + 3h);
    CHECK(clock.now() < first + 3h + 1min);
    wait_for(here.context, clock.sleep_until(start - 1h));  // long ago: at once
}

TEST_CASE("a jump of a shifted clock wakes, in the order of their instants, those who are due by then", "[clock]")
{
    shifted_dormitory night;
    night.sleep("late", start + 3h);
    night.sleep("early", start + 1h);
    night.sleep("also early", start + 1h);
    night.sleep("tomorrow", start + 24h);
    night.sleep("middle", start + 2h);
    CHECK(night.clock->next_wake() == start + 1h);
    CHECK(night.woken.empty());

    night.advance(4h);
    CHECK(night.woken == std::vector<std::string>{"early", "also early", "middle", "late"});
    CHECK(night.clock->now() >= start + 4h);
    CHECK(night.clock->next_wake() == start + 24h);
}

TEST_CASE("a shifted clock goes to an instant, and never back", "[clock]")
{
    shifted_dormitory night;
    night.sleep("noon", start + 12h);
    night.clock->move_to(start + 12h);
    night.advance(0ms);
    CHECK(night.woken == std::vector<std::string>{"noon"});
    night.clock->move_to(start + 1h);
    CHECK(night.clock->now() >= start + 12h);
    CHECK(night.clock->now() < start + 13h);
}

TEST_CASE("a sleeper of a shifted clock can be cancelled, and leaves nothing behind", "[clock]")
{
    shifted_dormitory night;
    night.sleep("never", start + 1h);
    night.alarms.back().emit(asio::cancellation_type::terminal);
    night.advance(0ms);
    CHECK(night.cancelled == 1);
    CHECK(night.clock->next_wake() == slack::instant::max());
    night.advance(2h);
    CHECK(night.woken.empty());
}

TEST_CASE("sleepers may outlive a shifted clock", "[clock]")
{
    shifted_dormitory night;
    night.sleep("a", start + 1h);
    night.sleep("b", start + 2h);
    night.clock.reset();
    SUCCEED("the context destroys the sleepers after this line; the sanitizer watches");
}

TEST_CASE("a shifted clock's nearest sleeper wakes without a jump, and the others after it", "[clock]")
{
    machine here;
    slack::shifted_clock clock(start);
    std::vector<std::chrono::minutes> woken;
    const auto sleep = [&](std::chrono::minutes span) -> asio::awaitable<void> {
        const auto until = clock.now() + span;
        co_await clock.sleep_until(until);
        woken.push_back(span);
    };
    for (const auto span : {60min, 5min, 30min})
        asio::co_spawn(here.context, sleep(span), asio::detached);
    here.pass(0ms);
    CHECK(woken.empty());
    for (int i = 0; i < 60; ++i)
        here.pass(1min);
    CHECK(woken == std::vector{5min, 30min, 60min});
    CHECK(clock.next_wake() == slack::instant::max());
}

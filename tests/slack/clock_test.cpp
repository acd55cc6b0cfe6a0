#include "slack/clock.hpp"

#include "tests/slack/waiting.hpp"

#include <sys/syscall.h>
#include <unistd.h>
#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
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

std::time_t set_to = 0;  // seconds that the machine's own clock was moved by

}  // namespace

/// The machine's own clock, which a test may set; whatever else reads it in this program reads this one, too.
extern "C" int clock_gettime(clockid_t which, timespec* into) noexcept
{
    const auto status = static_cast<int>(syscall(SYS_clock_gettime, which, into));
    if (status == 0 && which == CLOCK_REALTIME)
        into->tv_sec += set_to;
    return status;
}

namespace {

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
    asio::io_context context{1};
    slack::system_clock clock;
    const auto before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto now = clock.now();
    CHECK(now >= before);
    CHECK(now <= std::chrono::system_clock::now());

    const auto until = now + 20ms;
    wait_for(context, clock.sleep_until(until));
    CHECK(clock.now() >= until);
    wait_for(context, clock.sleep_until(slack::instant{}));  // long ago: at once
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
    asio::io_context context{1};
    slack::system_clock clock;
    const auto real = clock.now();
    bool woken = false;
    asio::co_spawn(context, clock.sleep_until(real + 300ms), [&](std::exception_ptr) { woken = true; });
    context.run_for(50ms);
    CHECK_FALSE(woken);
    SECTION("set back by hours: not for hours longer")
    {
        set_to = -5 * 3600;
        CHECK(real - clock.now() > 4h);
    }
    SECTION("set forward by hours: no later than it would have been")
    {
        set_to = 5 * 3600;
        CHECK(clock.now() - real > 4h);
    }
    SECTION("left alone") {}
    const auto began = std::chrono::steady_clock::now();
    docket::tests::run_until(context, [&] { return woken; });
    set_to = 0;
    CHECK(std::chrono::steady_clock::now() - began < 10s);
    CHECK(clock.now() - real >= 299ms);
}

TEST_CASE("a shifted clock goes on by itself from where it was set", "[clock]")
{
    asio::io_context context{1};
    slack::shifted_clock clock(start);
    const auto first = clock.now();
    CHECK(first >= start);
    CHECK(first < start + 1min);

    wait_for(context, clock.sleep_until(first + 20ms));
    CHECK(clock.now() >= first + 20ms);
    CHECK(clock.now() < start + 1min);
    wait_for(context, clock.sleep_until(start - 1h));  // long ago: at once
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
    asio::io_context context{1};
    slack::shifted_clock clock(start);
    std::vector<slack::instant> woken;
    const auto sleep = [&](std::chrono::milliseconds span) -> asio::awaitable<void> {
        const auto until = clock.now() + span;
        co_await clock.sleep_until(until);
        woken.push_back(until);
    };
    asio::co_spawn(context, sleep(600ms), asio::detached);
    asio::co_spawn(context, sleep(5ms), asio::detached);
    asio::co_spawn(context, sleep(300ms), asio::detached);
    context.run();
    CHECK(woken.size() == 3);
    CHECK(std::ranges::is_sorted(woken));
    CHECK(clock.next_wake() == slack::instant::max());
}

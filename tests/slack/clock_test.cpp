#include "slack/clock.hpp"

#include "tests/slack/waiting.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/system_error.hpp>
#include <catch2/catch.hpp>
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
    const auto before = std::chrono::system_clock::now();
    const auto until = clock.now() + 20ms;
    CHECK(until - before <= 21ms);

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
    std::vector<int> woken;
    const auto sleep = [&](std::chrono::milliseconds span, int who) -> asio::awaitable<void> {
        co_await clock.sleep_until(clock.now() + span);
        woken.push_back(who);
    };
    asio::co_spawn(context, sleep(60ms, 3), asio::detached);
    asio::co_spawn(context, sleep(5ms, 1), asio::detached);
    asio::co_spawn(context, sleep(30ms, 2), asio::detached);
    context.run();
    CHECK(woken == std::vector<int>{1, 2, 3});
    CHECK(clock.next_wake() == slack::instant::max());
}

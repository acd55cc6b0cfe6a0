#include "core/follow.hpp"
#include "office.hpp"

#include <algorithm>

using namespace office;

namespace {

std::optional<instant> due(const ticket& t, timer_kind kind, const desk& d = two_queues())
{
    for (const auto& each : timers_of(t, d)) {
        if (each.kind == kind)
            return each.due;
    }
    return std::nullopt;
}

constexpr auto reminder = timer_kind::remind_assignee;
constexpr auto update = timer_kind::update_requester;

ticket claimed_at(instant at)
{
    return then(fresh(), claim{}, ben, at);
}

}  // namespace

TEST_CASE("an assignee is reminded eight hours after anybody touched the ticket", "[core]")
{
    CHECK(due(fresh(), reminder) == std::nullopt);  // there is nobody to remind
    const auto t = claimed_at(nine + 1h);
    CHECK(due(t, reminder) == nine + 9h);
    CHECK(due(then(t, discuss{message_id(1)}, cyd, nine + 3h), reminder) == nine + 11h);
}

TEST_CASE("a reminder comes again, eight hours after the last", "[core]")
{
    const auto t = then(claimed_at(nine), remind_assignee{}, nobody, nine + 10h);
    CHECK(t.touched == nine);
    CHECK(due(t, reminder) == nine + 18h);
}

TEST_CASE("a ticket that was given and not begun is reminded of as well", "[core]")
{
    CHECK(due(then(fresh(), assign{ben}, cyd, nine + 2h), reminder) == nine + 10h);
}

TEST_CASE("nobody is reminded while it is not their turn", "[core]")
{
    CHECK(due(waiting(), reminder) == std::nullopt);
    CHECK(due(on_hold(), reminder) == std::nullopt);
    CHECK(due(resolved_one(), reminder) == std::nullopt);
    CHECK(due(then(taken(), release{}, ben), reminder) == std::nullopt);
}

TEST_CASE("the requester of an open ticket hears from us a day after the last time, whatever its state", "[core]")
{
    CHECK(due(fresh(), update) == nine + 24h);
    CHECK(due(on_hold(), update) == nine + 24h);
    const auto answered = then(taken(), answer{message_id(1)}, ben, nine + 5h);
    CHECK(due(answered, update) == nine + 29h);
    CHECK(due(then(answered, update_requester{}, nobody, nine + 30h), update) == nine + 54h);
    CHECK(due(resolved_one(), update) == std::nullopt);
    CHECK(due(withdrawn(), update) == std::nullopt);
}

TEST_CASE("an opened again ticket has its timers again, from then on", "[core]")
{
    const auto t = then(resolved_one(), deny{}, rita, nine + 50h);
    CHECK(due(t, reminder) == nine + 58h);
    CHECK(due(t, update) == nine + 74h);
}

TEST_CASE("0 is never, and a queue that is gone has no timers", "[core]")
{
    auto d = two_queues();
    d.set.queues[0].remind_assignee = 0min;
    CHECK(due(taken(), reminder, d) == std::nullopt);
    CHECK(due(taken(), update, d));
    d.set.queues[0].update_requester = 0min;
    CHECK(timers_of(taken(), d).empty());
    d.set.queues.clear();
    CHECK(timers_of(taken(), d).empty());
}

TEST_CASE("a timer that fires does what it was set for, by nobody", "[core]")
{
    const auto t = claimed_at(nine);
    const auto reminded = decided(t, remind_assignee{}, nobody, nine + 8h);
    REQUIRE(kinds(reminded) == "assignee_reminded");
    CHECK(reminded[0].why == cause::untouched);
    CHECK_FALSE(reminded[0].by);
    const auto updated = decided(t, update_requester{}, nobody, nine + 24h);
    REQUIRE(kinds(updated) == "requester_updated");
    CHECK_FALSE(updated[0].by);
}

TEST_CASE("a timer that fires after things changed does nothing", "[core]")
{
    const auto t = claimed_at(nine);
    CHECK(decided(t, remind_assignee{}, nobody, nine + 8h - 1ms).empty());
    CHECK(decided(then(t, discuss{message_id(1)}, ben, nine + 1h), remind_assignee{}, nobody, nine + 8h).empty());
    CHECK(decided(resolved_one(), remind_assignee{}, nobody, nine + 80h).empty());
    CHECK(decided(t, update_requester{}, nobody, nine + 24h - 1ms).empty());
    CHECK(decided(then(t, answer{message_id(1)}, ben, nine + 1h), update_requester{}, nobody, nine + 24h).empty());
    CHECK(decided(withdrawn(), update_requester{}, nobody, nine + 80h).empty());
}

TEST_CASE("what a fired timer led to sets the next one later", "[core]")
{
    for (const auto& what : {command(remind_assignee{}), command(update_requester{})}) {
        const auto t = then(claimed_at(nine), what, nobody, nine + 100h);
        CHECK(decided(t, what, nobody, nine + 100h).empty());
    }
}

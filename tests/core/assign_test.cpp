#include "office.hpp"

using namespace office;

TEST_CASE("a ticket can be given to anybody on the roster, who has not begun it yet", "[core]")
{
    const auto events = decided(fresh(), assign{cyd}, ben);
    REQUIRE(kinds(events) == "assigned");
    CHECK(the<assigned>(events[0]).to == cyd);
    CHECK(events[0].by == ben);
    CHECK(events[0].why == cause::asked);
    CHECK(after(fresh(), events).status == status::fresh);
}

TEST_CASE("assigning takes a ticket away from whoever has it, and both halves are in its history", "[core]")
{
    const auto events = decided(taken(), assign{cyd}, cyd);
    REQUIRE(kinds(events) == "unassigned assigned");
    CHECK(the<unassigned>(events[0]).was == ben);
    CHECK(after(taken(), events).assignee == cyd);
}

TEST_CASE("assigning to oneself is beginning it", "[core]")
{
    const auto t = then(fresh(), assign{ben}, ben);
    CHECK(t.assignee == ben);
    CHECK(t.status == status::in_progress);
}

TEST_CASE("assigning to who has it already is no news", "[core]")
{
    CHECK(decided(taken(), assign{ben}, cyd).empty());
    CHECK(decided(taken(), assign{ben}, ben).empty());
}

TEST_CASE("a ticket cannot be given to somebody who is not on the roster", "[core]")
{
    const auto who = GENERATE(dee, sam, rita, mei, ana, nobody);
    const auto why = refused(fresh(), assign{who}, ben);
    REQUIRE(is<not_on_roster>(why));
    CHECK(std::get<not_on_roster>(why).who == who);
    CHECK(std::get<not_on_roster>(why).queue == it);
}

TEST_CASE("a ticket cannot be given to somebody whose account was deactivated", "[core]")
{
    auto d = two_queues();
    d.deactivated = {cyd};
    CHECK(is<not_on_roster>(refused(fresh(), assign{cyd}, ben, nine, d)));
}

TEST_CASE("a ticket given back is the queue's, as far as it had come", "[core]")
{
    const auto events = decided(taken(), release{}, cyd);
    REQUIRE(kinds(events) == "unassigned");
    const auto t = after(taken(), events);
    CHECK_FALSE(t.assignee);
    CHECK_FALSE(t.assigned);
    CHECK(t.status == status::in_progress);
    CHECK(is<already_so>(refused(t, release{}, cyd)));
    CHECK(then(t, claim{}, cyd).assignee == cyd);
}

TEST_CASE("who is deactivated loses their open ticket, and the log says why", "[core]")
{
    const auto t = GENERATE(as<ticket>{}, taken(), waiting(), on_hold());
    const auto events = decided(t, lose_assignee{ben}, nobody);
    REQUIRE(kinds(events) == "unassigned");
    CHECK(events[0].why == cause::deactivated);
    CHECK_FALSE(events[0].by);
    CHECK_FALSE(after(t, events).assignee);
    CHECK(after(t, events).status == t.status);
}

TEST_CASE("deactivation takes nothing that is somebody else's or has ended", "[core]")
{
    CHECK(decided(taken(), lose_assignee{cyd}, nobody).empty());
    CHECK(decided(fresh(), lose_assignee{ben}, nobody).empty());
    CHECK(decided(resolved_one(), lose_assignee{ben}, nobody).empty());
}

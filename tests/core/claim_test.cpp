#include "office.hpp"

using namespace office;

TEST_CASE("claiming a new ticket takes it and begins it", "[core]")
{
    const auto events = decided(fresh(), claim{}, ben, nine + 5min);
    REQUIRE(kinds(events) == "assigned status_changed");
    for (const auto& e : events) {
        CHECK(e.by == ben);
        CHECK(e.at == nine + 5min);
        CHECK(e.why == cause::claimed);
    }
    const auto t = after(fresh(), events);
    CHECK(t.assignee == ben);
    CHECK(t.assigned == nine + 5min);
    CHECK(t.status == status::in_progress);
}

TEST_CASE("a second claim changes nothing and tells who has it and since when", "[core]")
{
    const auto first = then(fresh(), claim{}, ben, nine + 5min);
    const auto why = refused(first, claim{}, cyd, nine + 6min);
    REQUIRE(is<already_claimed>(why));
    CHECK(std::get<already_claimed>(why).by == ben);
    CHECK(std::get<already_claimed>(why).since == nine + 5min);
}

TEST_CASE("one's own second claim is no news", "[core]")
{
    CHECK(decided(taken(), claim{}, ben).empty());
}

TEST_CASE("claiming what one was given begins it", "[core]")
{
    const auto given = then(fresh(), assign{ben}, cyd);
    REQUIRE(given.status == status::fresh);
    const auto events = decided(given, claim{}, ben);
    REQUIRE(kinds(events) == "status_changed");
    CHECK(the<status_changed>(events[0]).to == status::in_progress);
    CHECK(events[0].why == cause::claimed);
}

TEST_CASE("claiming what waits or is on hold leaves it so", "[core]")
{
    const auto start = GENERATE(status::waiting, status::on_hold, status::in_progress);
    auto t = fresh();
    t.status = start;
    const auto events = decided(t, claim{}, ben);
    CHECK(kinds(events) == "assigned");
    CHECK(after(t, events).status == start);
}

TEST_CASE("what has ended cannot be claimed, not even by who had it", "[core]")
{
    const auto who = GENERATE(ben, cyd);
    const auto why = refused(resolved_one(), claim{}, who);
    REQUIRE(is<already_ended>(why));
    CHECK(std::get<already_ended>(why).status == status::resolved);
    CHECK(std::get<already_ended>(refused(withdrawn(), claim{}, who)).status == status::closed);
}

TEST_CASE("an administrator may take a ticket without being on the roster", "[core]")
{
    CHECK(then(fresh(), claim{}, ana).assignee == ana);
}

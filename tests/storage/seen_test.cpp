#include "storage/seen.hpp"
#include "shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;

TEST_CASE("a request of Slack is new once in its workspace, until it is forgotten", "[storage]")
{
    shelf s;
    CHECK_FALSE(storage::seen_before(s.tx, s.workspace, "event:Ev1"));
    CHECK(storage::first_time(s.tx, s.workspace, "event:Ev1", at(100)));
    CHECK(storage::seen_before(s.tx, s.workspace, "event:Ev1"));
    CHECK_FALSE(storage::first_time(s.tx, s.workspace, "event:Ev1", at(200)));
    CHECK(storage::first_time(s.tx, s.workspace, "event:Ev2", at(200)));
    CHECK(storage::first_time(s.tx, core::workspace_id("T2"), "event:Ev1", at(200)));

    CHECK(storage::forget_seen(s.tx, at(200), 10) == 1);

    CHECK(storage::first_time(s.tx, s.workspace, "event:Ev1", at(300)));
    CHECK_FALSE(storage::first_time(s.tx, s.workspace, "event:Ev2", at(300)));
}

TEST_CASE("requests are forgotten in portions, the oldest first, so that no other commit waits for long", "[storage]")
{
    shelf s;
    for (int i = 1; i <= 5; ++i)
        CHECK(storage::first_time(s.tx, s.workspace, "event:Ev" + std::to_string(i), at(i)));

    CHECK(storage::forget_seen(s.tx, at(5), 3) == 3);
    CHECK_FALSE(storage::seen_before(s.tx, s.workspace, "event:Ev3"));
    CHECK(storage::seen_before(s.tx, s.workspace, "event:Ev4"));
    CHECK(storage::forget_seen(s.tx, at(5), 3) == 1);
    CHECK(storage::seen_before(s.tx, s.workspace, "event:Ev5"));
}

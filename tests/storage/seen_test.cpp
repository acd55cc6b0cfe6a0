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

    CHECK(storage::forget_seen(s.tx, at(200)) == 1);

    CHECK(storage::first_time(s.tx, s.workspace, "event:Ev1", at(300)));
    CHECK_FALSE(storage::first_time(s.tx, s.workspace, "event:Ev2", at(300)));
}

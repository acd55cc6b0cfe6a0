#include "office.hpp"

using namespace office;

TEST_CASE("priority changes once, and saying the same again is answered so", "[core]")
{
    const auto t = then(fresh(), prioritise{priority::urgent}, ben);
    CHECK(t.priority == priority::urgent);
    CHECK(is<already_so>(refused(t, prioritise{priority::urgent}, cyd)));
    CHECK(then(t, prioritise{priority::low}, cyd).priority == priority::low);
}

TEST_CASE("a ticket goes on hold with a note and off it again", "[core]")
{
    const auto events = decided(taken(), hold{"  a part is on order\n"}, ben);
    REQUIRE(kinds(events) == "status_changed");
    CHECK(the<status_changed>(events[0]).to == status::on_hold);
    CHECK(the<status_changed>(events[0]).note == "a part is on order");
    CHECK(events[0].why == cause::asked);
    const auto held = after(taken(), events);
    CHECK(is<already_so>(refused(held, hold{"again"}, cyd)));
    CHECK(then(held, resume{}, cyd).status == status::in_progress);
}

TEST_CASE("a note is not needed to put a ticket on hold", "[core]")
{
    CHECK(then(fresh(), hold{}, ben).status == status::on_hold);
}

TEST_CASE("going on without the requester's answer is possible, going on with what goes on is not", "[core]")
{
    CHECK(then(waiting(), resume{}, ben).status == status::in_progress);
    CHECK(is<already_so>(refused(taken(), resume{}, ben)));
    CHECK(is<already_so>(refused(fresh(), resume{}, ben)));
}

TEST_CASE("moving to a queue whose roster holds the assignee keeps them", "[core]")
{
    const auto t = then(fresh(), claim{}, cyd);
    const auto events = decided(t, move{"finance"}, ben);
    REQUIRE(kinds(events) == "moved");
    CHECK(the<moved>(events[0]).from == it);
    CHECK(the<moved>(events[0]).to == finance);
    CHECK(after(t, events).queue == finance);
    CHECK(after(t, events).assignee == cyd);
}

TEST_CASE("moving to a queue whose roster does not hold the assignee takes it from them, and says why", "[core]")
{
    const auto events = decided(taken(), move{"finance"}, cyd);
    REQUIRE(kinds(events) == "moved unassigned");
    CHECK(events[0].why == cause::asked);
    CHECK(events[1].why == cause::moved);
    CHECK(the<unassigned>(events[1]).was == ben);
    CHECK_FALSE(after(taken(), events).assignee);
}

TEST_CASE("a queue is named as people type it", "[core]")
{
    const std::string typed = GENERATE(values<std::string>({"finance", "FINANCE", " Finance ", "fiNance"}));
    CHECK(then(fresh(), move{typed}, ben).queue == finance);
}

TEST_CASE("a move to a queue that does not exist, or where it is, is refused", "[core]")
{
    const auto why = refused(fresh(), move{"legal"}, ben);
    REQUIRE(is<unknown_queue>(why));
    CHECK(std::get<unknown_queue>(why).asked == "legal");
    CHECK(is<unknown_queue>(refused(fresh(), move{""}, ben)));
    CHECK(is<already_so>(refused(fresh(), move{"IT help"}, ben)));
}

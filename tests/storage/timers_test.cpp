#include "storage/timers.hpp"
#include "shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using core::timer_kind;

namespace {

/// A shelf with tickets that timers can be of.
class clockwork : public shelf {
public:
    clockwork()
    {
        for (const auto* name : {"T1", "T2"}) {
            for (std::int64_t n = 1; n <= 3; ++n)
                storage::tickets(tx, core::workspace_id(name)).put(ticket(n));
        }
    }
    void set(std::int64_t number, const std::vector<core::timer>& wanted)
    {
        storage::set_timers(tx, workspace, core::ticket_number(number), wanted);
    }
};

std::vector<std::int64_t> due_times(const std::vector<storage::due_timer>& timers)
{
    std::vector<std::int64_t> all;
    for (const auto& t : timers)
        all.push_back(t.due.time_since_epoch().count());
    return all;
}

}  // namespace

TEST_CASE("a ticket's timers are exactly the ones wanted", "[storage]")
{
    clockwork s;
    s.set(1, {{timer_kind::remind_assignee, at(100)}, {timer_kind::update_requester, at(200)}});
    s.set(1, {{timer_kind::update_requester, at(300)}});

    const auto due = storage::timers_due(s.tx, at(1000), 10);

    REQUIRE(due.size() == 1);
    CHECK(due.front().workspace == s.workspace);
    CHECK(due.front().ticket == core::ticket_number(1));
    CHECK(due.front().kind == timer_kind::update_requester);
    CHECK(due.front().due == at(300));
    s.set(1, {});
    CHECK_FALSE(storage::next_timer(s.tx));
}

TEST_CASE("timers that stay the same are not written", "[storage]")
{
    clockwork s;
    s.set(1, {{timer_kind::remind_assignee, at(100)}, {timer_kind::update_requester, at(200)}});
    const auto before = s.database().getTotalChanges();
    s.set(1, {{timer_kind::update_requester, at(200)}, {timer_kind::remind_assignee, at(100)}});
    CHECK(s.database().getTotalChanges() == before);
}

TEST_CASE("due timers of every workspace come earliest first", "[storage]")
{
    clockwork s;
    s.set(1, {{timer_kind::remind_assignee, at(300)}});
    s.set(2, {{timer_kind::remind_assignee, at(100)}});
    s.set(3, {{timer_kind::remind_assignee, at(301)}});
    storage::set_timers(
        s.tx, core::workspace_id("T2"), core::ticket_number(1), {{timer_kind::update_requester, at(200)}}
    );

    CHECK(due_times(storage::timers_due(s.tx, at(300), 10)) == std::vector<std::int64_t>{100, 200, 300});
    CHECK(due_times(storage::timers_due(s.tx, at(300), 2)) == std::vector<std::int64_t>{100, 200});
    CHECK(storage::timers_due(s.tx, at(99), 10).empty());
    CHECK(storage::next_timer(s.tx) == at(100));
}

TEST_CASE("a timer that led to nothing is dropped, one that was set anew meanwhile is not", "[storage]")
{
    clockwork s;
    s.set(1, {{timer_kind::remind_assignee, at(100)}});
    const auto fired = storage::timers_due(s.tx, at(100), 1).at(0);
    s.set(1, {{timer_kind::remind_assignee, at(500)}});

    storage::drop_timer(s.tx, fired);
    CHECK(storage::next_timer(s.tx) == at(500));

    storage::drop_timer(s.tx, storage::timers_due(s.tx, at(500), 1).at(0));
    CHECK_FALSE(storage::next_timer(s.tx));
}

TEST_CASE("every kind of timer can be kept", "[storage]")
{
    clockwork s;
    for (const auto kind : {timer_kind::remind_assignee, timer_kind::update_requester}) {
        s.set(1, {{kind, at(1)}});
        CHECK(storage::timers_due(s.tx, at(1), 1).at(0).kind == kind);
    }
}

TEST_CASE("a timer of a kind that this version does not know stays and is never due", "[storage]")
{
    clockwork s;
    s.set(1, {{timer_kind::remind_assignee, at(500)}});
    s.database().exec("INSERT INTO timer (workspace, ticket, kind, due) VALUES ('T1', 2, 'of_tomorrow', 100)");

    CHECK(due_times(storage::timers_due(s.tx, at(1000), 1)) == std::vector<std::int64_t>{500});
    CHECK(storage::next_timer(s.tx) == at(500));
    s.set(2, {});
    CHECK(s.database().execAndGet("SELECT COUNT(*) FROM timer").getInt() == 2);
}

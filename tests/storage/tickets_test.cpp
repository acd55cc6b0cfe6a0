#include "shelf.hpp"
#include "storage/deliveries.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using core::ticket_number;

namespace {

/// A ticket of which nothing has its default.
core::ticket full_ticket()
{
    auto t = ticket(7);
    t.status = core::status::closed;
    t.priority = core::priority::urgent;
    t.assignee = core::member_id("U2");
    t.source = core::source::intake_channel;
    t.conversation = place("C1", "1700000000.000100");
    t.details = "It burns.\nSince nine.";
    t.follow_up_of = ticket_number(3);
    t.continued_by = ticket_number(9);
    t.outcome = "Put out";
    t.assigned = at(8001);
    t.first_answer = at(8002);
    t.resolved = at(8003);
    t.closed = at(8004);
    t.reminded = at(8005);
    t.question = 4;
    t.reopened = 2;
    t.events = 11;
    return t;
}

core::ticket ended(core::ticket t, core::instant when)
{
    t.status = core::status::resolved;
    t.resolved = when;
    return t;
}

std::vector<std::int64_t> numbers(const std::vector<core::ticket>& all)
{
    std::vector<std::int64_t> n;
    for (const auto& t : all)
        n.push_back(t.number.value());
    return n;
}

}  // namespace

TEST_CASE("a ticket comes back as it was put", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    CHECK_FALSE(all.find(ticket_number(7)));

    all.put(ticket(7));
    CHECK(all.find(ticket_number(7)) == ticket(7));

    all.put(full_ticket());
    CHECK(all.find(ticket_number(7)) == full_ticket());
    CHECK_FALSE(storage::tickets(s.tx, core::workspace_id("T2")).find(ticket_number(7)));
}

TEST_CASE("every status, priority and source that core knows can be kept", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    std::int64_t number = 0;
    const auto keep = [&](core::ticket t) {
        t.number = ticket_number(++number);
        t.conversation.reset();
        all.put(t);
        CHECK(all.find(t.number) == t);
    };
    for (int i = 0; i <= static_cast<int>(core::status::closed); ++i) {
        auto t = full_ticket();
        t.status = static_cast<core::status>(i);
        keep(t);
    }
    for (int i = 0; i <= static_cast<int>(core::priority::urgent); ++i) {
        auto t = full_ticket();
        t.priority = static_cast<core::priority>(i);
        keep(t);
    }
    for (int i = 0; i <= static_cast<int>(core::source::follow_up); ++i) {
        auto t = full_ticket();
        t.source = static_cast<core::source>(i);
        keep(t);
    }
}

TEST_CASE("numbers rise by one in each workspace and are given back when their command is undone", "[storage]")
{
    shelf s;
    storage::tickets ours(s.tx, s.workspace);
    storage::tickets theirs(s.tx, core::workspace_id("T2"));
    CHECK(ours.take_number() == ticket_number(1));
    CHECK(ours.take_number() == ticket_number(2));
    CHECK(theirs.take_number() == ticket_number(1));

    s.tx.prepare("SAVEPOINT command").run();
    CHECK(ours.take_number() == ticket_number(3));
    s.tx.prepare("ROLLBACK TO command").run();

    CHECK(ours.take_number() == ticket_number(3));
}

TEST_CASE("a thread has one ticket, by constraint", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    auto first = ticket(1);
    first.conversation = place("C1", "1.1");
    all.put(first);
    auto second = ticket(2);
    second.conversation = first.conversation;

    CHECK_THROWS_AS(all.put(second), storage::duplicate);

    CHECK(all.find_by_conversation(place("C1", "1.1"))->number == ticket_number(1));
    CHECK_FALSE(all.find_by_conversation(place("C1", "1.2")));
    CHECK_FALSE(all.find_by_conversation(place("C2", "1.1")));
    // The same thread of another workspace is another thread.
    CHECK_NOTHROW(storage::tickets(s.tx, core::workspace_id("T2")).put(second));
}

TEST_CASE("a follow-up takes over the thread, in the order in which opening writes", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    auto old = ended(ticket(1), at(1500));
    old.conversation = place("C1", "1.1");
    all.put(old);
    old.continued_by = ticket_number(2);  // before number 2 exists
    all.put(old);
    auto follow_up = ticket(2);
    follow_up.conversation = old.conversation;
    follow_up.follow_up_of = ticket_number(1);
    all.put(follow_up);

    CHECK(all.find_by_conversation(place("C1", "1.1"))->number == ticket_number(2));
    auto third = ticket(3);
    third.conversation = old.conversation;
    CHECK_THROWS_AS(all.put(third), storage::duplicate);
}

TEST_CASE("a ticket is found by its card, also by one that it left", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    storage::deliveries outbox(s.tx, s.workspace);
    all.put(ticket(1));
    const auto show = [&](const std::string& kind, const std::string& subject, const core::place& where) {
        storage::delivery d;
        d.ticket = ticket_number(1);
        d.kind = kind;
        d.subject = subject;
        const auto id = outbox.ask(d, true, at(1));
        outbox.succeed(id, 1, where, at(2));
    };
    show("card", "it", place("C8", "8.1"));
    show("card", "hr", place("C9", "9.1"));
    show("status_line", "", place("C1", "1.2"));

    CHECK(all.find_by_card(place("C8", "8.1"))->number == ticket_number(1));
    CHECK(all.find_by_card(place("C9", "9.1"))->number == ticket_number(1));
    CHECK_FALSE(all.find_by_card(place("C1", "1.2")));
}

TEST_CASE("history keeps its order and belongs to a ticket", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    all.put(ticket(1));
    all.put(ticket(2));
    all.append(ticket_number(1), {core::assigned{core::member_id("U2")}, at(5), core::member_id("U2")});
    all.append(ticket_number(2), {core::reopened{}, at(6), {}});
    all.append(
        ticket_number(1), {core::unassigned{core::member_id("U2")}, at(7), std::nullopt, core::cause::deactivated}
    );

    const auto history = all.history(ticket_number(1));

    REQUIRE(history.size() == 2);
    CHECK(std::get<core::assigned>(history[0].what).to == core::member_id("U2"));
    CHECK(history[0].at == at(5));
    CHECK(history[0].by == core::member_id("U2"));
    CHECK(history[0].why == core::cause::asked);
    CHECK(std::get<core::unassigned>(history[1].what).was == core::member_id("U2"));
    CHECK_FALSE(history[1].by);
    CHECK(history[1].why == core::cause::deactivated);
    CHECK_THROWS_AS(all.append(ticket_number(3), {core::reopened{}, at(1), {}}), std::logic_error);
}

TEST_CASE("a list shows the newest open tickets that fit", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    for (int i = 1; i <= 6; ++i) {
        auto t = ticket(i);
        if (i % 2 == 0)
            t.queue = core::queue_id("hr");
        if (i == 5)
            t.requester = core::member_id("U5");
        if (i <= 2)
            t.assignee = core::member_id("U9");
        if (i == 4)
            t = ended(t, at(9000));
        all.put(t);
    }
    storage::tickets(s.tx, core::workspace_id("T2")).put(ticket(8));
    storage::tickets::filter f;
    CHECK(numbers(all.list(f)) == std::vector<std::int64_t>{6, 5, 3, 2, 1});
    f.limit = 2;
    CHECK(numbers(all.list(f)) == std::vector<std::int64_t>{6, 5});
    f = {};
    f.queue = core::queue_id("hr");
    CHECK(numbers(all.list(f)) == std::vector<std::int64_t>{6, 2});
    f.open_only = false;
    CHECK(numbers(all.list(f)) == std::vector<std::int64_t>{6, 4, 2});
    f = {};
    f.requester = core::member_id("U5");
    CHECK(numbers(all.list(f)) == std::vector<std::int64_t>{5});
    f = {};
    f.assignee = core::member_id("U9");
    CHECK(numbers(all.list(f)) == std::vector<std::int64_t>{2, 1});
    CHECK(numbers(all.open_of(core::member_id("U9"))) == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("a report gets what is open and what was opened or ended in the period, each once", "[storage]")
{
    shelf s;
    storage::tickets all(s.tx, s.workspace);
    const auto from = at(10'000);
    const auto to = at(20'000);
    const auto put = [&](std::int64_t number, std::int64_t opened, std::optional<std::int64_t> resolved) {
        auto t = ticket(number);
        t.opened = at(opened);
        t.first_answer = at(opened + 1);
        if (resolved)
            t = ended(t, at(*resolved));
        all.put(t);
    };
    put(1, 1'000, 5'000);          // over before
    put(2, 2'000, 10'000);         // ended in it
    put(3, 3'000, std::nullopt);   // open all along
    put(4, 10'000, 11'000);        // opened and ended in it
    put(5, 12'000, std::nullopt);  // opened in it
    put(6, 13'000, 20'000);        // opened in it, ended after
    put(7, 20'000, 21'000);        // after
    put(8, 4'000, 25'000);         // ended after
    auto withdrawn = ticket(9);    // closed without a fix
    withdrawn.opened = at(14'000);
    withdrawn.status = core::status::closed;
    withdrawn.closed = at(15'000);
    all.put(withdrawn);
    auto elsewhere = ticket(10);
    elsewhere.queue = core::queue_id("secret");
    elsewhere.opened = at(15'000);
    all.put(elsewhere);

    const auto input = all.for_report(from, to, {core::queue_id("it")});

    std::vector<std::int64_t> opened;
    for (const auto& row : input.rows)
        opened.push_back(row.opened.time_since_epoch().count());
    std::sort(opened.begin(), opened.end());
    CHECK(opened == std::vector<std::int64_t>{2'000, 3'000, 10'000, 12'000, 13'000, 14'000});
    CHECK(input.unassigned_now == 2);
    for (const auto& row : input.rows) {
        CHECK(row.queue == core::queue_id("it"));
        if (row.opened == at(10'000)) {
            CHECK(row.fixed);
            CHECK(row.ended == at(11'000));
            CHECK(row.first_answer == at(10'001));
        }
        if (row.opened == at(14'000)) {
            CHECK_FALSE(row.fixed);
            CHECK(row.ended == at(15'000));
        }
        if (row.opened == at(3'000))
            CHECK_FALSE(row.ended);
    }
}

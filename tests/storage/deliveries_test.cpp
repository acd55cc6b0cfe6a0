#include "storage/deliveries.hpp"
#include "shelf.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using storage::delivery;
using storage::delivery_state;
using storage::urgency;

namespace {

/// A shelf with an outbox.
class post_office : public shelf {
public:
    storage::deliveries outbox{tx, workspace};

    /// A new row of `ticket` in `lane`.
    std::int64_t ask(std::int64_t ticket, const std::string& lane, urgency u = urgency::conversation)
    {
        delivery d;
        d.ticket = core::ticket_number(ticket);
        d.kind = "message";
        d.subject = std::to_string(++asked_);
        d.lane = lane;
        d.urgency = u;
        return outbox.ask(d, false, at(asked_));
    }
    /// What may go, the first first. Looked for in small steps.
    std::vector<std::int64_t> ready(std::int64_t now = 1'000'000)
    {
        std::vector<delivery> found;
        for (const auto& head : heads()) {
            const auto row = outbox.ready(head.id, at(now));
            CHECK(row.has_value() == (head.free && head.due <= at(now)));
            if (row)
                found.push_back(*row);
        }
        const auto before = [](const auto& d) { return std::pair(d.urgency, d.id); };
        std::ranges::sort(found, {}, before);
        std::vector<std::int64_t> ids;
        for (const auto& d : found)
            ids.push_back(d.id);
        return ids;
    }
    /// When something may go by time alone.
    std::optional<core::instant> next_due()
    {
        std::optional<core::instant> next;
        for (const auto& head : heads()) {
            if (head.free)
                next = std::min(next.value_or(head.due), head.due);
        }
        return next;
    }
    delivery row(std::int64_t id) { return outbox.find(id).value(); }
    /// Posts it for the first time.
    void show(std::int64_t id, const core::place& where)
    {
        outbox.begin(id, true, at(10));
        outbox.succeed(id, row(id).wanted, where, at(11));
    }

private:
    std::vector<storage::next_in_lane> heads()
    {
        std::vector<storage::next_in_lane> all;
        std::optional<std::string> from("");
        while (from) {
            auto some = outbox.next_in_lanes(*from, 2);
            all.insert(all.end(), some.rows.begin(), some.rows.end());
            from = some.more;
        }
        return all;
    }

    std::int64_t asked_ = 0;
};

using ids = std::vector<std::int64_t>;

delivery card()
{
    delivery d;
    d.ticket = core::ticket_number(1);
    d.kind = "card";
    d.subject = "it";
    d.payload = R"({"a":1})";
    d.lane = "C9";
    d.urgency = urgency::answer;
    return d;
}

}  // namespace

// --- Asking ---

TEST_CASE("a delivery that is asked for comes back as due at once", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), false, at(5));

    const auto d = s.row(id);

    CHECK(d.ticket == core::ticket_number(1));
    CHECK(d.kind == "card");
    CHECK(d.subject == "it");
    CHECK(d.payload == R"({"a":1})");
    CHECK(d.lane == "C9");
    CHECK(d.urgency == urgency::answer);
    CHECK(d.state == delivery_state::due);
    CHECK(d.wanted == 1);
    CHECK(d.shown == 0);
    CHECK(d.created == at(5));
    CHECK(d.due == at(5));
    CHECK(d.attempts == 0);
    CHECK_FALSE(d.tried);
    CHECK_FALSE(d.ts);
    CHECK(s.outbox.find(core::ticket_number(1), "card", "it")->id == id);
    CHECK_FALSE(s.outbox.find(core::ticket_number(1), "card", "hr"));
    CHECK_FALSE(storage::deliveries(s.tx, core::workspace_id("T2")).find(id));
}

TEST_CASE("what happens once is asked for once, however often", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), false, at(5));
    s.show(id, place("C9", "9.1"));
    CHECK(s.outbox.ask(card(), false, at(50)) == id);
    CHECK(s.row(id).state == delivery_state::shown);
    CHECK(s.row(id).wanted == 1);
}

TEST_CASE("a surface asked for again is due again under its id, and ten times is once more", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.show(id, place("C9", "9.1"));
    for (int i = 0; i < 10; ++i)
        CHECK(s.outbox.ask(card(), true, at(50 + i)) == id);

    CHECK(s.ready(60) == ids{id});
    CHECK(s.row(id).wanted == 11);
    CHECK(s.row(id).created == at(50));  // since then it waits
    CHECK(s.row(id).ts == core::message_ts("9.1"));

    s.outbox.succeed(id, 11, place("C9", "9.1"), at(61));
    CHECK(s.row(id).state == delivery_state::shown);
    CHECK(s.ready().empty());
}

TEST_CASE("a surface that moves goes in its new lane", "[storage]")
{
    post_office s;
    s.outbox.ask(card(), true, at(5));
    auto moved = card();
    moved.lane = "D1";
    const auto id = s.outbox.ask(moved, true, at(6));
    CHECK(s.row(id).lane == "D1");
}

// --- Finishing ---

TEST_CASE("what was asked for while an older state was being sent is due again", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.outbox.begin(id, true, at(10));
    s.outbox.ask(card(), true, at(11));

    s.outbox.succeed(id, 1, place("C9", "9.1"), at(12));

    CHECK(s.row(id).state == delivery_state::due);
    CHECK(s.row(id).shown == 1);
    CHECK(s.row(id).due == at(12));
    CHECK(s.row(id).ts == core::message_ts("9.1"));
}

TEST_CASE("whoever finishes late does not take back what is newer", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.outbox.ask(card(), true, at(6));
    s.outbox.succeed(id, 2, place("C9", "9.1"), at(10));

    s.outbox.succeed(id, 1, std::nullopt, at(11));
    CHECK(s.row(id).state == delivery_state::shown);
    CHECK(s.row(id).shown == 2);
    CHECK(s.row(id).ts == core::message_ts("9.1"));

    s.outbox.retry(id, true, at(99), "too late");
    s.outbox.fail(id, "too late");
    s.outbox.begin(id, true, at(98));
    CHECK(s.row(id).state == delivery_state::shown);
    CHECK(s.row(id).error.empty());
    CHECK(s.row(id).attempts == 0);
}

TEST_CASE("a first posting is uncertain from before it is sent until its answer is known", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.outbox.begin(id, true, at(10));
    CHECK(s.row(id).state == delivery_state::uncertain);
    CHECK(s.row(id).attempts == 1);
    CHECK(s.row(id).tried == at(10));
    CHECK(s.ready(10) == ids{id});  // after a crash it is taken up again, to be looked for

    SECTION("no answer: it stays uncertain, later")
    {
        s.outbox.retry(id, true, at(20), "timeout");
        CHECK(s.row(id).state == delivery_state::uncertain);
        CHECK(s.row(id).error == "timeout");
        CHECK(s.ready(19).empty());
        CHECK(s.ready(20) == ids{id});
        s.outbox.ask(card(), true, at(15));
        CHECK(s.row(id).state == delivery_state::uncertain);
    }
    SECTION("surely refused for now: it is due, later")
    {
        s.outbox.retry(id, false, at(20), "ratelimited");
        CHECK(s.row(id).state == delivery_state::due);
        CHECK(s.row(id).attempts == 1);
    }
    SECTION("it is there")
    {
        s.outbox.succeed(id, 1, place("C9", "9.1"), at(12));
        CHECK(s.row(id).state == delivery_state::shown);
        CHECK(s.row(id).attempts == 0);
        CHECK(s.outbox.find_at(place("C9", "9.1"))->id == id);
    }
}

TEST_CASE("an update in place is never uncertain", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.show(id, place("C9", "9.1"));
    s.outbox.ask(card(), true, at(50));
    s.outbox.begin(id, false, at(51));
    CHECK(s.row(id).state == delivery_state::due);
    CHECK(s.row(id).attempts == 1);
}

TEST_CASE("a failed delivery says why, is out of the way, and comes back when its lane is revived", "[storage]")
{
    post_office s;
    const auto first = s.ask(1, "C1");
    const auto second = s.ask(2, "C1");
    const auto elsewhere = s.ask(3, "C2");
    s.outbox.fail(first, "not_in_channel");
    s.outbox.fail(elsewhere, "is_archived");
    CHECK(s.ready() == ids{second});
    CHECK(s.row(first).error == "not_in_channel");
    CHECK(s.outbox.failed(10).size() == 2);
    CHECK(s.outbox.failed(1).at(0).id == elsewhere);
    CHECK(s.outbox.count().failed == 2);

    CHECK(s.outbox.revive("C1", at(70)) == 1);

    CHECK(s.ready() == ids{first});  // and before what came later
    CHECK(s.row(first).state == delivery_state::due);
    CHECK(s.row(first).due == at(70));
    CHECK(s.row(first).error.empty());
    CHECK(s.row(elsewhere).state == delivery_state::failed);
}

TEST_CASE("a failed first posting that was tried is looked for before it is sent again", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.outbox.begin(id, true, at(6));
    s.outbox.fail(id, "channel_not_found");
    SECTION("its lane is revived")
    {
        s.outbox.revive("C9", at(70));
    }
    SECTION("it is asked for again")
    {
        s.outbox.ask(card(), true, at(70));
    }
    CHECK(s.row(id).state == delivery_state::uncertain);
    CHECK(s.ready(70) == ids{id});
    CHECK(s.row(id).attempts == 0);
}

TEST_CASE("a posting that was read too early does not begin once more", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    CHECK(s.outbox.begin(id, true, at(6)));
    s.outbox.succeed(id, 1, place("C9", "9.1"), at(7));
    CHECK_FALSE(s.outbox.begin(id, true, at(8)));
    s.outbox.ask(card(), true, at(9));
    CHECK_FALSE(s.outbox.begin(id, true, at(10)));
    CHECK(s.row(id).state == delivery_state::due);
}

TEST_CASE("a message that was lost in Slack is due as if it had never been posted", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.show(id, place("C9", "9.1"));
    s.outbox.lose(id, at(50));
    CHECK(s.ready(50) == ids{id});
    CHECK(s.row(id).state == delivery_state::due);
    CHECK_FALSE(s.row(id).ts);
    CHECK_FALSE(s.row(id).tried);
    CHECK_FALSE(s.outbox.find_at(place("C9", "9.1")));
}

TEST_CASE("a failed delivery keeps the lane it failed in and may be tried in another", "[storage]")
{
    post_office s;
    const auto id = s.outbox.ask(card(), true, at(5));
    s.outbox.fail(id, "not_in_channel", "C10");
    CHECK(s.row(id).lane == "C10");
    REQUIRE(s.outbox.failed_of(core::ticket_number(1)).size() == 1);
    CHECK(s.outbox.failed_of(core::ticket_number(2)).empty());
    s.outbox.revive(id, "C11", at(70));
    CHECK(s.row(id).lane == "C11");
    CHECK(s.ready(70) == ids{id});
    CHECK(s.outbox.failed_of(core::ticket_number(1)).empty());
}

// --- Order ---

TEST_CASE("one lane goes one after the other, different lanes go together", "[storage]")
{
    post_office s;
    const auto a1 = s.ask(1, "A");
    const auto a2 = s.ask(2, "A");
    const auto b1 = s.ask(3, "B");

    CHECK(s.ready() == ids{a1, b1});
    s.show(a1, place("A", "1.1"));
    CHECK(s.ready() == ids{a2, b1});
}

TEST_CASE("one ticket goes one after the other, also over different lanes", "[storage]")
{
    post_office s;
    const auto card = s.ask(1, "A");
    const auto status = s.ask(1, "B");
    const auto other = s.ask(2, "C");

    CHECK(s.ready() == ids{card, other});
    s.outbox.fail(card, "is_archived");
    CHECK(s.ready() == ids{status, other});
}

TEST_CASE("what is about no ticket keeps order by lane alone", "[storage]")
{
    post_office s;
    const auto a = s.ask(0, "A");
    const auto b = s.ask(0, "B");
    CHECK(s.ready() == ids{a, b});
}

TEST_CASE("a delivery that waits to be repeated holds back what comes after it, and only that", "[storage]")
{
    post_office s;
    const auto slow = s.ask(1, "A");
    const auto behind = s.ask(2, "A");
    const auto same_ticket = s.ask(1, "B");
    const auto free = s.ask(3, "C");
    s.outbox.retry(slow, false, at(500), "ratelimited");

    CHECK(s.ready(400) == ids{free});
    CHECK(s.next_due() == s.row(free).due);
    s.outbox.fail(free, "user_not_found");
    CHECK(s.next_due() == at(500));  // not that of those behind it, which time alone does not free
    CHECK(s.ready(500) == ids{slow});
    s.outbox.fail(slow, "is_archived");
    CHECK(s.ready(500) == ids{behind, same_ticket});
}

TEST_CASE("what was put off for one reason can be brought forward, and nothing else", "[storage]")
{
    post_office s;
    const auto dead = s.ask(1, "A");
    const auto doubtful = s.ask(2, "B");
    const auto slow = s.ask(3, "C");
    s.outbox.retry(dead, false, at(500), "token_revoked");
    s.outbox.retry(doubtful, true, at(500), "token_revoked");
    s.outbox.retry(slow, false, at(500), "ratelimited");
    CHECK(s.outbox.hasten("token_revoked", at(100)) == 2);
    CHECK(s.ready(100) == ids{dead, doubtful});
    CHECK(s.row(doubtful).state == delivery_state::uncertain);
    CHECK(s.ready(500) == ids{dead, doubtful, slow});
    CHECK(s.outbox.hasten("token_revoked", at(200)) == 0);  // due already
}

TEST_CASE("lanes are looked at a few at a time, however much waits in each", "[storage]")
{
    post_office s;
    for (int i = 0; i < 10; ++i) {
        s.ask(0, "A");
        s.ask(0, "B");
    }
    const auto last = s.ask(0, "C");

    const auto two = s.outbox.next_in_lanes("", 2);
    REQUIRE(two.rows.size() == 2);
    CHECK(two.rows[0].lane == "A");
    CHECK(two.rows[1].lane == "B");
    CHECK(two.more == "C");
    const auto rest = s.outbox.next_in_lanes(*two.more, 2);
    REQUIRE(rest.rows.size() == 1);
    CHECK(rest.rows[0].id == last);
    CHECK_FALSE(rest.more);
    CHECK_FALSE(s.outbox.next_in_lanes("", 3).more);
}

TEST_CASE("answers go first, digests last, each by age", "[storage]")
{
    post_office s;
    const auto digest = s.ask(1, "A", urgency::digest);
    const auto talk = s.ask(2, "B");
    const auto answer = s.ask(3, "C", urgency::answer);
    const auto later_answer = s.ask(4, "D", urgency::answer);
    CHECK(s.ready() == ids{answer, later_answer, talk, digest});
}

TEST_CASE("a card asked for later goes before what hangs in its thread", "[storage]")
{
    post_office s;
    const auto words = s.ask(1, "A");
    const auto crossed = s.ask(2, "B");
    const auto card = s.ask(1, "B", urgency::answer);
    const auto other_card = s.ask(2, "A", urgency::answer);
    CHECK(s.ready() == ids{card, other_card});
    s.show(card, place("B", "1.1"));
    s.show(other_card, place("A", "1.1"));
    CHECK(s.ready() == ids{words, crossed});
}

TEST_CASE("crossed lanes and tickets never wait for each other for ever", "[storage]")
{
    post_office s;
    const int tickets = 4;
    const int lanes = 3;
    int left = 0;
    for (int i = 0; i < 60; ++i, ++left)
        s.ask(1 + (i * 7) % tickets, "lane " + std::to_string((i * 5) % lanes), urgency((i * 11) % 3));
    while (left > 0) {
        const auto now = s.ready();
        REQUIRE_FALSE(now.empty());
        for (const auto id : now) {
            s.outbox.succeed(id, 1, std::nullopt, at(1));
            --left;
        }
    }
    CHECK(s.ready().empty());
    CHECK_FALSE(s.next_due());
}

TEST_CASE("another workspace's outbox is another outbox", "[storage]")
{
    post_office s;
    storage::deliveries theirs(s.tx, core::workspace_id("T2"));
    const auto ours = s.ask(1, "A");
    delivery d = card();
    d.lane = "A";
    const auto other = theirs.ask(d, true, at(1));
    CHECK(s.ready() == ids{ours});
    REQUIRE(theirs.next_in_lanes("", 10).rows.size() == 1);
    CHECK(theirs.next_in_lanes("", 10).rows.front().id == other);
    CHECK_FALSE(theirs.ready(ours, at(10)));
}

// --- Looking after it ---

TEST_CASE("an operator sees how much waits and since when", "[storage]")
{
    post_office s;
    CHECK(s.outbox.count().due == 0);
    CHECK_FALSE(s.outbox.count().oldest);
    const auto first = s.ask(1, "A");
    s.ask(2, "A");
    s.outbox.retry(first, false, at(9999), "ratelimited");
    CHECK(s.outbox.count().due == 2);
    CHECK(s.outbox.count().oldest == at(1));
    CHECK(s.outbox.count().failed == 0);
}

TEST_CASE("old errands are forgotten, but no id is ever given twice", "[storage]")
{
    post_office s;
    const auto errand = s.ask(0, "fetch");
    const auto about_ticket = s.ask(1, "A");
    const auto unfinished = s.ask(0, "fetch");
    const auto newest = s.ask(0, "fetch");
    for (const auto id : {errand, about_ticket, newest})
        s.outbox.succeed(id, 1, std::nullopt, at(100));

    CHECK(s.outbox.forget(at(1)) == 0);
    CHECK(s.outbox.forget(at(1000)) == 1);

    CHECK_FALSE(s.outbox.find(errand));
    CHECK(s.outbox.find(about_ticket));
    CHECK(s.outbox.find(unfinished));
    CHECK(s.outbox.find(newest));
    CHECK(s.ask(0, "fetch") > newest);
}

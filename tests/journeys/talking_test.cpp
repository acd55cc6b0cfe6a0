#include "workplace.hpp"

#include "bot/views/ids.hpp"

using namespace journeys;
namespace ids = docket::bot::ids;

namespace {

/// What Slack tells of meanwhile reaches Docket a minute later only.
template <class What>
auto told_later(workplace& w, What happens)
{
    w.cut_off();
    auto came = happens();
    w.settle();
    w.reach_again();
    return came;
}

}  // namespace

TEST_CASE("what the requester writes appears in the triage thread, and nothing internal comes back", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.press_card(w.ben, 1, ids::claim);
    w.post(w.ana, w.general, "It beeps three times", ts);
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 1);
    CHECK(has(triage[0], "It beeps three times"));
    CHECK(has(triage[0], "Ana"));

    w.post(w.cyd, w.it_desk, "That is the memory, I bet", w.card(1).ts);
    CHECK_FALSE(has(w.replies(w.general, ts), "memory"));
    CHECK_FALSE(has(w.direct(w.ana), "memory"));
}

TEST_CASE("an agent answers with Reply: the requester reads it, and the ticket waits for them", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.press_card(w.ben, 1, ids::claim);
    CHECK(w.press_card(w.ben, 1, ids::reply).ok());
    CHECK(w.fill(w.ben, {{ids::text, "Does it beep?"}}).ok());

    CHECK(has(w.replies(w.general, ts), "Does it beep?"));
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "Does it beep?"));
    CHECK(w.ticket(1)->status == core::status::waiting);
    CHECK(w.history(1).back().why == core::cause::agent_answered);
    CHECK(w.ticket(1)->first_answer);

    w.post(w.ana, w.general, "Three times", ts);
    CHECK(w.ticket(1)->status == core::status::in_progress);
    CHECK(w.history(1).back().why == core::cause::requester_answered);
}

TEST_CASE("an agent may as well answer in the requester's own thread", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.press_card(w.ben, 1, ids::claim);
    w.post(w.ben, w.general, "Hold the power key for ten seconds", ts);
    CHECK(w.ticket(1)->status == core::status::waiting);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "Hold the power key"));
    CHECK(w.said_in(w.general, ts).size() == 1);  // the status line alone: their words are there already
}

TEST_CASE("edits and deletions follow to the other side", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const auto more = w.post(w.ana, w.general, "It beeps twice", ts);
    w.slack.edit(w.ana, w.general, more, "It beeps three times");
    w.calm();
    auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 1);
    CHECK(has(triage[0], "three times"));
    CHECK_FALSE(has(triage[0], "twice"));

    w.slack.edit(w.ana, w.general, ts, "My laptop does not start at all");
    w.calm();
    CHECK(has(w.seen_card(1), "does not start at all"));

    w.slack.remove(w.ana, w.general, more);
    w.calm();
    triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 1);
    CHECK_FALSE(has(triage[0], "three times"));
    CHECK(has(triage[0], "deleted"));

    w.slack.remove(w.ana, w.general, ts);
    w.calm();
    CHECK_FALSE(has(w.seen_card(1), "does not start at all"));
    CHECK(core::is_open(*w.ticket(1)));
}

TEST_CASE("words edited before Slack tells of them come to the desk as they are now, and never otherwise", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const auto card = w.card(1).ts;
    const bool at_desk = GENERATE(false, true);
    const auto said = told_later(w, [&] {
        return at_desk ? w.slack.post(w.ben, w.it_desk, "It beeps twice", card)
                       : w.slack.post(w.ana, w.general, "It beeps twice", ts);
    });
    w.slack.edit(at_desk ? w.ben : w.ana, at_desk ? w.it_desk : w.general, said, "It beeps three times");
    w.pass(2min);

    auto kept = [](bot::ledger& l) { return l.messages().of(core::ticket_number(1)).back().text; };
    CHECK(w.run(w.docket->desk()->look(kept)) == "It beeps three times");
    CHECK(has(w.replies(w.it_desk, card), "three times"));
    for (const auto& call : w.slack.calls())
        CHECK_FALSE(has(call.arguments.dump(), "beeps twice"));
}

TEST_CASE("words taken back before Slack tells of them come to no desk", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    const auto card = w.card(1).ts;
    const auto said = told_later(w, [&] { return w.slack.post(w.ben, w.it_desk, "I know that beep", card); });
    w.slack.remove(w.ben, w.it_desk, said);
    w.pass(2min);
    auto kept = [](bot::ledger& l) { return l.messages().of(core::ticket_number(1)).size(); };
    CHECK(w.run(w.docket->desk()->look(kept)) == 1);
}

TEST_CASE("of two edits the later one holds, whichever Slack tells of first", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const auto said = w.post(w.ana, w.general, "It beeps", ts);
    told_later(w, [&] {
        w.slack.edit(w.ana, w.general, said, "It beeps twice");
        w.slack.edit(w.ana, w.general, ts, "My laptop does not start any more");
        return true;
    });
    w.slack.edit(w.ana, w.general, said, "It beeps three times");
    w.slack.edit(w.ana, w.general, ts, "My laptop is dead");
    w.pass(2min);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "three times"));
    CHECK(w.ticket(1)->title == "My laptop is dead");
}

TEST_CASE("a link preview or a thread counter is no edit", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "See http://example.com/broken");
    const auto before = w.history(1).size();
    w.slack.unfurl(w.general, ts);
    w.calm();
    CHECK(w.history(1).size() == before);
}

TEST_CASE("nobody can make the bot shout, mention or forge a link", "[journeys]")
{
    workplace w;
    w.command(w.ana, "new <!channel> <https://evil.example|https://bank.example> & <@" + w.ben + "> *bold*");
    for (const auto& call : w.slack.calls()) {
        if (call.method != "chat.postMessage" && call.method != "chat.update")
            continue;
        const auto sent = call.arguments.dump();
        CHECK_FALSE(has(sent, "<!channel"));
        CHECK_FALSE(has(sent, "|https://bank.example>"));
    }
}

TEST_CASE("a reply after resolution reopens within two working days", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "claim #1");
    w.command(w.ben, "resolve #1 New battery");
    w.pass(24h);

    SECTION("thanks alone do not")
    {
        w.post(w.ana, w.general, "Thanks a lot! :pray:", ts);
        CHECK(w.ticket(1)->status == core::status::resolved);
    }
    SECTION("anything else does, with its cause in the log")
    {
        w.post(w.ana, w.general, "It is dead again", ts);
        CHECK(core::is_open(*w.ticket(1)));
        CHECK(w.ticket(1)->assignee == core::member_id(w.ben));
        bool told = false;
        for (const auto& e : w.history(1))
            told = told || e.why == core::cause::replied_after_end;
        CHECK(told);
        CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It is dead again"));
    }
    SECTION("later it opens a follow-up that links back and takes over the thread")
    {
        w.pass(4 * 24h);
        w.post(w.ana, w.general, "It is dead again", ts);
        CHECK_FALSE(core::is_open(*w.ticket(1)));
        const auto next = w.ticket(2);
        REQUIRE(next);
        CHECK(next->follow_up_of == core::ticket_number(1));
        CHECK(next->source == core::source::follow_up);
        CHECK(w.ticket(1)->continued_by == core::ticket_number(2));
        CHECK(has(w.replies(w.general, ts), "#2"));
        CHECK(has(w.seen_card(2), "follows #1"));

        w.post(w.ana, w.general, "and it smells", ts);
        CHECK(w.tickets() == 2);
        CHECK(has(w.replies(w.it_desk, w.card(2).ts), "and it smells"));
    }
}

TEST_CASE("somebody else's words in the thread are shown to the desk and move nothing", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "claim #1");
    w.command(w.ben, "reply #1 Does it beep?");
    w.post(w.mei, w.general, "Mine does, too", ts);
    CHECK(w.ticket(1)->status == core::status::waiting);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "Mine does, too"));
}

TEST_CASE("the bot's own messages open and move nothing", "[journeys]")
{
    workplace w;
    w.post(w.ana, w.help, "The scanner is jammed");
    w.command(w.ben, "claim #1");
    w.command(w.ben, "reply #1 Which one?");
    CHECK(w.tickets() == 1);
    CHECK(w.ticket(1)->status == core::status::waiting);
}

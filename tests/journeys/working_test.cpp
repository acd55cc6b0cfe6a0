#include "workplace.hpp"

#include "bot/views/ids.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

using namespace journeys;
namespace ids = docket::bot::ids;

TEST_CASE("an agent claims by the button, the requester's one line says who has it", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    CHECK(w.press_card(w.ben, 1, ids::claim).ok());

    const auto t = w.ticket(1);
    CHECK(t->assignee == core::member_id(w.ben));
    CHECK(t->status == core::status::in_progress);
    const auto thread = w.replies(w.general, ts);
    REQUIRE(thread.size() == 1);
    CHECK(has(thread[0], "Ben has it"));
    CHECK(has(w.seen_card(1), "Ben"));
    CHECK_FALSE(has(w.seen_card(1), "[Claim]"));
    CHECK(w.whispers(w.ben).empty());
}

TEST_CASE("two agents press Claim at the same instant: one has it, the other is told who", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    const auto card = w.card(1).ts;
    int done = 0;
    const auto press = [&](const std::string& who) -> asio::awaitable<void> {
        static_cast<void>(co_await w.slack.press(who, w.it_desk, card, ids::claim));
        ++done;
    };
    asio::co_spawn(w.io, press(w.ben), asio::detached);
    asio::co_spawn(w.io, press(w.cyd), asio::detached);
    w.calm();

    REQUIRE(done == 2);
    const auto t = w.ticket(1);
    REQUIRE(t->assignee);
    const bool ben_has_it = t->assignee == core::member_id(w.ben);
    CHECK(w.whispers(ben_has_it ? w.ben : w.cyd).empty());
    CHECK(has(w.last_whisper(ben_has_it ? w.cyd : w.ben), ben_has_it ? "Ben" : "Cyd"));
}

TEST_CASE("agents work with reactions on the card or the request", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.react(w.ben, w.general, ts, "eyes");
    CHECK(w.ticket(1)->assignee == core::member_id(w.ben));
    w.react(w.ben, w.it_desk, w.card(1).ts, "rotating_light");
    CHECK(w.ticket(1)->priority == core::priority::urgent);
    w.react(w.ben, w.it_desk, w.card(1).ts, "white_check_mark");
    CHECK(w.ticket(1)->status == core::status::resolved);
}

TEST_CASE("reactions of people who are no agents are just reactions", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.react(w.mei, w.general, ts, "eyes");
    w.react(w.dee, w.general, ts, "white_check_mark");
    CHECK_FALSE(w.ticket(1)->assignee);
    CHECK(w.ticket(1)->status == core::status::fresh);
    CHECK(w.whispers(w.mei).empty());
}

TEST_CASE("the card's buttons and forms do what they say", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");

    SECTION("Assign gives it to somebody on the roster and tells them")
    {
        CHECK(w.press_card(w.ben, 1, ids::assign).ok());
        CHECK(w.fill(w.ben, {{ids::person, w.cyd}}).ok());
        CHECK(w.ticket(1)->assignee == core::member_id(w.cyd));
        CHECK(has(w.direct(w.cyd), "#1"));
    }
    SECTION("Priority is chosen on the card")
    {
        CHECK(w.press_card(w.ben, 1, ids::priority, "1:high").ok());
        CHECK(w.ticket(1)->priority == core::priority::high);
        CHECK(has(w.seen_card(1), "High"));
    }
    SECTION("Hold asks why, and off hold goes on")
    {
        CHECK(w.press_card(w.ben, 1, ids::claim).ok());
        CHECK(w.press_card(w.ben, 1, ids::hold).ok());
        CHECK(w.fill(w.ben, {{ids::text, "Waiting for the new battery"}}).ok());
        CHECK(w.ticket(1)->status == core::status::on_hold);
        CHECK(w.press_card(w.ben, 1, ids::hold).ok());
        CHECK(w.ticket(1)->status == core::status::in_progress);
    }
    SECTION("More moves it to another queue, where it has a card of its own")
    {
        CHECK(w.press_card(w.ben, 1, ids::claim).ok());
        CHECK(w.press_card(w.ben, 1, ids::more, "1:move").ok());
        CHECK(w.fill(w.ben, {{ids::queue, "finance"}}).ok());
        const auto t = w.ticket(1);
        CHECK(t->queue == core::queue_id("finance"));
        CHECK_FALSE(t->assignee);
        CHECK(has(w.seen(w.card(1, w.finance_desk)), "My laptop does not start"));
        const auto left = w.slack.messages(w.it_desk);
        REQUIRE(left.size() == 1);
        CHECK_FALSE(has(w.seen(left[0]), "laptop"));
        CHECK(has(w.seen(left[0]), "moved to Finance"));
    }
    SECTION("More closes without a fix and asks for the reason")
    {
        CHECK(w.press_card(w.ben, 1, ids::more, "1:close").ok());
        CHECK(w.fill(w.ben, {{ids::text, "A duplicate of #0"}}).ok());
        CHECK(w.ticket(1)->status == core::status::closed);
        CHECK(w.ticket(1)->outcome == "A duplicate of #0");
        CHECK(w.press_card(w.ben, 1, ids::more, "1:reopen").ok());
        CHECK(core::is_open(*w.ticket(1)));
    }
    SECTION("More keeps a note that the requester never sees")
    {
        CHECK(w.press_card(w.ben, 1, ids::more, "1:note").ok());
        CHECK(w.fill(w.ben, {{ids::text, "Looks like the battery"}}).ok());
        CHECK(w.press_card(w.ben, 1, ids::more, "1:details").ok());
        const auto* shown = w.slack.open_view(w.ben);
        REQUIRE(shown != nullptr);
        CHECK(has(slack::emulator::render_text(w.slack.world(), *shown), "Looks like the battery"));
        CHECK(has(w.replies(w.it_desk, w.card(1).ts), "Looks like the battery"));
        CHECK_FALSE(has(w.direct(w.ana), "battery"));
    }
}

TEST_CASE("a Hold button from before still means hold, although somebody held the ticket meanwhile", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "assign #1 @Cyd");
    const auto messages = w.slack.messages(w.slack.dm(w.cyd));
    REQUIRE_FALSE(messages.empty());
    w.command(w.ben, "hold #1 waits for parts");
    w.press(w.cyd, w.slack.dm(w.cyd), messages.back().ts, ids::hold);
    CHECK(w.ticket(1)->status == core::status::on_hold);
}

TEST_CASE("a move takes along what was written, and leaves later words to the new desk", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "The amount is wrong");
    const auto more = w.post(w.ana, w.general, "It says 471", ts);
    w.command(w.ben, "note #1 not ours, I think");
    const auto old_card = w.card(1, w.it_desk).ts;
    w.command(w.ben, "move #1 finance");

    const auto seen = w.replies(w.finance_desk, w.card(1).ts);
    REQUIRE(seen.size() == 1);
    CHECK(has(seen[0], "It says 471"));
    CHECK(has(seen[0], "not ours, I think"));

    w.slack.edit(w.ana, w.general, more, "It says 4711");
    w.post(w.ben, w.it_desk, "Ask Dee, she knows", old_card);
    w.post(w.ana, w.general, "and the date is off", ts);
    CHECK_FALSE(has(w.replies(w.it_desk, old_card), "4711"));
    CHECK_FALSE(has(w.replies(w.it_desk, old_card), "the date is off"));
    const auto now = w.replies(w.finance_desk, w.card(1).ts);
    CHECK(has(now, "It says 4711"));
    CHECK(has(now, "Ask Dee, she knows"));
    CHECK(has(now, "and the date is off"));

    w.slack.remove(w.ana, w.general, more);
    w.calm();
    CHECK_FALSE(has(w.replies(w.it_desk, old_card), "It says 471"));
    CHECK_FALSE(has(w.replies(w.finance_desk, w.card(1).ts), "It says 4711"));
}

TEST_CASE("every verb works as a command, and each answers privately", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    struct row {
        const char* typed;
        core::status after;
    };
    for (const auto& r : {
             row{"claim #1", core::status::in_progress},
             row{"priority #1 urgent", core::status::in_progress},
             row{"hold #1 waits for parts", core::status::on_hold},
             row{"resume #1", core::status::in_progress},
             row{"note 1 called the vendor", core::status::in_progress},
             row{"reply #1 A new battery is on its way", core::status::waiting},
             row{"resolve #1 New battery", core::status::resolved},
             row{"reopen #1", core::status::in_progress},
             row{"close #1 asked for twice", core::status::closed},
         }) {
        INFO(r.typed);
        const auto answer = w.command(w.ben, r.typed);
        CHECK(answer.ok());
        INFO(workplace::words(answer));
        CHECK(has(workplace::words(answer), "#1"));
        CHECK(w.ticket(1)->status == r.after);
    }
    CHECK(w.ticket(1)->priority == core::priority::urgent);
    CHECK(w.ticket(1)->assignee == core::member_id(w.ben));
}

TEST_CASE("assign and move by command", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    CHECK(w.command(w.ben, "assign #1 @Cyd").ok());
    CHECK(w.ticket(1)->assignee == core::member_id(w.cyd));
    CHECK(has(workplace::words(w.command(w.ben, "assign #1 @Dee")), "roster"));
    CHECK(w.command(w.ben, "move #1 finance").ok());
    CHECK(w.ticket(1)->queue == core::queue_id("finance"));
    CHECK(has(workplace::words(w.command(w.dee, "move #1 kitchen")), "kitchen"));
}

TEST_CASE("a verb without its words opens the form that asks for them", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    CHECK(w.command(w.ben, "resolve #1").ok());
    REQUIRE(w.slack.open_view(w.ben) != nullptr);
    CHECK(w.fill(w.ben, {{ids::text, "New battery"}}).ok());
    CHECK(w.ticket(1)->outcome == "New battery");
}

TEST_CASE("who has no right hears so privately and changes nothing", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    const auto before = w.history(1).size();
    for (const auto* typed :
         {"claim #1", "assign #1 @Ben", "priority #1 low", "hold #1 x", "resolve #1 x", "move #1 finance", "note #1 x",
          "reply #1 x"}) {
        INFO(typed);
        const auto answer = w.command(w.mei, typed);
        CHECK(answer.said.value("response_type", "") == "ephemeral");
        CHECK_FALSE(workplace::words(answer).empty());
    }
    CHECK(w.history(1).size() == before);
    CHECK(w.press_card(w.ida, 1, ids::claim).ok());  // an administrator works every queue
    CHECK(w.ticket(1)->assignee == core::member_id(w.ida));
}

TEST_CASE("status and lists show each person only what is theirs", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.command(w.ana, "new invoice 4711 is wrong");
    CHECK(has(workplace::words(w.command(w.ana, "status #1")), "laptop"));
    CHECK(has(workplace::words(w.command(w.ben, "#1")), "laptop"));
    CHECK_FALSE(has(workplace::words(w.command(w.dee, "status #1")), "laptop"));
    CHECK(has(workplace::words(w.command(w.ana, "mine")), "invoice"));
    const auto of_it = workplace::words(w.command(w.ben, "list"));
    CHECK(has(of_it, "laptop"));
    CHECK_FALSE(has(of_it, "invoice"));
    CHECK_FALSE(has(workplace::words(w.command(w.ben, "list finance")), "4711"));
    const auto all = workplace::words(w.command(w.mei, "list"));
    CHECK(has(all, "laptop"));
    CHECK(has(all, "invoice"));
    CHECK(has(workplace::words(w.command(w.ana, "status #99")), "#99"));
    CHECK(has(workplace::words(w.command(w.ana, "help")), "/ticket new"));
    CHECK(has(workplace::words(w.command(w.ana, "frobnicate")), "help"));
}

TEST_CASE("somebody deactivated loses open tickets to the queue, and the queue is told", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.press_card(w.ben, 1, ids::claim);
    w.slack.deactivate(w.ben);
    w.calm();

    CHECK_FALSE(w.ticket(1)->assignee);
    CHECK(core::is_open(*w.ticket(1)));
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE_FALSE(triage.empty());
    CHECK(has(triage.back(), "deactivated"));
    CHECK(w.history(1).back().why == core::cause::deactivated);
    CHECK(has(w.seen_card(1), "Claim"));
}

TEST_CASE("round robin gives tickets to the roster in turn and tells who has it", "[journeys]")
{
    workplace::options with;
    with.settings = [](core::settings& s) { s.queues[0].assignment = core::assignment::round_robin; };
    workplace w(with);
    w.ask(w.ana, "One");
    w.ask(w.ana, "Two");
    w.ask(w.ana, "Three");
    CHECK(w.ticket(1)->assignee == core::member_id(w.ben));
    CHECK(w.ticket(2)->assignee == core::member_id(w.cyd));
    CHECK(w.ticket(3)->assignee == core::member_id(w.ben));
    CHECK(has(w.direct(w.cyd), "your turn"));
    w.slack.deactivate(w.cyd);
    w.calm();
    w.ask(w.ana, "Four");
    CHECK(w.ticket(4)->assignee == core::member_id(w.ben));
}

TEST_CASE("a user group's members are agents, and follow its changes", "[journeys]")
{
    std::string group;
    workplace w;
    group = w.slack.add_group("it-agents", {w.mei});
    CHECK(w.command(w.ida, "setup").ok());
    auto take = [&](bot::ledger& l) {
        auto s = l.desk().set;
        s.queues[0].agent_group = core::group_id(group);
        l.take_settings(s, core::member_id(w.ida), "setup");
        return true;
    };
    auto taking = [&]() -> asio::awaitable<void> { co_await w.docket->desk()->commit(take); };
    w.run(taking());
    w.pass(31s);
    w.ask(w.ana, "My laptop does not start");
    CHECK(w.command(w.mei, "claim #1").ok());
    CHECK(w.ticket(1)->assignee == core::member_id(w.mei));
    w.slack.set_group_users(group, {w.dee});
    w.calm();
    w.command(w.dee, "priority #1 high");
    CHECK(w.ticket(1)->priority == core::priority::high);
    w.command(w.mei, "priority #1 low");
    CHECK(w.ticket(1)->priority == core::priority::high);
}

#include "workplace.hpp"

#include "bot/views/ids.hpp"

using namespace journeys;
namespace ids = docket::bot::ids;

// What Slack may have done although it did not say so.

TEST_CASE("a post whose answer was lost is not repeated because looking for it failed as well", "[journeys]")
{
    workplace w;
    w.slack.faults().lose_answers("chat.postMessage", 2);
    w.slack.faults().fail("conversations.replies", 3);
    w.slack.faults().fail("conversations.history", 3);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.pass(5min);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(w.slack.messages(w.it_desk).size() == 1);
}

TEST_CASE("a direct message whose answer was lost is not repeated after an outage", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.slack.faults().lose_answers("chat.postMessage", 1);
    static_cast<void>(w.run(w.slack.command(w.cyd, w.it_desk, "/ticket", "assign #1 <@" + w.ben + ">")));
    w.settle();
    w.slack.faults().outage = true;
    w.pass(10min);
    w.slack.faults().outage = false;
    w.pass(10min);
    CHECK(w.direct(w.ben).size() == 1);
}

TEST_CASE("a card found after a lost answer shows what happened meanwhile", "[journeys]")
{
    workplace w;
    w.slack.faults().lose_answers("chat.postMessage", 2);
    const auto ts = w.slack.post(w.ana, w.general, "My laptop does not start");
    w.slack.react(w.ana, w.general, ts, "ticket");
    w.settle();
    static_cast<void>(w.run(w.slack.command(w.ben, w.it_desk, "/ticket", "claim #1")));
    w.pass(2min);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(has(w.replies(w.general, ts), "Ben has it"));
    CHECK(has(w.seen_card(1), "Ben"));
}

TEST_CASE("a busy channel does not hide a post whose answer was lost", "[journeys]")
{
    workplace w;
    w.slack.faults().lose_answers("chat.postMessage", 2);
    const auto ts = w.slack.post(w.ana, w.general, "My laptop does not start");
    w.slack.react(w.ana, w.general, ts, "ticket");
    w.pass(6s);
    REQUIRE(w.slack.messages(w.it_desk).size() == 1);
    w.slack.faults().outage = true;
    w.pass(20min);
    for (int i = 0; i < 1'100; ++i)
        w.slack.post(w.ben, w.it_desk, "chatter");
    w.pass(1min);
    w.slack.faults().outage = false;
    w.pass(20min);
    std::size_t cards = 0;
    for (const auto& m : w.slack.messages(w.it_desk))
        cards += m.user == w.slack.bot() ? 1 : 0;
    CHECK(cards == 1);
}

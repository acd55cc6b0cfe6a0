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

TEST_CASE("an update that takes effect late does not undo a newer one", "[journeys]")
{
    workplace::options impatient;
    impatient.patience = 100ms;
    workplace w(impatient);
    w.ask(w.ana, "My laptop does not start");
    w.slack.faults().slow_down("chat.update", 1, 10s);
    static_cast<void>(w.run(w.slack.command(w.ben, w.it_desk, "/ticket", "priority #1 low")));
    w.settle();
    static_cast<void>(w.run(w.slack.command(w.ben, w.it_desk, "/ticket", "priority #1 urgent")));
    for (int second = 0; second < 60; ++second)
        w.pass(1s);
    CHECK(has(w.seen_card(1), "Urgent"));
}

TEST_CASE("an answer of something else than Slack neither hides a post nor makes a request disappear", "[journeys]")
{
    workplace w;
    slack::emulator::fault page;
    page.what = slack::emulator::fault::kind::replaced;
    page.status = 200;
    page.body = R"({"ok":true})";
    page.times = 2;
    for (const auto* method : {"conversations.replies", "conversations.history", "reactions.get", "chat.update"}) {
        page.method = method;
        w.slack.faults().add(page);
    }
    w.slack.faults().lose_answers("chat.postMessage", 2);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.pass(5min);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(w.slack.messages(w.it_desk).size() == 1);
    w.slack.faults().add(page);
    w.press_card(w.ben, 1, ids::claim);
    w.pass(5min);
    CHECK(has(w.seen_card(1), "Ben"));
}

TEST_CASE("a Retry-After of nothing does not make Docket ask without end", "[journeys]")
{
    workplace w;
    slack::emulator::fault later;
    later.what = slack::emulator::fault::kind::rate_limited;
    later.method = "chat.postMessage";
    later.retry_after_text = "0";
    later.times = 3;
    w.slack.faults().add(later);
    w.ask(w.ana, "My laptop does not start");
    w.pass(1min);
    slack::instant last{};
    for (const auto& call : w.slack.calls_of("chat.postMessage")) {
        CHECK((last == slack::instant() || call.at - last >= 1s));
        last = call.status == 429 ? call.at : slack::instant();
    }
    CHECK_FALSE(w.card(1).ts.empty());
}

TEST_CASE("an answer that names no direct message is not believed, and the words come where they should", "[journeys]")
{
    workplace w;
    slack::emulator::fault page;
    page.what = slack::emulator::fault::kind::replaced;
    page.method = "conversations.open";
    page.status = 200;
    page.body = R"({"ok":true,"channel":{"id":5}})";
    w.slack.faults().add(page);
    w.command(w.ana, "new My laptop does not start");
    w.pass(1min);
    CHECK(has(w.direct(w.ana), "#1"));
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

#include "workplace.hpp"

#include "bot/views/ids.hpp"

using namespace journeys;
namespace ids = docket::bot::ids;

namespace {

std::size_t posts_by_bot(workplace& w, const std::string& channel)
{
    std::size_t n = 0;
    for (const auto& m : w.slack.messages(channel)) {
        n += m.user == w.slack.bot() ? 1 : 0;
        n += w.said_in(channel, m.ts).size();
    }
    return n;
}

}  // namespace

TEST_CASE("a post whose answer was lost is found in the channel, not sent again", "[journeys]")
{
    workplace w;
    w.slack.faults().lose_answers("chat.postMessage", 2);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.pass(1min);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(posts_by_bot(w, w.it_desk) == 1);
    CHECK(w.press_card(w.ben, 1, ids::claim).ok());
    CHECK(has(w.replies(w.general, ts), "Ben has it"));
}

TEST_CASE("a post that was lost on its way is sent again, once", "[journeys]")
{
    workplace w;
    w.slack.faults().lose_requests("chat.postMessage", 3);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.pass(2min);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(posts_by_bot(w, w.it_desk) == 1);
}

TEST_CASE("Retry-After is obeyed, and then everything goes out", "[journeys]")
{
    workplace w;
    w.slack.faults().rate_limit("chat.postMessage", 1, 45s);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.pass(2min);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(posts_by_bot(w, w.it_desk) == 1);
    slack::instant refused{};
    for (const auto& call : w.slack.calls_of("chat.postMessage")) {
        if (call.status == 429)
            refused = call.at;
        else if (refused != slack::instant())
            CHECK(call.at - refused >= 45s);
    }
    CHECK(refused != slack::instant());
}

TEST_CASE("after an outage everything that was asked for is there, once and in order", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.slack.faults().outage = true;
    w.press_card(w.ben, 1, ids::claim);
    w.post(w.ana, w.general, "first", ts);
    w.post(w.ana, w.general, "second", ts);
    w.command(w.ben, "reply #1 Does it beep?");
    w.pass(2h);
    w.slack.faults().outage = false;
    w.pass(10min);

    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 3);
    CHECK(has(triage[0], "first"));
    CHECK(has(triage[1], "second"));
    CHECK(has(triage[2], "Does it beep?"));
    int answers = 0;
    for (const auto& said : w.replies(w.general, ts))
        answers += has(said, "Does it beep?") ? 1 : 0;
    CHECK(answers == 1);
    CHECK(has(w.seen_card(1), "Ben"));
}

TEST_CASE("a restart goes on where it left off", "[journeys]")
{
    workplace w;
    w.slack.faults().outage = true;
    const auto ts = w.post(w.ana, w.help, "The scanner is jammed");
    CHECK(w.tickets() == 1);
    w.stop_docket();
    w.slack.faults().outage = false;
    w.start_docket();
    w.pass(6min);
    CHECK(w.said_in(w.help, ts).size() == 1);
    CHECK_FALSE(w.card(1).ts.empty());
    CHECK(w.tickets() == 1);
}

TEST_CASE("ten changes in a burst are few updates of one card and one line", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.slack.faults().rate_limit("chat.update", 1, 5s);
    const auto before = w.slack.calls_of("chat.update").size();
    for (const auto* p : {"low", "high", "urgent", "normal", "high", "low", "urgent", "normal", "low", "high"})
        static_cast<void>(w.run(w.slack.command(w.ben, w.it_desk, "/ticket", std::string("priority #1 ") + p)));
    w.pass(1min);
    CHECK(has(w.seen_card(1), "High"));
    CHECK(w.slack.calls_of("chat.update").size() - before < 10);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(posts_by_bot(w, w.it_desk) == 1);
}

TEST_CASE("a form that came too late is offered again by a button", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.slack.faults().fail("views.open", 1);
    w.press_card(w.ben, 1, ids::resolve);
    CHECK(w.slack.open_view(w.ben) == nullptr);
    REQUIRE_FALSE(w.slack.ephemerals(w.ben).empty());
    const auto said = w.slack.ephemerals(w.ben).back();
    CHECK(w.run(w.slack.press_ephemeral(w.ben, said.ts, ids::form_again)).ok());
    w.calm();
    CHECK(w.slack.open_view(w.ben) != nullptr);
}

TEST_CASE("a dead token stops sending, says so, keeps receiving, and goes on once it lives", "[journeys]")
{
    workplace w;
    const auto token = std::exchange(w.slack.world().app.token, "xoxb-another");
    w.post(w.ana, w.help, "The scanner is jammed");
    CHECK(w.tickets() == 1);
    CHECK(has(w.get("/readyz").second, "token"));
    const auto calls = w.slack.calls().size();
    w.pass(30s);
    CHECK(w.slack.calls().size() - calls < 5);
    w.slack.world().app.token = token;
    w.pass(5min);
    CHECK_FALSE(w.card(1).ts.empty());
    CHECK(w.get("/readyz").second == "ready\n");
}

TEST_CASE("whatever waits for one method of Slack holds up nothing that calls another", "[journeys]")
{
    constexpr int people = 3'000;
    workplace w;
    w.slack.faults().rate_limit("chat.postMessage", 1, 3h);
    w.ask(w.ana, "My laptop does not start");
    const auto posts = w.slack.calls_of("chat.postMessage").size();
    auto tell_everybody = [](bot::ledger& l) {
        for (int i = 0; i < people; ++i) {
            bot::errand::tell words;
            words.who = core::member_id("U0MANY" + std::to_string(i));
            words.text = "The printers are repaired.";
            l.tell(words, "everybody:" + std::to_string(i));
        }
        return true;
    };
    auto tell_ana = [&w](bot::ledger& l) {
        bot::errand::tell words;
        words.who = core::member_id(w.ana);
        words.channel = core::channel_id(w.general);
        words.text = "Yours, too.";
        l.tell(words, "ana");
        return true;
    };
    auto telling = [&]() -> asio::awaitable<void> {
        co_await w.docket->desk()->commit(tell_everybody);
        co_await w.docket->desk()->commit(tell_ana);
    };
    w.run(telling());
    w.pass(2min);
    CHECK(has(w.last_whisper(w.ana), "Yours, too."));
    CHECK(w.slack.calls_of("chat.postMessage").size() == posts);
    CHECK(w.metric("docket_deliveries_due") >= people);
}

TEST_CASE("an archived channel fails its deliveries and holds up nobody else", "[journeys]")
{
    workplace w;
    w.slack.archive(w.dee, w.finance_desk);
    w.calm();
    w.command(w.ana, "new invoice 4711 is wrong");
    w.ask(w.ana, "My laptop does not start");
    CHECK(has(w.seen_card(2), "laptop"));
    CHECK(w.metric("docket_deliveries_failed") >= 1);
    CHECK(has(w.direct(w.ana), "#1"));
}

TEST_CASE("the order of one conversation is kept", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    for (int i = 0; i < 8; ++i)
        w.slack.post(w.ana, w.general, "line " + std::to_string(i), ts);
    w.pass(1min);
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 8);
    for (int i = 0; i < 8; ++i)
        CHECK(has(triage[static_cast<std::size_t>(i)], "line " + std::to_string(i)));
}

TEST_CASE("every call to Slack is timed, by what came of it", "[journeys]")
{
    workplace w;
    const auto calls = [&w](const std::string& method, const std::string& outcome) {
        return w.metric("docket_slack_call_seconds_count{method=\"" + method + "\",outcome=\"" + outcome + "\"}");
    };
    w.ask(w.ana, "My laptop does not start");
    CHECK(calls("auth.test", "ok") == 1);
    CHECK(calls("chat.postMessage", "ok") >= 2);
    w.slack.faults().rate_limit("chat.update", 1, 2s);
    w.command(w.ben, "claim #1");
    CHECK(calls("chat.update", "ratelimited") == 1);
    CHECK(calls("chat.update", "ok") >= 1);
    w.command(w.mei, "report");
    CHECK(calls("response_url", "ok") == 1);
}

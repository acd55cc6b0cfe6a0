#include "workplace.hpp"

#include "bot/views/ids.hpp"

using namespace journeys;
namespace ids = docket::bot::ids;

// What is said reaches those whom it concerns, also when a message, channel or person is gone.

namespace {

std::size_t count(const std::vector<std::string>& texts, const std::string& what)
{
    std::size_t n = 0;
    for (const auto& t : texts)
        n += has(t, what) ? 1 : 0;
    return n;
}

void change_settings(workplace& w, const std::function<void(core::settings&)>& how)
{
    auto take = [&](bot::ledger& l) {
        auto set = l.desk().set;
        how(set);
        l.take_settings(set, std::nullopt, "test");
        return true;
    };
    auto taking = [&]() -> asio::awaitable<void> { co_await w.docket->desk()->commit(take); };
    w.run(taking());
    w.pass(1min);
}

}  // namespace

TEST_CASE("words that waited while their ticket was moved arrive at its new desk", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.slack.faults().rate_limit("chat.postMessage", 1, 30s);
    w.slack.post(w.ana, w.general, "it smells of smoke", ts);
    w.settle();
    static_cast<void>(w.run(w.slack.command(w.ben, w.it_desk, "/ticket", "move #1 finance")));
    w.pass(5min);
    REQUIRE_FALSE(w.card(1, w.finance_desk).ts.empty());
    CHECK(has(w.replies(w.finance_desk, w.card(1, w.finance_desk).ts), "smoke"));
    w.ask(w.ana, "My second laptop does not start either");
    w.pass(1min);
    CHECK(has(w.seen_card(2), "second laptop"));
}

TEST_CASE("two tickets that change places while their words wait do not wait for each other", "[journeys]")
{
    workplace w;
    const auto one = w.ask(w.ana, "My laptop does not start");
    const auto two = w.ask(w.ana, "The invoice is wrong");
    w.slack.faults().rate_limit("chat.postMessage", 2, 30s);
    w.slack.post(w.ana, w.general, "about the first", one);
    w.slack.post(w.ana, w.general, "about the second", two);
    w.settle();
    static_cast<void>(w.run(w.slack.command(w.ben, w.it_desk, "/ticket", "move #1 finance")));
    static_cast<void>(w.run(w.slack.command(w.dee, w.finance_desk, "/ticket", "move #2 it")));
    w.pass(5min);
    CHECK(has(w.replies(w.finance_desk, w.card(1, w.finance_desk).ts), "about the first"));
    CHECK(has(w.replies(w.it_desk, w.card(2, w.it_desk).ts), "about the second"));
}

TEST_CASE("a card that somebody deleted comes back with the next change", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    const auto old = w.card(1).ts;
    w.slack.remove(w.slack.bot(), w.it_desk, old);
    w.command(w.ben, "claim #1");
    w.pass(1min);
    CHECK(has(w.seen_card(1), "Ben"));
    CHECK(w.card(1).ts != old);
    w.command(w.ben, "priority #1 high");
    CHECK(has(w.seen_card(1), "High"));
}

TEST_CASE("a status line that somebody deleted comes back with the next change", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.slack.remove(w.slack.bot(), w.general, w.said_in(w.general, ts).front().ts);
    w.command(w.ben, "claim #1");
    w.pass(1min);
    CHECK(count(w.replies(w.general, ts), "Ben has it") == 1);
}

TEST_CASE("a card that Slack does not let us change any more is posted anew", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    const auto old = w.card(1).ts;
    w.slack.world().find_message(w.it_desk, old)->app_id = "A0BEFORE";  // of an app that was installed anew
    w.command(w.ben, "claim #1");
    w.pass(1min);
    const auto all = w.slack.messages(w.it_desk);
    REQUIRE(all.size() == 2);
    CHECK(has(w.seen(all.back()), "Ben"));
    CHECK(w.metric("docket_deliveries_failed") == 0);
}

TEST_CASE("whoever answers somebody who has left is told that the answer reaches nobody", "[journeys]")
{
    workplace w;
    w.slack.faults().outage = true;
    w.command(w.ana, "new My laptop does not start");
    w.slack.deactivate(w.ana);
    w.settle();
    w.slack.faults().outage = false;
    w.pass(5min);
    w.command(w.ben, "reply #1 Does it beep?");
    w.pass(1min);
    CHECK(has(w.direct(w.ben), "could not reach"));
    CHECK(has(w.direct(w.ben), "deactivated"));
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 1);
    CHECK(has(triage[0], "Does it beep?"));
    CHECK(has(triage[0], "did not reach"));
}

TEST_CASE("an answer in the thread of somebody who has left reaches nobody either", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "reply #1 Does it beep?");
    CHECK(w.direct(w.ben).empty());
    w.slack.deactivate(w.ana);
    w.calm();
    w.command(w.ben, "reply #1 And does it smell?");
    w.pass(1min);
    CHECK(has(w.replies(w.general, ts), "And does it smell?"));
    CHECK(count(w.direct(w.ben), "could not reach") == 1);
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    CHECK(count(triage, "did not reach") == 1);
    CHECK(has(triage.back(), "did not reach"));
}

TEST_CASE("words that Slack does not let us change are shown anew, as they are now", "[journeys]")
{
    const std::string error = GENERATE("edit_window_closed", "cant_update_message");
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const auto said = w.post(w.ana, w.general, "It smels", ts);
    REQUIRE(w.replies(w.it_desk, w.card(1).ts).size() == 1);
    w.slack.faults().refuse("chat.update", 1, error);
    SECTION("edited")
    {
        w.slack.edit(w.ana, w.general, said, "It smells of smoke");
        w.pass(1min);
        const auto triage = w.replies(w.it_desk, w.card(1).ts);
        REQUIRE(triage.size() == 1);
        CHECK(has(triage[0], "It smells of smoke"));
    }
    SECTION("deleted")
    {
        w.slack.remove(w.ana, w.general, said);
        w.pass(1min);
        CHECK(w.replies(w.it_desk, w.card(1).ts).empty());
    }
    CHECK(w.metric("docket_deliveries_failed ") == 0);
    CHECK(w.direct(w.ida).empty());
}

TEST_CASE("words that Slack does not let us change any more are shown anew when their author edits them", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const auto said = w.post(w.ana, w.general, "It smels", ts);
    const auto shown = w.said_in(w.it_desk, w.card(1).ts);
    REQUIRE(shown.size() == 1);
    w.slack.world().find_message(w.it_desk, shown.front().ts)->app_id = "A0BEFORE";  // of an app installed anew
    w.slack.edit(w.ana, w.general, said, "It smells of smoke");
    w.pass(1min);
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 2);  // nor does Slack let us delete the other app's
    CHECK(has(triage[1], "It smells of smoke"));
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("words that somebody deleted at the desk stay away when their author changes them", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const auto said = w.post(w.ana, w.general, "My password is swordfish", ts);
    const auto shown = w.said_in(w.it_desk, w.card(1).ts);
    REQUIRE(shown.size() == 1);
    w.slack.remove(w.slack.bot(), w.it_desk, shown.front().ts);
    w.slack.edit(w.ana, w.general, said, "My password is secret");
    w.pass(1min);
    CHECK(w.replies(w.it_desk, w.card(1).ts).empty());
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("what failed for want of a scope goes out once the app has it, and is told once", "[journeys]")
{
    workplace::options with;
    with.slack = [](slack::emulator::options& o) { o.scopes.erase("users:read"); };
    workplace w(with);
    w.ask(w.ana, "My laptop does not start");
    w.ask(w.mei, "My screen is dark");
    w.pass(3h);
    CHECK(w.metric("docket_deliveries_failed ") >= 4);
    CHECK(count(w.direct(w.ida), "`users:read`") == 1);
    CHECK(w.direct(w.ida).size() == 1);
    auto read = [&](bot::ledger& l) { return l.desks().find_person(core::member_id(w.mei)).has_value(); };
    CHECK_FALSE(w.run(w.docket->desk()->look(read)));
    SECTION("while Docket runs")
    {
        w.slack.world().app.scopes.insert("users:read");
        w.pass(11min);
    }
    SECTION("while Docket is away")
    {
        w.stop_docket();
        w.slack.world().app.scopes.insert("users:read");
        w.start_docket();
        w.pass(1min);
    }
    CHECK(w.metric("docket_deliveries_failed ") == 0);
    CHECK(w.run(w.docket->desk()->look(read)));
    const auto asked = w.slack.calls_of("auth.test").size();
    w.pass(2h);
    CHECK(w.slack.calls_of("auth.test").size() == asked);
    CHECK(w.direct(w.ida).size() == 1);
}

TEST_CASE("a scope that is back before anybody asked for it leaves nothing behind", "[journeys]")
{
    workplace w;
    w.pass(11min);  // Docket has asked which scopes there are
    w.slack.world().app.scopes.erase("users:read");
    w.ask(w.mei, "My screen is dark");
    w.pass(1min);
    CHECK(w.metric("docket_deliveries_failed ") >= 1);
    w.slack.world().app.scopes.insert("users:read");
    w.pass(11min);
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("what Slack refuses the app as a whole is told once a day, and comes once Slack allows it", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.slack.faults().refuse("chat.update", 1'000, "ekm_access_denied");
    w.command(w.ben, "claim #1");
    w.pass(3h);
    CHECK(has(w.seen_card(1), "nobody yet"));
    CHECK(w.direct(w.ida).size() == 1);
    CHECK(count(w.direct(w.ida), "`ekm_access_denied`") == 1);
    w.slack.faults().clear();
    w.pass(70min);
    CHECK(has(w.seen_card(1), "Ben"));
    CHECK(w.metric("docket_deliveries_failed ") == 0);
    CHECK(w.direct(w.ida).size() == 1);
}

TEST_CASE("without the right to write, everything waits for it and nothing is said twice", "[journeys]")
{
    workplace w;
    w.slack.world().app.scopes.erase("chat:write");
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.post(w.ana, w.general, "It beeps three times", ts);
    w.pass(1h);
    CHECK(w.said_in(w.general, ts).empty());
    w.slack.world().app.scopes.insert("chat:write");
    w.pass(15min);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(w.replies(w.it_desk, w.card(1).ts).size() == 1);
    CHECK(w.direct(w.ida).empty());  // it would be out of date; the log has it
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("words for a desk whose card was deleted bring the card back and follow it", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.slack.remove(w.slack.bot(), w.it_desk, w.card(1).ts);
    w.post(w.ana, w.general, "it smells of smoke", ts);
    w.post(w.ana, w.general, "and it is warm", ts);
    w.pass(1min);
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 2);
    CHECK(has(triage[0], "smoke"));
    CHECK(has(triage[1], "warm"));
}

TEST_CASE("cards and words that could not reach a desk come once Docket is invited", "[journeys]")
{
    workplace w;
    w.slack.remove_bot(w.it_desk);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.post(w.ana, w.general, "first", ts);
    w.post(w.ana, w.general, "second", ts);
    w.pass(1min);
    CHECK(has(w.direct(w.ida), "/invite"));
    w.slack.invite_bot(w.ben, w.it_desk);
    w.pass(1min);
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 2);
    CHECK(has(triage[0], "first"));
    CHECK(has(triage[1], "second"));
}

TEST_CASE("cards and words that could not reach a desk come where the settings put it", "[journeys]")
{
    workplace w;
    w.slack.remove_bot(w.it_desk);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.post(w.ana, w.general, "it smells of smoke", ts);
    w.pass(1min);
    const auto other = w.slack.add_channel("other-desk", {w.ben, w.cyd, w.ida});
    change_settings(w, [&](core::settings& s) { s.queues[0].triage = core::channel_id(other); });
    CHECK(w.card(1, other).ts.empty());
    w.slack.invite_bot(w.ben, other);
    w.pass(1min);
    REQUIRE_FALSE(w.card(1, other).ts.empty());
    CHECK(has(w.replies(other, w.card(1, other).ts), "smoke"));
}

TEST_CASE("an answer finds the requester directly where their channel is out of reach", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.slack.remove_bot(w.general);
    w.command(w.ben, "reply #1 Does it beep?");
    w.pass(1min);
    CHECK(count(w.direct(w.ana), "Does it beep?") == 1);
}

TEST_CASE("blocks that Slack refuses become plain words", "[journeys]")
{
    workplace w;
    auto say = [&](bot::ledger& l) {
        bot::errand::tell words;
        words.who = core::member_id(w.ana);
        words.text = "plain words";
        words.blocks = R"([{"type":"nonsense"}])";
        l.tell(words, "test");
        return true;
    };
    auto saying = [&]() -> asio::awaitable<void> { co_await w.docket->desk()->commit(say); };
    w.run(saying());
    w.ask(w.ana, "My laptop does not start");  // rings
    w.pass(1min);
    CHECK(has(w.direct(w.ana), "plain words"));
}

TEST_CASE("a delivery that cannot be rendered fails, and what follows goes out", "[journeys]")
{
    workplace w;
    auto say = [&](bot::ledger& l) {
        bot::errand::tell words;
        words.who = core::member_id(w.ben);
        words.text = "broken";
        words.blocks = "[no JSON";
        l.tell(words, "broken");
        words.text = "whole";
        words.blocks.clear();
        l.tell(words, "whole");
        return true;
    };
    auto saying = [&]() -> asio::awaitable<void> { co_await w.docket->desk()->commit(say); };
    w.run(saying());
    w.ask(w.ana, "My laptop does not start");  // rings
    w.pass(1min);
    CHECK(has(w.direct(w.ben), "whole"));
    CHECK(w.metric("docket_deliveries_failed") == 1);
}

TEST_CASE("long words can be edited where they were shown", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const std::string padding(3'500, '&');
    const auto long_one = w.post(w.ana, w.general, "start " + padding + padding, ts);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "start"));
    w.slack.edit(w.ana, w.general, long_one, "changed " + padding + padding);
    w.pass(1min);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "changed"));
    CHECK(w.metric("docket_deliveries_failed") == 0);
}

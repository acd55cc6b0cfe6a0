#include "absence.hpp"
#include "tests/support/caught_errors.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

using namespace journeys;

// Until when Slack was heard: events that were kept count, and nothing else does.

namespace {

workplace::options over(bool sockets)
{
    workplace::options with;
    with.socket_mode = sockets;
    with.signing_secret = !sockets;
    with.slack = [](slack::emulator::options& o) { o.patience = 1s; };
    return with;
}

/// A disk on which nothing that opens a ticket has room.
class tight_disk {
public:
    explicit tight_disk(workplace& w)
        : database_((w.folder.path() / "docket.db").string(), SQLite::OPEN_READWRITE, 9'000)
    {
        database_.exec("CREATE TRIGGER tight BEFORE INSERT ON ticket BEGIN SELECT RAISE(ROLLBACK, 'no room'); END");
    }
    void mend() { database_.exec("DROP TRIGGER tight"); }

private:
    SQLite::Database database_;
};

/// Time passes in which other events come that concern nobody.
void pass_with_talk(workplace& w, std::chrono::minutes span)
{
    for (const auto end = w.time.now() + span; w.time.now() < end;) {
        w.pass(1min);
        w.post(w.dee, w.general, "Good morning");
    }
}

std::size_t reads(workplace& w)
{
    return w.slack.calls_of("conversations.history").size() + w.slack.calls_of("conversations.replies").size() +
           w.slack.calls_of("conversations.list").size();
}

slack::instant last_heard(workplace& w)
{
    auto read = [](bot::ledger& l) { return storage::last_heard(l.tx(), l.workspace().id); };
    return w.run(w.docket->desk()->look(read)).value_or(slack::instant());
}

/// Somebody sets up what there is to be.
void first_desk(workplace& w)
{
    core::queue it;
    it.key = core::queue_id("it");
    it.name = "IT Help";
    it.triage = core::channel_id(w.it_desk);
    it.agents = {core::member_id(w.ben)};
    core::settings all;
    all.administrators = {core::member_id(w.ida)};
    all.queues = {it};
    all.default_queue = it.key;
    auto take = [&](bot::ledger& l) {
        l.take_settings(all, std::nullopt, "test");
        return true;
    };
    auto taking = [&]() -> asio::awaitable<void> { co_await w.docket->desk()->commit(take); };
    w.run(taking());
    w.calm();
}

}  // namespace

TEST_CASE(
    "what the database refused for as long as Slack tries is read, though other events were kept",
    "[journeys][absence][socket]"
)
{
    const bool sockets = GENERATE(false, true);
    CAPTURE(sockets);
    workplace w(over(sockets));
    const auto open = w.ask(w.ana, "My laptop does not start");
    tight_disk disk(w);
    const auto refused = w.time.now();
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    pass_with_talk(w, 3min);
    CHECK(last_heard(w) <= refused + 1min);
    pass_with_talk(w, 4min);
    CHECK(w.tickets() == 1);
    SECTION("at once")
    {
        disk.mend();
    }
    SECTION("after a restart")
    {
        w.stop_docket();
        disk.mend();
        w.start_docket();
    }
    SECTION("once there is room")
    {
        pass_with_talk(w, 20min);
        disk.mend();
    }
    pass_with_talk(w, 10min);
    catch_up(w);
    CHECK(w.tickets() == 2);
    w.pass(1h);
    CHECK(w.metric("docket_slack_unheard ") == 0);
    CHECK(w.tickets() == 2);
}

TEST_CASE("what Slack brought again in time has nobody read anything", "[journeys][absence][socket]")
{
    const bool sockets = GENERATE(false, true);
    CAPTURE(sockets);
    workplace w(over(sockets));
    tight_disk disk(w);
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    w.pass(20s);
    CHECK(w.tickets() == 0);
    disk.mend();
    const auto before = reads(w);
    pass_with_talk(w, 20min);
    CHECK(w.tickets() == 1);
    CHECK(reads(w) == before);
    CHECK(last_heard(w) > w.time.now() - 3min);
}

TEST_CASE("clicks and commands do not hide that Slack delivers no events", "[journeys][absence]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.slack.world().app.subscriptions.clear();
    w.pass(1min);
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    for (int i = 0; i < 10; ++i) {
        w.pass(3min);
        CHECK(w.command(w.ana, "mine").ok());
    }
    CHECK(w.tickets() == 2);
    CHECK(w.metric("docket_slack_unheard ") == 1);
}

TEST_CASE("with both ways set up it is noticed that nothing arrives over HTTP", "[journeys][absence]")
{
    workplace::options both;
    both.environment = [](bot::environment& of) { of.app_token = slack::emulator::options().app_token; };
    workplace w(both);
    w.ask(w.ana, "My laptop does not start");
    w.cut_off();
    w.pass(1min);
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    SECTION("while it lasts")
    {
        while_away(w, 40min);
        CHECK(w.metric("docket_slack_unheard ") == 1);
    }
    SECTION("with the next event")
    {
        silence_ends(w);
        catch_up(w);
    }
    CHECK(w.tickets() == 2);
}

TEST_CASE("a connection that is not up is no reason not to look", "[journeys][absence][socket]")
{
    workplace w(over(true));
    w.ask(w.ana, "My laptop does not start");
    w.slack.sockets().disable();
    for (int step = 0; step < 500 && w.slack.sockets().connections() > 0; ++step)
        w.io.run_one_for(10ms);
    w.pass(1min);
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    while_away(w, 40min);
    CHECK(w.tickets() == 2);
    CHECK(w.metric("docket_slack_unheard ") == 1);
    w.slack.sockets().disable(false);
    for (int step = 0; step < 2'000 && w.slack.sockets().connections() < 2; ++step)
        w.io.run_one_for(10ms);
    w.pass(1min);
    CHECK(w.metric("docket_slack_unheard ") == 0);
}

TEST_CASE("events that Slack says it left out are read", "[journeys][absence]")
{
    workplace w;
    auto& subscribed = w.slack.world().app.subscriptions;
    const auto all = subscribed;
    subscribed.clear();
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    subscribed = all;
    const json limited = {
        {"type", "app_rate_limited"}, {"team_id", w.slack.world().team_id}, {"minute_rate_limited", 1'518'467'820}
    };
    CHECK(w.deliver(limited.dump(), "application/json").first == 200);
    pass_with_talk(w, 10min);
    catch_up(w);
    CHECK(w.tickets() == 1);
}

TEST_CASE("nobody is told that Slack does not reach us while it does", "[journeys][absence]")
{
    workplace::options with;
    SECTION("words that were edited into a request")
    {
        workplace w(with);
        const tests::caught_errors log;
        const auto said = w.post(w.mei, w.help, "// nothing for Docket");
        w.pass(2min);
        w.slack.edit(w.mei, w.help, said, "The scanner is jammed");
        w.pass(1h);
        CHECK_FALSE(has(log.text(), "does not reach us"));
    }
    SECTION("words from before there was a desk for them")
    {
        with.set_up = false;
        workplace w(with);
        const tests::caught_errors log;
        w.slack.direct_message(w.mei, "My key does not fit");
        w.pass(2min);
        first_desk(w);
        w.pass(1h);
        CHECK_FALSE(has(log.text(), "does not reach us"));
    }
    SECTION("words that Slack brought in vain, before a quiet hour")
    {
        workplace w(with);
        const tests::caught_errors log;
        tight_disk disk(w);
        w.post(w.mei, w.help, "The scanner is jammed");
        w.pass(7min);
        disk.mend();
        w.pass(1h);
        CHECK(w.tickets() == 1);
        CHECK_FALSE(has(log.text(), "does not reach us"));
    }
}

TEST_CASE("with another workspace's token nothing counts as heard in this one", "[journeys][absence][socket]")
{
    const bool sockets = GENERATE(false, true);
    CAPTURE(sockets);
    workplace w(over(sockets));
    w.ask(w.ana, "My laptop does not start");
    w.stop_docket();
    const auto ours = w.slack.world().team_id;
    w.slack.world().team_id = "T0ELSEWHERE";
    w.begin_docket();
    for (int step = 0; step < 2'000 && !has(w.get("/readyz").second, "T0ELSEWHERE"); ++step)
        w.io.run_one_for(10ms);
    CHECK(w.get("/readyz").first == 503);
    const auto begun = w.time.now();
    pass_with_talk(w, 10min);
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    pass_with_talk(w, 10min);
    CHECK(last_heard(w) <= begun);
    CHECK(w.tickets() == 1);
    auto rows = [](bot::ledger& l) { return storage::last_heard(l.tx(), core::workspace_id("T0ELSEWHERE")); };
    CHECK_FALSE(w.run(w.docket->desk()->look(rows)));
    w.stop_docket();

    w.slack.world().team_id = ours;
    w.start_docket();
    catch_up(w);
    CHECK(w.tickets() == 2);
}

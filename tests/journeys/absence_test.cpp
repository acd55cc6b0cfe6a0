#include "absence.hpp"

#include "bot/views/ids.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <random>

using namespace journeys;
namespace ids = docket::bot::ids;

// What people said while Docket was away, or out of Slack's reach.

namespace {

std::size_t reads(workplace& w)
{
    return w.slack.calls_of("conversations.history").size() + w.slack.calls_of("conversations.list").size();
}

}  // namespace

TEST_CASE("an hour down: what was asked meanwhile becomes tickets, marked late", "[journeys][absence]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.stop_docket();
    const auto missed = w.slack.post(w.ana, w.help, "The scanner is jammed");
    w.slack.post(w.dee, w.help, "// nothing for Docket");
    w.slack.post(w.mei, w.help, "Thanks!");
    w.slack.direct_message(w.mei, "I cannot find the invoice");  // her first words ever
    const auto taken_back = w.slack.post(w.cyd, w.help, "Never mind this");
    w.slack.remove(w.cyd, w.help, taken_back);
    while_away(w, 1h);

    w.start_docket();
    CHECK(w.get("/readyz").first == 200);
    catch_up(w);

    CHECK(w.tickets() == 3);
    REQUIRE(w.ticket(2));
    CHECK(w.ticket(2)->title == "The scanner is jammed");
    REQUIRE(w.ticket(2)->asked);
    CHECK(w.ticket(2)->opened - *w.ticket(2)->asked >= 1h - 1s);
    CHECK(has(w.seen_card(2), "earlier, while Docket was away"));
    CHECK(std::get<core::opened>(w.history(2).front().what).asked == w.ticket(2)->asked);
    CHECK(has(w.replies(w.help, missed), "sorry for the wait"));
    CHECK(has(w.direct(w.mei), "#3"));
    CHECK_FALSE(has(w.seen_card(1), "while Docket was away"));
    CHECK(w.metric("docket_caught_up_total{outcome=\"done\",where=\"channel\"}") == 1);
    CHECK(w.metric("docket_caught_up_total{outcome=\"done\",where=\"direct\"}") == 1);

    SECTION("and a second absence finds nothing new in what was read")
    {
        w.stop_docket();
        while_away(w, 1h);
        w.start_docket();
        catch_up(w);
        CHECK(w.tickets() == 3);
        CHECK(w.replies(w.help, missed).size() == 1);
    }
}

TEST_CASE("replies of an absence reach the desk, and reopen what they would have reopened then", "[journeys][absence]")
{
    workplace w;
    const auto open = w.ask(w.ana, "My laptop does not start");
    const auto done = w.ask(w.ana, "The printer eats paper");
    w.command(w.ben, "resolve #2 New rollers");
    w.stop_docket();
    w.slack.post(w.ana, w.general, "It beeps three times", open);
    w.slack.post(w.ben, w.it_desk, "I know that beep", w.card(1, w.it_desk).ts);
    w.slack.post(w.ana, w.general, "It eats paper again", done);
    const auto missed = w.slack.post(w.mei, w.help, "The scanner is jammed");
    w.slack.post(w.mei, w.help, "It smokes, too", missed);
    while_away(w, 24h * 3);  // by now the last reply would open a follow-up

    w.start_docket();
    catch_up(w);

    CHECK(w.tickets() == 3);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It beeps three times"));
    CHECK(core::is_open(*w.ticket(2)));
    CHECK(has(w.replies(w.it_desk, w.card(3).ts), "It smokes, too"));
    bool discussed = false;
    for (const auto& e : w.history(1))
        discussed = discussed || std::holds_alternative<core::discussed>(e.what);
    CHECK(discussed);
}

TEST_CASE("what was said in quick succession is one ticket, however late it is read", "[journeys][absence]")
{
    workplace w;
    w.stop_docket();
    w.slack.post(w.ana, w.help, "The scanner is jammed");
    w.pass(1min);
    w.slack.post(w.ana, w.help, "It also smells");
    w.pass(30min);
    w.slack.post(w.ana, w.help, "And the coffee machine leaks");
    while_away(w, 1h);
    w.start_docket();
    w.slack.post(w.ana, w.help, "Is anybody there?");  // live, before the rest is read
    catch_up(w);
    CHECK(w.tickets() == 3);
}

TEST_CASE(
    "the first start ever reads nothing of the past, nor of before a channel took in requests", "[journeys][absence]"
)
{
    workplace::options fresh;
    fresh.set_up = false;
    workplace w(fresh);
    w.stop_docket();
    std::filesystem::remove(w.folder.path() / "docket.db");
    w.slack.post(w.ana, w.help, "Long before");
    while_away(w, 1h);
    const auto before = reads(w);
    w.start_docket();
    w.pass(1min);
    CHECK(reads(w) == before);
    CHECK(w.tickets() == 0);

    w.stop_docket();
    w.slack.post(w.ana, w.help, "Before it was intake");
    while_away(w, 1h);
    w.file_rules();
    w.start_docket();
    catch_up(w);
    CHECK(w.tickets() == 0);
}

TEST_CASE(
    "cut off while it runs: the next request, or a look after a while, finds what was missed", "[journeys][absence]"
)
{
    workplace w;
    const auto open = w.ask(w.ana, "My laptop does not start");
    w.cut_off();
    w.pass(1min);
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    w.slack.post(w.ana, w.general, "It beeps three times", open);
    SECTION("the next request")
    {
        silence_ends(w);
        CHECK(w.metric("docket_slack_unheard ") == 0);
    }
    SECTION("a look, which says that Slack does not reach us")
    {
        while_away(w, 40min);
        CHECK(w.metric("docket_slack_unheard ") == 1);
        w.reach_again();
        w.post(w.dee, w.general, "Hello");
        CHECK(w.metric("docket_slack_unheard ") == 0);
    }
    catch_up(w);
    CHECK(w.tickets() == 2);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It beeps three times"));
}

TEST_CASE("quiet hours cost a few calls and say nothing", "[journeys][absence]")
{
    workplace w;
    w.slack.direct_message(w.mei, "help");
    w.slack.email(w.help, "cyd@example.com", "Cyd", "The key is lost", "Who has it?");
    w.post(w.dee, w.general, "<@" + w.slack.bot() + "> help");
    w.ask(w.ana, "My laptop does not start");
    const auto before = w.slack.calls().size();
    w.pass(2h);
    CHECK(w.slack.calls().size() - before <= 4 * 8 + 4);
    CHECK(w.metric("docket_slack_unheard ") == 0);
    CHECK(w.tickets() == 2);
    CHECK(w.direct(w.mei).size() == 1);
}

TEST_CASE("Socket Mode: an outage is caught up with when the connection is back", "[journeys][absence][socket]")
{
    workplace::options with;
    with.socket_mode = true;
    with.signing_secret = false;
    with.slack = [](slack::emulator::options& o) { o.patience = 1s; };
    workplace w(with);
    w.slack.faults().outage = true;
    w.slack.sockets().cut();
    for (int step = 0; step < 500 && w.slack.sockets().connections() > 0; ++step)
        w.io.run_one_for(10ms);
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    while_away(w, 1h);
    CHECK(w.tickets() == 0);
    w.slack.faults().outage = false;
    for (int step = 0; step < 2'000 && w.slack.sockets().connections() < 2; ++step)
        w.io.run_one_for(10ms);
    catch_up(w);
    CHECK(w.tickets() == 1);
    CHECK(w.ticket(1)->asked);
}

TEST_CASE("starting again and again during an outage does not hide what was missed before", "[journeys][absence]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.cut_off();
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    for (int start = 0; start < 5; ++start) {
        w.pass(90s);
        w.stop_docket();
        w.start_docket();
        w.cut_off();
    }
    w.stop_docket();
    while_away(w, 1h);

    w.start_docket();
    catch_up(w);

    CHECK(w.tickets() == 2);
}

TEST_CASE("a clock that was ahead does not keep Docket from catching up", "[journeys][absence]")
{
    workplace w;
    w.stop_docket();
    {
        SQLite::Database db((w.folder.path() / "docket.db").string(), SQLite::OPEN_READWRITE, 1'000);
        db.exec("UPDATE last_heard SET at = at + 864000000");
    }
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    while_away(w, 30min);
    w.start_docket();
    catch_up(w);
    CHECK(w.tickets() == 1);
}

TEST_CASE("a conversation that cannot be read holds up no other", "[journeys][absence]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.slack.remove_bot(w.general);
    w.slack.world().app.scopes.erase("im:read");
    w.slack.direct_message(w.mei, "My key does not fit");
    w.pass(10min);
    w.stop_docket();
    w.slack.direct_message(w.mei, "Now it broke off in the lock of the meeting room door");
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    while_away(w, 1h);
    w.start_docket();
    catch_up(w);
    CHECK(w.tickets() == 4);  // whoever wrote before is known without that scope
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE(
    "a missed message that cannot be handled is left out in the end, and nothing else with it", "[journeys][absence]"
)
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.stop_docket();
    {
        SQLite::Database db((w.folder.path() / "docket.db").string(), SQLite::OPEN_READWRITE, 1'000);
        db.exec(
            "CREATE TRIGGER poison BEFORE INSERT ON message WHEN NEW.text LIKE '%poison%' "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END"
        );
    }
    w.slack.post(w.ana, w.help, "The scanner is jammed");
    w.slack.post(w.cyd, w.help, "This is poison");
    w.slack.post(w.mei, w.help, "The coffee machine leaks");
    while_away(w, 1h);
    w.start_docket();
    const auto before = reads(w);
    w.post(w.dee, w.help, "The door is stuck");  // holds up nobody meanwhile
    CHECK(w.tickets() >= 2);
    catch_up(w);
    CHECK(w.tickets() == 4);
    CHECK(w.ticket(4)->title == "The coffee machine leaks");
    CHECK(w.metric("docket_caught_up_total{outcome=\"failed\",where=\"channel\"}") == 1);
    const auto tries = reads(w) - before;
    CHECK(tries <= 12);
    w.pass(1h);
    CHECK(w.tickets() == 4);
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("an answer of Slack's that cannot be handled is not asked for without end", "[journeys][absence]")
{
    workplace w;
    w.stop_docket();
    {
        SQLite::Database db((w.folder.path() / "docket.db").string(), SQLite::OPEN_READWRITE, 1'000);
        db.exec(
            "CREATE TRIGGER poison BEFORE INSERT ON message WHEN NEW.text LIKE '%poison%' "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END"
        );
    }
    w.start_docket();
    const auto before = w.slack.calls().size();
    w.ask(w.ana, "This is poison");
    w.pass(1h);
    CHECK(w.tickets() == 0);
    CHECK(w.slack.calls().size() - before <= 30);
    w.ask(w.mei, "The scanner is jammed");
    CHECK(w.tickets() == 1);
    CHECK_FALSE(w.card(1).ts.empty());
}

TEST_CASE("stopped and started at any moment of catching up, Docket handles each message once", "[journeys][absence]")
{
    const unsigned seed = GENERATE(range(1U, 5U));
    CAPTURE(seed);
    std::minstd_rand chance(seed);
    workplace w;
    const auto open = w.ask(w.ana, "My laptop does not start");
    w.stop_docket();
    constexpr int many = 250;
    for (int i = 0; i < many; ++i) {
        w.slack.post(w.ana, w.help, "Request number " + std::to_string(i));
        w.time.advance(4min);  // no burst
    }
    w.slack.post(w.ana, w.general, "It beeps three times", open);
    while_away(w, 1h);
    for (int life = 0; life < 6; ++life) {
        w.begin_docket();
        for (auto step = chance() % 400; step > 0; --step) {
            w.io.run_one_for(1ms);
            if (step % 16 == 0)
                w.time.advance(200ms);
        }
        w.stop_docket();
        if (chance() % 2 == 0)
            while_away(w, 20min);  // so that the next start catches up by itself, too
    }
    w.start_docket();
    catch_up(w);
    w.pass(5min);
    CHECK(w.tickets() == many + 1);
    CHECK(w.replies(w.it_desk, w.card(1).ts).size() == 1);
    bool in_order = true;
    for (int i = 0; i < many && w.ticket(i + 2); ++i)
        in_order = in_order && w.ticket(i + 2)->title == "Request number " + std::to_string(i);
    CHECK(in_order);
}

TEST_CASE("catching up that begins while one is under way does nothing twice", "[journeys][absence][socket]")
{
    workplace::options with;
    with.slack = [](slack::emulator::options& o) { o.patience = 1s; };
    with.socket_mode = GENERATE(false, true);
    with.signing_secret = !with.socket_mode;
    workplace w(with);
    const auto open = w.ask(w.ana, "My laptop does not start");
    w.stop_docket();
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    w.slack.post(w.ana, w.general, "It beeps three times", open);
    while_away(w, 1h);
    w.slack.faults().rate_limit("conversations.history", 1, 600s);
    w.slack.faults().rate_limit("conversations.replies", 1, 600s);
    w.start_docket();
    CHECK(w.tickets() == 1);
    if (with.socket_mode) {
        w.slack.faults().outage = true;
        w.slack.sockets().cut();
        for (int step = 0; step < 500 && w.slack.sockets().connections() > 0; ++step)
            w.io.run_one_for(10ms);
    } else {
        w.stop_docket();
    }
    w.slack.post(w.dee, w.help, "The door is stuck");
    w.slack.post(w.ana, w.general, "And it smells", open);
    for (int minute = 0; minute < 8; ++minute)
        w.pass(1min);
    w.slack.faults().outage = false;
    if (with.socket_mode) {
        for (int step = 0; step < 2'000 && w.slack.sockets().connections() < 2; ++step)
            w.io.run_one_for(10ms);
    } else {
        w.start_docket();
    }
    catch_up(w);
    w.pass(15min);
    CHECK(w.tickets() == 3);
    const auto told = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(told.size() == 2);
    CHECK(has(told[0], "It beeps three times"));
    CHECK(has(told[1], "And it smells"));
    CHECK(w.slack.messages(w.it_desk).size() == 5);  // three cards, two replies
}

TEST_CASE(
    "a mail, and a reply that was also sent to the channel, are missed no less than the rest", "[journeys][absence]"
)
{
    workplace w;
    const auto open = w.post(w.ana, w.help, "My laptop does not start");
    const auto elsewhere = w.post(w.mei, w.general, "What a day");
    REQUIRE(w.tickets() == 1);
    w.stop_docket();
    w.slack.email(w.help, "cyd@example.com", "Cyd", "The key is lost", "Who has it?");
    w.slack.email(w.help, "someone@customer.example", "Some One", "Offer", "Please call back.");
    w.slack.broadcast(w.ana, w.help, "It beeps three times", open);
    w.slack.broadcast(w.mei, w.general, "And what a night", elsewhere);
    while_away(w, 1h);
    w.start_docket();
    catch_up(w);
    w.pass(2min);
    CHECK(w.tickets() == 3);
    CHECK(w.replies(w.it_desk, w.card(1).ts).size() == 1);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It beeps three times"));
    const int key = w.ticket(2)->title == "The key is lost" ? 2 : 3;  // who wrote is asked for each by itself
    CHECK(w.ticket(key)->title == "The key is lost");
    CHECK(w.ticket(key)->requester == core::member_id(w.cyd));
    CHECK(w.ticket(5 - key)->title == "Offer");
    CHECK(w.ticket(2)->asked);
    CHECK(w.ticket(3)->asked);
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("what Slack refuses to show the app is told, and read once Slack allows it", "[journeys][absence]")
{
    workplace w;
    w.stop_docket();
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    w.slack.faults().refuse("conversations.history", 1'000, "access_denied");
    while_away(w, 1h);
    w.start_docket();
    catch_up(w);
    CHECK(w.tickets() == 0);
    CHECK(has(w.direct(w.ida), "access_denied"));
    w.slack.faults().clear();
    w.pass(70min);
    catch_up(w);
    CHECK(w.tickets() == 1);
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("what could not be read for want of a scope is read once the app has it", "[journeys][absence]")
{
    workplace w;
    w.stop_docket();
    w.slack.post(w.mei, w.help, "The scanner is jammed");
    w.slack.world().app.scopes.erase("channels:history");
    while_away(w, 1h);
    w.start_docket();
    catch_up(w);
    CHECK(w.tickets() == 0);
    CHECK(has(w.direct(w.ida), "channels:history"));
    w.pass(3h);
    CHECK(w.direct(w.ida).size() == 1);
    w.slack.world().app.scopes.insert("channels:history");
    w.pass(11min);
    catch_up(w);
    CHECK(w.tickets() == 1);
    CHECK(w.metric("docket_deliveries_failed ") == 0);
}

TEST_CASE("a reply that is heard before the request above it reaches the desk with that", "[journeys][absence]")
{
    workplace w;
    w.ask(w.mei, "My laptop does not start");
    w.cut_off();
    const auto root = w.slack.post(w.ana, w.help, "The scanner is jammed");
    w.settle();
    w.reach_again();
    w.post(w.ana, w.help, "It smokes, too", root);
    REQUIRE(w.tickets() == 1);  // Slack has not told again of the request

    w.pass(2min);

    REQUIRE(w.tickets() == 2);
    CHECK(w.replies(w.it_desk, w.card(2).ts).size() == 1);
    CHECK(has(w.replies(w.it_desk, w.card(2).ts), "It smokes, too"));
}

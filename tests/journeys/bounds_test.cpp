#include "bot/views/ids.hpp"
#include "workplace.hpp"

// Where the request is not simply a message in a channel: the desk's own threads, direct messages, forms, replies.

using namespace journeys;
namespace ids = docket::bot::ids;

TEST_CASE("nothing in the desk's own thread becomes a request of its own", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.press_card(w.ben, 1, ids::claim);
    w.post(w.ana, w.general, "It beeps three times", ts);
    const auto card = w.card(1).ts;
    w.post(w.cyd, w.it_desk, "Ana drops everything", card);

    SECTION("by a reaction on what the bot shows there")
    {
        const auto shown = w.said_in(w.it_desk, card);
        REQUIRE_FALSE(shown.empty());
        w.react(w.ben, w.it_desk, shown.front().ts, "ticket");
    }
    SECTION("by a reaction on the card")
    {
        w.react(w.ben, w.it_desk, card, "ticket");
    }
    SECTION("by the message menu of the card")
    {
        CHECK(w.run(w.slack.message_shortcut(w.ben, w.it_desk, card, ids::message_shortcut)).ok());
        w.calm();
        CHECK(w.slack.open_view(w.ben) == nullptr);
        CHECK(has(w.last_whisper(w.ben), "#1"));
    }
    SECTION("by the message menu of what the bot shows there")
    {
        const auto shown = w.said_in(w.it_desk, card);
        REQUIRE_FALSE(shown.empty());
        CHECK(w.run(w.slack.message_shortcut(w.ben, w.it_desk, shown.front().ts, ids::message_shortcut)).ok());
        w.calm();
        CHECK(w.slack.open_view(w.ben) == nullptr);
        CHECK(has(w.last_whisper(w.ben), "#1"));
    }
    CHECK(w.tickets() == 1);
    w.post(w.cyd, w.it_desk, "Still internal", card);
    CHECK_FALSE(has(w.replies(w.general, ts), "internal"));
}

TEST_CASE("a reaction on the bot's own words opens nothing", "[journeys]")
{
    workplace w;
    w.command(w.ana, "new My laptop does not start");
    const auto dm = w.slack.dm(w.ana);
    const auto said = w.slack.messages(dm);
    REQUIRE_FALSE(said.empty());
    w.react(w.ana, dm, said.back().ts, "ticket");
    CHECK(w.tickets() == 1);
    w.slack.post(w.ana, dm, "help");
    w.calm();
    w.react(w.ana, dm, w.slack.messages(dm).back().ts, "ticket");
    CHECK(w.tickets() == 1);
}

TEST_CASE("what somebody writes in a thread of their direct messages is never lost", "[journeys]")
{
    workplace w;
    const auto dm = w.slack.dm(w.ana);

    SECTION("the thread of a ticket from a command is its conversation")
    {
        w.command(w.ana, "new My laptop does not start");
        w.post(w.ana, dm, "It beeps", w.slack.messages(dm).back().ts);
        CHECK(w.tickets() == 1);
        CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It beeps"));
    }
    SECTION("under the bot's help it is a request")
    {
        w.post(w.ana, dm, "help");
        const auto help = w.slack.messages(dm).back().ts;
        w.post(w.ana, dm, "My laptop does not start", help);
        REQUIRE(w.tickets() == 1);
        CHECK(w.ticket(1)->title == "My laptop does not start");
        CHECK(w.said_in(dm, help).size() == 1);
        w.post(w.ana, dm, "It beeps", help);
        CHECK(w.tickets() == 1);
        CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It beeps"));
    }
    SECTION("under a message that tells an agent of a ticket it is a note on that one")
    {
        w.ask(w.ana, "My laptop does not start");
        w.command(w.cyd, "assign #1 <@" + w.ben + ">");
        const auto bens = w.slack.dm(w.ben);
        w.post(w.ben, bens, "I wait for the spare part", w.slack.messages(bens).back().ts);
        CHECK(w.tickets() == 1);
        auto read = [](bot::ledger& l) { return l.messages().of(core::ticket_number(1)); };
        const auto talk = w.run(w.docket->desk()->look(read));
        CHECK(talk.back().text == "I wait for the spare part");
        CHECK(talk.back().side == core::side::note);
    }
}

TEST_CASE("an edit of a message leaves alone what was typed into the form opened from it", "[journeys]")
{
    workplace w;
    const auto ts = w.post(w.ana, w.general, "vpn drops evry hour");
    CHECK(w.run(w.slack.message_shortcut(w.ben, w.general, ts, ids::message_shortcut)).ok());
    w.calm();
    CHECK(w.fill(w.ben, {{ids::what, "VPN drops in building 4"}, {ids::details, "Since the firewall change"}}).ok());
    w.slack.edit(w.ana, w.general, ts, "vpn drops every hour");
    w.calm();
    CHECK(w.ticket(1)->title == "VPN drops in building 4");
    w.slack.remove(w.ana, w.general, ts);
    w.calm();
    CHECK(w.ticket(1)->title == "VPN drops in building 4");
    CHECK(w.ticket(1)->details == "Since the firewall change");
}

TEST_CASE(
    "where a reply is the request, its edits and reactions count and edits of the thread's root do not", "[journeys]"
)
{
    workplace w;
    const auto root = w.post(w.ana, w.general, "What a day");
    const auto reply = w.post(w.ana, w.general, "My laptop does not strat", root);
    w.react(w.ben, w.general, reply, "ticket");
    REQUIRE(w.ticket(1));
    CHECK(w.ticket(1)->title == "My laptop does not strat");
    w.slack.edit(w.ana, w.general, root, "What a lovely day");
    w.calm();
    CHECK(w.ticket(1)->title == "My laptop does not strat");
    w.slack.edit(w.ana, w.general, reply, "My laptop does not start");
    w.calm();
    CHECK(w.ticket(1)->title == "My laptop does not start");
    const auto more = w.post(w.ana, w.general, "It beeps", root);
    w.react(w.ben, w.general, more, "eyes");
    CHECK_FALSE(w.ticket(1)->assignee);
    w.react(w.ben, w.general, reply, "eyes");
    CHECK(w.ticket(1)->assignee == core::member_id(w.ben));
}

TEST_CASE("the bot's own mention is no part of a request, edited or not", "[journeys]")
{
    workplace w;
    const auto ts = w.post(w.ana, w.general, "<@" + w.slack.bot() + "> my laptop does not strat");
    CHECK(w.ticket(1)->title == "my laptop does not strat");
    w.slack.edit(w.ana, w.general, ts, "<@" + w.slack.bot() + "> my laptop does not start");
    w.calm();
    CHECK(w.ticket(1)->title == "my laptop does not start");
}

TEST_CASE("a mail that a person shares is their request, not its sender's", "[journeys]")
{
    workplace w;
    json event;
    event["type"] = "message";
    event["subtype"] = "file_share";
    event["channel"] = w.help;
    event["channel_type"] = "channel";
    event["user"] = w.ben;
    event["text"] = "Is this mail genuine?";
    event["ts"] = "1772438400.000100";
    json mail;
    mail["id"] = "F1";
    mail["name"] = mail["title"] = "offer.eml";
    mail["filetype"] = "email";
    mail["from"] = json::array({"Mei <Mei@example.com>"});
    mail["plain_text"] = "Send me gift cards";
    event["files"] = json::array({mail});
    w.slack.deliver_event(event);
    w.calm();
    REQUIRE(w.tickets() == 1);
    CHECK(w.ticket(1)->requester == core::member_id(w.ben));
    CHECK(w.ticket(1)->title == "Is this mail genuine?");
}

TEST_CASE("names and prefixes with &, < and > work as typed", "[journeys]")
{
    workplace::options with;
    with.settings = [](core::settings& s) {
        s.queues[1].name = "Research & <Development>";
        s.queues[0].skip_prefix = ">>";
    };
    workplace w(with);
    w.ask(w.ana, "My laptop does not start");
    const auto answer = w.command(w.ben, "move #1 Research &amp; &lt;Development&gt;");
    CHECK(w.ticket(1)->queue == core::queue_id("finance"));
    CHECK(has(workplace::words(answer), "Research"));
    const auto listed = workplace::words(w.command(w.dee, "list research &amp; &lt;development&gt;"));
    CHECK(has(listed, "#1"));
    CAPTURE(listed);
    CHECK(has(listed, "Open tickets in Research &amp; &lt;Development&gt;"));
    w.post(w.ana, w.help, "&gt;&gt; lunch at noon?");
    CHECK(w.tickets() == 1);
}

TEST_CASE("the message menu loses nothing of a long first line", "[journeys]")
{
    workplace w;
    std::string text = "My laptop does not start";
    while (text.size() < 400)
        text += " and then it beeps";
    text += " until Friday";
    const auto ts = w.post(w.ana, w.general, text);
    CHECK(w.run(w.slack.message_shortcut(w.ana, w.general, ts, ids::message_shortcut)).ok());
    w.calm();
    CHECK(w.fill(w.ana, {}).ok());
    CHECK(has(w.ticket(1)->details, "until Friday"));
}

TEST_CASE("thanks to the bot are no request", "[journeys]")
{
    workplace w;
    w.post(w.ana, w.general, "<@" + w.slack.bot() + "> thanks a lot!");
    CHECK(w.tickets() == 0);
}

TEST_CASE("a message deleted before Slack tells of it opens nothing", "[journeys]")
{
    workplace w;
    json gone;
    gone["type"] = "message";
    gone["subtype"] = "message_deleted";
    gone["hidden"] = true;
    gone["channel"] = w.help;
    gone["ts"] = "1772438401.000100";
    gone["deleted_ts"] = "1772438400.000100";
    w.slack.deliver_event(gone);
    w.calm();
    json late;
    late["type"] = "message";
    late["channel"] = w.help;
    late["channel_type"] = "channel";
    late["user"] = w.ana;
    late["text"] = "My secret is out";
    late["ts"] = "1772438400.000100";
    w.slack.deliver_event(late);
    w.calm();
    CHECK(w.tickets() == 0);
}

TEST_CASE("a message edited before Slack tells of it is taken as it is now", "[journeys]")
{
    workplace w;
    json after;
    after["type"] = "message";
    after["user"] = w.ana;
    after["text"] = "My laptop does not start";
    after["ts"] = "1772438400.000100";
    after["edited"] = {{"user", w.ana}, {"ts", "1772438401.000000"}};
    json edited;
    edited["type"] = "message";
    edited["subtype"] = "message_changed";
    edited["hidden"] = true;
    edited["channel"] = w.help;
    edited["channel_type"] = "channel";
    edited["ts"] = "1772438401.000100";
    edited["message"] = after;
    edited["previous_message"] = after;
    edited["previous_message"]["text"] = "My laptop does not strat";
    edited["previous_message"].erase("edited");
    slack::emulator::message there;
    there.ts = "1772438400.000100";
    there.user = w.ana;
    there.text = "My laptop does not start";
    w.slack.world().find_channel(w.help)->messages[there.ts] = there;
    w.slack.deliver_event(edited);
    w.calm();
    json late = edited["previous_message"];
    late["channel"] = w.help;
    late["channel_type"] = "channel";
    w.slack.deliver_event(late);
    w.calm();
    REQUIRE(w.tickets() == 1);
    CHECK(w.ticket(1)->title == "My laptop does not start");
}

TEST_CASE("who reacts to an app's or Slackbot's message asks", "[journeys]")
{
    workplace w;
    w.slack.email(w.general, "someone@customer.example", "Some One", "Offer", "Please call back.");
    w.calm();
    const auto mail = w.slack.messages(w.general).back().ts;
    w.react(w.ben, w.general, mail, "ticket");
    REQUIRE(w.tickets() == 1);
    CHECK(w.ticket(1)->requester == core::member_id(w.ben));
}

TEST_CASE("a manager's list leaves out no ticket, not even of a queue that is gone", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "Pay my invoice");
    REQUIRE(w.ticket(1)->queue == core::queue_id("finance"));
    auto drop = [](bot::ledger& l) {
        auto set = l.desk().set;
        set.queues.pop_back();
        l.take_settings(set, std::nullopt, "test");
        return true;
    };
    auto work = w.docket->desk()->commit(drop);
    const bool dropped = w.run(std::move(work));
    REQUIRE(dropped);
    w.calm();
    CHECK(has(workplace::words(w.command(w.mei, "list")), "#1"));
    CHECK_FALSE(has(workplace::words(w.command(w.ben, "list")), "#1"));
    w.press(w.dee, w.finance_desk, w.card(1, w.finance_desk).ts, ids::claim);
    CHECK_FALSE(w.ticket(1)->assignee);
    CHECK_FALSE((w.last_whisper(w.dee)).empty());
    CHECK(has(workplace::words(w.command(w.ida, "move #1 it")), "IT Help"));
    CHECK(has(w.seen_card(1), "invoice"));
}

TEST_CASE("people of other organisations cannot use the shortcuts either", "[journeys]")
{
    workplace w;
    slack::emulator::person tom;
    tom.name = "tom";
    tom.team_id = "T0OTHER";
    const auto stranger = w.slack.add_person(tom);
    w.slack.world().find_channel(w.general)->members.push_back(stranger);
    w.slack.world().find_channel(w.general)->external = true;
    const auto ts = w.post(w.ana, w.general, "My laptop does not start");
    static_cast<void>(w.run(w.slack.message_shortcut(stranger, w.general, ts, ids::message_shortcut)));
    w.calm();
    CHECK(w.slack.open_view(stranger) == nullptr);
    CHECK_FALSE(w.last_whisper(stranger).empty());
    static_cast<void>(w.run(w.slack.global_shortcut(stranger, ids::global_shortcut)));
    w.calm();
    CHECK(w.slack.open_view(stranger) == nullptr);
}

TEST_CASE("somebody of another organisation who asked in a shared channel can say that it is fixed", "[journeys]")
{
    workplace w;
    slack::emulator::person tom;
    tom.name = "tom";
    tom.team_id = "T0OTHER";
    const auto stranger = w.slack.add_person(tom);
    w.slack.world().find_channel(w.help)->members.push_back(stranger);
    w.slack.world().find_channel(w.help)->external = true;
    const auto ts = w.post(stranger, w.help, "Your VPN refuses us");
    REQUIRE(w.tickets() == 1);
    w.command(w.ben, "resolve #1 Opened the port");
    for (const auto& m : w.said_in(w.help, ts)) {
        if (has(m.text, "Is it fixed?")) {
            w.press(w.ana, w.help, m.ts, ids::fixed);
            CHECK(w.ticket(1)->status == core::status::resolved);
            w.press(stranger, w.help, m.ts, ids::fixed);
        }
    }
    CHECK(w.ticket(1)->status == core::status::closed);
}

TEST_CASE("a request from a channel without the bot is answered directly", "[journeys]")
{
    workplace w;
    const auto ts = w.post(w.ana, w.lounge, "The coffee machine leaks");
    CHECK(w.run(w.slack.message_shortcut(w.ana, w.lounge, ts, ids::message_shortcut)).ok());
    w.calm();
    CHECK(w.fill(w.ana, {}).ok());
    REQUIRE(w.tickets() == 1);
    CHECK(has(w.direct(w.ana), "#1"));
    // and once only
    CHECK(w.run(w.slack.message_shortcut(w.ben, w.lounge, ts, ids::message_shortcut)).ok());
    w.calm();
    CHECK(w.slack.open_view(w.ben) == nullptr);
}

TEST_CASE("a request deleted before anything was posted under it is answered directly, without its words", "[journeys]")
{
    workplace w;
    const auto ts = w.slack.post(w.ana, w.help, "My laptop does not start");
    w.slack.remove(w.ana, w.help, ts);
    w.calm();
    REQUIRE(w.tickets() == 1);
    CHECK(has(w.direct(w.ana), "#1"));
    CHECK_FALSE(has(w.seen_card(1), "laptop"));
}

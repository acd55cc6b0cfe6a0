#include "workplace.hpp"

#include "bot/views/ids.hpp"

using namespace journeys;
namespace ids = docket::bot::ids;

TEST_CASE("a reaction with :ticket: opens a ticket, answers in the thread and shows a card", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");

    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->requester == core::member_id(w.ana));
    CHECK(t->queue == core::queue_id("it"));
    CHECK(t->source == core::source::reaction);
    CHECK(t->title == "My laptop does not start");
    const auto thread = w.replies(w.general, ts);
    REQUIRE(thread.size() == 1);
    CHECK(has(thread[0], "#1"));
    CHECK(has(thread[0], "IT Help"));
    CHECK(has(thread[0], "Ben"));
    const auto card = w.seen_card(1);
    CHECK(has(card, "My laptop does not start"));
    CHECK(has(card, "Claim"));
    CHECK(has(card, "Resolve"));
}

TEST_CASE("one message is one ticket, whoever reacts and however often", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "The printer is on fire");
    w.react(w.ben, w.general, ts, "ticket");
    w.slack.unreact(w.ana, w.general, ts, "ticket");
    w.calm();
    w.react(w.ana, w.general, ts, "ticket");
    w.react(w.cyd, w.general, ts, "ticket");

    CHECK(w.tickets() == 1);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(w.slack.messages(w.it_desk).size() == 1);
}

TEST_CASE("two people who react at the same instant open one ticket", "[journeys]")
{
    workplace w;
    const auto ts = w.post(w.ana, w.general, "No network on floor 3");
    w.slack.react(w.ben, w.general, ts, "ticket");
    w.slack.react(w.cyd, w.general, ts, "ticket");
    w.calm();

    CHECK(w.tickets() == 1);
    CHECK(w.said_in(w.general, ts).size() == 1);
}

TEST_CASE("a reaction on a reply makes the whole thread the request, with authors and times", "[journeys]")
{
    workplace w;
    const auto root = w.post(w.ana, w.general, "Is the wiki slow for you too?");
    w.pass(10min);
    const auto reply = w.post(w.ben, w.general, "Yes, since yesterday", root);
    w.pass(5min);
    w.post(w.mei, w.general, "Same here", root);
    w.react(w.mei, w.general, reply, "ticket");

    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->conversation == core::place{core::channel_id(w.general), core::message_ts(root)});
    CHECK(has(t->title, "Yes, since yesterday"));
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    REQUIRE(triage.size() == 1);
    CHECK(has(triage[0], "Is the wiki slow"));
    CHECK(has(triage[0], "Same here"));
    CHECK(has(triage[0], "Ana"));
    CHECK(has(triage[0], "Mei"));
    CHECK(w.said_in(w.general, root).size() == 1);
}

TEST_CASE("the message shortcut opens a form prefilled from the message, its author is the requester", "[journeys]")
{
    workplace w;
    const auto ts = w.post(w.ana, w.general, "VPN drops every hour\nSince Monday");
    CHECK(w.run(w.slack.message_shortcut(w.ben, w.general, ts, "open_ticket_from_message")).ok());
    w.calm();
    const auto* form = w.slack.open_view(w.ben);
    REQUIRE(form != nullptr);
    CHECK(has(slack::emulator::render_text(w.slack.world(), *form), "VPN drops every hour"));
    CHECK(has(slack::emulator::render_text(w.slack.world(), *form), "Since Monday"));
    CHECK(w.fill(w.ben, {}).ok());

    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->requester == core::member_id(w.ana));
    CHECK(t->source == core::source::message_shortcut);
    CHECK(w.said_in(w.general, ts).size() == 1);
    CHECK(has(w.last_whisper(w.ben), "#1"));

    // A second time it says which ticket it is.
    CHECK(w.run(w.slack.message_shortcut(w.cyd, w.general, ts, "open_ticket_from_message")).ok());
    w.calm();
    CHECK(w.slack.open_view(w.cyd) == nullptr);
    CHECK(has(w.last_whisper(w.cyd), "#1"));
    CHECK(w.tickets() == 1);
}

TEST_CASE("the global shortcut opens the form, and the requester hears in a direct message", "[journeys]")
{
    workplace w;
    CHECK(w.run(w.slack.global_shortcut(w.ana, "open_ticket")).ok());
    w.calm();
    CHECK(w.fill(
               w.ana,
               {{ids::what, "New monitor"}, {ids::details, "27 inch"}, {ids::queue, "finance"}, {ids::urgency, "high"}}
    )
              .ok());

    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->queue == core::queue_id("finance"));
    CHECK(t->priority == core::priority::high);
    CHECK(t->source == core::source::global_shortcut);
    REQUIRE(t->conversation);
    CHECK(t->conversation->channel == core::channel_id(w.slack.dm(w.ana)));
    const auto said = w.direct(w.ana);
    REQUIRE(said.size() == 1);
    CHECK(has(said[0], "#1"));
    CHECK(has(w.seen_card(1), "New monitor"));
    CHECK(has(w.seen_card(1), "27 inch"));
}

TEST_CASE("/ticket opens the form, /ticket new opens a ticket and says so privately", "[journeys]")
{
    workplace w;
    CHECK(w.command(w.ana, "").ok());
    REQUIRE(w.slack.open_view(w.ana) != nullptr);
    CHECK(w.fill(w.ana, {{ids::what, "Chair is broken"}}).ok());
    CHECK(w.ticket(1)->source == core::source::form);

    const auto answer = w.command(w.ana, "new I need access to the invoice folder");
    CHECK(has(workplace::words(answer), "#2"));
    CHECK(answer.said.value("response_type", "") == "ephemeral");
    const auto t = w.ticket(2);
    REQUIRE(t);
    CHECK(t->source == core::source::command);
    CHECK(t->queue == core::queue_id("finance"));
    CHECK(has(w.direct(w.ana), "#2"));
}

TEST_CASE("a mention opens one ticket although Slack tells of it twice", "[journeys]")
{
    workplace w;
    const auto ts = w.post(w.ana, w.general, "<@" + w.slack.bot() + "> the beamer in room 4 is dead");
    CHECK(w.tickets() == 1);
    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->source == core::source::mention);
    CHECK(t->title == "the beamer in room 4 is dead");
    CHECK(w.said_in(w.general, ts).size() == 1);
}

TEST_CASE("a mention in a thread makes that thread the request", "[journeys]")
{
    workplace w;
    const auto root = w.post(w.ana, w.general, "The coffee machine leaks");
    w.post(w.ben, w.general, "<@" + w.slack.bot() + "> please take this", root);
    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->requester == core::member_id(w.ana));
    CHECK(t->title == "The coffee machine leaks");
    CHECK(w.tickets() == 1);
}

TEST_CASE("a direct message opens a ticket and is answered in its thread", "[journeys]")
{
    workplace w;
    const auto ts = w.slack.direct_message(w.ana, "I cannot log in");
    w.calm();
    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->source == core::source::direct_message);
    const auto thread = w.replies(w.slack.dm(w.ana), ts);
    REQUIRE(thread.size() == 1);
    CHECK(has(thread[0], "#1"));
}

TEST_CASE("every message in an intake channel is a ticket, a burst of one author is one", "[journeys]")
{
    workplace w;
    const auto first = w.post(w.ana, w.help, "Hello");
    w.pass(30s);
    w.post(w.ana, w.help, "my screen flickers");
    w.pass(30s);
    w.post(w.ben, w.help, "The scanner is jammed");
    w.post(w.ana, w.help, "since this morning");

    CHECK(w.tickets() == 2);
    CHECK(w.ticket(1)->source == core::source::intake_channel);
    CHECK(w.said_in(w.help, first).size() == 1);
    const auto triage = w.replies(w.it_desk, w.card(1).ts);
    CHECK(has(triage, "my screen flickers"));
    CHECK(has(triage, "since this morning"));
    CHECK_FALSE(has(triage, "scanner"));

    w.pass(4min);
    w.post(w.ana, w.help, "And now the keyboard too");
    CHECK(w.tickets() == 3);
}

TEST_CASE("a message that begins with the prefix opens no ticket", "[journeys]")
{
    workplace w;
    w.post(w.ben, w.help, "// lunch at noon?");
    CHECK(w.tickets() == 0);
}

TEST_CASE("a mail to the intake channel becomes a ticket of its sender", "[journeys]")
{
    workplace w;
    w.slack.email(w.help, "Ana@example.com", "Ana", "Badge does not work", "The door stays shut.");
    w.calm();
    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->source == core::source::email);
    CHECK(t->requester == core::member_id(w.ana));
    CHECK(t->title == "Badge does not work");
    CHECK(has(t->details, "The door stays shut."));
    INFO(w.seen_card(1));
    CHECK(has(w.seen_card(1), "File: "));  // the mail itself, a click away

    w.slack.email(w.help, "someone@customer.example", "Some One", "Offer", "Please call back.");
    w.calm();
    REQUIRE(w.ticket(2));
    CHECK(has(w.ticket(2)->details, "someone@customer.example"));
}

TEST_CASE("bots open tickets only where the queue says so", "[journeys]")
{
    SECTION("by default their messages are left alone")
    {
        workplace w;
        w.slack.bot_post(w.help, "Build 17 failed");
        w.calm();
        CHECK(w.tickets() == 0);
    }
    SECTION("a queue may take them")
    {
        workplace::options with;
        with.settings = [](core::settings& s) { s.queues[0].bots_may_open = true; };
        workplace w(with);
        w.slack.bot_post(w.help, "Build 17 failed");
        w.calm();
        REQUIRE(w.tickets() == 1);
        CHECK(w.ticket(1)->title == "Build 17 failed");
    }
}

TEST_CASE("files are kept as links with name and size", "[journeys]")
{
    workplace w;
    w.slack.post(w.ana, w.help, "This is what I see", "", {{"screen.png", "image/png", std::string(2'048, 'x')}});
    w.calm();
    REQUIRE(w.ticket(1));
    auto read = [](bot::ledger& l) { return l.messages().of(core::ticket_number(1)); };
    const auto talk = w.run(w.docket->desk()->look(read));
    REQUIRE(talk.size() == 1);
    REQUIRE(talk[0].files.size() == 1);
    CHECK(talk[0].files[0].name == "screen.png");
    CHECK(talk[0].files[0].bytes == 2'048);
    CHECK(has(talk[0].files[0].link, "http"));
    CHECK(has(w.seen_card(1), "screen.png"));
    CHECK(has(w.seen_card(1), "2 kB"));
}

TEST_CASE("a reaction where the bot cannot read is answered with what to do", "[journeys]")
{
    workplace w;
    const auto ts = w.post(w.ana, w.general, "Printer again");
    w.slack.faults().fail("conversations.history", 0);
    w.slack.remove(w.ana, w.general, ts);  // gone before Docket can fetch it
    json event;
    event["type"] = "reaction_added";
    event["user"] = w.ben;
    event["reaction"] = "ticket";
    event["item"] = {{"type", "message"}, {"channel", w.general}, {"ts", ts}};
    event["event_ts"] = ts;
    w.slack.deliver_event(event);
    w.calm();
    CHECK(w.tickets() == 0);
    CHECK(has(w.last_whisper(w.ben) + (w.direct(w.ben).empty() ? "" : w.direct(w.ben).back()), "/invite"));
}

TEST_CASE("a request that Slack does not let Docket read is a ticket with the way to it", "[journeys]")
{
    workplace w;
    w.slack.world().app.scopes.erase("channels:history");
    const auto ts = w.post(w.ana, w.general, "Printer again");
    w.react(w.ben, w.general, ts, "ticket");
    w.react(w.cyd, w.general, ts, "ticket");
    w.pass(1min);

    REQUIRE(w.tickets() == 1);
    CHECK(w.ticket(1)->requester == core::member_id(w.ana));
    auto digits = ts;
    std::erase(digits, '.');
    CHECK(has(w.seen_card(1), "/archives/" + w.general + "/p" + digits));
    CHECK(has(w.direct(w.ana), "#1"));
    CHECK(has(w.direct(w.ida), "channels:history"));

    SECTION("and has its words as soon as it may")
    {
        w.pass(11min);  // Docket asks now and then what it may
        w.slack.world().app.scopes.insert("channels:history");
        w.pass(11min);
        CHECK(w.tickets() == 1);
        CHECK(w.ticket(1)->title == "Printer again");
        CHECK(has(w.seen_card(1), "Printer again"));
    }
    SECTION("and has those that are edited")
    {
        w.slack.world().app.scopes.insert("channels:history");
        w.slack.edit(w.ana, w.general, ts, "Printer again, on fire");
        w.pass(1min);
        CHECK(w.ticket(1)->title == "Printer again, on fire");
    }
}

TEST_CASE("what was said in an intake channel and may not be read is a ticket all the same", "[journeys]")
{
    workplace w;
    w.cut_off();
    const auto ts = w.slack.post(w.ana, w.help, "The scaner is jammed");
    w.settle();
    w.reach_again();
    w.slack.edit(w.ana, w.help, ts, "The scanner is jammed");  // before Docket knows of it
    w.calm();
    w.slack.faults().refuse("conversations.replies", 1, "access_denied");
    w.pass(2min);
    REQUIRE(w.tickets() == 1);
    CHECK(w.ticket(1)->requester == core::member_id(w.ana));
    CHECK(has(w.replies(w.help, ts), "#1"));
}

TEST_CASE("before setup, whoever asks hears what to do", "[journeys]")
{
    workplace::options with;
    with.set_up = false;
    workplace w(with);
    CHECK(has(workplace::words(w.command(w.ana, "new Printer")), "/ticket setup"));
    const auto ts = w.post(w.ana, w.general, "Printer");
    w.react(w.ana, w.general, ts, "ticket");
    CHECK(has(w.last_whisper(w.ana), "/ticket setup"));
}

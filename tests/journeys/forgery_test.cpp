#include "bot/setup/ids.hpp"
#include "bot/views/ids.hpp"
#include "signed_requests.hpp"

// Requests that are not what they say: sent again, signed wrongly, of another workspace, with ids that were never
// offered, by people who may not.

using namespace journeys;
namespace ids = docket::bot::ids;
namespace fields = docket::bot::setup::ids;

namespace {

constexpr auto secret_words = "Zanzibar payroll";

enum class stage { fresh, claimed, held, resolved };

/// A ticket of Ana's in IT Help.
int ticket_in(workplace& w, stage wanted)
{
    w.command(w.ana, std::string("new ") + secret_words);
    const auto number = static_cast<int>(w.tickets());
    const auto n = std::to_string(number);
    if (wanted == stage::claimed)
        w.command(w.ben, "claim #" + n);
    if (wanted == stage::held)
        w.command(w.ben, "hold #" + n + " a part");
    if (wanted == stage::resolved)
        w.command(w.ben, "resolve #" + n + " done");
    return number;
}

/// Somebody who is in the channels, too.
std::string newcomer(workplace& w, slack::emulator::person who)
{
    const auto id = w.slack.add_person(std::move(who));
    for (const auto& channel : {w.general, w.it_desk})
        w.slack.world().find_channel(channel)->members.push_back(id);
    return id;
}

struct cast {
    explicit cast(workplace& w)
    {
        slack::emulator::person p;
        p.name = "eli";
        eli = newcomer(w, p);
        p.name = "gus";
        p.guest = p.single_guest = true;
        gus = newcomer(w, p);
        p = {};
        p.name = "tom";
        p.team_id = "T0OTHER";
        tom = newcomer(w, p);
        p = {};
        p.name = "fay";
        fay = newcomer(w, p);
        w.slack.deactivate(fay);
        w.calm();
    }

    std::string eli;  ///< asks for other things
    std::string gus;  ///< a single-channel guest
    std::string tom;  ///< of another organisation
    std::string fay;  ///< deactivated
};

/// Everything that somebody was shown by Docket and that others do not see.
std::string shown_to(workplace& w, const std::string& who)
{
    std::string all;
    for (const auto& text : w.whispers(who))
        all += text + "\n";
    for (const auto& text : w.direct(who))
        all += text + "\n";
    return all;
}

enum class way { button, form, command };

/// One thing that can be asked of a ticket, and who may. `#` in a text stands for its number.
struct deed {
    way by;
    std::string id;    ///< of the button or form
    std::string text;  ///< the button's value, the form's one field as "block=text", or the command
    stage when;
    bool requester;      ///< may, too
    bool agents = true;  ///< may
    bool form = false;   ///< leads to a form
};

std::string filled(const std::string& text, int number)
{
    const auto at = text.find('#');
    return at == std::string::npos ? text : text.substr(0, at) + std::to_string(number) + text.substr(at + 1);
}

std::string body_of(workplace& w, const deed& d, const std::string& who, int number)
{
    const auto text = filled(d.text, number);
    if (d.by == way::button)
        return in_form(click_of(w, who, d.id, text));
    if (d.by == way::command)
        return command_of(w, who, text);
    const auto equals = text.find('=');
    return in_form(
        submission_of(w, who, d.id, {{"ticket", number}}, {{text.substr(0, equals), text.substr(equals + 1)}})
    );
}

/// All that somebody is told because of a request of theirs.
std::string heard_from(workplace& w, const std::string& body, const std::string& who)
{
    const auto whispers = w.whispers(who).size();
    const auto direct = w.direct(who).size();
    auto all = send(w, sign(w, body)).second;
    const auto add = [&all](const std::vector<std::string>& texts, std::size_t before) {
        for (auto i = before; i < texts.size(); ++i)
            all += texts[i] + "\n";
    };
    add(w.whispers(who), whispers);
    add(w.direct(who), direct);
    return all;
}

std::vector<deed> deeds(workplace& w)
{
    using enum stage;
    const auto b = way::button;
    const auto f = way::form;
    const auto c = way::command;
    return {
        {b, ids::claim, "#", fresh, false},
        {b, ids::assign, "#", fresh, false, true, true},
        {b, ids::priority, "#:high", fresh, false},
        {b, ids::reply, "#", fresh, false, true, true},
        {b, ids::hold, "#:hold", fresh, false, true, true},
        {b, ids::hold, "#:resume", held, false},
        {b, ids::resolve, "#", fresh, false, true, true},
        {b, ids::more, "#:move", fresh, false, true, true},
        {b, ids::more, "#:close", fresh, true, true, true},
        {b, ids::more, "#:reopen", resolved, true},
        {b, ids::more, "#:note", fresh, false, true, true},
        {b, ids::more, "#:details", fresh, true, true, true},
        {b, ids::more, "#:release", claimed, false},
        {b, ids::fixed, "#", resolved, true, false},
        {b, ids::not_fixed, "#", resolved, true, false},
        {b, ids::form_again, "#:resolve", fresh, false, true, true},
        {f, ids::resolve_form, "text=done", fresh, false},
        {f, ids::close_form, "text=no longer", fresh, true},
        {f, ids::hold_form, "text=a part", fresh, false},
        {f, ids::assign_form, "person=" + w.cyd, fresh, false},
        {f, ids::move_form, "queue=finance", fresh, false},
        {f, ids::reply_form, "text=hello", fresh, false},
        {f, ids::note_form, "text=hello", fresh, false},
        {c, "", "claim #", fresh, false},
        {c, "", "assign # <@" + w.cyd + ">", fresh, false},
        {c, "", "release #", claimed, false},
        {c, "", "priority # high", fresh, false},
        {c, "", "hold # a part", fresh, false},
        {c, "", "resume #", held, false},
        {c, "", "resolve # done", fresh, false},
        {c, "", "close # no longer", fresh, true},
        {c, "", "reopen #", resolved, true},
        {c, "", "move # finance", fresh, false},
        {c, "", "note # hello", fresh, false},
        {c, "", "reply # hello", fresh, false},
        {c, "", "resolve #", fresh, false, true, true},
        {c, "", "details #", fresh, true, true, true},
    };
}

void expect_refusal(workplace& w, const deed& d, const std::string& who, int number, bool can_hear)
{
    const auto before = memory_of(w);
    const auto heard = shown_to(w, who);
    const auto forms = w.slack.calls_of("views.open").size();
    const auto [status, answer] = send(w, sign(w, body_of(w, d, who, number)));
    CHECK(status == 200);
    CHECK(memory_of(w) == before);
    CHECK(w.slack.calls_of("views.open").size() == forms);
    const auto hears = shown_to(w, who).substr(heard.size()) + answer;
    CHECK_FALSE(has(hears, secret_words));
    if (can_hear)
        CHECK(hears.size() > 20);
}

void expect_success(workplace& w, const deed& d, const std::string& who)
{
    const int number = ticket_in(w, d.when);
    const auto before = memory_of(w);
    const auto forms = w.slack.calls_of("views.open").size();
    CHECK(send(w, sign(w, body_of(w, d, who, number))).first == 200);
    if (d.form)
        CHECK(w.slack.calls_of("views.open").size() == forms + 1);
    else
        CHECK_FALSE(memory_of(w) == before);
}

}  // namespace

TEST_CASE("each button, form and command works for those who may, and for nobody else", "[journeys][security]")
{
    workplace w;
    const cast others(w);
    for (const auto& d : deeds(w)) {
        INFO(d.id << " " << d.text);
        const int number = ticket_in(w, d.when);
        for (const auto& who : {others.eli, others.gus, others.tom, others.fay, w.dee, w.mei, w.slack.bot()}) {
            INFO("by " << who);
            // Slack shows these nothing: nobody, a machine, and commands across organisations.
            const bool foreign_command = who == others.tom && d.by == way::command;
            const bool can_hear = who != others.fay && who != w.slack.bot() && !foreign_command;
            expect_refusal(w, d, who, number, can_hear);
        }
        if (!d.requester)
            expect_refusal(w, d, w.ana, number, true);
        if (!d.agents) {
            expect_refusal(w, d, w.ben, number, true);
            expect_refusal(w, d, w.ida, number, true);
        }
        if (d.requester)
            expect_success(w, d, w.ana);
        if (d.agents) {
            expect_success(w, d, w.ben);
            expect_success(w, d, w.ida);
        }
    }
}

TEST_CASE("of a ticket that one may not see one hears what one hears of none", "[journeys][security]")
{
    workplace w;
    const cast others(w);
    for (const auto& d : deeds(w)) {
        INFO(d.id << " " << d.text);
        const int number = ticket_in(w, d.when);
        for (const auto& who : {others.eli, others.gus, w.dee}) {
            INFO("by " << who);
            const auto heard = [&](int about) {
                auto text = heard_from(w, body_of(w, d, who, about), who);
                const auto name = "#" + std::to_string(about);
                for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at))
                    text.replace(at, name.size(), "#");
                return text;
            };
            const auto nothing = heard(number + 1000);
            CHECK(nothing.size() > 20);
            CHECK(heard(number) == nothing);
        }
    }
}

TEST_CASE("whoever presses a card that stands before them hears who can help", "[journeys][security]")
{
    workplace w;
    const cast others(w);
    w.ask(w.ana, "My laptop does not start");
    const auto press = [&](const std::string& channel) {
        auto click = click_of(w, others.eli, ids::claim, "1");
        click["channel"]["id"] = channel;
        return heard_from(w, in_form(click), others.eli);
    };
    CHECK(has(press(w.it_desk), "Only the people of IT Help"));
    CHECK(has(press(w.general), "Only the people of IT Help"));
    CHECK_FALSE(has(press(w.lounge), "IT Help"));
    w.command(w.ben, "move #1 finance");
    CHECK_FALSE(has(press(w.it_desk), "Finance"));
}

TEST_CASE("questions tell nothing of tickets that one may not see", "[journeys][security]")
{
    workplace w;
    const cast others(w);
    const auto number = std::to_string(ticket_in(w, stage::claimed));
    for (const auto* verb :
         {"status", "details", "why", "search", "claim", "resolve", "note", "list", "mine", "report", "transcript", ""
         }) {
        for (const auto& who : {others.eli, others.gus, others.tom, others.fay, w.dee}) {
            INFO(verb << " by " << who);
            const auto answer = send(w, sign(w, command_of(w, who, std::string(verb) + " #" + number))).second;
            for (const auto* hidden : {secret_words, "Zanzibar", "IT Help", "Ana", "Ben"})
                CHECK_FALSE(has(answer + shown_to(w, who), hidden));
        }
    }
    for (const auto* words : {"search Zanzibar", "list Zanzibar", "list it", "report 7d", "search %"})
        CHECK_FALSE(has(send(w, sign(w, command_of(w, others.eli, words))).second, secret_words));
    CHECK(has(send(w, sign(w, command_of(w, w.mei, "status #" + number))).second, secret_words));
}

TEST_CASE(
    "a request sent again does nothing a second time, and is not believed after five minutes", "[journeys][security]"
)
{
    workplace w;
    const auto number = ticket_in(w, stage::fresh);
    const auto posted = w.slack.post(w.ana, w.help, "Another request");
    w.calm();
    const auto event = [&](const std::string& id, const json& inner) {
        json envelope{{"type", "event_callback"}, {"team_id", w.slack.world().team_id}, {"event_id", id}};
        envelope["event"] = inner;
        return sign(w, envelope.dump(), "application/json");
    };
    const json shortcut_message{{"ts", posted}, {"text", "Another request"}, {"user", w.ana}};
    auto message_shortcut = payload_by(w, w.ben, "message_action");
    message_shortcut["callback_id"] = ids::message_shortcut;
    message_shortcut["channel"]["id"] = w.lounge;
    message_shortcut["message"] = shortcut_message;
    auto global_shortcut = payload_by(w, w.ben, "shortcut");
    global_shortcut["callback_id"] = ids::global_shortcut;
    const auto n = std::to_string(number);
    const std::map<std::string, std::string> queue{
        {fields::queue_key, "hr"}, {fields::queue_name, "People"}, {fields::queue_triage, w.finance_desk}
    };
    const std::vector<std::pair<std::string, signed_request>> all{
        {"a message", event(
                          "Ev1", {{"type", "message"},
                                  {"channel", w.help},
                                  {"channel_type", "channel"},
                                  {"user", w.cyd},
                                  {"text", "No light"},
                                  {"ts", "1772438400.000900"}}
                      )},
        {"a reaction", event(
                           "Ev2", {{"type", "reaction_added"},
                                   {"user", w.ben},
                                   {"reaction", "ticket"},
                                   {"item", {{"type", "message"}, {"channel", w.help}, {"ts", posted}}}}
                       )},
        {"a press", sign(w, in_form(click_of(w, w.ben, ids::claim, n)))},
        {"a refused press", sign(w, in_form(click_of(w, w.dee, ids::claim, n)))},
        {"a choice", sign(w, in_form(click_of(w, w.ben, ids::priority, n + ":high")))},
        {"a menu", sign(w, in_form(click_of(w, w.ben, ids::more, n + ":details")))},
        {"a reply", sign(w, in_form(submission_of(w, w.ben, ids::reply_form, {{"ticket", number}}, {{"text", "Hi"}})))},
        {"a note", sign(w, in_form(submission_of(w, w.ben, ids::note_form, {{"ticket", number}}, {{"text", "Hm"}})))},
        {"a new request", sign(w, in_form(submission_of(w, w.ana, ids::new_form, json::object(), {{"what", "Ink"}})))},
        {"a setting", sign(w, in_form(submission_of(w, w.ida, fields::queue_form, json::object(), queue)))},
        {"a message shortcut", sign(w, in_form(message_shortcut))},
        {"a global shortcut", sign(w, in_form(global_shortcut))},
        {"a command", sign(w, command_of(w, w.ana, "new Paper"))},
        {"a command to a ticket", sign(w, command_of(w, w.ben, "note #" + n + " again"))},
        {"a form by command", sign(w, command_of(w, w.ben, "resolve #" + n))},
    };
    for (const auto& [what, request] : all) {
        INFO(what);
        CHECK(send(w, request).first == 200);
    }
    // What came between must not be undone either.
    send(w, sign(w, in_form(click_of(w, w.ben, ids::priority, n + ":low"))));
    auto set = [](bot::ledger& l) {
        auto s = l.desk().set;
        std::erase_if(s.queues, [](const auto& q) { return q.key == core::queue_id("hr"); });
        l.take_settings(s, std::nullopt, "test");
        return true;
    };
    w.run(w.docket->desk()->commit(set));
    w.calm();
    w.time.advance(1min);
    w.calm();
    const auto before = memory_of(w);
    const auto calls = w.slack.calls().size();
    for (const auto& [what, request] : all) {
        INFO(what);
        CHECK(send(w, request).first == 200);
        CHECK(memory_of(w) == before);
        CHECK(w.slack.calls().size() == calls);
    }
    w.time.advance(6min);
    for (const auto& [what, request] : all) {
        INFO(what);
        CHECK(send(w, request).first == 401);
    }
    CHECK(memory_of(w) == before);
}

TEST_CASE(
    "a question sent again is answered again, changes nothing, and is not believed after five minutes",
    "[journeys][security]"
)
{
    workplace w;
    const auto number = std::to_string(ticket_in(w, stage::fresh));
    const auto before = memory_of(w);
    for (const auto& question : {"status #" + number, std::string("mine"), std::string("list"), std::string("help")}) {
        INFO(question);
        const auto asked = sign(w, command_of(w, w.ana, question));
        const auto [status, answer] = send(w, asked);
        CHECK(status == 200);
        CHECK(answer.size() > 20);
        CHECK(send(w, asked).second == answer);
        w.time.advance(6min);
        CHECK(send(w, asked) == std::pair(401U, std::string()));
    }
    CHECK(memory_of(w) == before);
}

TEST_CASE("a request that Slack did not sign so is not believed", "[journeys][security]")
{
    workplace w;
    const auto number = std::to_string(ticket_in(w, stage::fresh));
    const auto right = sign(w, in_form(click_of(w, w.ben, ids::claim, number)));
    const auto& good = right.signatures.front();
    const auto with = [&](std::vector<std::string> signatures) {
        auto r = right;
        r.signatures = std::move(signatures);
        return r;
    };
    auto upper = good;
    for (auto& c : upper)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    std::vector<std::pair<std::string, signed_request>> all{
        {"none", with({})},
        {"empty", with({""})},
        {"no digits", with({"v0="})},
        {"truncated", with({good.substr(0, good.size() - 1)})},
        {"half", with({good.substr(0, 35)})},
        {"longer", with({good + "0"})},
        {"upper case", with({upper})},
        {"upper case digits", with({"v0=" + upper.substr(3)})},
        {"version 1", with({"v1" + good.substr(2)})},
        {"no version", with({good.substr(3)})},
        {"quoted", with({"\"" + good + "\""})},
        {"of another secret", with({slack::signer({"another secret"}).sign(right.timestamp, right.body)})},
        {"of another body", with({sign(w, right.body + "x").signatures.front()})},
        {"of another time", with({slack::signer({slack::emulator::options().signing_secret}).sign("1", right.body)})},
        {"a wrong one before the right one", with({"v0=" + std::string(64, '0'), good})},
        {"both in one field", with({"v0=" + std::string(64, '0') + ", " + good})},
    };
    for (const auto* stamp : {"", "now", "-1", "99999999999999999999", "1e9", "0x5", " 1", "1 "}) {
        auto r = right;
        r.timestamp = stamp;
        all.emplace_back("time " + std::string(stamp), std::move(r));
    }
    const auto before = memory_of(w);
    for (const auto& [what, request] : all) {
        INFO(what);
        CHECK(send(w, request).first == 401);
        CHECK(memory_of(w) == before);
    }
    CHECK(send(w, right).first == 200);
    CHECK_FALSE(memory_of(w) == before);
}

TEST_CASE("what another workspace's requests say changes nothing here", "[journeys][security]")
{
    workplace w;
    const int number = ticket_in(w, stage::fresh);
    const auto before = memory_of(w);
    auto click = click_of(w, w.ben, ids::claim, std::to_string(number));
    click["team"]["id"] = "T0OTHER";
    CHECK(send(w, sign(w, in_form(click))).first == 200);
    CHECK(memory_of(w) == before);
    click["view"] = {{"id", "V1"}, {"app_installed_team_id", "T0OTHER"}};
    click["team"]["id"] = w.slack.world().team_id;
    CHECK(send(w, sign(w, in_form(click))).first == 200);
    CHECK(memory_of(w) == before);
    auto sent = submission_of(w, w.ben, ids::resolve_form, {{"ticket", number}}, {{"text", "done"}});
    sent["user"]["team_id"] = "T0OTHER";
    CHECK(send(w, sign(w, in_form(sent))).first == 200);
    CHECK(memory_of(w) == before);
    auto command = command_of(w, w.ben, "claim #" + std::to_string(number));
    command.replace(command.find("team_id=") + 8, w.slack.world().team_id.size(), "T0OTHER");
    CHECK(send(w, sign(w, command)).first == 200);
    CHECK(memory_of(w) == before);
    json event{{"type", "event_callback"}, {"team_id", "T0OTHER"}, {"event_id", "Ev9"}};
    event["authorizations"] = json::array({{{"team_id", "T0OTHER"}, {"user_id", w.slack.bot()}}});
    event["event"] = {{"type", "message"}, {"channel", w.help},  {"channel_type", "channel"},
                      {"user", w.cyd},     {"text", "No light"}, {"ts", "1772438400.000900"}};
    CHECK(send(w, sign(w, event.dump(), "application/json")).first == 200);
    CHECK(memory_of(w) == before);
    event["team_id"] = w.slack.world().team_id;  // ours, but for an installation elsewhere
    event["event_id"] = "Ev11";
    CHECK(send(w, sign(w, event.dump(), "application/json")).first == 200);
    CHECK(memory_of(w) == before);
    event.erase("authorizations");
    event["team_id"] = w.slack.world().team_id;
    event["event_id"] = "Ev10";
    event["event"]["user_team"] = "T0OTHER";  // in a channel that is not shared with anybody
    CHECK(send(w, sign(w, event.dump(), "application/json")).first == 200);
    CHECK(memory_of(w) == before);
}

TEST_CASE("values that were never offered are refused or mean nothing", "[journeys][security]")
{
    workplace w;
    const cast others(w);
    const int number = ticket_in(w, stage::fresh);
    const auto n = std::to_string(number);
    const auto before = memory_of(w);
    for (const std::string& value : std::vector<std::string>{
             n + ":godlike", n + ":", "-" + n, "0", "9223372036854775807", n + "e0", n + ":high:low"
         })
        send(w, sign(w, in_form(click_of(w, w.ben, ids::priority, value))));
    for (const auto& person :
         {w.ana, w.dee, others.eli, others.gus, others.tom, others.fay, w.slack.bot(), std::string("USLACKBOT"),
          std::string("<!channel>"), std::string(), std::string("U1")}) {
        INFO(person);
        send(
            w, sign(w, in_form(submission_of(w, w.ben, ids::assign_form, {{"ticket", number}}, {{"person", person}})))
        );
        send(w, sign(w, command_of(w, w.ben, "assign #" + n + " <@" + person + ">")));
    }
    for (const auto* queue : {"", "nowhere", "it", "<!channel>", "../it", "%"})
        send(w, sign(w, in_form(submission_of(w, w.ben, ids::move_form, {{"ticket", number}}, {{"queue", queue}}))));
    for (const json& ticket : {json(-number), json(0), json(number + 0.5), json(n), json(1e30), json(), json::array()})
        send(w, sign(w, in_form(submission_of(w, w.ben, ids::resolve_form, {{"ticket", ticket}}, {{"text", "x"}}))));
    for (const auto* form : {ids::resolve_form, ids::close_form, ids::reply_form, ids::note_form, ids::assign_form})
        send(w, sign(w, in_form(submission_of(w, w.ben, form, {{"ticket", number}}, {}))));  // no state at all
    send(w, sign(w, in_form(submission_of(w, w.ben, "form.erase", {{"ticket", number}}, {{"text", "x"}}))));
    CHECK(memory_of(w) == before);
    CHECK(w.metric("docket_requests_total{kind=\"unknown\",outcome=\"failed\"") == 0);
}

TEST_CASE("a form carries no place or author that Slack could not have put there", "[journeys][security]")
{
    workplace w;
    const json carried = GENERATE(
        json{{"channel", "<!channel>"}, {"root", "1.1"}}, json{{"channel", "C1|x"}, {"root", "1.1"}},
        json{{"channel", "C1"}, {"root", "1.1/../x"}}, json{{"channel", "C1"}, {"root", "now"}},
        json{{"channel", ""}, {"root", ""}, {"author", "U0VICTIM1"}}, json{{"author", "U0VICTIM1"}},
        json{{"source", "godlike"}, {"queue", "finance"}, {"requester", "U0VICTIM1"}, {"priority", "urgent"}}
    );
    CAPTURE(carried.dump());
    const std::map<std::string, std::string> typed{{"what", "Ink"}, {"urgency", "godlike"}};
    send(w, sign(w, in_form(submission_of(w, w.ana, ids::new_form, carried, typed))));
    const auto t = w.ticket(1);
    REQUIRE(t);
    CHECK(t->requester == core::member_id(w.ana));
    CHECK(t->priority == core::priority::normal);
    CHECK(t->queue == core::queue_id("it"));
    CHECK((!t->conversation || t->conversation->channel.str().starts_with("D")));
}

TEST_CASE("who left the roster may do nothing more, with whatever is still open before them", "[journeys][security]")
{
    workplace::options with;
    with.settings = [](core::settings& s) { s.queues[0].remind_assignee = 2h; };
    workplace w(with);
    w.ask(w.ana, secret_words);
    w.press_card(w.ben, 1, ids::claim);
    w.command(w.ben, "release #1");
    w.command(w.cyd, "assign #1 <@" + w.ben + ">");
    const auto told = w.slack.messages(w.slack.dm(w.ben)).back().ts;
    CHECK(w.press_card(w.ben, 1, ids::resolve).ok());
    REQUIRE(w.slack.open_view(w.ben) != nullptr);
    auto leave = [&](bot::ledger& l) {
        auto s = l.desk().set;
        std::erase(s.queues[0].agents, core::member_id(w.ben));
        l.take_settings(s, std::nullopt, "test");
        return true;
    };
    w.run(w.docket->desk()->commit(leave));
    w.calm();
    const auto before = memory_of(w);
    CHECK_FALSE(w.fill(w.ben, {{ids::text, "done"}}).errors.empty());
    w.press(w.ben, w.slack.dm(w.ben), told, ids::resolve);
    w.post(w.ben, w.slack.dm(w.ben), "A note of mine", told);
    send(w, sign(w, in_form(click_of(w, w.ben, ids::more, "1:details"))));
    send(w, sign(w, in_form(click_of(w, w.ben, ids::more, "1:release"))));
    CHECK_FALSE(has(workplace::words(w.command(w.ben, "mine")), secret_words));
    CHECK_FALSE(has(workplace::words(w.command(w.ben, "status #1")), secret_words));
    CHECK(memory_of(w) == before);
    const auto heard = w.direct(w.ben).size();
    w.pass(3h);
    CHECK(w.direct(w.ben).size() == heard);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "Nothing has happened"));
}

TEST_CASE("buttons of old messages do what holds now, or say why not", "[journeys][security]")
{
    workplace::options with;
    with.settings = [](core::settings& set) {
        for (auto& q : set.queues)
            q.remind_assignee = q.update_requester = 0min;
        set.reopen_within_working_days = 0;
    };
    workplace w(with);
    const auto ts = w.ask(w.ana, "My laptop does not start");
    const auto card = w.card(1).ts;
    w.command(w.ben, "move #1 finance");
    const auto moved = memory_of(w);
    const auto old_button = [&](const std::string& who, const char* action) {
        auto click = click_of(w, who, action, "1");
        click["channel"]["id"] = w.it_desk;
        click["message"]["ts"] = card;
        return send(w, sign(w, in_form(click))).first;
    };
    CHECK(old_button(w.ben, ids::claim) == 200);  // his queue no longer
    CHECK(memory_of(w) == moved);
    CHECK(has(w.last_whisper(w.ben), "no ticket #1 that you may see"));
    w.command(w.dee, "close #1 not ours");
    const auto closed = memory_of(w);
    for (const auto* action : {ids::claim, ids::resolve, ids::fixed, ids::hold, ids::priority}) {
        CHECK(old_button(w.dee, action) == 200);
        CHECK(old_button(w.ana, action) == 200);
    }
    CHECK(memory_of(w) == closed);
    w.pass(24h);
    w.post(w.ana, w.general, "It happens again", ts);  // goes on as #2
    REQUIRE(w.ticket(1)->continued_by);
    const auto continued = memory_of(w);
    CHECK(old_button(w.ana, ids::not_fixed) == 200);
    CHECK(send(w, sign(w, in_form(click_of(w, w.dee, ids::more, "1:reopen")))).first == 200);
    CHECK(memory_of(w) == continued);
}

TEST_CASE("setup is for administrators, whatever is sent", "[journeys][security]")
{
    workplace w;
    const cast others(w);
    const auto before = memory_of(w);
    const std::map<std::string, std::string> people{{fields::administrators, others.eli}, {fields::reopen_days, "9"}};
    for (const auto& who : {w.ana, w.ben, w.mei, others.eli, others.gus, others.tom, others.fay}) {
        INFO(who);
        for (const auto* button :
             {fields::add_queue, fields::edit_queue, fields::edit_people, fields::edit_routes, fields::show_file})
            send(w, sign(w, in_form(click_of(w, who, button, "it"))));
        send(w, sign(w, in_form(click_of(w, who, ids::form_again, "0:setup"))));
        send(w, sign(w, command_of(w, who, "setup")));
        for (const auto* form : {fields::people_form, fields::queue_form, fields::routes_form, "setup.nothing"})
            CHECK(
                has(send(w, sign(w, in_form(submission_of(w, who, form, {{"queue", "it"}}, people)))).second, "errors")
            );
        CHECK(w.slack.calls_of("views.open").empty());
        CHECK(w.slack.calls_of("views.push").empty());
    }
    CHECK(memory_of(w) == before);
}

TEST_CASE("an administrator of another organisation takes over nothing", "[journeys][security]")
{
    workplace::options with;
    with.set_up = false;
    workplace w(with);
    slack::emulator::person p;
    p.name = "tom";
    p.team_id = "T0OTHER";
    p.admin = p.owner = true;
    const auto tom = newcomer(w, p);
    send(w, sign(w, in_form(click_of(w, tom, ids::form_again, "0:setup"))));
    auto click = click_of(w, tom, ids::form_again, "0:setup");
    click["user"].erase("team_id");  // as if it were one of ours
    send(w, sign(w, in_form(click)));
    send(w, sign(w, command_of(w, tom, "setup")));
    CHECK(memory_of(w).settings.administrators.empty());
    CHECK(w.slack.calls_of("views.open").empty());
}

TEST_CASE("an administrator whose account was deactivated changes no settings", "[journeys][security]")
{
    workplace w;
    w.slack.deactivate(w.ida);
    w.calm();
    const auto before = memory_of(w);
    const std::map<std::string, std::string> people{{fields::administrators, w.ana}};
    const auto sent = submission_of(w, w.ida, fields::people_form, json::object(), people);
    CHECK(has(send(w, sign(w, in_form(sent))).second, "errors"));
    send(w, sign(w, in_form(click_of(w, w.ida, fields::edit_people, "it"))));
    CHECK(w.slack.calls_of("views.push").empty());
    CHECK(memory_of(w) == before);
}

TEST_CASE("answers go to Slack's own address, not to one that a request names", "[journeys][security]")
{
    workplace w;
    const auto port = std::to_string(w.slack.port());
    for (const std::string& url :
         {"http://127.0.0.1:" + port + "0/x", "http://127.0.0.1:" + port + "@evil.example/",
          std::string("https://hooks.slack.com.evil.example/x"), std::string("https://hooks.slack.com./x"),
          std::string("http://169.254.169.254/latest"), std::string("https://xn--hoks-0qa.slack.com/x"),
          "http://localhost:" + port + "/x", "http://[::1]:" + port + "/x"}) {
        INFO(url);
        const auto whispers = w.whispers(w.mei).size();
        send(w, sign(w, command_of(w, w.mei, "report 7d") + "&response_url=" + percent_encoded(url)));
        CHECK(w.whispers(w.mei).size() == whispers + 1);  // by the Web API instead
    }
}

#include "bot/log.hpp"
#include "bot/setup/ids.hpp"
#include "bot/views/ids.hpp"
#include "hostile_strings.hpp"
#include "signed_requests.hpp"
#include "slack/utf8.hpp"
#include "tests/support/caught_errors.hpp"

#include <regex>

// The list of hostile strings in every place where people can write, and then a look at everything that went out.

using namespace journeys;
namespace ids = docket::bot::ids;
namespace fields = docket::bot::setup::ids;

namespace {

/// Where a browser goes with a link.
std::string host_of(const std::string& link)
{
    const auto scheme = link.find("://");
    if (scheme == std::string::npos)
        return {};
    const auto authority = link.substr(scheme + 3, link.find_first_of("/\\?#|", scheme + 3) - scheme - 3);
    return authority.substr(authority.rfind('@') + 1);
}

/// What is wrong with text that Slack reads as mrkdwn; empty when nothing is.
std::string fault_in(const std::string& text)
{
    // Entities that Docket writes: people, channels, its own format of a date, links.
    static const std::regex entity(
        R"(^(@[UWB][A-Z0-9]+|#[CDG][A-Z0-9]+|!date\^[0-9]+\^\{date_short_pretty\} at \{time\}\|[^<>|]+|(https?://|mailto:)[^<>| "]+(\|[^<>|\n]+)?)$)",
        std::regex::icase
    );
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto rest = text.substr(at, 5);
        if (c == '&' && !rest.starts_with("&amp;") && !rest.starts_with("&lt;") && !rest.starts_with("&gt;"))
            return "an & that is not escaped";
        if (c == '>' && !(text.substr(at, 2) == "> " && (at == 0 || text[at - 1] == '\n')))
            return "a > that neither ends an entity nor begins a quoted line";
        if (c != '<')
            continue;
        const auto end = text.find('>', at);
        const auto inside = text.substr(at + 1, end - at - 1);
        if (end == std::string::npos || inside.size() > 1'000 || !std::regex_match(inside, entity))
            return "<" + inside.substr(0, 80) + ">";
        if (!inside.starts_with("http") && inside.find("VICTIM") != std::string::npos)
            return "a mention of somebody's choice";
        if (host_of(inside).ends_with("evil.example")) {
            const auto bar = inside.find('|');
            const bool told = text.substr(end + 1, 15) == " (evil.example)";
            if (bar != std::string::npos && !told && inside.substr(bar + 1).find("bank") != std::string::npos)
                return "a link that hides where it leads: " + inside;
        }
        at = end;
    }
    return {};
}

/// Not UTF-8, or characters that act on what is around them.
std::string fault_in_characters(const std::string& text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto c = slack::utf8::read(text, at);
        if (c.value == slack::utf8::replacement && text.substr(at, 3) != "\uFFFD")
            return "no UTF-8";
        if ((c.value < 0x20 && c.value != '\n' && c.value != '\t') || (c.value >= 0x7F && c.value <= 0x9F))
            return "a control character";
        if ((c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069))
            return "a mark that turns the direction of writing";
        at += c.size;
    }
    return {};
}

class outgoing {
public:
    /// Looks at everything that Docket sends or answers from now on.
    explicit outgoing(workplace& w)
    {
        w.slack.wire().switch_on();
        w.slack.wire().added = [this](const slack::emulator::exchange& one) { take(one); };
    }

    void check(const std::string& what, const json& said, const std::string& key = "")
    {
        if (said.is_string()) {
            const auto& text = said.get_ref<const std::string&>();
            note(what, key, fault_in_characters(text), text);
        }
        if (said.is_object()) {
            const bool plain = said.value("type", json()) == "plain_text";
            for (const auto& [name, member] : said.items()) {
                if (name == "text" && member.is_string() && !plain)
                    note(what, name, fault_in(member), member);
                if (name == "link_names" || name == "parse")
                    note(what, name, "Slack is told to look for mentions itself", name);
                check(what, member, name);
            }
            if (said.value("type", json()) == "mrkdwn" && said.value("verbatim", json()) != true)
                note(what, key, "Slack may make links of it by itself", said.dump());
        }
        if (said.is_array())
            for (const auto& each : said)
                check(what, each, key);
    }

    [[nodiscard]] std::size_t texts() const { return texts_; }
    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

private:
    void take(const slack::emulator::exchange& one)
    {
        if (one.way == slack::emulator::wire_way::to_app && one.response)
            check("answer to " + one.what, json::parse(one.response->body, nullptr, false));
        if (one.kind == "response_url" || one.kind == "api")
            check(one.what, json::parse(one.request.body, nullptr, false));
    }

    void note(const std::string& what, const std::string& where, const std::string& fault, const std::string& text)
    {
        ++texts_;
        if (!fault.empty() && faults_.size() < 50)
            faults_.push_back(what + " " + where + ": " + fault + "\n  " + text.substr(0, 300));
    }

    std::size_t texts_ = 0;
    std::vector<std::string> faults_;
};

/// As a client sends what was typed: JSON holds nothing but UTF-8.
std::string in_utf8(const std::string& text)
{
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

/// One person after another writes `text` wherever there is room for words.
void write_everywhere(workplace& w, const std::string& text)
{
    slack::emulator::person mallory;
    mallory.name = mallory.real_name = in_utf8(text.substr(0, 80));
    mallory.email = "mallory@example.com";
    const auto who = w.slack.add_person(mallory);
    for (const auto& channel : {w.general, w.help})
        w.slack.world().find_channel(channel)->members.push_back(who);
    w.slack.change_person(*w.slack.world().find_person(who));
    const auto root = w.slack.post(
        who, w.general, text, "", {slack::emulator::attachment{in_utf8(text.substr(0, 200)), "text/plain", "x"}}
    );
    w.react(w.ben, w.general, root, "ticket");
    const auto number = static_cast<int>(w.tickets());
    const auto n = std::to_string(number);
    w.slack.post(who, w.help, "In an intake channel " + text);
    w.slack.post(who, w.general, text, root);
    const json about{{"ticket", number}};
    const auto submit = [&](const std::string& by, const char* form, const std::map<std::string, std::string>& typed) {
        send(w, sign(w, in_form(submission_of(w, by, form, form == ids::new_form ? json::object() : about, typed))));
    };
    submit(who, ids::new_form, {{ids::what, text}, {ids::details, text}, {ids::urgency, text}});
    submit(who, ids::new_form, {{ids::what, "x"}, {ids::queue, text}});
    submit(w.ben, ids::reply_form, {{ids::text, text}});
    submit(w.ben, ids::note_form, {{ids::text, text}});
    submit(w.ben, ids::move_form, {{ids::queue, text}});
    submit(w.ben, ids::assign_form, {{ids::person, text}});
    submit(w.ben, ids::hold_form, {{ids::text, text}});
    submit(w.ben, ids::resolve_form, {{ids::text, text}});
    for (const auto* verb : {"", "new ", "report ", "list ", "status ", "search "})
        send(w, sign(w, command_of(w, w.mei, verb + text)));
    for (const auto* verb : {"priority ", "move ", "assign ", "details "})
        send(w, sign(w, command_of(w, w.ben, verb + n + " " + text)));
    send(w, sign(w, in_form(click_of(w, w.ben, ids::more, n + ":details"))));
    send(w, sign(w, in_form(click_of(w, w.ben, ids::more, text))));
    send(w, sign(w, in_form(click_of(w, w.ben, text, n))));
    send(w, sign(w, command_of(w, who, "mine")));
    send(w, sign(w, command_of(w, w.mei, "list")));
}

/// The settings with `text` in every word of them, as an administrator may save them.
void settle_in(workplace& w, const std::string& text)
{
    auto rename = [&](bot::ledger& l) {
        auto s = l.desk().set;
        s.queues[0].name = in_utf8(text);
        s.queues[0].skip_prefix = in_utf8(text);
        s.queues[0].keywords = {in_utf8(text)};
        l.take_settings(s, std::nullopt, "test");
        return true;
    };
    w.run(w.docket->desk()->commit(rename));
    w.calm();
}

}  // namespace

TEST_CASE("whatever people write, nothing that Docket sends shouts, lies or breaks", "[journeys][security]")
{
    workplace w;
    outgoing sent(w);
    const auto& all = hostile_strings();
    const auto part = GENERATE(0U, 1U, 2U, 3U);
    for (std::size_t i = part; i < all.size(); i += 4) {
        const auto& text = all[i];
        w.slack.email(w.help, "mallory@evil.example", in_utf8(text), in_utf8(text), in_utf8(text));
        write_everywhere(w, in_utf8(text));
        settle_in(w, text);
        w.ask(w.ana, "My laptop does not start");
        send(w, sign(w, command_of(w, w.ana, "mine")));
        send(w, sign(w, command_of(w, w.ana, "claim 1")));
        send(w, sign(w, command_of(w, w.ida, "setup")));
    }
    for (const auto& fault : sent.faults())
        FAIL_CHECK(fault);
    CHECK(sent.texts() > 1'000);
    for (const auto& call : w.slack.calls()) {
        INFO(
            call.method << " " << call.error << " "
                        << call.arguments.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 500)
        );
        const bool forged_trigger = call.method == "views.open" || call.method == "views.push";
        CHECK((call.error.empty() || forged_trigger || call.error == "users_not_found"));
    }
}

TEST_CASE("bytes that are no UTF-8 are turned away and leave nothing behind", "[journeys][security]")
{
    workplace w;
    const auto before = memory_of(w);
    const auto status = send(
                            w, sign(
                                   w, "command=%2Fticket&team_id=" + w.slack.world().team_id + "&user_id=" + w.ana +
                                          "&text=new+%C3%28&trigger_id=9.9.abcdef"
                               )
    )
                            .first;
    CHECK((status == 400 || memory_of(w).tickets.size() == 1));
    if (status == 400)
        CHECK(memory_of(w) == before);
}

TEST_CASE("settings with hostile names come back from the database as they were", "[journeys][security]")
{
    workplace w;
    for (const auto& text : hostile_strings()) {
        settle_in(w, text);
        const auto set = memory_of(w).settings;
        CHECK(set.queues[0].name == in_utf8(text));
        CHECK(set.queues[0].keywords == std::vector{in_utf8(text)});
        CHECK(set.queues.size() == 2);
    }
}

TEST_CASE("no log at any level and no metric holds words, names, addresses or secrets", "[journeys][security]")
{
    workplace w;
    const auto json_lines = GENERATE(false, true);
    const docket::tests::caught_errors errors;
    bot::log::configure("trace", json_lines);
    w.slack.email(w.help, "zoe@customer.example", "Zoe Customer", "Zanzibar subject", "Zanzibar body");
    w.calm();
    for (const auto* text : {"Zanzibar payroll", "Zanzibar \x1B[31m\n2026-01-01T00:00:00.000Z error forged"})
        write_everywhere(w, text);
    w.command(w.ida, "setup");
    w.slack.faults().outage = true;
    w.slack.post(w.ana, w.help, "Zanzibar during an outage");
    w.pass(2min);
    w.slack.faults().outage = false;
    w.pass(10min);
    send(w, sign(w, "Zanzibar that is no form", "application/json"));
    send(
        w,
        sign(w, in_form(click_of(w, w.ben, "Zanzibar", "Zanzibar")) + "&response_url=https://hooks.slack.com/Zanzibar")
    );
    send(
        w,
        sign(w, command_of(w, w.mei, "report 7d") + "&response_url=" + percent_encoded("https://evil.example/Zanzibar"))
    );
    bot::log::configure("error", false);
    const auto text = errors.text();
    const auto metrics = w.get("/metrics").second;
    CHECK_FALSE(text.empty());
    const slack::emulator::options known;
    for (const auto& hidden :
         {std::string("Zanzibar"), std::string("Zoe"), std::string("customer.example"), std::string("Ana Example"),
          std::string("mallory"), std::string("IT Help"), known.token, known.signing_secret, known.app_token,
          std::string("\x1B")}) {
        CAPTURE(hidden);
        CHECK_FALSE(has(text, hidden));
        CHECK_FALSE(has(metrics, hidden));
    }
    CHECK_FALSE(has(text, "\n2026-01-01"));
}

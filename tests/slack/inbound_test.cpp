#include "slack/inbound.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "tests/slack/sample_files.hpp"

using namespace docket::tests;
using namespace docket::slack;
using list = std::vector<std::string>;

TEST_CASE("an envelope says which installation sees what, and when it is a repetition")
{
    const auto e = own_envelope("message");
    CHECK(e.team == "T0ACME0001");
    CHECK(e.enterprise.empty());
    CHECK(e.app == "A0DOCKET01");
    CHECK(e.event_id == "Ev0SAMPLE001");
    CHECK(e.bot_user == "U0DOCKETBT");
    CHECK_FALSE(e.ext_shared_channel);
}

TEST_CASE("a message of a person comes with everything needed to answer it")
{
    const auto m = own_event<message>("message");
    CHECK(m.channel == "C0HELP0001");
    CHECK(m.channel_type == "channel");
    CHECK(m.user == "U0ANN00001");
    CHECK(m.text == "VPN drops every 5 min &amp; <@U0BEN00001> is out :disappointed:");
    CHECK(m.ts == "1767340800.000100");
    CHECK(m.thread_ts.empty());
    CHECK(m.root() == m.ts);
    CHECK(m.by_person());
    CHECK_FALSE(m.edited);
    CHECK(own_event<message>("message_direct").channel_type == "im");
}

TEST_CASE("a reply knows its thread")
{
    const auto m = own_event<message>("message_reply");
    CHECK(m.thread_ts == "1767340800.000100");
    CHECK(m.root() == "1767340800.000100");
    CHECK(m.by_person());
    CHECK(own_event<message>("message_thread_broadcast").root() == "1767340800.000100");
    CHECK(own_event<message>("message_thread_broadcast").by_person());
}

TEST_CASE("a message that is only a file is still a person's message")
{
    const auto m = own_event<message>("message_file_share");
    CHECK(m.by_person());
    CHECK(m.text.empty());
    REQUIRE(m.files.size() == 1);
    CHECK(m.files[0].id == "F0SHOT0001");
    CHECK(m.files[0].name == "screen shot.png");
    CHECK(m.files[0].mimetype == "image/png");
    CHECK(m.files[0].size == 48213);
    CHECK(m.files[0].permalink == "https://acme.slack.com/files/U0ANN00001/F0SHOT0001/screen_shot.png");
}

TEST_CASE("a mail that Slack delivers into a channel keeps its sender, subject and text")
{
    const auto m = own_event<message>("message_email");
    CHECK_FALSE(m.by_person());
    REQUIRE(m.files.size() == 1);
    CHECK(m.files[0].filetype == "email");
    CHECK(m.files[0].mode == "email");
    CHECK(m.files[0].subject == "Broken badge");
    CHECK(m.files[0].plain_text == "Hello,\nmy badge opens no door since Monday.\n<Cora>");
    CHECK(m.files[0].from == list{"Cora Cole <cora@example.com>"});
}

TEST_CASE("an edit brings the text before and after")
{
    const auto m = own_event<message_changed>("message_changed");
    CHECK(m.now.text == "VPN drops every 2 min");
    CHECK(m.before.text == "VPN drops every 5 min");
    CHECK(m.now.ts == "1767340800.000100");
    CHECK(m.now.channel == "C0HELP0001");
    CHECK(m.before.channel == "C0HELP0001");
    CHECK(m.now.channel_type == "channel");
    CHECK(m.now.edited);
    CHECK(m.now.by_person());
}

TEST_CASE("a deletion names the message that is gone and its thread")
{
    const auto m = own_event<message_deleted>("message_deleted");
    CHECK(m.channel == "C0HELP0001");
    CHECK(m.deleted_ts == "1767340860.000200");
    CHECK(m.thread_ts == "1767340800.000100");
}

TEST_CASE("bots are told from people, and our own posts can be recognised by their metadata")
{
    const auto own = own_event<message>("message_of_bot");
    CHECK_FALSE(own.by_person());
    CHECK(own.bot_id == "B0DOCKET01");
    CHECK(own.app_id == "A0DOCKET01");
    CHECK(own.metadata_event_type == "docket_delivery");
    CHECK(own.metadata_payload == std::map<std::string, std::string>{{"delivery", "0192-77"}});
    CHECK_FALSE(own_event<message>("message_from_webhook").by_person());
}

TEST_CASE("only what a person says is spoken by a person")
{
    message m;
    m.user = "U1";
    CHECK(m.by_person());
    for (const char* subtype : {"file_share", "thread_broadcast", "me_message"}) {
        m.subtype = subtype;
        CHECK(m.by_person());
    }
    for (const char* subtype : {"channel_join", "bot_message", "huddle_thread", "tombstone", "one_of_tomorrow"}) {
        m.subtype = subtype;
        CHECK_FALSE(m.by_person());
    }
    m.subtype.clear();
    m.hidden = true;
    CHECK_FALSE(m.by_person());
    m.hidden = false;
    m.user = "USLACKBOT";
    CHECK_FALSE(m.by_person());
    m.user.clear();
    CHECK_FALSE(m.by_person());
}

TEST_CASE("people of another organisation are seen as such, by the installation that hears them")
{
    const auto e = own_envelope("message_from_other_organisation");
    CHECK(e.team == "T0ACME0001");
    CHECK(e.ext_shared_channel);
    CHECK(std::get<message>(e.what).user_team == "T0PARTNER1");
}

TEST_CASE("an installation for a whole organisation names the workspace of the event")
{
    const auto e = own_envelope("organisation_installation");
    CHECK(e.team == "T0ACME0001");
    CHECK(e.enterprise == "E0ORG00001");
}

TEST_CASE("a mention is a message to the bot")
{
    const auto m = own_event<app_mention>("app_mention").what;
    CHECK(m.text == "<@U0DOCKETBT> projector in room 4 is dark");
    CHECK(m.channel == "C0HELP0001");
    CHECK(m.ts == "1767341040.001200");
    CHECK(m.by_person());
}

TEST_CASE("a reaction names who, what and where, without skin tone")
{
    const auto added = own_event<reaction_added>("reaction_added").what;
    CHECK(added.user == "U0BEN00001");
    CHECK(added.name == "ticket");
    CHECK(added.channel == "C0HELP0001");
    CHECK(added.item_ts == "1767340800.000100");
    CHECK(added.item_user == "U0ANN00001");
    const auto removed = own_event<reaction_removed>("reaction_removed").what;
    CHECK(removed.name == "+1");
    CHECK(removed.item_user.empty());
    CHECK(own_event<unused_event>("reaction_on_file").type == "reaction_added");
}

TEST_CASE("what happens to channels is told by channel")
{
    CHECK(own_event<member_joined_channel>("member_joined_channel").inviter == "U0BEN00001");
    CHECK(own_event<member_joined_channel>("member_joined_channel").user == "U0DOCKETBT");
    CHECK(own_event<member_left_channel>("member_left_channel").channel == "C0TRIAGE01");
    CHECK(own_event<channel_gone>("channel_archive").why == "channel_archive");
    CHECK(own_event<channel_gone>("channel_archive").channel == "C0TRIAGE01");
    CHECK(own_event<channel_gone>("group_left").channel == "G0SECRET01");
    CHECK(own_event<channel_back>("channel_unarchive").channel == "C0TRIAGE01");
    CHECK(own_event<channel_renamed>("channel_rename").channel == "C0TRIAGE01");
    CHECK(own_event<channel_renamed>("channel_rename").name == "it-triage");
    CHECK(own_event<channel_id_changed>("channel_id_changed").old_channel == "G0SECRET01");
    CHECK(own_event<channel_id_changed>("channel_id_changed").new_channel == "C0SHARED01");
}

TEST_CASE("what happens to people and groups is told by their ids")
{
    const auto leaver = own_event<user_change>("user_change").who;
    CHECK(leaver.id == "U0BEN00001");
    CHECK(leaver.deleted);
    CHECK(leaver.name == "Ben Berg");
    CHECK_FALSE(leaver.admin);
    const auto newcomer = own_event<team_join>("team_join").who;
    CHECK(newcomer.name == "dora");
    CHECK(newcomer.email == "dora@acme.example");
    CHECK(newcomer.time_zone == "Europe/Berlin");
    CHECK(newcomer.team == "T0ACME0001");
    CHECK(newcomer.admin);
    CHECK_FALSE(newcomer.guest);
    const auto group = own_event<subteam_members_changed>("subteam_members_changed");
    CHECK(group.group == "S0AGENTS01");
    CHECK(group.added == list{"U0DORA0001"});
    CHECK(group.removed == list{"U0BEN00001"});
    CHECK(own_event<subteam_updated>("subteam_updated").disabled);
    CHECK(own_event<app_home_opened>("app_home_opened").tab == "home");
}

TEST_CASE("Slackbot counts as a bot although Slack says it is none")
{
    CHECK(member_from(nlohmann::json{{"id", "USLACKBOT"}, {"is_bot", false}}).bot);
    CHECK_FALSE(member_from(nlohmann::json{{"id", "U1"}}).bot);
    CHECK(member_from(nlohmann::json{{"id", "U1"}, {"is_ultra_restricted", true}}).guest);
    CHECK(member_from(nlohmann::json{{"id", "U1"}, {"is_stranger", true}}).stranger);
}

TEST_CASE("the end of an installation is heard")
{
    CHECK(own_event<tokens_revoked>("tokens_revoked").bots == list{"U0DOCKETBT"});
    CHECK(own_envelope("tokens_revoked").team == "T0ACME0001");
    own_event<app_uninstalled>("app_uninstalled");
}

TEST_CASE("kinds of tomorrow are unused, not errors")
{
    CHECK(own_event<unused_event>("unknown_kind").type == "huddle_transcribed");
    CHECK(own_interaction<unused_request>("unknown_kind").type == "workflow_step_edit");
    CHECK(decoded<unused_request>(json_body, R"({"type":"something"})").type == "something");
    CHECK(decoded<unused_request>(json_body, "{}").type.empty());
    decoded<unused_request>(form_body, "");
    decoded<unused_request>(form_body, "a=b");
}

TEST_CASE("Slack's questions about the address itself are understood")
{
    const auto asked =
        decoded<url_verification>(json_body, content(own_samples() / "events" / "url_verification.json"));
    CHECK(asked.challenge == "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
    const auto full = decoded<app_rate_limited>(json_body, content(own_samples() / "events" / "app_rate_limited.json"));
    CHECK(full.team == "T0ACME0001");
    CHECK(full.minute == 1'767'341'220);
    decoded<ssl_check>(form_body, content(own_samples() / "commands" / "ssl_check.form"));
}

TEST_CASE("a pressed button says who pressed what on which message")
{
    const auto b = own_interaction<block_actions>("block_actions_message");
    CHECK(b.team == "T0ACME0001");
    CHECK(b.who.id == "U0BEN00001");
    CHECK(b.who.team == "T0ACME0001");
    CHECK(b.trigger_id == "1234.5678.abcdef");
    CHECK(b.response_url == "https://hooks.slack.com/actions/T0ACME0001/1234/redacted");
    CHECK(b.channel == "C0TRIAGE01");
    CHECK(b.message_ts == "1767340805.000150");
    CHECK(b.thread_ts.empty());
    CHECK_FALSE(b.ephemeral);
    CHECK_FALSE(b.in_view);
    REQUIRE(b.actions.size() == 1);
    CHECK(b.actions[0].action_id == "ticket.claim");
    CHECK(b.actions[0].block_id == "ticket.actions");
    CHECK(b.actions[0].value == "v1:12");
    CHECK(b.actions[0].action_ts == "1767341300.111111");
}

TEST_CASE("a choice in a private message is understood without the message, even of an outsider")
{
    const auto b = own_interaction<block_actions>("block_actions_ephemeral");
    CHECK(b.team == "T0ACME0001");
    CHECK(b.who.team == "T0PARTNER1");
    CHECK(b.ephemeral);
    CHECK(b.message_ts == "1767340806.000160");
    CHECK(b.thread_ts == "1767340800.000100");
    REQUIRE(b.actions.size() == 3);
    CHECK(b.actions[0].value == "urgent");
    CHECK(b.actions[1].value == "U0ANN00001");
    CHECK(b.actions[2].value.empty());
}

TEST_CASE("an action in a view brings the view and no message")
{
    const auto b = own_interaction<block_actions>("block_actions_view");
    REQUIRE(b.in_view);
    CHECK(b.in_view->id == "V0FORM0001");
    CHECK(b.in_view->hash == "1767341310.abc");
    CHECK(b.in_view->private_metadata == R"({"queue":"it"})");
    CHECK(b.in_view->state.at("queue").at("select") == list{"it"});
    CHECK(b.response_url.empty());
    CHECK(b.message_ts.empty());
}

TEST_CASE("a submitted form yields what stands in each kind of input")
{
    const auto s = own_interaction<view_submission>("view_submission");
    CHECK(s.who.id == "U0BEN00001");
    CHECK(s.trigger_id == "1234.5678.abcdef");
    CHECK(s.what.callback_id == "ticket.open");
    CHECK(s.what.root_id == "V0FORM0001");
    const auto& state = s.what.state;
    CHECK(state.at("what").at("text") == list{"VPN drops & more <b>"});
    CHECK(state.at("details").at("text").empty());
    CHECK(state.at("queue").at("select") == list{"it"});
    CHECK(state.at("urgency").at("radio").empty());
    CHECK(state.at("people").at("users") == list{"U0ANN00001", "U0BEN00001"});
    CHECK(state.at("where").at("channel") == list{"C0HELP0001"});
    CHECK(state.at("where").at("channels") == list{"C0HELP0001", "C0TRIAGE01"});
    CHECK(state.at("checks").at("boxes") == list{"a", "b"});
    CHECK(state.at("when").at("date") == list{"2026-01-05"});
    CHECK(state.at("when").at("time") == list{"09:30"});
    CHECK(state.at("when").at("at") == list{"1767600000"});
    CHECK(state.at("files").at("upload") == list{"F0SHOT0001"});
}

TEST_CASE("a view of an installation for a whole organisation belongs to the workspace it was installed for")
{
    const auto s = own_interaction<view_submission>("view_submission_organisation");
    CHECK(s.team == "T0ACME0001");
    CHECK(s.enterprise == "E0ORG00001");
    CHECK(s.who.team == "T0OTHER001");
}

TEST_CASE("a closed view says whether all of them were closed")
{
    const auto c = own_interaction<view_closed>("view_closed");
    CHECK(c.cleared);
    CHECK(c.what.callback_id == "ticket.open");
}

TEST_CASE("shortcuts open a dialog for whoever asked, on the message they asked about")
{
    const auto m = own_interaction<message_shortcut>("message_action");
    CHECK(m.callback_id == "open_ticket_from_message");
    CHECK(m.trigger_id == "1234.5678.abcdef");
    CHECK(m.action_ts == "1767341303.111111");
    CHECK(m.what.channel == "C0HELP0001");
    CHECK(m.what.ts == "1767340860.000200");
    CHECK(m.what.root() == "1767340800.000100");
    CHECK(m.what.user == "U0ANN00001");
    const auto g = own_interaction<global_shortcut>("shortcut");
    CHECK(g.callback_id == "open_ticket");
    CHECK(g.who.id == "U0BEN00001");
    CHECK(g.action_ts == "1767341304.111111");
}

TEST_CASE("what is typed into a searching select arrives as typed")
{
    const auto s = own_interaction<block_suggestion>("block_suggestion");
    CHECK(s.value == "vp");
    CHECK(s.block_id == "service");
    CHECK(s.action_id == "pick");
}

TEST_CASE("a slash command arrives with its text untouched")
{
    const auto c = decoded<slash_command>(form_body, content(own_samples() / "commands" / "ticket_assign.form"));
    CHECK(c.team == "T0ACME0001");
    CHECK(c.app == "A0DOCKET01");
    CHECK(c.who.id == "U0BEN00001");
    CHECK(c.command == "/ticket");
    CHECK(c.text == "assign #12 <@U0ANN00001|ann> see &lt;manual&gt; & more");
    CHECK(c.channel == "C0HELP0001");
    CHECK(c.channel_name == "help");
    CHECK(c.response_url == "https://hooks.slack.com/commands/T0ACME0001/1234/redacted");
    CHECK(c.trigger_id == "1234.5678.abcdef");
    const auto german = content(own_samples() / "commands" / "ticket_umlaut.form");
    CHECK(decoded<slash_command>(form_body, german).text == "new Drücker 🖨 geht nicht + qualmt");
    const auto organisation = content(own_samples() / "commands" / "ticket_organisation.form");
    CHECK(decoded<slash_command>(form_body, organisation).enterprise == "E0ORG00001");
    CHECK(decoded<slash_command>(form_body, content(own_samples() / "commands" / "ticket_empty.form")).text.empty());
}

TEST_CASE("the content type is read as HTTP writes it")
{
    decoded<unused_request>("application/json; charset=utf-8", "{}");
    decoded<unused_request>("Application/JSON ;charset=UTF-8", "{}");
    decoded<unused_request>("APPLICATION/x-www-form-urlencoded", "a=b");
    CHECK_FALSE(decode("text/plain", "{}"));
    CHECK_FALSE(decode("", "{}"));
    CHECK_FALSE(decode("application/jsonp", "{}"));
}

TEST_CASE("a body that is not what it says is malformed")
{
    const auto body = GENERATE(values<std::string>({
        "",
        "{",
        "[]",
        "3",
        "null",
        "\"text\"",
        "{\"type\":\"event_callback\"}x",
        "{\"a\":\"\xFF\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":1e999}",
        "{\"a\":\x01}",
    }));
    CAPTURE(body);
    CHECK_FALSE(decode(json_body, body));
    CHECK_FALSE(decode(form_body, as_form(body)));
}

TEST_CASE("a form with broken escapes or bytes that are no text is malformed")
{
    CHECK_FALSE(decode(form_body, "command=%2"));
    CHECK_FALSE(decode(form_body, "command=%zz"));
    CHECK_FALSE(decode(form_body, "command=%2Fticket&user_id=U1&text=%FF"));
    CHECK_FALSE(decode(form_body, "command=%2Fticket&user_id=U1&text=\xC3"));
}

TEST_CASE("nesting is bounded before anything is built")
{
    const auto nested = [](int depth) {
        return R"({"type":"x","a":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    CHECK(decode(json_body, nested(150)));
    CHECK_FALSE(decode(json_body, nested(250)));
    CHECK_FALSE(decode(json_body, nested(100'000)));
    CHECK_FALSE(decode(json_body, std::string(1'000'000, '[')));
    CHECK_FALSE(decode(form_body, as_form(std::string(100'000, '{'))));
    // Brackets inside text do not nest.
    CHECK(decode(json_body, R"({"type":"x","a":"\")" + std::string(5'000, '[') + "\"}"));
}

TEST_CASE("a field of the wrong type counts as absent")
{
    const auto odd = decoded<event_callback>(json_body, R"({
        "type":"event_callback","team_id":{"id":"T1"},"authorizations":"none","event_id":["Ev1"],
        "event":{"type":"message","channel":"C1","ts":"1.2","user":null,"text":[],"files":{"id":"F1"},"hidden":"no",
                 "bot_profile":[],"metadata":"x","edited":true,"thread_ts":false}})");
    CHECK(odd.team.empty());
    CHECK(odd.event_id.empty());
    const auto& m = std::get<message>(odd.what);
    CHECK(m.channel == "C1");
    CHECK(m.user.empty());
    CHECK(m.text.empty());
    CHECK(m.files.empty());
    CHECK_FALSE(m.hidden);
    CHECK_FALSE(m.edited);
    CHECK(m.thread_ts.empty());
}

TEST_CASE("an event without what identifies it is of no use, and no error")
{
    const auto event = GENERATE(values<std::string>({
        R"(null)",
        R"([])",
        R"({})",
        R"({"type":"message"})",
        R"({"type":"message","channel":"C1"})",
        R"({"type":"message","subtype":"message_changed","channel":"C1"})",
        R"({"type":"message","subtype":"message_deleted","channel":"C1"})",
        R"({"type":"app_mention","ts":"1.2"})",
        R"({"type":"reaction_added","user":"U1","reaction":"ticket"})",
        R"({"type":"reaction_added","user":"U1","reaction":"::skin-tone-2","item":{"type":"message","channel":"C","ts":"1"}})",
        R"({"type":"channel_rename","channel":{}})",
        R"({"type":"channel_archive"})",
        R"({"type":"user_change","user":"U1"})",
        R"({"type":"team_join"})",
        R"({"type":"subteam_updated"})",
    }));
    CAPTURE(event);
    const auto e = decoded<event_callback>(json_body, R"({"type":"event_callback","event":)" + event + "}");
    CHECK(std::holds_alternative<unused_event>(e.what));
}

TEST_CASE("an interaction without its person or subject is of no use, and no error")
{
    const auto payload = GENERATE(values<std::string>({
        R"({"type":"block_actions","user":{"id":"U1"},"actions":[]})",
        R"({"type":"block_actions","actions":[{"action_id":"a"}]})",
        R"({"type":"view_submission","user":{"id":"U1"}})",
        R"({"type":"view_closed","view":{"id":"V1"}})",
        R"({"type":"message_action","user":{"id":"U1"},"message":{"ts":"1.2"}})",
        R"({"type":"shortcut","callback_id":"c"})",
        R"({"type":"block_suggestion"})",
    }));
    CAPTURE(payload);
    decoded<unused_request>(form_body, as_form(payload));
}

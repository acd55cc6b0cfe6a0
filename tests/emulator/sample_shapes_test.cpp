// What the emulator sends to the app has every field that Slack's own samples show for its kind.

#include "sample_shapes.hpp"
#include "shape.hpp"
#include "stage.hpp"

using namespace emulator_tests;

namespace {

/// The last event of a type that the app was sent: the whole body.
json heard(const stage& s, const std::string& type, const std::string& subtype = "")
{
    for (auto each = s.app.asked.rbegin(); each != s.app.asked.rend(); ++each) {
        const auto body = json::parse(each->body, nullptr, false);
        if (!body.is_object() || !body.contains("event"))
            continue;
        const auto& event = body.at("event");
        if (event.at("type") == type && event.value("subtype", "") == subtype)
            return body;
    }
    FAIL("no " << type << " " << subtype << " was sent");
    return nullptr;
}

/// A view as the app opens it right after a shortcut of Ann's.
void open_form(stage& s)
{
    s.run(s.slack.global_shortcut(s.ann, "open_ticket"));
    json arguments = json::object();
    arguments["trigger_id"] = s.app.last().at("trigger_id");
    arguments["view"] = some_view("modal");
    REQUIRE(s.call("views.open", arguments).at("ok") == true);
}

json message_of_bot(stage& s, const std::string& thread_ts = "")
{
    json arguments = json::object();
    arguments["channel"] = s.help;
    arguments["text"] = "#12";
    arguments["blocks"] = some_blocks();
    if (!thread_ts.empty())
        arguments["thread_ts"] = thread_ts;
    const auto answer = s.call("chat.postMessage", arguments);
    REQUIRE(answer.at("ok") == true);
    return answer;
}

/// Compares one body with all samples of its name, whole events and the inner ones of the reference alike.
void is_like_events(const std::string& name, const json& body)
{
    if (std::filesystem::exists(samples() / "events" / (name + ".json")))
        for (const auto& [file, sample] : samples_of("events", name))
            has_all_of(file, sample, body);
    if (!std::filesystem::exists(samples() / "events-api" / "reference" / (name + ".json")))
        return;
    for (const auto& [file, page] : samples_of("events-api/reference", name))
        if (const auto example = page.value("example", json()); example.is_object())
            has_all_of(file, example, example.contains("event") ? body : body.at("event"));
}

}  // namespace

TEST_CASE("a field that a sample has and ours lacks is found, and one of another type", "[emulator]")
{
    const auto sample = parsed(R"({
        "event": {"type": "message", "team": "T1", "ts": "1.0", "edited": {"user": "U1"}, "nothing": null},
        "actions": [{"type": "button", "value": "1"}, {"type": "overflow", "options": []}],
        "users": ["U1"], "state": {"values": {"b": {"a": {"type": "datepicker", "selected_date": "2026-03-02"}}}}
    })");
    CHECK(missing(sample, sample).empty());
    const auto ours = parsed(R"({
        "event": {"type": "message", "ts": 1, "edited": {}},
        "actions": [{"type": "button"}], "users": [], "state": {"values": {"x": {"y": {"type": "datepicker"}}}}
    })");
    const std::set<std::string> wanted{
        "/event/team", "/event/ts: string, not number",  "/event/edited/user", "/event/nothing", "/actions/*/value",
        "/users/*",    "/state/values/*/*/selected_date"
    };
    CHECK(missing(sample, ours) == wanted);
}

TEST_CASE("events of messages have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    stage s;
    const auto ts = s.slack.post(s.ann, s.help, "<@" + s.slack.bot() + "> my laptop is slow");
    s.settle();
    is_like_events("message", heard(s, "message"));
    is_like_events("app_mention", heard(s, "app_mention"));

    s.slack.edit(s.ann, s.help, ts, "my laptop is *very* slow");
    s.settle();
    is_like_events("message.message_changed", heard(s, "message", "message_changed"));

    const auto who = s.slack.add_person("cyd");
    s.slack.join(who, s.help, s.ann);
    s.settle();
    is_like_events("message.channel_join", heard(s, "message", "channel_join"));
    is_like_events("member_joined_channel", heard(s, "member_joined_channel"));
    s.slack.leave(who, s.help);
    s.settle();
    is_like_events("member_left_channel", heard(s, "member_left_channel"));

    s.slack.bot_post(s.help, "build failed", ts);
    s.settle();
    is_like_events("message.bot_message", heard(s, "message", "bot_message"));
    s.slack.world().find_channel(s.help)->external = true;
    message_of_bot(s);
    s.settle();
    is_like_events("message.shared_channel.bot", heard(s, "message"));
}

TEST_CASE("events of reactions, channels, people and groups have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    stage s;
    const auto ts = s.slack.post(s.ann, s.help, "react");
    s.slack.react(s.ben, s.help, ts, "eyes");
    s.slack.unreact(s.ben, s.help, ts, "eyes");
    s.slack.rename(s.help, "assistance");
    s.slack.archive(s.ann, s.help);
    s.slack.unarchive(s.ann, s.help);
    const auto shut = s.slack.add_channel("desk", {s.ben, s.slack.bot()}, channel_kind::private_channel);
    s.slack.rename(shut, "the-desk");
    s.slack.archive(s.ben, shut);
    s.slack.unarchive(s.ben, shut);
    s.slack.remove_bot(shut);
    s.slack.remove_bot(s.help);
    const auto group = s.slack.add_group("agents", {s.ben});
    s.slack.set_group_users(group, {s.ann});
    s.slack.change_person(*s.slack.world().find_person(s.ben));
    s.slack.open_home(s.ann);
    json publish = json::object();
    publish["user_id"] = s.ann;
    publish["view"] = some_view("home");
    s.settle();
    REQUIRE(s.call("views.publish", publish).at("ok") == true);
    s.slack.open_home(s.ann);
    s.settle();
    for (const auto* name :
         {"reaction_added", "reaction_removed", "channel_rename", "channel_archive", "channel_unarchive",
          "channel_left", "group_rename", "group_archive", "group_unarchive", "group_left", "subteam_members_changed",
          "subteam_updated", "user_change", "app_home_opened"})
        is_like_events(name, heard(s, name));
}

TEST_CASE("clicks and menus have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    stage s;
    const auto on = message_of_bot(s);
    s.run(s.slack.press(s.ann, s.help, on.at("ts"), "claim"));
    const auto click = s.app.last();
    for (const auto& [file, sample] : samples_of("interactive", "block_actions.button.message"))
        if (!sample.at("container").value("is_ephemeral", false))
            has_all_of(file, sample, click);

    json arguments = json::object();
    arguments["channel"] = s.help;
    arguments["user"] = s.ann;
    arguments["text"] = "#12";
    arguments["thread_ts"] = on.at("ts");
    arguments["blocks"] = some_blocks();
    const auto shown = s.call("chat.postEphemeral", arguments);
    s.run(s.slack.press_ephemeral(s.ann, shown.at("message_ts"), "claim"));
    const auto private_click = s.app.last();
    for (const auto& [file, sample] : samples_of("interactive", "block_actions.button.message"))
        if (sample.at("container").value("is_ephemeral", false))
            has_all_of(file, sample, private_click);

    json publish = json::object();
    publish["user_id"] = s.ann;
    publish["view"] = some_view("home");
    const auto home = s.call("views.publish", publish);
    s.run(s.slack.in_view_press(s.ann, home.at("view").at("id"), "claim"));
    for (const auto& [file, sample] : samples_of("interactive", "block_actions.button.view"))
        has_all_of(file, sample, s.app.last());
}

TEST_CASE("shortcuts have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    stage s;
    s.run(s.slack.global_shortcut(s.ann, "open_ticket"));
    for (const auto& [file, sample] : samples_of("interactive", "shortcut"))
        has_all_of(file, sample, s.app.last());
    const auto ts = s.slack.post(s.ben, s.help, "<@" + s.ann + "> look");
    s.settle();
    s.run(s.slack.message_shortcut(s.ann, s.help, ts, "open_ticket_from_message"));
    const auto on_person = s.app.last();
    const auto posted = message_of_bot(s).at("ts").get<std::string>();
    json arguments = json::object();
    arguments["channel"] = s.help;
    arguments["ts"] = posted;
    arguments["text"] = "#12, changed";
    s.call("chat.update", arguments);
    s.slack.unfurl(s.help, posted);
    s.settle();
    s.run(s.slack.message_shortcut(s.ann, s.help, posted, "open_ticket_from_message"));
    const auto on_bot = s.app.last();
    for (const auto& [file, sample] : samples_of("interactive", "message_action"))
        has_all_of(file, sample, sample.at("message").contains("bot_id") ? on_bot : on_person);
}

TEST_CASE("forms have every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    stage s;
    open_form(s);
    s.app.answer = [](const http::request&) {
        return says(R"({"options": [{"text": {"type": "plain_text", "text": "Ben"}, "value": "ben"}]})");
    };
    s.run(s.slack.type_for_options(s.ann, "", "pick", "be"));
    for (const auto& [file, sample] : samples_of("interactive", "block_suggestion.modal"))
        has_all_of(file, sample, s.app.last());
    const auto ts = message_of_bot(s).at("ts").get<std::string>();
    s.run(s.slack.options_in_message(s.ann, s.help, ts, "agent", "be", "buttons"));
    for (const auto& [file, sample] : samples_of("interactive", "block_suggestion"))
        has_all_of(file, sample, s.app.last());

    s.app.answer = [](const http::request&) { return http::response(200); };
    json values = json::object();
    values["summary"]["text"] = "Laptop";
    values["owner"]["pick"] = "ben";
    values["where"]["where"] = s.help;
    const auto sent = s.run(s.slack.submit(s.ann, "", values));
    REQUIRE(sent.ok());
    for (const auto& [file, sample] : samples_of("interactive", "view_submission.modal"))
        has_all_of(file, sample, s.app.last());

    open_form(s);
    s.run(s.slack.close_view(s.ann));
    for (const auto& [file, sample] : samples_of("interactive", "view_closed.modal"))
        has_all_of(file, sample, s.app.last());
}

TEST_CASE("a command has every field of Slack's samples", "[emulator]")
{
    if (no_samples())
        return;
    stage s;
    s.run(s.slack.command(s.ann, s.help, "/ticket", "new laptop"));
    json fields = json::object();
    const auto form = http::parse_form(s.app.asked.back().body);
    REQUIRE(form);
    for (const auto& [name, value] : *form)
        fields[name] = value;
    for (const auto* name : {"command_weather", "command_hello", "command_webhook-collect", "command_hi-socket-mode"})
        for (const auto& [file, sample] : samples_of("commands", name))
            has_all_of(file, sample, fields);
}

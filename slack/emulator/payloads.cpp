#include "slack/emulator/payloads.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/shapes.hpp"
#include "slack/emulator/stamp.hpp"
#include "slack/emulator/text.hpp"

#include <fmt/format.h>
#include <map>

namespace docket::slack::emulator {

namespace {

/// The retired verification token: present in every payload, to be ignored.
constexpr const char* legacy_token = "legacy-fixed-value";

json user_part(const workspace& where, const std::string& user)
{
    const auto* who = where.find_person(user);
    json part = json::object();
    part["id"] = user;
    part["username"] = who == nullptr ? "" : who->name;
    part["name"] = who == nullptr ? "" : who->name;
    part["team_id"] = who == nullptr ? where.team_id : who->team_id;
    return part;
}

json interaction(const workspace& where, const std::string& type, const std::string& user)
{
    json payload = json::object();
    payload["type"] = type;
    payload["token"] = legacy_token;
    payload["api_app_id"] = where.app.app_id;
    payload["team"]["id"] = where.team_id;
    payload["team"]["domain"] = where.domain;
    payload["enterprise"] = nullptr;
    payload["is_enterprise_install"] = false;
    payload["user"] = user_part(where, user);
    return payload;
}

/// What a menu's search says wherever it stands.
json suggestion(const workspace& where, const std::string& user, const located& menu, const std::string& typed)
{
    auto payload = interaction(where, "block_suggestion", user);
    payload["block_id"] = menu.block_id();
    payload["action_id"] = menu.element.at("action_id");
    payload["value"] = typed;
    return payload;
}

json message_container(
    const std::string& ts, const std::string& channel, const std::string& thread_ts, bool is_ephemeral
)
{
    json container = json::object();
    container["type"] = "message";
    container["message_ts"] = ts;
    container["channel_id"] = channel;
    container["is_ephemeral"] = is_ephemeral;
    if (!thread_ts.empty())
        container["thread_ts"] = thread_ts;
    return container;
}

/// A conversation's name as interactions give it: hidden where the bot is not, and for direct messages.
std::string shown_name(const workspace& where, const channel& in)
{
    switch (in.kind) {
        case channel_kind::public_channel:
            return in.name;
        case channel_kind::private_channel:
            return where.bot_is_in(in) ? in.name : "privategroup";
        case channel_kind::im:
            return "directmessage";
    }
    return in.name;
}

json channel_part(const workspace& where, const channel& in)
{
    json part = json::object();
    part["id"] = in.id;
    part["name"] = shown_name(where, in);
    return part;
}

std::string response_url(workspace& where, response_target to, instant now)
{
    to.issued = now;
    return where.base_url + "/response/" + where.responses.issue(std::move(to));
}

response_target target(
    response_target::source from, const std::string& user, const std::string& channel, const std::string& ts,
    const std::string& thread_ts
)
{
    response_target to;
    to.from = from;
    to.user = user;
    to.channel = channel;
    to.message_ts = ts;
    to.thread_ts = thread_ts;
    return to;
}

/// The values of a message's elements: their initial ones, and the one just set.
json message_state(const json& blocks, const located& used, const json& entry)
{
    auto values = initial_state(blocks);
    const auto action_id = used.element.at("action_id").get<std::string>();
    if (values.contains(used.block_id()) && values.at(used.block_id()).contains(action_id))
        values[used.block_id()][action_id] = entry;
    json state = json::object();
    state["values"] = std::move(values);
    return state;
}

std::string event_scope(const std::string& subscription)
{
    static const std::map<std::string, std::string> scopes{
        {"message.channels", "channels:history"},
        {"message.groups", "groups:history"},
        {"message.im", "im:history"},
        {"app_mention", "app_mentions:read"},
        {"reaction_added", "reactions:read"},
        {"reaction_removed", "reactions:read"},
        {"member_joined_channel", "channels:read"},
        {"member_left_channel", "channels:read"},
        {"channel_left", "channels:read"},
        {"channel_archive", "channels:read"},
        {"channel_unarchive", "channels:read"},
        {"channel_rename", "channels:read"},
        {"group_left", "groups:read"},
        {"group_archive", "groups:read"},
        {"group_unarchive", "groups:read"},
        {"group_rename", "groups:read"},
        {"user_change", "users:read"},
        {"subteam_members_changed", "usergroups:read"},
        {"subteam_updated", "usergroups:read"},
    };
    const auto found = scopes.find(subscription);
    return found == scopes.end() ? "" : found->second;
}

}  // namespace

json event_envelope(workspace& where, const json& event, instant now)
{
    json seen_by = json::object();
    seen_by["enterprise_id"] = nullptr;
    seen_by["team_id"] = where.team_id;
    seen_by["user_id"] = where.app.bot_user;
    seen_by["is_bot"] = true;
    seen_by["is_enterprise_install"] = false;
    json envelope = json::object();
    envelope["type"] = "event_callback";
    envelope["token"] = legacy_token;
    envelope["team_id"] = where.team_id;
    envelope["context_team_id"] = where.team_id;
    envelope["context_enterprise_id"] = nullptr;
    envelope["api_app_id"] = where.app.app_id;
    envelope["event"] = event;
    envelope["event_id"] = where.new_id("Ev");
    envelope["event_time"] = seconds_of(now);
    envelope["event_context"] = "4-" + where.new_id("ctx");
    envelope["authorizations"] = json::array();
    envelope["authorizations"].push_back(std::move(seen_by));
    envelope["is_ext_shared_channel"] = false;
    if (event.contains("channel") && event.at("channel").is_string())
        if (const auto* in = where.find_channel(event.at("channel").get<std::string>()))
            envelope["is_ext_shared_channel"] = in->external;
    return envelope;
}

bool is_heard(const workspace& where, const occurrence& what)
{
    const auto scope = event_scope(what.subscription);
    return where.app.installed && where.app.subscriptions.count(what.subscription) != 0 &&
           (scope.empty() || where.app.scopes.count(scope) != 0);
}

json action_json(const located& used, const json& entry, instant now)
{
    json action = entry;
    action["type"] = used.element.at("type");
    action["block_id"] = used.block_id();
    action["action_id"] = used.element.at("action_id");
    action["action_ts"] = stamp(micros_of(now));
    for (const auto* key : {"text", "style", "placeholder", "confirm"})
        if (used.element.contains(key))
            action[key] = used.element.at(key);
    if (used.element.at("type") == "button" && used.element.contains("value"))
        action["value"] = used.element.at("value");
    return action;
}

json block_actions_in_message(
    workspace& where, const std::string& user, const channel& in, const message& on, const located& used,
    const json& entry, instant now
)
{
    auto payload = interaction(where, "block_actions", user);
    payload["trigger_id"] = where.triggers.issue(user, "", now);
    payload["container"] = message_container(on.ts, in.id, "", false);
    payload["channel"] = channel_part(where, in);
    payload["message"] = message_json(where, in, on, reading::event);
    if (payload["message"].contains("thread_ts"))
        payload["container"]["thread_ts"] = payload["message"]["thread_ts"];
    payload["state"] = message_state(on.blocks, used, entry);
    payload["response_url"] =
        response_url(where, target(response_target::source::message, user, in.id, on.ts, on.thread_ts), now);
    payload["actions"].push_back(action_json(used, entry, now));
    return payload;
}

json block_actions_in_ephemeral(
    workspace& where, const ephemeral& on, const located& used, const json& entry, instant now
)
{
    auto payload = interaction(where, "block_actions", on.to);
    payload["trigger_id"] = where.triggers.issue(on.to, "", now);
    payload["container"] = message_container(on.ts, on.channel, on.thread_ts, true);
    if (const auto* in = where.find_channel(on.channel))
        payload["channel"] = channel_part(where, *in);
    payload["state"] = message_state(on.blocks, used, entry);
    payload["response_url"] =
        response_url(where, target(response_target::source::ephemeral, on.to, on.channel, on.ts, on.thread_ts), now);
    payload["actions"].push_back(action_json(used, entry, now));
    return payload;
}

json block_actions_in_view(workspace& where, const view& on, const located& used, const json& entry, instant now)
{
    const bool modal = on.content.at("type") == "modal";
    auto payload = interaction(where, "block_actions", on.owner);
    payload["trigger_id"] = where.triggers.issue(on.owner, modal ? on.id : "", now);
    payload["container"]["type"] = "view";
    payload["container"]["view_id"] = on.id;
    payload["view"] = view_json(where, on);
    payload["actions"].push_back(action_json(used, entry, now));
    return payload;
}

json view_submission(workspace& where, const view& submitted, instant now)
{
    auto payload = interaction(where, "view_submission", submitted.owner);
    payload["trigger_id"] = where.triggers.issue(submitted.owner, submitted.id, now);
    payload["view"] = view_json(where, submitted);
    payload["response_urls"] = json::array();
    for (const auto& each : elements_of(submitted.content.at("blocks"))) {
        if (!is_set(each.element, "response_url_enabled"))
            continue;
        const auto action_id = each.element.at("action_id").get<std::string>();
        const auto entry = submitted.typed.value(each.block_id(), json::object()).value(action_id, json::object());
        const auto chosen = entry.value("selected_channel", entry.value("selected_conversation", json()));
        if (!chosen.is_string())
            continue;
        json one = json::object();
        one["block_id"] = each.block_id();
        one["action_id"] = action_id;
        one["channel_id"] = chosen;
        one["response_url"] = response_url(
            where, target(response_target::source::shortcut, submitted.owner, chosen.get<std::string>(), "", ""), now
        );
        payload["response_urls"].push_back(std::move(one));
    }
    return payload;
}

json view_closed(workspace& where, const view& closed, bool all)
{
    auto payload = interaction(where, "view_closed", closed.owner);
    payload["view"] = view_json(where, closed);
    payload["is_cleared"] = all;
    return payload;
}

json global_shortcut(workspace& where, const std::string& user, const std::string& callback_id, instant now)
{
    auto payload = interaction(where, "shortcut", user);
    payload.erase("api_app_id");
    payload["callback_id"] = callback_id;
    payload["trigger_id"] = where.triggers.issue(user, "", now);
    payload["action_ts"] = stamp(micros_of(now));
    return payload;
}

json message_shortcut(
    workspace& where, const std::string& user, const channel& in, const message& on, const std::string& callback_id,
    instant now
)
{
    auto payload = interaction(where, "message_action", user);
    payload.erase("api_app_id");
    payload["callback_id"] = callback_id;
    payload["trigger_id"] = where.triggers.issue(user, "", now);
    payload["action_ts"] = stamp(micros_of(now));
    payload["channel"] = channel_part(where, in);
    payload["message_ts"] = on.ts;
    payload["message"] = message_json(where, in, on, reading::event);
    payload["response_url"] =
        response_url(where, target(response_target::source::shortcut, user, in.id, on.ts, on.thread_ts), now);
    return payload;
}

json block_suggestion(workspace& where, const view& in, const located& menu, const std::string& typed)
{
    auto payload = suggestion(where, in.owner, menu, typed);
    payload["container"]["type"] = "view";
    payload["container"]["view_id"] = in.id;
    payload["view"] = view_json(where, in);
    return payload;
}

json block_suggestion(
    workspace& where, const std::string& user, const channel& in, const message& on, const located& menu,
    const std::string& typed
)
{
    auto payload = suggestion(where, user, menu, typed);
    payload["container"] = message_container(on.ts, in.id, on.thread_ts, false);
    payload["channel"] = channel_part(where, in);
    payload["message"] = message_json(where, in, on, reading::event);
    return payload;
}

json block_suggestion(workspace& where, const ephemeral& on, const located& menu, const std::string& typed)
{
    auto payload = suggestion(where, on.to, menu, typed);
    payload["container"] = message_container(on.ts, on.channel, on.thread_ts, true);
    if (const auto* in = where.find_channel(on.channel))
        payload["channel"] = channel_part(where, *in);
    return payload;
}

std::string escaped_command_text(const workspace& where, const std::string& typed)
{
    const auto escaped = [&](const std::string& word) -> std::string {
        for (const auto& [id, who] : where.people)
            if (word == "@" + who.name)
                return "<@" + id + "|" + who.name + ">";
        for (const auto& [id, group] : where.groups)
            if (word == "@" + group.handle)
                return "<!subteam^" + id + "|@" + group.handle + ">";
        for (const auto& [id, in] : where.channels) {
            const bool is_public = in.kind == channel_kind::public_channel;
            if (in.kind != channel_kind::im && word == "#" + in.name)
                return "<#" + id + "|" + (is_public ? in.name : "") + ">";
        }
        return word;
    };
    std::string out;
    std::string word;
    for (const char c : kept_text(typed, true) + " ") {
        if (c != ' ') {
            word += c;
            continue;
        }
        out += escaped(word) + " ";
        word.clear();
    }
    out.pop_back();
    return out;
}

std::vector<std::pair<std::string, std::string>> command_fields(
    workspace& where, const std::string& user, const channel& in, const std::string& command, const std::string& text,
    instant now
)
{
    const auto* who = where.find_person(user);
    return {
        {"token", legacy_token},
        {"team_id", where.team_id},
        {"team_domain", where.domain},
        {"channel_id", in.id},
        {"channel_name", shown_name(where, in)},
        {"user_id", user},
        {"user_name", who == nullptr ? "" : who->name},
        {"command", command},
        {"text", text},
        {"api_app_id", where.app.app_id},
        {"is_enterprise_install", "false"},
        {"response_url", response_url(where, target(response_target::source::command, user, in.id, "", ""), now)},
        {"trigger_id", where.triggers.issue(user, "", now)},
    };
}

}  // namespace docket::slack::emulator

#include "slack/inbound_fields.hpp"
#include "slack/inbound_parts.hpp"

// Interaction payloads (docs.slack.dev/reference/interaction-payloads).

namespace docket::slack::parts {

namespace {

using fields::at;
using fields::either;
using fields::flag;
using fields::list;
using fields::text;
using nlohmann::json;

/// Fills what every interaction has. With an organisation-wide installation `team` is null; a view then says for which
/// workspace the app was installed, and says so too when it was opened across a shared channel.
template <class Interaction>
Interaction common(const json& payload)
{
    const auto& user = at(payload, "user");
    Interaction i;
    i.who = person{text(user, "id"), text(user, "team_id")};
    i.team = either(text(at(payload, "view"), "app_installed_team_id"), text(at(payload, "team"), "id"));
    i.team = either(std::move(i.team), i.who.team);
    if constexpr (requires { i.enterprise; })
        i.enterprise = either(text(at(payload, "enterprise"), "id"), text(at(payload, "team"), "enterprise_id"));
    if constexpr (requires { i.app; })
        i.app = text(payload, "api_app_id");
    return i;
}

block_action action_from(const json& from)
{
    auto values = input_values(from);
    block_action a;
    a.action_id = text(from, "action_id");
    a.block_id = text(from, "block_id");
    if (!values.empty())
        a.value = std::move(values.front());
    a.action_ts = text(from, "action_ts");
    return a;
}

inbound actions(const json& payload)
{
    const auto& container = at(payload, "container");
    const auto& shown = at(payload, "message");  // absent or minimal for ephemeral messages
    auto pressed = common<block_actions>(payload);
    pressed.trigger_id = text(payload, "trigger_id");
    pressed.response_url = text(payload, "response_url");
    pressed.channel = either(text(at(payload, "channel"), "id"), text(container, "channel_id"));
    pressed.message_ts = either(text(container, "message_ts"), text(shown, "ts"));
    pressed.thread_ts = either(text(container, "thread_ts"), text(shown, "thread_ts"));
    pressed.ephemeral = flag(container, "is_ephemeral");
    if (at(payload, "view").is_object())
        pressed.in_view = view_from(at(payload, "view"));
    for (const auto& each : list(payload, "actions"))
        pressed.actions.push_back(action_from(each));
    if (pressed.who.id.empty() || pressed.actions.empty())
        return unused_request{"block_actions"};
    return pressed;
}

inbound submission(const json& payload)
{
    auto submitted = common<view_submission>(payload);
    submitted.trigger_id = text(payload, "trigger_id");
    submitted.what = view_from(at(payload, "view"));
    if (submitted.who.id.empty() || submitted.what.id.empty())
        return unused_request{"view_submission"};
    return submitted;
}

inbound closing(const json& payload)
{
    auto closed = common<view_closed>(payload);
    closed.what = view_from(at(payload, "view"));
    closed.cleared = flag(payload, "is_cleared");
    if (closed.who.id.empty() || closed.what.id.empty())
        return unused_request{"view_closed"};
    return closed;
}

inbound on_message(const json& payload)
{
    auto asked = common<message_shortcut>(payload);
    asked.callback_id = text(payload, "callback_id");
    asked.trigger_id = text(payload, "trigger_id");
    asked.response_url = text(payload, "response_url");
    asked.action_ts = text(payload, "action_ts");
    asked.what = message_from(at(payload, "message"), text(at(payload, "channel"), "id"));
    asked.what.ts = either(std::move(asked.what.ts), text(payload, "message_ts"));
    if (asked.who.id.empty() || asked.what.channel.empty() || asked.what.ts.empty())
        return unused_request{"message_action"};
    return asked;
}

inbound anywhere(const json& payload)
{
    auto asked = common<global_shortcut>(payload);
    asked.callback_id = text(payload, "callback_id");
    asked.trigger_id = text(payload, "trigger_id");
    asked.action_ts = text(payload, "action_ts");
    if (asked.who.id.empty())
        return unused_request{"shortcut"};
    return asked;
}

inbound suggestion(const json& payload)
{
    auto typed = common<block_suggestion>(payload);
    typed.action_id = text(payload, "action_id");
    typed.block_id = text(payload, "block_id");
    typed.value = text(payload, "value");
    if (typed.who.id.empty())
        return unused_request{"block_suggestion"};
    return typed;
}

}  // namespace

inbound interaction(const fields::element& from)
{
    const auto payload = fields::tree(from);
    const auto type = text(payload, "type");
    if (type == "block_actions")
        return actions(payload);
    if (type == "view_submission")
        return submission(payload);
    if (type == "view_closed")
        return closing(payload);
    if (type == "message_action")
        return on_message(payload);
    if (type == "shortcut")
        return anywhere(payload);
    if (type == "block_suggestion")
        return suggestion(payload);
    return unused_request{type};
}

}  // namespace docket::slack::parts

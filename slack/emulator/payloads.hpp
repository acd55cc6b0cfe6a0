#pragma once

#include "slack/emulator/state.hpp"
#include "slack/emulator/workspace.hpp"

#include <string>
#include <utility>
#include <vector>

/// The bodies of what Slack sends to an app, in the shapes of its documentation and of the recorded samples.
/// Functions that hand out a trigger_id or response_url issue it at `now`.
namespace docket::slack::emulator {

/// The Events API envelope round an inner event.
json event_envelope(workspace& where, const json& event, instant now);

/// Whether the app hears of it: subscribed to, and the scope for that event granted.
bool is_heard(const workspace& where, const occurrence& what);

/// What one use of an element says in `actions`.
json action_json(const located& used, const json& entry, instant now);

/// Somebody used an element of a message of the app's.
json block_actions_in_message(
    workspace& where, const std::string& user, const channel& in, const message& on, const located& used,
    const json& entry, instant now
);

/// The same in an ephemeral message: no `message` in it.
json block_actions_in_ephemeral(
    workspace& where, const ephemeral& on, const located& used, const json& entry, instant now
);

/// The same in a modal or Home tab.
json block_actions_in_view(workspace& where, const view& on, const located& used, const json& entry, instant now);

json view_submission(workspace& where, const view& submitted, instant now);
json view_closed(workspace& where, const view& closed, bool all);
json global_shortcut(workspace& where, const std::string& user, const std::string& callback_id, instant now);
json message_shortcut(
    workspace& where, const std::string& user, const channel& in, const message& on, const std::string& callback_id,
    instant now
);

/// Somebody typed into an external select: of a view, a message of the app's, or an ephemeral one.
json block_suggestion(workspace& where, const view& in, const located& menu, const std::string& typed);
json block_suggestion(
    workspace& where, const std::string& user, const channel& in, const message& on, const located& menu,
    const std::string& typed
);
json block_suggestion(workspace& where, const ephemeral& on, const located& menu, const std::string& typed);

/// A command's text as sent with should_escape: people, channels and addresses as entities.
std::string escaped_command_text(const workspace& where, const std::string& typed);

/// The fields of a slash command.
std::vector<std::pair<std::string, std::string>> command_fields(
    workspace& where, const std::string& user, const channel& in, const std::string& command, const std::string& text,
    instant now
);

}  // namespace docket::slack::emulator

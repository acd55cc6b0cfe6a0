#pragma once

#include "slack/emulator/playground/unread.hpp"
#include "slack/emulator/workspace.hpp"

#include <string>

/// What one person sees of the workspace, in the page's own JSON (README.md). Pure.
namespace docket::slack::emulator {

struct options;
class fault_plan;

/// Whom somebody at the page can be: people with an account, no bots.
bool is_playable(const person& who);

/// Whether they may look into a channel: those they are in, and public ones; guests and people of other organisations
/// only the former.
bool may_see(const workspace& where, const std::string& user, const channel& in);

json person_snapshot(const workspace& where, const person& who);
json channel_snapshot(const workspace& where, const std::string& user, const channel& in, const read_marks& marks);
json message_snapshot(const workspace& where, const channel& in, const message& what);
json ephemeral_snapshot(const workspace& where, const ephemeral& what);

/// The modal on top, or null.
json modal_snapshot(const workspace& where, const std::string& user);
/// The Home tab, or null.
json home_snapshot(const workspace& where, const std::string& user);

/// Everything but messages. @param user  "" for what nobody in particular sees
json workspace_snapshot(
    const workspace& where, const std::string& user, const options& setup, const fault_plan& faults,
    const read_marks& marks, instant now
);

/// The last `limit` messages of the channel itself before `before` ("" for the newest), those only `user` sees among
/// them: `messages` and `has_more`.
json messages_snapshot(
    const workspace& where, const std::string& user, const channel& in, const std::string& before, std::size_t limit
);

/// The parent, its replies, and what only `user` sees among them: `messages`.
json thread_snapshot(const workspace& where, const std::string& user, const channel& in, const std::string& ts);

}  // namespace docket::slack::emulator

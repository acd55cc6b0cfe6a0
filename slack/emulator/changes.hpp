#pragma once

#include "slack/emulator/workspace.hpp"

/// Everything that can happen to a workspace, whoever causes it. Each function changes the state and records the
/// events that Slack would send, as far as the bot can see them at that moment: it must be in the channel.
namespace docket::slack::emulator::changes {

/// Stores a message under a new ts. Records `message` and, when the bot is mentioned, `app_mention` as well: two
/// events with different ids for one message, as Slack sends them.
/// @return the stored message; valid until the channel changes again
message& post(workspace& where, channel& in, message draft, instant now);

/// Replaces the message by `after` (same ts) and records `message_changed` with both.
void edit(workspace& where, channel& in, message after, instant now);

/// Removes the message and records `message_deleted`; a parent with replies leaves a tombstone and records
/// `message_changed` instead.
void erase(workspace& where, channel& in, const std::string& ts, instant now);

/// @return false when `user` has reacted so before
bool add_reaction(
    workspace& where, channel& in, const std::string& ts, const std::string& user, const std::string& name, instant now
);

/// @return false when there is no such reaction
bool remove_reaction(
    workspace& where, channel& in, const std::string& ts, const std::string& user, const std::string& name, instant now
);

/// Adds a member; `inviter` may be empty. Nothing happens if they are in it already.
void join(workspace& where, channel& in, const std::string& user, const std::string& inviter, instant now);

/// Removes a member. The bot hears of its own removal as channel_left or group_left.
void leave(workspace& where, channel& in, const std::string& user, instant now);

void archive(workspace& where, channel& in, const std::string& by, instant now);
void unarchive(workspace& where, channel& in, const std::string& by, instant now);
void rename(workspace& where, channel& in, const std::string& name, instant now);

/// Records user_change for somebody whose entry has been altered.
void announce_person(workspace& where, const std::string& user, instant now);

/// Sets the members of a user group and records subteam_members_changed and subteam_updated.
void set_group_users(workspace& where, const std::string& group, std::vector<std::string> users, instant now);

/// Records app_home_opened with the Home view, if one was ever published.
void open_home_tab(workspace& where, const std::string& user, instant now);

/// Shows something to one person only.
/// @return its ts
std::string show(workspace& where, ephemeral what, instant now);

}  // namespace docket::slack::emulator::changes

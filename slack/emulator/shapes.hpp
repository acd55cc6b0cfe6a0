#pragma once

#include "slack/emulator/workspace.hpp"

namespace docket::slack::emulator {

/// For whom a message is written out. They see different parts of it.
enum class reading {
    event,            ///< Events API and interaction payloads: metadata whole, no reactions, no thread counters
    listing,          ///< history, replies: of the metadata only event_type
    listing_all_data  ///< the same with include_all_metadata
};

json message_json(const workspace& where, const channel& in, const message& what, reading how);

/// The user object; e-mail only if asked for (scope users:read.email).
/// A deactivated person's has little in it (docs.slack.dev/reference/objects/user-object).
json user_json(const workspace& where, const person& who, bool with_email);

/// The conversation object as conversations.info shows it to the bot.
json channel_json(const workspace& where, const channel& what);

json group_json(const workspace& where, const user_group& group, bool with_users);

/// The view object with what the person typed as its state.
json view_json(const workspace& where, const view& what);

/// The bot_profile object of the app.
json bot_profile_json(const workspace& where);

/// The link to a message; a reply's names its thread.
std::string permalink(const workspace& where, const channel& in, const message& what);

/// "channel", "group" or "im": what channel_type says in a message event.
std::string channel_type(const channel& of);

}  // namespace docket::slack::emulator

#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

/// What Slack sends, as values. Fields that Slack may leave out are optional or empty; unknown fields are ignored.
/// Sources: slack/README.md of the reference and docs.slack.dev, named at each kind.
namespace docket::slack {

/// A file as it stands in a message (docs.slack.dev/reference/objects/file-object).
struct file {
    std::string id;
    std::string name;
    std::string title;
    std::string mimetype;
    std::string filetype;   ///< "email" for a mail that Slack delivered into a channel
    std::int64_t size = 0;  ///< bytes
    std::string permalink;
    std::string mode;               ///< "hosted", "email", "file_access" (a Connect stub), "tombstone", …
    std::string subject;            ///< of a mail
    std::string plain_text;         ///< of a mail
    std::vector<std::string> from;  ///< of a mail: addresses as "Name <a@b>" or "a@b"
};

/// A message, new or fetched (docs.slack.dev/reference/events/message).
struct message {
    std::string channel;
    std::string channel_type;  ///< "channel", "group", "im", "mpim"; empty in fetched messages
    std::string user;          ///< empty for some integrations
    std::string user_team;     ///< differs from the workspace for people of other organisations
    std::string text;          ///< mrkdwn, escaped by Slack, with live <@U…> entities
    std::string ts;
    std::string thread_ts;  ///< empty outside threads
    std::string subtype;
    std::string bot_id;
    std::string app_id;
    std::string metadata_event_type;                      ///< of the message's metadata, when read back
    std::map<std::string, std::string> metadata_payload;  ///< string values only
    std::vector<file> files;
    bool hidden = false;
    bool edited = false;

    /// Written by a person: the allow-list of events.md §2, except "not our own bot user", which the caller knows.
    [[nodiscard]] bool by_person() const;
    /// The thread this message belongs to: its parent's ts, or its own.
    [[nodiscard]] const std::string& root() const { return thread_ts.empty() ? ts : thread_ts; }
};

struct message_changed {
    message now;
    message before;
};
struct message_deleted {
    std::string channel;
    std::string deleted_ts;
    std::string thread_ts;
};
struct app_mention {
    message what;
};
struct reaction {
    std::string user;
    std::string name;  ///< without colons and skin tone
    std::string channel;
    std::string item_ts;
    std::string item_user;  ///< empty for messages that no user wrote
};
struct reaction_added {
    reaction what;
};
struct reaction_removed {
    reaction what;
};
struct app_home_opened {
    std::string user;
    std::string channel;
    std::string tab;
};
struct member_joined_channel {
    std::string user;
    std::string channel;
    std::string inviter;
};
struct member_left_channel {
    std::string user;
    std::string channel;
};
struct channel_gone {
    std::string channel;
    std::string why;
};  ///< archived, deleted, or the bot left: the event's type
struct channel_back {
    std::string channel;
};  ///< unarchived
struct channel_renamed {
    std::string channel;
    std::string name;
};
struct channel_id_changed {
    std::string old_channel;
    std::string new_channel;
};

/// A person (docs.slack.dev/reference/objects/user-object). Absent flags are false.
struct member {
    std::string id;
    std::string team;
    std::string name;  ///< display name, else real name, else handle
    std::string email;
    std::string time_zone;  ///< "Europe/Berlin"
    bool deleted = false;
    bool bot = false;    ///< is_bot, or Slackbot
    bool guest = false;  ///< is_restricted or is_ultra_restricted
    bool stranger = false;
    bool admin = false;  ///< is_admin, is_owner or is_primary_owner
};
struct user_change {
    member who;
};
struct team_join {
    member who;
};
struct subteam_members_changed {
    std::string group;
    std::vector<std::string> added;
    std::vector<std::string> removed;
};
struct subteam_updated {
    std::string group;
    bool disabled = false;
};
struct app_uninstalled {};
struct tokens_revoked {
    std::vector<std::string> bots;
};
/// A kind Docket has no use for. Answered 200, so that Slack neither retries nor disables delivery.
struct unused_event {
    std::string type;
};

using event = std::variant<
    message, message_changed, message_deleted, app_mention, reaction_added, reaction_removed, app_home_opened,
    member_joined_channel, member_left_channel, channel_gone, channel_back, channel_renamed, channel_id_changed,
    user_change, team_join, subteam_members_changed, subteam_updated, app_uninstalled, tokens_revoked, unused_event>;

/// The envelope of the Events API (docs.slack.dev/apis/events-api).
struct event_callback {
    std::string team;
    std::string enterprise;
    std::string app;
    std::string event_id;
    std::string bot_user;  ///< of authorizations[0]; empty when absent
    bool ext_shared_channel = false;
    event what;
};

/// A person acting in a payload. `team` tells members of other organisations apart.
struct person {
    std::string id;
    std::string team;
};

/// What stands in the inputs of a view or message, by block_id and action_id. Text, option value, person or
/// conversation id; several for multi-selects; empty when the field is empty.
using state_values = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

struct block_action {
    std::string action_id;
    std::string block_id;
    std::string value;  ///< of a button, or of the selected option, person, conversation, date
    std::string action_ts;
};

/// A view as it comes in payloads and Web API answers.
struct view {
    std::string id;
    std::string root_id;
    std::string hash;
    std::string callback_id;
    std::string private_metadata;
    state_values state;
};

struct block_actions {
    std::string team;
    std::string enterprise;
    std::string app;
    person who;
    std::string trigger_id;
    std::string response_url;  ///< empty in views
    std::string channel;
    std::string message_ts;  ///< empty in views
    std::string thread_ts;
    bool ephemeral = false;
    std::optional<view> in_view;
    std::vector<block_action> actions;
};
struct view_submission {
    std::string team;
    std::string enterprise;
    std::string app;
    person who;
    std::string trigger_id;
    view what;
};
struct view_closed {
    std::string team;
    std::string enterprise;
    std::string app;
    person who;
    view what;
    bool cleared = false;
};
/// A message shortcut; type "message_action" on the wire.
struct message_shortcut {
    std::string team;
    std::string enterprise;
    std::string app;
    person who;
    std::string callback_id;
    std::string trigger_id;
    std::string response_url;
    std::string action_ts;
    message what;
};
struct global_shortcut {
    std::string team;
    std::string enterprise;
    std::string app;
    person who;
    std::string callback_id;
    std::string trigger_id;
    std::string action_ts;
};
struct block_suggestion {
    std::string team;
    person who;
    std::string action_id;
    std::string block_id;
    std::string value;
};
struct slash_command {
    std::string team;
    std::string enterprise;
    std::string app;
    person who;
    std::string command;
    std::string text;
    std::string channel;
    std::string channel_name;
    std::string response_url;
    std::string trigger_id;
};

struct url_verification {
    std::string challenge;
};
struct app_rate_limited {
    std::string team;
    std::int64_t minute = 0;
};
struct ssl_check {};
/// Well-formed, but of no kind we know, or without what identifies it.
struct unused_request {
    std::string type;
};

using inbound = std::variant<
    url_verification, app_rate_limited, ssl_check, event_callback, block_actions, view_submission, view_closed,
    message_shortcut, global_shortcut, block_suggestion, slash_command, unused_request>;

/// The body is not what its Content-Type says: answered 400.
struct malformed {
    std::string why;
};

/// Reads one request body, after its signature was checked. Total: any bytes give a value or `malformed`.
/// Size and type surprises of unused parts do not matter; a wrong type of a used field counts as absent. What lacks
/// the ids it cannot be acted on without (a reaction without a message, a click without a person) is unused. Nesting
/// deeper than 200, bytes that are no UTF-8 and other content types than JSON and forms are malformed.
tl::expected<inbound, malformed> decode(std::string_view content_type, std::string_view body);

/// A message, file list, member or view out of a Web API answer.
message message_from(const nlohmann::json& from, std::string channel);
member member_from(const nlohmann::json& from);
view view_from(const nlohmann::json& from);

}  // namespace docket::slack

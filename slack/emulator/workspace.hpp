#pragma once

#include "slack/clock.hpp"
#include "slack/emulator/handles.hpp"
#include "slack/emulator/touches.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace docket::slack::emulator {

using nlohmann::json;

/// Somebody with an account: a person, a bot user or Slackbot.
struct person {
    std::string id;
    std::string name;  ///< the handle, without '@'
    std::string real_name;
    std::string title;  ///< what they do: "Agent, IT"
    std::string email;
    std::string tz = "Europe/Berlin";
    int tz_offset = 3600;  ///< seconds east of UTC
    std::string team_id;   ///< another organisation's for people met through Slack Connect
    bool admin = false;
    bool owner = false;
    bool guest = false;         ///< is_restricted
    bool single_guest = false;  ///< is_ultra_restricted
    bool stranger = false;      ///< shares no channel with us
    bool deleted = false;       ///< deactivated
    bool bot = false;
    std::string bot_id;  ///< of a bot user
    std::int64_t updated = 0;
};

enum class channel_kind { public_channel, private_channel, im };

struct reaction {
    std::string name;
    std::vector<std::string> users;
};

/// A message as Slack keeps it. Empty strings and null JSON mean "has none".
struct message {
    std::string ts;
    std::string thread_ts;  ///< the parent's ts, on replies only; a parent's own is added when it is shown
    std::string subtype;
    std::string user;
    std::string bot_id;
    std::string app_id;
    std::string username;  ///< of a bot_message
    std::string text;
    std::string client_msg_id;
    std::string edited_by;
    std::string edited_ts;
    json blocks = nullptr;
    json attachments = nullptr;
    json metadata = nullptr;
    json files = nullptr;
    json extra = json::object();  ///< members of one subtype only: inviter, upload, display_as_bot
    std::vector<reaction> reactions;
    json offered = nullptr;  ///< action_id → options that an external select in it was given
    bool tombstone = false;  ///< deleted, but has replies
};

struct channel {
    std::string id;
    std::string name;
    channel_kind kind = channel_kind::public_channel;
    bool archived = false;
    bool external = false;  ///< shared with another organisation
    std::string creator;
    std::int64_t created = 0;  ///< seconds
    std::vector<std::string> members;
    std::map<std::string, message> messages;               ///< by ts: fixed width, so text order is time order
    std::map<std::string, std::set<std::string>> threads;  ///< ts of replies by their parent's
    std::int64_t last_stamp = 0;                           ///< microseconds; ts rises strictly within a channel only

    [[nodiscard]] bool has_member(std::string_view user) const;
    /// The other end of a direct message with `user`.
    [[nodiscard]] std::string partner_of(std::string_view user) const;
    /// Replies of a thread, oldest first, the parent not among them.
    [[nodiscard]] std::vector<const message*> replies(const std::string& parent) const;
};

struct user_group {
    std::string id;
    std::string handle;
    std::string name;
    std::vector<std::string> users;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t disabled = 0;  ///< date_delete
};

/// A file's bytes and its object as the Web API shows it.
struct stored_file {
    json object;
    std::string content;
    std::int64_t announced_length = 0;
    bool uploaded = false;   ///< its bytes arrived
    bool completed = false;  ///< files.completeUploadExternal was called
};

/// What a person sees that nobody else does and that is gone on reload.
struct ephemeral {
    std::string ts;
    std::string channel;
    std::string to;
    std::string from;  ///< the bot user, or USLACKBOT for the client's own notices
    std::string thread_ts;
    std::string text;
    json blocks = nullptr;
    json offered = nullptr;  ///< as in a message
};

/// A modal or a Home tab.
struct view {
    std::string id;
    std::string hash;
    std::string owner;  ///< who sees it
    std::string root_view_id;
    std::string previous_view_id;
    json content;                   ///< as the app sent it, ids filled in
    json typed = json::object();    ///< block_id → action_id → state entry; what the person entered so far
    json errors = json::object();   ///< block_id → text, of the last refused submission
    json offered = json::object();  ///< action_id → options that an external select was given
};

/// The app as it is installed in this workspace.
struct installation {
    std::string app_id;
    std::string bot_id;
    std::string bot_user;
    std::string name = "docket";
    std::string token;
    std::set<std::string> revoked;  ///< tokens of before
    std::set<std::string> scopes;
    std::set<std::string> subscriptions;  ///< bot_events of the manifest: "message.channels", "reaction_added"
    bool installed = true;                ///< false answers account_inactive
    bool messages_tab = true;
    bool home_tab = true;

    /// Installed again: it has another token, and the one before is revoked.
    void renew(std::string fresh) { revoked.insert(std::exchange(token, std::move(fresh))); }
};

/// Something that happened and that a subscribed app may hear of.
struct occurrence {
    std::string subscription;  ///< name in the manifest
    json event;                ///< the inner event
};

/// Everything the emulated workspace knows. A value without I/O; time is always an argument.
class workspace {
public:
    explicit workspace(installation app, instant now);

    /// Adds somebody; an empty id is given one. @return the id
    std::string add_person(person who);
    /// Adds a channel. The bot is a member only if it is listed. @return the id
    std::string add_channel(std::string name, channel_kind kind, std::vector<std::string> members, instant now);
    std::string add_group(std::string handle, std::vector<std::string> users, instant now);

    [[nodiscard]] person* find_person(const std::string& id);
    [[nodiscard]] const person* find_person(const std::string& id) const;
    [[nodiscard]] channel* find_channel(const std::string& id);
    [[nodiscard]] const channel* find_channel(const std::string& id) const;
    /// The channel and the message, or nothing.
    [[nodiscard]] message* find_message(const std::string& channel_id, const std::string& ts);

    /// The direct message between a person and the bot; nothing until one of them opened it.
    [[nodiscard]] channel* find_im(const std::string& user);
    /// The same, opened if need be.
    channel& open_im(const std::string& user, instant now);

    [[nodiscard]] bool bot_is_in(const channel& where) const { return where.has_member(app.bot_user); }
    /// Whether the bot may know that the channel exists.
    [[nodiscard]] bool bot_sees(const channel& where) const;

    [[nodiscard]] view* find_view(const std::string& id);
    /// The modal on top of what a person has open.
    [[nodiscard]] view* open_view(const std::string& user);

    /// A new opaque id: the prefix and nine characters.
    std::string new_id(std::string_view prefix);
    /// Goes into the block ids that Slack gives where the app gave none.
    unsigned new_seed() { return static_cast<unsigned>(++ids_); }
    /// The channel's next ts: `now`, or as little later as makes it rise.
    std::string next_ts(channel& where, instant now);

    /// What happened since the last call, oldest first.
    std::vector<occurrence> take_occurrences();

    /// What looks different since the last call, oldest first.
    std::vector<touch> take_touches();

    installation app;
    bool knows_blocks_of_2026 = true;  ///< false: Slack has not given them to this workspace yet
    std::string team_id = "T0DOCKET01";
    std::string team_name = "Lighthouse";
    std::string domain = "lighthouse";
    std::string email_bot_id;  ///< the bot behind mail that Slack delivers into a channel
    std::string base_url;      ///< where files, uploads and response_urls live: "http://127.0.0.1:4321"
    std::map<std::string, person> people;
    std::map<std::string, channel> channels;
    std::map<std::string, user_group> groups;
    std::map<std::string, stored_file> files;
    std::map<std::string, std::vector<ephemeral>> ephemerals;  ///< by person
    std::map<std::string, std::vector<view>> modals;           ///< by person, the topmost last; at most three
    std::map<std::string, view> homes;                         ///< by person
    trigger_book triggers;
    response_book responses;
    std::vector<occurrence> occurred;
    std::vector<touch> touches;

private:
    std::uint64_t ids_ = 0;
};

/// The id of Slackbot, who is not a bot by its flags.
inline const std::string slackbot = "USLACKBOT";

}  // namespace docket::slack::emulator

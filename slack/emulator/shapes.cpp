#include "slack/emulator/shapes.hpp"

#include "slack/emulator/stamp.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace docket::slack::emulator {

namespace {

void put(json& object, const char* key, const std::string& value)
{
    if (!value.empty())
        object[key] = value;
}

void put(json& object, const char* key, const json& value)
{
    if (!value.is_null())
        object[key] = value;
}

json shown_metadata(const json& metadata, reading how)
{
    if (how != reading::listing)
        return metadata;
    json short_form = json::object();
    short_form["event_type"] = metadata.at("event_type");
    return short_form;
}

json reactions_json(const std::vector<reaction>& reactions)
{
    json list = json::array();
    for (const auto& r : reactions) {
        json one = json::object();
        one["name"] = r.name;
        one["users"] = r.users;
        one["count"] = r.users.size();
        list.push_back(std::move(one));
    }
    return list;
}

/// What a parent says of its thread: thread_ts equal to its own ts, counters, who replied last.
void put_thread(json& object, const channel& in, const message& what)
{
    const auto replies = in.replies(what.ts);
    if (replies.empty())
        return;
    std::vector<std::string> users;
    for (const auto* r : replies)
        if (std::find(users.begin(), users.end(), r->user) == users.end())
            users.push_back(r->user);
    object["thread_ts"] = what.ts;
    object["reply_count"] = replies.size();
    object["reply_users_count"] = users.size();
    object["reply_users"] = std::move(users);
    object["latest_reply"] = replies.back()->ts;
    object["is_locked"] = false;
    object["subscribed"] = false;
}

json tombstone_json(const channel& in, const message& what)
{
    json object = json::object();
    object["type"] = "message";
    object["subtype"] = "tombstone";
    object["user"] = slackbot;
    object["text"] = "This message was deleted.";
    object["hidden"] = true;
    object["ts"] = what.ts;
    put_thread(object, in, what);
    return object;
}

void put_author(json& object, const workspace& where, const message& what)
{
    put(object, "user", what.user);
    put(object, "username", what.username);
    put(object, "bot_id", what.bot_id);
    put(object, "app_id", what.app_id);
    if (!what.app_id.empty() && what.subtype != "bot_message")
        object["bot_profile"] = bot_profile_json(where);
    object["team"] = where.team_id;
    const auto* author = where.find_person(what.user);
    if (author == nullptr || author->team_id == where.team_id)
        return;
    object["user_team"] = author->team_id;
    object["source_team"] = author->team_id;
}

json profile_json(const workspace& where, const person& who, bool with_email)
{
    json profile = json::object();
    profile["title"] = who.title;
    profile["phone"] = "";
    profile["skype"] = "";
    profile["fields"] = json::object();
    profile["real_name"] = who.real_name;
    profile["real_name_normalized"] = who.real_name;
    profile["display_name"] = who.bot ? "" : who.name;
    profile["display_name_normalized"] = who.bot ? "" : who.name;
    const auto space = who.real_name.find(' ');
    profile["first_name"] = who.real_name.substr(0, space);
    profile["last_name"] = space == std::string::npos ? "" : who.real_name.substr(space + 1);
    profile["avatar_hash"] = "g000000000000";
    for (const int size : {24, 32, 48, 72, 192, 512})
        profile[fmt::format("image_{}", size)] =
            fmt::format("https://avatars.slack-edge.com/g000000000000-{}.png", size);
    profile["status_text"] = "";
    profile["status_text_canonical"] = "";
    profile["status_emoji"] = "";
    profile["status_emoji_display_info"] = json::array();
    profile["status_expiration"] = 0;
    profile["team"] = who.team_id;
    if (with_email && !who.email.empty())
        profile["email"] = who.email;
    if (who.bot) {
        profile["bot_id"] = who.bot_id;
        profile["api_app_id"] = where.app.app_id;
        profile["always_active"] = true;
    }
    return profile;
}

}  // namespace

json bot_profile_json(const workspace& where)
{
    json icons = json::object();
    for (const int size : {36, 48, 72})
        icons[fmt::format("image_{}", size)] =
            fmt::format("https://a.slack-edge.com/80588/img/plugins/app/bot_{}.png", size);
    json profile = json::object();
    profile["id"] = where.app.bot_id;
    profile["app_id"] = where.app.app_id;
    profile["name"] = where.app.name;
    profile["team_id"] = where.team_id;
    profile["deleted"] = false;
    profile["updated"] = 1700000000;
    profile["icons"] = std::move(icons);
    return profile;
}

json message_json(const workspace& where, const channel& in, const message& what, reading how)
{
    if (what.tombstone)
        return tombstone_json(in, what);
    json object = what.extra;
    object["type"] = "message";
    // Listings of today show messages with files without the file_share subtype; the event has it.
    if (how == reading::event || what.subtype != "file_share")
        put(object, "subtype", what.subtype);
    put_author(object, where, what);
    object["text"] = what.text;
    object["ts"] = what.ts;
    put(object, "client_msg_id", what.client_msg_id);
    put(object, "blocks", what.blocks);
    put(object, "attachments", what.attachments);
    put(object, "files", what.files);
    if (!what.thread_ts.empty()) {
        object["thread_ts"] = what.thread_ts;
        const auto parent = in.messages.find(what.thread_ts);
        if (parent != in.messages.end())
            put(object, "parent_user_id", parent->second.user);
    }
    if (!what.edited_ts.empty()) {
        object["edited"]["user"] = what.edited_by;
        object["edited"]["ts"] = what.edited_ts;
    }
    if (!what.metadata.is_null())
        object["metadata"] = shown_metadata(what.metadata, how);
    if (how == reading::event) {
        if (what.thread_ts.empty() && !in.replies(what.ts).empty())
            object["thread_ts"] = what.ts;
        return object;
    }
    put_thread(object, in, what);
    if (!what.reactions.empty())
        object["reactions"] = reactions_json(what.reactions);
    return object;
}

json user_json(const workspace& where, const person& who, bool with_email)
{
    json user = json::object();
    user["id"] = who.id;
    user["team_id"] = who.team_id;
    user["name"] = who.name;
    user["deleted"] = who.deleted;
    user["is_bot"] = who.bot;
    user["is_app_user"] = false;
    user["updated"] = who.updated;
    user["profile"] = profile_json(where, who, with_email);
    if (who.deleted)
        return user;
    user["color"] = "9f69e7";
    user["real_name"] = who.real_name;
    user["tz"] = who.tz;
    user["tz_label"] = who.tz;
    user["tz_offset"] = who.tz_offset;
    user["is_admin"] = who.admin || who.owner;
    user["is_owner"] = who.owner;
    user["is_primary_owner"] = false;
    user["is_restricted"] = who.guest || who.single_guest;
    user["is_ultra_restricted"] = who.single_guest;
    user["is_email_confirmed"] = !who.email.empty();
    user["who_can_share_contact_card"] = "EVERYONE";
    if (who.team_id != where.team_id)
        user["is_stranger"] = who.stranger;
    return user;
}

json channel_json(const workspace& where, const channel& what)
{
    json object = json::object();
    object["id"] = what.id;
    object["created"] = what.created;
    object["is_archived"] = what.archived;
    object["is_im"] = what.kind == channel_kind::im;
    object["is_org_shared"] = false;
    object["context_team_id"] = where.team_id;
    if (what.kind == channel_kind::im) {
        object["user"] = what.partner_of(where.app.bot_user);
        object["is_user_deleted"] = false;
        object["is_open"] = true;
        object["priority"] = 0;
        return object;
    }
    object["name"] = what.name;
    object["name_normalized"] = what.name;
    object["is_channel"] = true;
    object["is_group"] = false;
    object["is_mpim"] = false;
    object["is_private"] = what.kind == channel_kind::private_channel;
    object["is_general"] = what.name == "general";
    object["is_member"] = where.bot_is_in(what);
    object["is_shared"] = what.external;
    object["is_ext_shared"] = what.external;
    object["is_pending_ext_shared"] = false;
    object["pending_shared"] = json::array();
    object["shared_team_ids"] = json::array();
    object["shared_team_ids"].push_back(where.team_id);
    object["creator"] = what.creator;
    object["updated"] = what.created * 1'000;  // milliseconds, unlike `created`
    object["unlinked"] = 0;
    object["is_frozen"] = false;
    object["is_read_only"] = false;
    object["parent_conversation"] = nullptr;
    object["pending_connected_team_ids"] = json::array();
    object["properties"]["tabs"] = json::array();
    object["previous_names"] = json::array();
    for (const auto* key : {"topic", "purpose"}) {
        object[key]["value"] = "";
        object[key]["creator"] = "";
        object[key]["last_set"] = 0;
    }
    return object;
}

json group_json(const workspace& where, const user_group& group, bool with_users)
{
    json object = json::object();
    object["id"] = group.id;
    object["team_id"] = where.team_id;
    object["is_usergroup"] = true;
    object["is_subteam"] = true;
    object["name"] = group.name;
    object["handle"] = group.handle;
    object["description"] = "";
    object["is_external"] = false;
    object["date_create"] = group.created;
    object["date_update"] = group.updated;
    object["date_delete"] = group.disabled;
    object["auto_type"] = nullptr;
    object["created_by"] = slackbot;
    object["updated_by"] = slackbot;
    object["deleted_by"] = nullptr;
    object["prefs"]["channels"] = json::array();
    object["prefs"]["groups"] = json::array();
    object["user_count"] = std::to_string(group.users.size());  // a string in the documentation's own sample
    if (with_users)
        object["users"] = group.users;
    return object;
}

json view_json(const workspace& where, const view& what)
{
    json object = what.content;
    for (const auto* key : {"private_metadata", "callback_id", "external_id"})
        if (!object.contains(key))
            object[key] = "";
    for (const auto* key : {"clear_on_close", "notify_on_close"})
        if (!object.contains(key))
            object[key] = false;
    for (const auto* key : {"title", "submit", "close"})
        if (!object.contains(key))
            object[key] = nullptr;
    object["id"] = what.id;
    object["hash"] = what.hash;
    object["team_id"] = where.team_id;
    object["app_id"] = where.app.app_id;
    object["bot_id"] = where.app.bot_id;
    object["app_installed_team_id"] = where.team_id;
    object["root_view_id"] = what.root_view_id;
    object["previous_view_id"] = nullptr;
    if (!what.previous_view_id.empty())
        object["previous_view_id"] = what.previous_view_id;
    object["state"]["values"] = what.typed;
    return object;
}

std::string permalink(const workspace& where, const channel& in, const message& what)
{
    auto digits = what.ts;
    digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
    auto link = fmt::format("https://{}.slack.com/archives/{}/p{}", where.domain, in.id, digits);
    if (!what.thread_ts.empty())
        link += fmt::format("?thread_ts={}&cid={}", what.thread_ts, in.id);
    return link;
}

std::string channel_type(const channel& of)
{
    switch (of.kind) {
        case channel_kind::public_channel:
            return "channel";
        case channel_kind::private_channel:
            return "group";
        case channel_kind::im:
            return "im";
    }
    return "channel";
}

}  // namespace docket::slack::emulator

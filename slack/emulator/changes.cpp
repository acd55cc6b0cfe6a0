#include "slack/emulator/changes.hpp"

#include "slack/emulator/shapes.hpp"
#include "slack/emulator/stamp.hpp"

#include <algorithm>

namespace docket::slack::emulator::changes {

namespace {

bool is_im(const channel& in)
{
    return in.kind == channel_kind::im;
}

bool is_private(const channel& in)
{
    return in.kind == channel_kind::private_channel;
}

std::string message_subscription(const channel& in)
{
    switch (in.kind) {
        case channel_kind::public_channel:
            return "message.channels";
        case channel_kind::private_channel:
            return "message.groups";
        case channel_kind::im:
            return "message.im";
    }
    return "message.channels";
}

/// "channel_archive" or its twin "group_archive" for private channels.
std::string twin(const channel& in, const std::string& what)
{
    return (is_private(in) ? "group_" : "channel_") + what;
}

void record_if_member(workspace& where, const channel& in, std::string subscription, json event)
{
    if (where.bot_is_in(in))
        where.occurred.push_back({std::move(subscription), std::move(event)});
}

json event_of(const std::string& type, const std::string& event_ts)
{
    json event = json::object();
    event["type"] = type;
    event["event_ts"] = event_ts;
    return event;
}

/// A hidden message event about another message: changed or deleted.
json hidden_event(const channel& in, const std::string& subtype, const std::string& ts)
{
    auto event = event_of("message", ts);
    event["subtype"] = subtype;
    event["hidden"] = true;
    event["channel"] = in.id;
    event["channel_type"] = channel_type(in);
    event["ts"] = ts;
    return event;
}

bool mentions(const std::string& text, const std::string& user)
{
    return text.find("<@" + user + ">") != std::string::npos || text.find("<@" + user + "|") != std::string::npos;
}

void record_message(workspace& where, const channel& in, const message& posted)
{
    auto event = message_json(where, in, posted, reading::event);
    event["channel"] = in.id;
    event["channel_type"] = channel_type(in);
    event["event_ts"] = posted.ts;
    const auto parent = in.messages.find(posted.thread_ts);
    if (posted.subtype == "thread_broadcast" && parent != in.messages.end())
        event["root"] = message_json(where, in, parent->second, reading::listing);
    record_if_member(where, in, message_subscription(in), event);

    const bool plain = posted.subtype.empty() || posted.subtype == "file_share" || posted.subtype == "bot_message";
    if (is_im(in) || !plain || posted.user == where.app.bot_user || !mentions(posted.text, where.app.bot_user))
        return;
    event["type"] = "app_mention";
    event.erase("channel_type");
    record_if_member(where, in, "app_mention", std::move(event));
}

/// A line that Slack itself writes into the channel: joined, left, archived.
void post_notice(
    workspace& where, channel& in, const std::string& subtype, const std::string& user, const std::string& words,
    json extra, instant now
)
{
    message notice;
    notice.subtype = subtype;
    notice.user = user;
    notice.text = "<@" + user + "> " + words;
    notice.extra = std::move(extra);
    post(where, in, std::move(notice), now);
}

json membership_event(workspace& where, channel& in, const std::string& type, const std::string& user, instant now)
{
    auto event = event_of(type, where.next_ts(in, now));
    event["user"] = user;
    event["channel"] = in.id;
    event["channel_type"] = is_private(in) ? "G" : "C";
    event["team"] = where.team_id;
    return event;
}

json reaction_event(
    workspace& where, channel& in, const message& on, const std::string& type, const std::string& user,
    const std::string& name, instant now
)
{
    auto event = event_of(type, where.next_ts(in, now));
    event["user"] = user;
    event["reaction"] = name;
    event["item"]["type"] = "message";
    event["item"]["channel"] = in.id;
    event["item"]["ts"] = on.ts;
    if (!on.user.empty())
        event["item_user"] = on.user;  // absent when no user wrote it
    return event;
}

}  // namespace

message& post(workspace& where, channel& in, message draft, instant now)
{
    draft.ts = where.next_ts(in, now);
    const auto ts = draft.ts;
    auto& stored = in.messages.insert_or_assign(ts, std::move(draft)).first->second;
    if (!stored.thread_ts.empty())
        in.threads[stored.thread_ts].insert(ts);
    where.touches.emplace_back(touched::message{in.id, ts, true});
    record_message(where, in, stored);
    return stored;
}

void edit(workspace& where, channel& in, message after, instant now)
{
    const auto found = in.messages.find(after.ts);
    if (found == in.messages.end())
        return;
    auto event = hidden_event(in, "message_changed", where.next_ts(in, now));
    event["previous_message"] = message_json(where, in, found->second, reading::event);
    found->second = std::move(after);
    where.touches.emplace_back(touched::message{in.id, found->first, false});
    event["message"] = message_json(where, in, found->second, reading::event);
    if (const auto* author = where.find_person(found->second.user))
        event["message"]["user_team"] = event["message"]["source_team"] = author->team_id;
    record_if_member(where, in, message_subscription(in), std::move(event));
}

void erase(workspace& where, channel& in, const std::string& ts, instant now)
{
    const auto found = in.messages.find(ts);
    if (found == in.messages.end() || found->second.tombstone)
        return;
    if (!in.replies(ts).empty()) {
        auto after = found->second;
        after.tombstone = true;
        edit(where, in, std::move(after), now);
        return;
    }
    auto event = hidden_event(in, "message_deleted", where.next_ts(in, now));
    event["deleted_ts"] = ts;
    event["previous_message"] = message_json(where, in, found->second, reading::event);
    const auto thread_ts = found->second.thread_ts;
    if (!thread_ts.empty())
        in.threads[thread_ts].erase(ts);
    where.touches.emplace_back(touched::removed_message{in.id, ts, thread_ts});
    in.messages.erase(found);
    record_if_member(where, in, message_subscription(in), std::move(event));
}

bool add_reaction(
    workspace& where, channel& in, const std::string& ts, const std::string& user, const std::string& name, instant now
)
{
    auto& on = in.messages.at(ts);
    auto known = std::find_if(on.reactions.begin(), on.reactions.end(), [&](const auto& r) { return r.name == name; });
    if (known == on.reactions.end())
        known = on.reactions.insert(on.reactions.end(), reaction{name, {}});
    if (std::find(known->users.begin(), known->users.end(), user) != known->users.end())
        return false;
    known->users.push_back(user);
    where.touches.emplace_back(touched::message{in.id, ts, false});
    record_if_member(where, in, "reaction_added", reaction_event(where, in, on, "reaction_added", user, name, now));
    return true;
}

bool remove_reaction(
    workspace& where, channel& in, const std::string& ts, const std::string& user, const std::string& name, instant now
)
{
    auto& on = in.messages.at(ts);
    const auto known =
        std::find_if(on.reactions.begin(), on.reactions.end(), [&](const auto& r) { return r.name == name; });
    if (known == on.reactions.end())
        return false;
    const auto who = std::find(known->users.begin(), known->users.end(), user);
    if (who == known->users.end())
        return false;
    known->users.erase(who);
    if (known->users.empty())
        on.reactions.erase(known);
    where.touches.emplace_back(touched::message{in.id, ts, false});
    record_if_member(where, in, "reaction_removed", reaction_event(where, in, on, "reaction_removed", user, name, now));
    return true;
}

void join(workspace& where, channel& in, const std::string& user, const std::string& inviter, instant now)
{
    if (in.has_member(user))
        return;
    in.members.push_back(user);
    where.touches.emplace_back(touched::channel{in.id});
    auto event = membership_event(where, in, "member_joined_channel", user, now);
    json extra = json::object();
    if (!inviter.empty()) {
        event["inviter"] = inviter;
        extra["inviter"] = inviter;
    }
    record_if_member(where, in, "member_joined_channel", std::move(event));
    post_notice(where, in, twin(in, "join"), user, "has joined the channel", std::move(extra), now);
}

void leave(workspace& where, channel& in, const std::string& user, instant now)
{
    const auto at = std::find(in.members.begin(), in.members.end(), user);
    if (at == in.members.end())
        return;
    record_if_member(where, in, "member_left_channel", membership_event(where, in, "member_left_channel", user, now));
    in.members.erase(at);
    where.touches.emplace_back(touched::channel{in.id});
    if (user == where.app.bot_user) {
        auto event = event_of(twin(in, "left"), where.next_ts(in, now));
        event["channel"] = in.id;
        event["actor_id"] = in.creator;
        where.occurred.push_back({twin(in, "left"), std::move(event)});
        return;
    }
    post_notice(where, in, twin(in, "leave"), user, "has left the channel", json::object(), now);
}

void archive(workspace& where, channel& in, const std::string& by, instant now)
{
    post_notice(where, in, twin(in, "archive"), by, "archived the channel", json::object(), now);
    in.archived = true;
    where.touches.emplace_back(touched::channel{in.id});
    auto event = event_of(twin(in, "archive"), where.next_ts(in, now));
    event["channel"] = in.id;
    event["user"] = by;
    event["is_moved"] = 0;
    record_if_member(where, in, twin(in, "archive"), std::move(event));
}

void unarchive(workspace& where, channel& in, const std::string& by, instant now)
{
    in.archived = false;
    where.touches.emplace_back(touched::channel{in.id});
    auto event = event_of(twin(in, "unarchive"), where.next_ts(in, now));
    event["channel"] = in.id;
    event["user"] = by;
    record_if_member(where, in, twin(in, "unarchive"), std::move(event));
}

void rename(workspace& where, channel& in, const std::string& name, instant now)
{
    in.name = name;
    where.touches.emplace_back(touched::channel{in.id});
    auto event = event_of(twin(in, "rename"), where.next_ts(in, now));
    event["channel"]["id"] = in.id;
    event["channel"]["name"] = name;
    event["channel"]["name_normalized"] = name;
    event["channel"]["created"] = in.created;
    event["channel"]["is_channel"] = !is_private(in);
    event["channel"]["is_mpim"] = false;
    record_if_member(where, in, twin(in, "rename"), std::move(event));
}

void announce_person(workspace& where, const std::string& user, instant now)
{
    auto* who = where.find_person(user);
    if (who == nullptr)
        return;
    who->updated = seconds_of(now);
    where.touches.emplace_back(touched::person{user});
    auto event = event_of("user_change", stamp(micros_of(now)));
    event["user"] = user_json(where, *who, where.app.scopes.count("users:read.email") != 0);
    event["user"]["locale"] = "en-US";
    event["cache_ts"] = seconds_of(now);
    where.occurred.push_back({"user_change", std::move(event)});
}

void set_group_users(workspace& where, const std::string& group, std::vector<std::string> users, instant now)
{
    auto& changed = where.groups.at(group);
    const auto missing_from = [](const std::vector<std::string>& some, const std::vector<std::string>& others) {
        std::vector<std::string> missing;
        for (const auto& user : some)
            if (std::find(others.begin(), others.end(), user) == others.end())
                missing.push_back(user);
        return missing;
    };
    const auto added = missing_from(users, changed.users);
    const auto removed = missing_from(changed.users, users);
    auto members = event_of("subteam_members_changed", stamp(micros_of(now)));
    members["subteam_id"] = group;
    members["team_id"] = where.team_id;
    members["date_previous_update"] = changed.updated;
    members["date_update"] = seconds_of(now);
    members["added_users"] = added;
    members["added_users_count"] = added.size();
    members["removed_users"] = removed;
    members["removed_users_count"] = removed.size();

    changed.users = std::move(users);
    changed.updated = seconds_of(now);
    auto updated = event_of("subteam_updated", stamp(micros_of(now)));
    updated["subteam"] = group_json(where, changed, true);
    where.occurred.push_back({"subteam_members_changed", std::move(members)});
    where.occurred.push_back({"subteam_updated", std::move(updated)});
}

void open_home_tab(workspace& where, const std::string& user, instant now)
{
    auto event = event_of("app_home_opened", stamp(micros_of(now)));
    event["user"] = user;
    event["channel"] = where.open_im(user, now).id;
    event["tab"] = "home";
    const auto published = where.homes.find(user);
    if (published != where.homes.end())
        event["view"] = view_json(where, published->second);
    where.occurred.push_back({"app_home_opened", std::move(event)});
}

std::string show(workspace& where, ephemeral what, instant now)
{
    auto* in = where.find_channel(what.channel);
    what.ts = in == nullptr ? stamp(micros_of(now)) : where.next_ts(*in, now);
    const auto ts = what.ts;
    where.touches.emplace_back(touched::ephemeral{what.to, what.channel, ts});
    where.ephemerals[what.to].push_back(std::move(what));
    return ts;
}

}  // namespace docket::slack::emulator::changes

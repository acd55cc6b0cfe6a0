#include "slack/emulator/workspace.hpp"

#include "slack/emulator/stamp.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace docket::slack::emulator {

bool channel::has_member(std::string_view user) const
{
    return std::find(members.begin(), members.end(), user) != members.end();
}

std::string channel::partner_of(std::string_view user) const
{
    const auto other = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m != user; });
    return other == members.end() ? std::string(user) : *other;
}

std::vector<const message*> channel::replies(const std::string& parent) const
{
    std::vector<const message*> found;
    const auto thread = threads.find(parent);
    if (thread == threads.end())
        return found;
    for (const auto& ts : thread->second)
        found.push_back(&messages.at(ts));
    return found;
}

workspace::workspace(installation installed, instant now) : app(std::move(installed))
{
    if (app.app_id.empty())
        app.app_id = new_id("A");
    if (app.bot_id.empty())
        app.bot_id = new_id("B");
    person bot;
    bot.id = app.bot_user;
    bot.name = app.name;
    bot.real_name = app.name;
    bot.bot = true;
    bot.bot_id = app.bot_id;
    bot.updated = seconds_of(now);
    app.bot_user = add_person(std::move(bot));

    person slackbot_user;
    slackbot_user.id = slackbot;
    slackbot_user.name = "slackbot";
    slackbot_user.real_name = "Slackbot";  // is_bot is false for Slackbot, as in the real one
    add_person(std::move(slackbot_user));
    email_bot_id = new_id("B");
}

std::string workspace::add_person(person who)
{
    if (who.id.empty())
        who.id = new_id("U");
    if (who.team_id.empty())
        who.team_id = team_id;
    if (who.real_name.empty())
        who.real_name = who.name;
    auto id = who.id;
    people.insert_or_assign(id, std::move(who));
    touches.emplace_back(touched::person{id});
    return id;
}

std::string workspace::add_channel(std::string name, channel_kind kind, std::vector<std::string> members, instant now)
{
    channel made;
    made.id = new_id(kind == channel_kind::im ? "D" : "C");
    made.name = std::move(name);
    made.kind = kind;
    made.creator = members.empty() ? slackbot : members.front();
    made.created = seconds_of(now);
    made.members = std::move(members);
    auto id = made.id;
    channels.emplace(id, std::move(made));
    touches.emplace_back(touched::channel{id});
    return id;
}

std::string workspace::add_group(std::string handle, std::vector<std::string> users, instant now)
{
    user_group made;
    made.id = new_id("S");
    made.name = handle;
    made.handle = std::move(handle);
    made.users = std::move(users);
    made.created = made.updated = seconds_of(now);
    auto id = made.id;
    groups.emplace(id, std::move(made));
    return id;
}

person* workspace::find_person(const std::string& id)
{
    const auto found = people.find(id);
    return found == people.end() ? nullptr : &found->second;
}

const person* workspace::find_person(const std::string& id) const
{
    const auto found = people.find(id);
    return found == people.end() ? nullptr : &found->second;
}

channel* workspace::find_channel(const std::string& id)
{
    const auto found = channels.find(id);
    return found == channels.end() ? nullptr : &found->second;
}

const channel* workspace::find_channel(const std::string& id) const
{
    const auto found = channels.find(id);
    return found == channels.end() ? nullptr : &found->second;
}

message* workspace::find_message(const std::string& channel_id, const std::string& ts)
{
    auto* where = find_channel(channel_id);
    if (where == nullptr)
        return nullptr;
    const auto found = where->messages.find(ts);
    return found == where->messages.end() ? nullptr : &found->second;
}

channel* workspace::find_im(const std::string& user)
{
    for (auto& [id, where] : channels)
        if (where.kind == channel_kind::im && where.has_member(user) && where.has_member(app.bot_user))
            return &where;
    return nullptr;
}

channel& workspace::open_im(const std::string& user, instant now)
{
    if (auto* known = find_im(user))
        return *known;
    const auto id = add_channel("", channel_kind::im, std::vector<std::string>{user, app.bot_user}, now);
    return channels.at(id);
}

bool workspace::bot_sees(const channel& where) const
{
    return where.kind == channel_kind::public_channel || bot_is_in(where);
}

view* workspace::find_view(const std::string& id)
{
    for (auto& [user, stack] : modals)
        for (auto& open : stack)
            if (open.id == id)
                return &open;
    for (auto& [user, home] : homes)
        if (home.id == id)
            return &home;
    return nullptr;
}

view* workspace::open_view(const std::string& user)
{
    const auto stack = modals.find(user);
    if (stack == modals.end() || stack->second.empty())
        return nullptr;
    return &stack->second.back();
}

std::string workspace::new_id(std::string_view prefix)
{
    return fmt::format("{}0E{:07}", prefix, ++ids_);
}

std::string workspace::next_ts(channel& where, instant now)
{
    where.last_stamp = std::max(micros_of(now), where.last_stamp + 100);
    return stamp(where.last_stamp);
}

std::vector<occurrence> workspace::take_occurrences()
{
    return std::exchange(occurred, {});
}

std::vector<touch> workspace::take_touches()
{
    return std::exchange(touches, {});
}

}  // namespace docket::slack::emulator

#include "slack/emulator/playground/snapshot.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/playground/fault_switch.hpp"
#include "slack/emulator/server.hpp"
#include "slack/emulator/shapes.hpp"
#include "slack/emulator/text.hpp"

#include <algorithm>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t previewed_bytes = 64 * 1024;
constexpr std::size_t preview_characters = 2'000;

const char* name_of(channel_kind kind)
{
    switch (kind) {
        case channel_kind::public_channel:
            return "public";
        case channel_kind::private_channel:
            return "private";
        case channel_kind::im:
            return "im";
    }
    return "public";
}

std::string latest_ts(const channel& in)
{
    const auto newest = std::find_if(in.messages.rbegin(), in.messages.rend(), [](const auto& each) {
        return stands_in_channel(each.second);
    });
    return newest == in.messages.rend() ? "" : newest->first;
}

/// The beginning of what is in a small text file.
std::string preview_of(const workspace& where, const json& object)
{
    const auto found = where.files.find(text_at(object, "id"));
    if (found == where.files.end() || found->second.content.size() > previewed_bytes)
        return "";
    const auto type = text_at(object, "mimetype");
    const bool is_text = type.starts_with("text/") || type == "application/json";
    if (!is_text || !is_utf8(found->second.content))
        return "";
    return clipped(found->second.content, preview_characters);
}

void put_previews(const workspace& where, json& files)
{
    for (auto& each : files) {
        auto preview = preview_of(where, each);
        if (!preview.empty())
            each["preview"] = std::move(preview);
    }
}

json commands_of(const options& setup)
{
    auto list = json::array();
    for (const auto& command : setup.commands) {
        const auto words = setup.described.find(command);
        json one = json::object();
        one["command"] = command;
        one["description"] = words == setup.described.end() ? "" : words->second.description;
        one["usage_hint"] = words == setup.described.end() ? "" : words->second.usage_hint;
        list.push_back(std::move(one));
    }
    return list;
}

json shortcuts_of(const options& setup, const std::vector<std::string>& ids)
{
    auto list = json::array();
    for (const auto& id : ids) {
        const auto words = setup.described.find(id);
        json one = json::object();
        one["callback_id"] = id;
        one["name"] = words == setup.described.end() ? id : words->second.name;
        one["description"] = words == setup.described.end() ? "" : words->second.description;
        list.push_back(std::move(one));
    }
    return list;
}

json app_snapshot(const workspace& where, const options& setup)
{
    json app = json::object();
    app["bot_user"] = where.app.bot_user;
    app["bot_id"] = where.app.bot_id;
    app["app_id"] = where.app.app_id;
    app["name"] = where.app.name;
    app["description"] = setup.description;
    app["home_tab"] = where.app.home_tab;
    app["commands"] = commands_of(setup);
    app["message_shortcuts"] = shortcuts_of(setup, setup.message_shortcuts);
    app["global_shortcuts"] = shortcuts_of(setup, setup.global_shortcuts);
    return app;
}

/// What only `user` sees there, between `from` and `to` (both exclusive, "" for no end).
std::vector<const ephemeral*> ephemerals_between(
    const workspace& where, const std::string& user, const channel& in, const std::string& from, const std::string& to
)
{
    std::vector<const ephemeral*> found;
    const auto shown = where.ephemerals.find(user);
    if (shown == where.ephemerals.end())
        return found;
    for (const auto& each : shown->second)
        if (each.channel == in.id && each.ts > from && (to.empty() || each.ts < to))
            found.push_back(&each);
    return found;
}

json in_order(std::vector<json> messages)
{
    const auto ts = [](const json& each) -> const std::string& { return each.at("ts").get_ref<const std::string&>(); };
    std::stable_sort(messages.begin(), messages.end(), [&](const json& a, const json& b) { return ts(a) < ts(b); });
    auto list = json::array();
    for (auto& each : messages)
        list.push_back(std::move(each));
    return list;
}

}  // namespace

bool is_playable(const person& who)
{
    return !who.bot && !who.deleted && !who.stranger && who.id != slackbot;
}

bool may_see(const workspace& where, const std::string& user, const channel& in)
{
    if (in.has_member(user))
        return true;
    const auto* who = where.find_person(user);
    const bool of_the_house = who != nullptr && !who->guest && !who->single_guest && who->team_id == where.team_id;
    return in.kind == channel_kind::public_channel && of_the_house;
}

json person_snapshot(const workspace& where, const person& who)
{
    json shown = json::object();
    shown["id"] = who.id;
    shown["name"] = who.name;
    shown["real_name"] = who.real_name;
    shown["title"] = who.title;
    shown["tz"] = who.tz;
    shown["bot"] = who.bot || who.id == slackbot;
    shown["guest"] = who.guest || who.single_guest;
    shown["admin"] = who.admin || who.owner;
    shown["deleted"] = who.deleted;
    shown["team_id"] = who.team_id;
    shown["foreign"] = who.team_id != where.team_id;
    shown["playable"] = is_playable(who);
    return shown;
}

json channel_snapshot(const workspace& where, const std::string& user, const channel& in, const read_marks& marks)
{
    const bool member = in.has_member(user);
    const auto unseen = member ? marks.count(where, user, in) : unread_count{};
    json shown = json::object();
    shown["id"] = in.id;
    shown["name"] = in.name;
    shown["kind"] = name_of(in.kind);
    shown["member"] = member;
    shown["archived"] = in.archived;
    shown["external"] = in.external;
    shown["partner"] = in.kind == channel_kind::im ? json(in.partner_of(user)) : json(nullptr);
    shown["members"] = in.members;
    shown["latest"] = latest_ts(in);
    shown["unread"] = unseen.messages;
    shown["mentioned"] = unseen.mentions;
    shown["topic"] = "";
    return shown;
}

json message_snapshot(const workspace& where, const channel& in, const message& what)
{
    auto shown = message_json(where, in, what, reading::listing);
    if (what.subtype == "thread_broadcast")
        shown["broadcast"] = true;
    if (shown.contains("files"))
        put_previews(where, shown.at("files"));
    return shown;
}

json ephemeral_snapshot(const workspace& where, const ephemeral& what)
{
    json shown = json::object();
    shown["type"] = "message";
    shown["ephemeral"] = true;
    shown["ts"] = what.ts;
    shown["user"] = what.from;
    if (what.from == where.app.bot_user)
        shown["bot_id"] = where.app.bot_id;
    shown["text"] = what.text;
    if (!what.blocks.is_null())
        shown["blocks"] = what.blocks;
    if (!what.thread_ts.empty())
        shown["thread_ts"] = what.thread_ts;
    return shown;
}

json modal_snapshot(const workspace& where, const std::string& user)
{
    const auto stack = where.modals.find(user);
    if (stack == where.modals.end() || stack->second.empty())
        return nullptr;
    const auto& top = stack->second.back();
    auto shown = view_json(where, top);
    shown["errors"] = top.errors;
    shown["depth"] = stack->second.size();
    return shown;
}

json home_snapshot(const workspace& where, const std::string& user)
{
    const auto found = where.homes.find(user);
    return found == where.homes.end() ? json(nullptr) : view_json(where, found->second);
}

json workspace_snapshot(
    const workspace& where, const std::string& user, const options& setup, const fault_plan& faults,
    const read_marks& marks, instant now
)
{
    json shown = json::object();
    shown["ok"] = true;
    shown["team"]["id"] = where.team_id;
    shown["team"]["name"] = where.team_name;
    shown["team"]["domain"] = where.domain;
    shown["me"] = user.empty() ? json(nullptr) : json(user);
    shown["now"] = now.time_since_epoch().count();
    shown["app"] = app_snapshot(where, setup);
    shown["people"] = json::array();
    for (const auto& [id, who] : where.people)
        shown["people"].push_back(person_snapshot(where, who));
    shown["channels"] = json::array();
    if (!user.empty())
        for (const auto& [id, in] : where.channels)
            if (may_see(where, user, in))
                shown["channels"].push_back(channel_snapshot(where, user, in, marks));
    shown["faults"] = faults_snapshot(faults);
    shown["view"] = modal_snapshot(where, user);
    shown["home"] = home_snapshot(where, user);
    return shown;
}

json messages_snapshot(
    const workspace& where, const std::string& user, const channel& in, const std::string& before, std::size_t limit
)
{
    std::vector<json> page;
    std::string oldest;
    auto at = std::make_reverse_iterator(before.empty() ? in.messages.end() : in.messages.lower_bound(before));
    for (; at != in.messages.rend() && page.size() < limit; ++at)
        if (stands_in_channel(at->second)) {
            page.push_back(message_snapshot(where, in, at->second));
            oldest = at->first;
        }
    const bool has_more =
        std::any_of(at, in.messages.rend(), [](const auto& e) { return stands_in_channel(e.second); });
    for (const auto* each : ephemerals_between(where, user, in, has_more ? oldest : "", before))
        if (each->thread_ts.empty())
            page.push_back(ephemeral_snapshot(where, *each));
    json shown = json::object();
    shown["ok"] = true;
    shown["messages"] = in_order(std::move(page));
    shown["has_more"] = has_more;
    return shown;
}

json thread_snapshot(const workspace& where, const std::string& user, const channel& in, const std::string& ts)
{
    std::vector<json> thread;
    thread.push_back(message_snapshot(where, in, in.messages.at(ts)));
    for (const auto* reply : in.replies(ts))
        thread.push_back(message_snapshot(where, in, *reply));
    for (const auto* each : ephemerals_between(where, user, in, "", ""))
        if (each->thread_ts == ts)
            thread.push_back(ephemeral_snapshot(where, *each));
    json shown = json::object();
    shown["ok"] = true;
    shown["messages"] = in_order(std::move(thread));
    return shown;
}

}  // namespace docket::slack::emulator

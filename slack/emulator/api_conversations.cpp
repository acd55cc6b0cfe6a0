#include "slack/emulator/api_call.hpp"
#include "slack/emulator/changes.hpp"
#include "slack/emulator/shapes.hpp"
#include "slack/emulator/stamp.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t history_page = 100;
constexpr std::size_t history_most = 999;
constexpr std::size_t replies_page = 1000;

std::vector<std::string> comma_list(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');)
        if (!part.empty())
            parts.push_back(part);
    return parts;
}

/// The span of time that a listing asks for.
struct span {
    std::int64_t oldest = std::numeric_limits<std::int64_t>::min();
    std::int64_t latest = std::numeric_limits<std::int64_t>::max();
    bool inclusive = false;

    [[nodiscard]] bool holds(const std::string& ts) const
    {
        const auto at = micros_of(ts).value_or(0);
        return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
    }
};

or_refusal<span> read_span(const arguments& args)
{
    span asked;
    asked.inclusive = args.flag("inclusive");
    if (args.has("oldest") && args.text("oldest") != "0") {
        const auto at = micros_of(args.text("oldest"));
        if (!at)
            return tl::unexpected(refused("invalid_ts_oldest"));
        asked.oldest = *at;
    }
    if (args.has("latest")) {
        const auto at = micros_of(args.text("latest"));
        if (!at)
            return tl::unexpected(refused("invalid_ts_latest"));
        asked.latest = *at;
    }
    return asked;
}

json listed(const api_call& call, const channel& in, const std::vector<const message*>& found, const page& cut)
{
    const auto how = call.args.flag("include_all_metadata") ? reading::listing_all_data : reading::listing;
    auto answer = done();
    answer["messages"] = json::array();
    for (auto index = cut.from; index < cut.to; ++index)
        answer["messages"].push_back(message_json(call.where, in, *found[index], how));
    answer["has_more"] = !cut.next_cursor.empty();
    if (!cut.next_cursor.empty())
        put_cursor(answer, cut.next_cursor);
    return answer;
}

/// Newest first; replies are not part of a channel's history unless they were sent to it too.
json history(api_call& call)
{
    auto target = readable_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    const auto asked = read_span(call.args);
    if (!asked)
        return asked.error();
    const auto& in = **target;
    std::vector<const message*> found;
    for (const auto& [ts, each] : in.messages) {
        const bool shown = (each.thread_ts.empty() || each.subtype == "thread_broadcast") && !each.tombstone;
        if (shown && asked->holds(ts))
            found.push_back(&each);
    }
    std::reverse(found.begin(), found.end());
    const auto cut = cut_messages(call, found, history_page, history_most);
    if (!cut)
        return cut.error();
    auto answer = listed(call, in, found, *cut);
    answer["pin_count"] = 0;
    if (call.args.has("latest"))
        answer["latest"] = call.args.text("latest");
    return answer;
}

/// The parent and its replies, oldest first; asked for a reply's own ts, only that reply.
json replies(api_call& call)
{
    auto target = readable_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    const auto& in = **target;
    const auto at = in.messages.find(call.args.text("ts"));
    if (at == in.messages.end())
        return refused("thread_not_found");
    const auto asked = read_span(call.args);
    if (!asked)
        return asked.error();
    std::vector<const message*> found{&at->second};
    if (at->second.thread_ts.empty())
        for (const auto* reply : in.replies(at->first))
            if (asked->holds(reply->ts))
                found.push_back(reply);
    const auto cut = cut_messages(call, found, replies_page, replies_page);
    if (!cut)
        return cut.error();
    return listed(call, in, found, *cut);
}

json info(api_call& call)
{
    auto target = known_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    const auto& in = **target;
    if (auto refusal = lacks_scope(call, scope_family(in) + ":read"))
        return std::move(*refusal);
    auto answer = done();
    answer["channel"] = channel_json(call.where, in);
    if (call.args.flag("include_locale"))
        answer["channel"]["locale"] = "en-US";
    if (call.args.flag("include_num_members"))
        answer["channel"]["num_members"] = in.members.size();
    return answer;
}

json members(api_call& call)
{
    auto target = known_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    const auto& in = **target;
    if (auto refusal = lacks_scope(call, scope_family(in) + ":read"))
        return std::move(*refusal);
    const auto cut = cut_page(call, in.members.size(), 100, 1000);
    if (!cut)
        return cut.error();
    auto answer = done();
    answer["members"] = json::array();
    for (auto index = cut->from; index < cut->to; ++index)
        answer["members"].push_back(in.members[index]);
    put_cursor(answer, cut->next_cursor);
    return answer;
}

std::string type_name(const channel& of)
{
    switch (of.kind) {
        case channel_kind::public_channel:
            return "public_channel";
        case channel_kind::private_channel:
            return "private_channel";
        case channel_kind::im:
            return "im";
    }
    return "public_channel";
}

/// The types asked for, each with its scope granted.
or_refusal<std::vector<std::string>> read_types(const api_call& call)
{
    auto types = comma_list(call.args.text("types"));
    if (types.empty())
        types.emplace_back("public_channel");
    for (const auto& type : types) {
        std::string family;
        if (type == "public_channel")
            family = "channels";
        else if (type == "private_channel")
            family = "groups";
        else if (type == "im" || type == "mpim")
            family = type;
        else
            return tl::unexpected(refused("invalid_types"));
        if (auto refusal = lacks_scope(call, family + ":read"))
            return tl::unexpected(std::move(*refusal));
    }
    return types;
}

template <class Wanted>
json list_of(api_call& call, Wanted wanted)
{
    const auto types = read_types(call);
    if (!types)
        return types.error();
    std::vector<const channel*> found;
    for (const auto& [id, each] : call.where.channels) {
        const bool of_type = std::find(types->begin(), types->end(), type_name(each)) != types->end();
        const bool hidden = each.archived && call.args.flag("exclude_archived");
        if (of_type && !hidden && wanted(each))
            found.push_back(&each);
    }
    const auto cut = cut_page(call, found.size(), 100, 1000);
    if (!cut)
        return cut.error();
    auto answer = done();
    answer["channels"] = json::array();
    for (auto index = cut->from; index < cut->to; ++index)
        answer["channels"].push_back(channel_json(call.where, *found[index]));
    put_cursor(answer, cut->next_cursor);
    return answer;
}

json list(api_call& call)
{
    auto answer = list_of(call, [&](const channel& each) { return call.where.bot_sees(each); });
    if (answer.contains("channels"))
        for (auto& each : answer["channels"])
            if (const auto* known = call.where.find_channel(each.at("id").get<std::string>()))
                each["num_members"] = known->members.size();
    return answer;
}

/// Of a person's conversations only those that the bot may know of.
json users_conversations(api_call& call)
{
    const auto user = call.args.has("user") ? call.args.text("user") : call.where.app.bot_user;
    if (call.where.find_person(user) == nullptr)
        return refused("user_not_found");
    auto answer =
        list_of(call, [&](const channel& each) { return each.has_member(user) && call.where.bot_sees(each); });
    if (answer.contains("channels"))
        for (auto& each : answer["channels"])
            each.erase("is_member");  // not returned by this method
    return answer;
}

json opened(const api_call& call, const channel& im, bool before)
{
    auto answer = done();
    if (before) {
        answer["no_op"] = true;
        answer["already_open"] = true;
    }
    answer["channel"]["id"] = im.id;
    if (call.args.flag("return_im"))
        answer["channel"] = channel_json(call.where, im);
    return answer;
}

json open(api_call& call)
{
    auto& where = call.where;
    if (call.args.has("channel")) {
        auto target = known_channel(call, call.args.text("channel"));
        if (!target)
            return std::move(target.error());
        if ((*target)->kind != channel_kind::im)
            return refused("method_not_supported_for_channel_type");
        return opened(call, **target, true);
    }
    const auto users = comma_list(call.args.text("users"));
    if (users.empty())
        return refused("users_list_not_supplied");
    if (users.size() > 8)
        return refused("too_many_users");
    if (auto refusal = lacks_scope(call, users.size() == 1 ? "im:write" : "mpim:write"))
        return std::move(*refusal);
    for (const auto& user : users) {
        const auto* someone = where.find_person(user);
        if (someone == nullptr)
            return refused("user_not_found");
        if (someone->deleted)
            return refused("user_disabled");
        if (someone->stranger)
            return refused("user_not_visible");
        if (someone->bot || user == slackbot)
            return refused("cannot_dm_bot");
    }
    if (users.size() > 1)
        return refused("method_not_supported_for_channel_type");  // no group messages in this workspace
    const bool before = where.find_im(users.front()) != nullptr;
    if (!before && call.args.flag("prevent_creation"))
        return refused("channel_not_found");
    return opened(call, where.open_im(users.front(), call.now), before);
}

json join_channel(api_call& call)
{
    auto target = known_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    auto& in = **target;
    if (in.kind != channel_kind::public_channel)
        return refused("method_not_supported_for_channel_type");
    if (in.archived)
        return refused("is_archived");
    auto answer = done();
    if (call.where.bot_is_in(in)) {
        answer["warning"] = "already_in_channel";
        answer["response_metadata"]["warnings"].push_back("already_in_channel");
    }
    changes::join(call.where, in, call.where.app.bot_user, "", call.now);
    answer["channel"] = channel_json(call.where, in);
    return answer;
}

}  // namespace

std::vector<method_entry> conversation_methods()
{
    const std::vector<std::string> any_history{"channels:history", "groups:history", "im:history", "mpim:history"};
    const std::vector<std::string> any_read{"channels:read", "groups:read", "im:read", "mpim:read"};
    return {
        {"conversations.history", true, any_history, history},
        {"conversations.replies", false, any_history, replies},
        {"conversations.info", false, any_read, info},
        {"conversations.members", false, any_read, members},
        {"conversations.list", false, any_read, list},
        {"users.conversations", false, any_read, users_conversations},
        {"conversations.open", true, {"im:write", "mpim:write", "channels:manage", "groups:write"}, open},
        {"conversations.join", true, {"channels:join"}, join_channel},
    };
}

}  // namespace docket::slack::emulator

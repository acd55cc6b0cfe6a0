#include "slack/emulator/api_call.hpp"
#include "slack/emulator/changes.hpp"
#include "slack/emulator/shapes.hpp"
#include "slack/emulator/stamp.hpp"

#include <algorithm>
#include <regex>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t emoji_allowed = 50;  // different ones on one message; Slack's own number is not published

struct target {
    channel* in;
    message* on;
};

or_refusal<target> reaction_target(api_call& call)
{
    if (!call.args.has("channel") || !call.args.has("timestamp"))
        return tl::unexpected(refused("no_item_specified"));
    auto in = known_channel(call, call.args.text("channel"));
    if (!in)
        return tl::unexpected(std::move(in.error()));
    const auto ts = call.args.text("timestamp");
    if (!micros_of(ts) || ts.find('.') == std::string::npos)
        return tl::unexpected(refused("bad_timestamp"));
    const auto found = (*in)->messages.find(ts);
    if (found == (*in)->messages.end() || found->second.tombstone)
        return tl::unexpected(refused("message_not_found"));
    return target{*in, &found->second};
}

/// A name without colons, a skin tone after "::" allowed.
bool is_emoji_name(const std::string& name)
{
    static const std::regex shape("[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?");
    return std::regex_match(name, shape);
}

json add(api_call& call)
{
    const auto name = call.args.text("name");
    if (!is_emoji_name(name))
        return refused("invalid_name");
    const auto to = reaction_target(call);
    if (!to)
        return to.error();
    if (to->in->archived)
        return refused("is_archived");
    if (!call.where.bot_is_in(*to->in))
        return refused("not_in_channel");
    const auto& known = to->on->reactions;
    const bool is_new = std::none_of(known.begin(), known.end(), [&](const auto& r) { return r.name == name; });
    if (is_new && known.size() >= emoji_allowed)
        return refused("too_many_emoji");
    if (!changes::add_reaction(call.where, *to->in, to->on->ts, call.where.app.bot_user, name, call.now))
        return refused("already_reacted");
    return done();
}

json remove(api_call& call)
{
    const auto name = call.args.text("name");
    if (!is_emoji_name(name))
        return refused("invalid_name");
    const auto from = reaction_target(call);
    if (!from)
        return from.error();
    if (!changes::remove_reaction(call.where, *from->in, from->on->ts, call.where.app.bot_user, name, call.now))
        return refused("no_reaction");
    return done();
}

json get(api_call& call)
{
    const auto on = reaction_target(call);
    if (!on)
        return on.error();
    if (!call.where.bot_is_in(*on->in))
        return refused("message_not_found");
    auto answer = done();
    answer["type"] = "message";
    answer["channel"] = on->in->id;
    answer["message"] = message_json(call.where, *on->in, *on->on, reading::listing);
    answer["message"]["permalink"] = permalink(call.where, *on->in, *on->on);
    return answer;
}

}  // namespace

std::vector<method_entry> reaction_methods()
{
    return {
        {"reactions.add", true, {"reactions:write"}, add},
        {"reactions.remove", true, {"reactions:write"}, remove},
        {"reactions.get", false, {"reactions:read"}, get},
    };
}

}  // namespace docket::slack::emulator

#include "slack/emulator/api_call.hpp"
#include "slack/emulator/changes.hpp"
#include "slack/emulator/content.hpp"
#include "slack/emulator/shapes.hpp"
#include "slack/emulator/stamp.hpp"

namespace docket::slack::emulator {

namespace {

constexpr std::size_t text_of_update = 4'000;
constexpr std::size_t text_of_ephemeral = 40'000;

/// Where a post goes: a conversation's id, a public channel's name, or a person's id, which means the direct message.
or_refusal<channel*> post_target(api_call& call, const std::string& named)
{
    auto& where = call.where;
    if (const auto* someone = where.find_person(named)) {
        if (someone->deleted || someone->bot || someone->id == slackbot || someone->stranger)
            return tl::unexpected(refused(someone->bot ? "cannot_dm_bot" : "channel_not_found"));
        if (!where.app.messages_tab)
            return tl::unexpected(refused("messages_tab_disabled"));
        return &where.open_im(named, call.now);
    }
    const auto name = named.empty() || named.front() != '#' ? named : named.substr(1);
    for (auto& [id, each] : where.channels)
        if (each.kind == channel_kind::public_channel && each.name == name)
            return &each;
    return known_channel(call, named);
}

/// Whether the bot may post there.
std::optional<json> may_not_post(api_call& call, const channel& in)
{
    auto& where = call.where;
    if (in.archived)
        return refused("is_archived");
    if (in.kind == channel_kind::im) {
        const auto* other = where.find_person(in.partner_of(where.app.bot_user));
        if (!where.app.messages_tab)
            return refused("messages_tab_disabled");
        if (other == nullptr || other->deleted)
            return refused("channel_not_found");
        return std::nullopt;
    }
    const bool open_door = in.kind == channel_kind::public_channel && where.app.scopes.count("chat:write.public") != 0;
    if (!where.bot_is_in(in) && !open_door)
        return refused("not_in_channel");
    return std::nullopt;
}

/// Whether a reply may hang below `thread_ts`. Slack starts a stray thread below a reply's own ts or drops the
/// message; here that is refused, because no app can mean it.
std::optional<json> may_not_reply(const channel& in, const std::string& thread_ts)
{
    if (thread_ts.empty())
        return std::nullopt;
    if (!micros_of(thread_ts))
        return refused("invalid_thread_ts");
    const auto parent = in.messages.find(thread_ts);
    if (parent == in.messages.end())
        return refused("thread_not_found");
    if (parent->second.tombstone || !parent->second.thread_ts.empty())
        return refused("cannot_reply_to_message");
    return std::nullopt;
}

json post_message(api_call& call)
{
    auto& where = call.where;
    auto target = post_target(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    auto& in = **target;
    if (auto refusal = may_not_post(call, in))
        return std::move(*refusal);
    const auto thread_ts = call.args.text("thread_ts");
    if (auto refusal = may_not_reply(in, thread_ts))
        return std::move(*refusal);
    const bool renamed = call.args.has("username") || call.args.has("icon_emoji") || call.args.has("icon_url");
    if (renamed)
        if (auto refusal = lacks_scope(call, "chat:write.customize"))
            return std::move(*refusal);
    auto said = read_content(where, call.args, 0);
    if (!said)
        return std::move(said.error());

    message draft;
    draft.user = renamed ? "" : where.app.bot_user;
    draft.bot_id = where.app.bot_id;
    draft.app_id = where.app.app_id;
    draft.username = call.args.text("username");
    draft.text = std::move(said->text);
    draft.blocks = std::move(said->blocks);
    draft.attachments = std::move(said->attachments);
    draft.metadata = std::move(said->metadata);
    draft.thread_ts = thread_ts;
    if (renamed)
        draft.subtype = "bot_message";
    else if (!thread_ts.empty() && call.args.flag("reply_broadcast"))
        draft.subtype = "thread_broadcast";
    const auto& posted = changes::post(where, in, std::move(draft), call.now);
    auto answer = done();
    answer["channel"] = in.id;
    answer["ts"] = posted.ts;
    answer["message"] = message_json(where, in, posted, reading::event);
    return answer;
}

or_refusal<message*> own_message(api_call& call, channel& in, const char* not_own)
{
    const auto found = in.messages.find(call.args.text("ts"));
    if (found == in.messages.end() || found->second.tombstone)
        return tl::unexpected(refused("message_not_found"));
    if (found->second.app_id != call.where.app.app_id)
        return tl::unexpected(refused(not_own));
    return &found->second;
}

json update(api_call& call)
{
    auto& where = call.where;
    auto target = known_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    auto& in = **target;
    if (in.archived)
        return refused("is_inactive");
    auto old = own_message(call, in, "cant_update_message");
    if (!old)
        return std::move(old.error());
    auto said = read_content(where, call.args, text_of_update);
    if (!said)
        return std::move(said.error());

    auto after = **old;
    if (said->has_text)
        after.text = std::move(said->text);
    after.blocks = std::move(said->blocks);  // text alone takes the blocks away
    if (call.args.has("attachments"))
        after.attachments = std::move(said->attachments);
    if (said->has_metadata)
        after.metadata = std::move(said->metadata);
    after.edited_by = where.app.bot_id;
    after.edited_ts = stamp(seconds_of(call.now) * 1'000'000);
    changes::edit(where, in, after, call.now);
    auto answer = done();
    answer["channel"] = in.id;
    answer["ts"] = after.ts;
    answer["text"] = after.text;
    answer["message"] = message_json(where, in, after, reading::event);
    return answer;
}

json remove(api_call& call)
{
    auto target = known_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    auto& in = **target;
    auto old = own_message(call, in, "cant_delete_message");
    if (!old)
        return std::move(old.error());
    const auto ts = (*old)->ts;
    changes::erase(call.where, in, ts, call.now);
    auto answer = done();
    answer["channel"] = in.id;
    answer["ts"] = ts;
    return answer;
}

json post_ephemeral(api_call& call)
{
    auto& where = call.where;
    auto target = known_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    auto& in = **target;
    if (auto refusal = may_not_post(call, in))
        return std::move(*refusal);
    if (!where.bot_is_in(in))
        return refused("not_in_channel");
    const auto to = call.args.text("user");
    const auto* reader = where.find_person(to);
    if (reader == nullptr || reader->deleted || !in.has_member(to))
        return refused("user_not_in_channel");
    const auto thread_ts = call.args.text("thread_ts");
    if (auto refusal = may_not_reply(in, thread_ts))
        return std::move(*refusal);
    auto said = read_content(where, call.args, text_of_ephemeral);
    if (!said)
        return std::move(said.error());
    ephemeral shown;
    shown.channel = in.id;
    shown.to = to;
    shown.from = where.app.bot_user;
    shown.thread_ts = thread_ts;
    shown.text = std::move(said->text);
    shown.blocks = std::move(said->blocks);
    auto answer = done();
    answer["message_ts"] = changes::show(where, std::move(shown), call.now);
    return answer;
}

json get_permalink(api_call& call)
{
    auto target = known_channel(call, call.args.text("channel"));
    if (!target)
        return std::move(target.error());
    const auto& in = **target;
    const auto found = in.messages.find(call.args.text("message_ts"));
    if (found == in.messages.end())
        return refused("message_not_found");
    auto answer = done();
    answer["channel"] = in.id;
    answer["permalink"] = permalink(call.where, in, found->second);
    return answer;
}

}  // namespace

std::vector<method_entry> chat_methods()
{
    return {
        {"chat.postMessage", true, {"chat:write"}, post_message},
        {"chat.update", true, {"chat:write"}, update},
        {"chat.delete", true, {"chat:write"}, remove},
        {"chat.postEphemeral", true, {"chat:write"}, post_ephemeral},
        {"chat.getPermalink", false, {}, get_permalink},
    };
}

}  // namespace docket::slack::emulator

#include "slack/emulator/responses.hpp"

#include "slack/emulator/changes.hpp"
#include "slack/emulator/content.hpp"
#include "slack/emulator/stamp.hpp"

#include <algorithm>

namespace docket::slack::emulator {

namespace {

using source = response_target::source;

bool has_original(const response_target& to)
{
    switch (to.from) {
        case source::message:
        case source::ephemeral:
            return true;
        case source::command:
        case source::shortcut:
            return false;
    }
    return false;
}

ephemeral* original_ephemeral(workspace& where, const response_target& to)
{
    auto& shown = where.ephemerals[to.user];
    const auto found =
        std::find_if(shown.begin(), shown.end(), [&](const auto& each) { return each.ts == to.message_ts; });
    return found == shown.end() ? nullptr : &*found;
}

void delete_original(workspace& where, const response_target& to, instant now)
{
    if (to.from == source::ephemeral) {
        auto& shown = where.ephemerals[to.user];
        where.touches.emplace_back(touched::removed_ephemeral{to.user, to.channel, to.message_ts, to.thread_ts});
        shown.erase(
            std::remove_if(shown.begin(), shown.end(), [&](const auto& each) { return each.ts == to.message_ts; }),
            shown.end()
        );
        return;
    }
    if (auto* in = where.find_channel(to.channel))
        changes::erase(where, *in, to.message_ts, now);
}

response_outcome replace_original(workspace& where, const response_target& to, content said, instant now)
{
    if (to.from == source::ephemeral) {
        auto* shown = original_ephemeral(where, to);
        if (shown == nullptr)
            return {404, "no_original"};
        shown->text = std::move(said.text);
        shown->blocks = std::move(said.blocks);
        where.touches.emplace_back(touched::ephemeral{to.user, to.channel, to.message_ts});
        return {};
    }
    const auto* old = where.find_message(to.channel, to.message_ts);
    if (old == nullptr)
        return {404, "no_original"};
    auto after = *old;
    after.text = std::move(said.text);
    after.blocks = std::move(said.blocks);
    after.edited_by = where.app.bot_id;
    after.edited_ts = stamp(seconds_of(now) * 1'000'000);
    changes::edit(where, where.channels.at(to.channel), std::move(after), now);
    return {};
}

void post_in_channel(workspace& where, const response_target& to, content said, std::string thread_ts, instant now)
{
    message draft;
    draft.subtype = "bot_message";
    draft.bot_id = where.app.bot_id;
    draft.app_id = where.app.app_id;
    draft.username = where.app.name;
    draft.text = std::move(said.text);
    draft.blocks = std::move(said.blocks);
    draft.attachments = std::move(said.attachments);
    draft.thread_ts = std::move(thread_ts);
    changes::post(where, where.channels.at(to.channel), std::move(draft), now);
}

void show(workspace& where, const response_target& to, content said, instant now)
{
    ephemeral shown;
    shown.channel = to.channel;
    shown.to = to.user;
    shown.from = where.app.bot_user;
    shown.thread_ts = to.thread_ts;
    shown.text = std::move(said.text);
    shown.blocks = std::move(said.blocks);
    changes::show(where, std::move(shown), now);
}

}  // namespace

response_outcome respond(workspace& where, const response_target& to, const json& said, instant now)
{
    if (!said.is_object())
        return {400, "invalid_payload"};
    const arguments args(said);
    const bool original = has_original(to);
    if (args.flag("delete_original")) {
        if (!original)
            return {404, "no_original"};
        delete_original(where, to, now);
        return {};
    }
    auto read = read_content(where, args, 0);
    if (!read)
        return {400, read.error().at("error").get<std::string>()};
    if (args.flag("replace_original", true) && original)
        return replace_original(where, to, std::move(*read), now);
    if (args.text("response_type") != "in_channel" || to.from == source::ephemeral) {
        show(where, to, std::move(*read), now);
        return {};
    }
    if (where.find_channel(to.channel) == nullptr)
        return {404, "channel_not_found"};
    if (where.channels.at(to.channel).archived)
        return {403, "is_archived"};
    const bool threaded = args.has("replace_original") && !args.flag("replace_original");
    post_in_channel(where, to, std::move(*read), threaded ? args.text("thread_ts") : "", now);
    return {};
}

response_outcome receive_response(workspace& where, const std::string& key, const std::string& body, instant now)
{
    const auto to = where.responses.use(key, now);
    if (!to) {
        auto answer = refused(to.error());
        return {404, answer.dump()};
    }
    return respond(where, *to, json::parse(body, nullptr, false), now);
}

}  // namespace docket::slack::emulator

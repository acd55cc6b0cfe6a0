#include "slack/emulator/changes.hpp"
#include "slack/emulator/files.hpp"
#include "slack/emulator/server.hpp"
#include "slack/emulator/stamp.hpp"
#include "slack/emulator/text.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

const channel* look_up(const workspace& where, const std::string& named)
{
    if (const auto* found = where.find_channel(named))
        return found;
    for (const auto& [id, each] : where.channels)
        if (each.kind != channel_kind::im && "#" + each.name == named)
            return &each;
    return nullptr;
}

}  // namespace

std::string emulator::add_person(const std::string& name)
{
    person who;
    who.name = name;
    who.real_name = name;
    who.email = name + "@example.com";
    return add_person(std::move(who));
}

std::string emulator::add_person(person who)
{
    who.updated = seconds_of(time_.now());
    auto id = world_.add_person(std::move(who));
    show_changes();
    return id;
}

std::string emulator::add_channel(const std::string& name, std::vector<std::string> members, channel_kind kind)
{
    auto id = world_.add_channel(name, kind, std::move(members), time_.now());
    show_changes();
    return id;
}

std::string emulator::add_group(const std::string& handle, std::vector<std::string> users)
{
    return world_.add_group(handle, std::move(users), time_.now());
}

person& emulator::active(const std::string& who)
{
    auto* found = world_.find_person(who);
    if (found == nullptr || found->deleted)
        throw std::invalid_argument("nobody active has the id " + who);
    return *found;
}

channel& emulator::conversation(const std::string& named)
{
    const auto* found = look_up(world_, named);
    if (found == nullptr)
        throw std::invalid_argument("no conversation " + named);
    return world_.channels.at(found->id);
}

const channel& emulator::conversation(const std::string& named) const
{
    const auto* found = look_up(world_, named);
    if (found == nullptr)
        throw std::invalid_argument("no conversation " + named);
    return *found;
}

channel& emulator::writable(const std::string& who, const std::string& named)
{
    active(who);
    auto& in = conversation(named);
    if (in.archived)
        throw std::invalid_argument(named + " is archived");
    if (!in.has_member(who))
        throw std::invalid_argument(who + " is not in " + named);
    return in;
}

message& emulator::message_at(channel& in, const std::string& ts)
{
    const auto found = in.messages.find(ts);
    if (found == in.messages.end() || found->second.tombstone)
        throw std::invalid_argument("no message " + ts + " in " + in.id);
    return found->second;
}

std::string emulator::post_as(
    const std::string& who, channel& in, const std::string& text, const std::string& thread_ts,
    std::vector<attachment> files, bool broadcast
)
{
    const auto parent = in.messages.find(thread_ts);
    if (!thread_ts.empty() && (parent == in.messages.end() || !parent->second.thread_ts.empty()))
        throw std::invalid_argument("no thread begins at " + thread_ts + " in " + in.id);
    const auto now = time_.now();
    message draft;
    draft.user = who;
    draft.text = text;
    draft.thread_ts = thread_ts;
    const auto id = world_.new_seed();
    draft.client_msg_id = fmt::format("00000000-0000-4000-8000-{:012x}", id);
    if (!text.empty()) {
        draft.blocks = json::array();
        draft.blocks.push_back(rich_text_of(text, fmt::format("r{:x}", id)));
    }
    if (broadcast)
        draft.subtype = "thread_broadcast";
    std::vector<std::string> file_ids;
    if (!files.empty()) {
        draft.subtype = "file_share";
        draft.extra["upload"] = false;
        draft.extra["display_as_bot"] = false;
        draft.files = json::array();
        for (auto& each : files) {
            const auto& made = add_file(world_, each.name, each.mimetype, who, std::move(each.content), now);
            draft.files.push_back(made.object);
            file_ids.push_back(made.object.at("id").get<std::string>());
        }
    }
    const auto& posted = changes::post(world_, in, std::move(draft), now);
    note_share(world_, file_ids, in, posted);
    const auto ts = posted.ts;
    deliver();
    return ts;
}

std::string emulator::post(
    const std::string& who, const std::string& channel, const std::string& text, const std::string& thread_ts,
    std::vector<attachment> files
)
{
    return post_as(who, writable(who, channel), text, thread_ts, std::move(files));
}

std::string emulator::direct_message(
    const std::string& who, const std::string& text, const std::string& thread_ts, std::vector<attachment> files
)
{
    active(who);
    return post_as(who, world_.open_im(who, time_.now()), text, thread_ts, std::move(files));
}

std::string emulator::email(
    const std::string& channel, const std::string& from_address, const std::string& from_name,
    const std::string& subject, const std::string& body
)
{
    auto& in = conversation(channel);
    const auto now = time_.now();
    auto& mail = add_email(world_, from_address, from_name, subject, body, now);
    const auto file_id = mail.object.at("id").get<std::string>();
    message draft;
    draft.subtype = "file_share";
    draft.user = slackbot;
    draft.bot_id = world_.email_bot_id;
    draft.extra["upload"] = true;
    draft.extra["display_as_bot"] = true;
    draft.files = json::array();
    draft.files.push_back(mail.object);
    const auto& posted = changes::post(world_, in, std::move(draft), now);
    note_share(world_, {file_id}, in, posted);
    const auto ts = posted.ts;
    if (!options_.email_body_in_events)
        for (auto& what : world_.occurred)
            for (auto& file : what.event.at("files"))
                for (const auto* key : {"plain_text", "preview_plain_text", "headers", "from", "to", "cc"})
                    file.erase(key);
    deliver();
    return ts;
}

std::string emulator::broadcast(
    const std::string& who, const std::string& channel, const std::string& text, const std::string& thread_ts
)
{
    return post_as(who, writable(who, channel), text, thread_ts, {}, true);
}

void emulator::unfurl(const std::string& channel, const std::string& ts)
{
    auto& in = conversation(channel);
    auto after = message_at(in, ts);
    json preview = json::object();
    preview["id"] = 1;
    preview["from_url"] = "https://example.com/";
    preview["fallback"] = preview["title"] = "Example";
    after.attachments = json::array();
    after.attachments.push_back(std::move(preview));
    changes::edit(world_, in, std::move(after), time_.now());
    deliver();
}

std::string emulator::bot_post(const std::string& channel, const std::string& text, const std::string& thread_ts)
{
    message draft;
    draft.subtype = "bot_message";
    draft.bot_id = world_.email_bot_id;
    draft.username = "another app";
    draft.extra["icons"]["emoji"] = ":robot_face:";
    draft.extra["icons"]["image_64"] = "https://a.slack-edge.com/production-standard-emoji-assets/robot_face.png";
    draft.text = text;
    draft.thread_ts = thread_ts;
    const auto ts = changes::post(world_, conversation(channel), std::move(draft), time_.now()).ts;
    deliver();
    return ts;
}

void emulator::edit(const std::string& who, const std::string& channel, const std::string& ts, const std::string& text)
{
    auto& in = writable(who, channel);
    auto after = message_at(in, ts);
    if (after.user != who)
        throw std::invalid_argument(who + " did not write " + ts);
    const auto now = time_.now();
    after.text = text;
    after.blocks = json::array();
    after.blocks.push_back(rich_text_of(text, fmt::format("r{:x}", world_.new_seed())));
    after.edited_by = who;
    after.edited_ts = stamp(seconds_of(now) * 1'000'000);
    changes::edit(world_, in, std::move(after), now);
    deliver();
}

void emulator::remove(const std::string& who, const std::string& channel, const std::string& ts)
{
    auto& in = conversation(channel);
    if (message_at(in, ts).user != who)
        throw std::invalid_argument(who + " did not write " + ts);
    changes::erase(world_, in, ts, time_.now());
    deliver();
}

bool emulator::react(const std::string& who, const std::string& channel, const std::string& ts, const std::string& name)
{
    auto& in = writable(who, channel);
    message_at(in, ts);
    const bool added = changes::add_reaction(world_, in, ts, who, name, time_.now());
    deliver();
    return added;
}

bool emulator::unreact(
    const std::string& who, const std::string& channel, const std::string& ts, const std::string& name
)
{
    auto& in = writable(who, channel);
    message_at(in, ts);
    const bool removed = changes::remove_reaction(world_, in, ts, who, name, time_.now());
    deliver();
    return removed;
}

void emulator::join(const std::string& who, const std::string& channel, const std::string& inviter)
{
    active(who);
    changes::join(world_, conversation(channel), who, inviter, time_.now());
    deliver();
}

void emulator::leave(const std::string& who, const std::string& channel)
{
    changes::leave(world_, conversation(channel), who, time_.now());
    deliver();
}

void emulator::invite_bot(const std::string& who, const std::string& channel)
{
    changes::join(world_, writable(who, channel), world_.app.bot_user, who, time_.now());
    deliver();
}

void emulator::remove_bot(const std::string& channel)
{
    leave(world_.app.bot_user, channel);
}

void emulator::archive(const std::string& who, const std::string& channel)
{
    changes::archive(world_, writable(who, channel), who, time_.now());
    deliver();
}

void emulator::unarchive(const std::string& who, const std::string& channel)
{
    active(who);
    changes::unarchive(world_, conversation(channel), who, time_.now());
    deliver();
}

void emulator::rename(const std::string& channel, const std::string& name)
{
    changes::rename(world_, conversation(channel), name, time_.now());
    deliver();
}

void emulator::deactivate(const std::string& who)
{
    active(who).deleted = true;
    changes::announce_person(world_, who, time_.now());
    deliver();
}

void emulator::reactivate(const std::string& who)
{
    world_.people.at(who).deleted = false;
    changes::announce_person(world_, who, time_.now());
    deliver();
}

void emulator::change_person(person who)
{
    const auto id = world_.add_person(std::move(who));
    changes::announce_person(world_, id, time_.now());
    deliver();
}

void emulator::set_group_users(const std::string& group, std::vector<std::string> users)
{
    changes::set_group_users(world_, group, std::move(users), time_.now());
    deliver();
}

void emulator::open_home(const std::string& who)
{
    active(who);
    changes::open_home_tab(world_, who, time_.now());
    deliver();
}

std::vector<message> emulator::messages(const std::string& channel) const
{
    std::vector<message> found;
    for (const auto& [ts, each] : conversation(channel).messages)
        found.push_back(each);
    return found;
}

std::vector<message> emulator::thread(const std::string& channel, const std::string& root) const
{
    const auto& in = conversation(channel);
    std::vector<message> found;
    const auto parent = in.messages.find(root);
    if (parent != in.messages.end())
        found.push_back(parent->second);
    for (const auto* reply : in.replies(root))
        found.push_back(*reply);
    return found;
}

std::vector<ephemeral> emulator::ephemerals(const std::string& who) const
{
    const auto found = world_.ephemerals.find(who);
    return found == world_.ephemerals.end() ? std::vector<ephemeral>{} : found->second;
}

const view* emulator::open_view(const std::string& who)
{
    return world_.open_view(who);
}

const view* emulator::home(const std::string& who) const
{
    const auto found = world_.homes.find(who);
    return found == world_.homes.end() ? nullptr : &found->second;
}

std::string emulator::dm(const std::string& who)
{
    auto id = world_.open_im(who, time_.now()).id;
    deliver();
    return id;
}

}  // namespace docket::slack::emulator

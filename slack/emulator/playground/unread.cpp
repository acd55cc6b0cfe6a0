#include "slack/emulator/playground/unread.hpp"

#include "slack/emulator/members.hpp"

#include <algorithm>

namespace docket::slack::emulator {

namespace {

bool is_notice(const message& what)
{
    return what.subtype.starts_with("channel_") || what.subtype.starts_with("group_");
}

std::string newest(const channel& in)
{
    return in.messages.empty() ? "" : in.messages.rbegin()->first;
}

bool text_names(const workspace& where, const std::string& text, const std::string& user)
{
    if (text.find('<') == std::string::npos)
        return false;
    const auto holds = [&](const std::string& part) { return text.find(part) != std::string::npos; };
    if (holds("<@" + user) || holds("<!channel") || holds("<!here") || holds("<!everyone"))
        return true;
    return std::any_of(where.groups.begin(), where.groups.end(), [&](const auto& each) {
        const auto& users = each.second.users;
        return std::find(users.begin(), users.end(), user) != users.end() && holds("<!subteam^" + each.first);
    });
}

bool blocks_name(const workspace& where, const json& part, const std::string& user)
{
    if (part.is_string())
        return text_names(where, part.get_ref<const std::string&>(), user);
    if (part.is_object() && text_at(part, "type") == "user" && text_at(part, "user_id") == user)
        return true;
    return part.is_structured() &&
           std::any_of(part.begin(), part.end(), [&](const json& each) { return blocks_name(where, each, user); });
}

}  // namespace

bool stands_in_channel(const message& what)
{
    return what.thread_ts.empty() || what.subtype == "thread_broadcast";
}

void read_marks::begin(const workspace& where)
{
    for (const auto& [id, in] : where.channels)
        since_[id] = newest(in);
}

void read_marks::read(const std::string& user, const channel& in)
{
    marks_[{user, in.id}] = newest(in);
}

unread_count read_marks::count(const workspace& where, const std::string& user, const channel& in) const
{
    unread_count found;
    const auto mark = marks_.find({user, in.id});
    const auto since = since_.find(in.id);
    const std::string never;
    const auto& seen = mark != marks_.end() ? mark->second : since != since_.end() ? since->second : never;
    std::size_t looked_at = 0;
    for (auto at = in.messages.rbegin(); at != in.messages.rend() && looked_at < most; ++at, ++looked_at) {
        const auto& [ts, each] = *at;
        if (ts <= seen)
            break;
        if (each.user == user || !stands_in_channel(each) || is_notice(each) || each.tombstone)
            continue;
        ++found.messages;
        if (in.kind == channel_kind::im || text_names(where, each.text, user) || blocks_name(where, each.blocks, user))
            ++found.mentions;
    }
    return found;
}

}  // namespace docket::slack::emulator

#include "slack/inbound_fields.hpp"
#include "slack/inbound_parts.hpp"

#include <algorithm>
#include <array>

// Events API bodies; every shape is in docs.slack.dev/reference/events/<type>. An event that lacks what identifies it
// (a reaction without a message) is of no use, and is answered like an unused kind.

namespace docket::slack::parts {

namespace {

using fields::at;
using fields::channel_id;
using fields::either;
using fields::flag;
using fields::number;
using fields::text;
using fields::texts;
using nlohmann::json;

event changed_message(const json& e)
{
    message_changed changed{
        message_from(at(e, "message"), channel_id(e)), message_from(at(e, "previous_message"), channel_id(e))
    };
    if (changed.now.channel.empty() || changed.now.ts.empty())
        return unused_event{"message.message_changed"};
    changed.now.channel_type = changed.before.channel_type = text(e, "channel_type");
    return changed;
}

event deleted_message(const json& e)
{
    const auto& before = at(e, "previous_message");
    message_deleted gone{channel_id(e), either(text(e, "deleted_ts"), text(before, "ts")), text(before, "thread_ts")};
    if (gone.channel.empty() || gone.deleted_ts.empty())
        return unused_event{"message.message_deleted"};
    return gone;
}

event new_message(const json& e)
{
    const auto subtype = text(e, "subtype");
    if (subtype == "message_changed")
        return changed_message(e);
    if (subtype == "message_deleted")
        return deleted_message(e);
    auto m = message_from(e, channel_id(e));
    if (m.channel.empty() || m.ts.empty())
        return unused_event{"message"};
    return m;
}

event mention(const json& e)
{
    app_mention mentioned{message_from(e, channel_id(e))};
    if (mentioned.what.channel.empty() || mentioned.what.ts.empty())
        return unused_event{"app_mention"};
    return mentioned;
}

/// @tparam Event  reaction_added or reaction_removed
template <class Event>
event reacted(const json& e)
{
    const auto& item = at(e, "item");
    reaction r{text(e, "user"), text(e, "reaction"), text(item, "channel"), text(item, "ts"), text(e, "item_user")};
    r.name.resize(std::min(r.name.size(), r.name.find("::")));  // "+1::skin-tone-3"
    if (text(item, "type") != "message" || r.user.empty() || r.name.empty() || r.channel.empty() || r.item_ts.empty())
        return unused_event{text(e, "type")};
    return Event{std::move(r)};
}

event home_opened(const json& e)
{
    app_home_opened opened{text(e, "user"), channel_id(e), text(e, "tab")};
    if (opened.user.empty())
        return unused_event{"app_home_opened"};
    return opened;
}

event joined(const json& e)
{
    member_joined_channel in{text(e, "user"), channel_id(e), text(e, "inviter")};
    if (in.user.empty() || in.channel.empty())
        return unused_event{"member_joined_channel"};
    return in;
}

event left(const json& e)
{
    member_left_channel out{text(e, "user"), channel_id(e)};
    if (out.user.empty() || out.channel.empty())
        return unused_event{"member_left_channel"};
    return out;
}

event gone(const json& e)
{
    channel_gone away{channel_id(e), text(e, "type")};
    if (away.channel.empty())
        return unused_event{away.why};
    return away;
}

event back(const json& e)
{
    channel_back again{channel_id(e)};
    if (again.channel.empty())
        return unused_event{text(e, "type")};
    return again;
}

event renamed(const json& e)
{
    const auto& channel = at(e, "channel");
    channel_renamed now{channel_id(e), either(text(channel, "name"), text(channel, "name_normalized"))};
    if (now.channel.empty())
        return unused_event{text(e, "type")};
    return now;
}

event rekeyed(const json& e)
{
    channel_id_changed now{text(e, "old_channel_id"), text(e, "new_channel_id")};
    if (now.old_channel.empty() || now.new_channel.empty())
        return unused_event{"channel_id_changed"};
    return now;
}

/// @tparam Event  user_change or team_join
template <class Event>
event about_member(const json& e)
{
    Event about{member_from(at(e, "user"))};
    if (about.who.id.empty())
        return unused_event{text(e, "type")};
    return about;
}

event group_members(const json& e)
{
    subteam_members_changed now{text(e, "subteam_id"), texts(e, "added_users"), texts(e, "removed_users")};
    if (now.group.empty())
        return unused_event{"subteam_members_changed"};
    return now;
}

event group_updated(const json& e)
{
    const auto& group = at(e, "subteam");
    subteam_updated now{text(group, "id"), number(group, "date_delete") > 0};
    if (now.group.empty())
        return unused_event{"subteam_updated"};
    return now;
}

event uninstalled(const json&)
{
    return app_uninstalled{};
}

event revoked(const json& e)
{
    return tokens_revoked{texts(at(e, "tokens"), "bot")};
}

struct reader {
    std::string_view type;
    event (*read)(const json&);
};

constexpr std::array readers = {
    reader{"message", new_message},
    reader{"app_mention", mention},
    reader{"reaction_added", reacted<reaction_added>},
    reader{"reaction_removed", reacted<reaction_removed>},
    reader{"app_home_opened", home_opened},
    reader{"member_joined_channel", joined},
    reader{"member_left_channel", left},
    reader{"channel_archive", gone},
    reader{"channel_deleted", gone},
    reader{"channel_left", gone},
    reader{"group_archive", gone},
    reader{"group_deleted", gone},
    reader{"group_left", gone},
    reader{"channel_unarchive", back},
    reader{"group_unarchive", back},
    reader{"channel_rename", renamed},
    reader{"group_rename", renamed},
    reader{"channel_id_changed", rekeyed},
    reader{"user_change", about_member<user_change>},
    reader{"team_join", about_member<team_join>},
    reader{"subteam_members_changed", group_members},
    reader{"subteam_updated", group_updated},
    reader{"app_uninstalled", uninstalled},
    reader{"tokens_revoked", revoked},
};

event event_from(const fields::element& e)
{
    const auto type = text(e, "type");
    const auto known = std::find_if(readers.begin(), readers.end(), [&](const reader& r) { return r.type == type; });
    return known == readers.end() ? event(unused_event{type}) : known->read(fields::tree(e));
}

event_callback envelope(const fields::element& body)
{
    const auto installation = fields::first(body, "authorizations");
    const bool whole_organisation = flag(installation, "is_enterprise_install");

    event_callback seen;
    // team_id is where the thing happened, which in a shared channel may be the other side's workspace; the
    // installation that sees it is authorizations[0], unless that one is for a whole organisation.
    seen.team = whole_organisation ? std::string{} : text(installation, "team_id");
    seen.team = either(std::move(seen.team), either(text(body, "team_id"), text(body, "context_team_id")));
    seen.enterprise = either(text(body, "enterprise_id"), text(installation, "enterprise_id"));
    seen.app = text(body, "api_app_id");
    seen.event_id = text(body, "event_id");
    seen.bot_user = flag(installation, "is_bot") ? text(installation, "user_id") : std::string{};
    seen.ext_shared_channel = flag(body, "is_ext_shared_channel");
    seen.what = event_from(at(body, "event"));
    return seen;
}

}  // namespace

inbound events_body(const fields::element& body)
{
    const auto type = text(body, "type");
    if (type == "event_callback")
        return envelope(body);
    if (type == "url_verification")
        return url_verification{text(body, "challenge")};
    if (type == "app_rate_limited")
        return app_rate_limited{text(body, "team_id"), number(body, "minute_rate_limited")};
    return unused_request{type};
}

}  // namespace docket::slack::parts

#include "slack/inbound.hpp"
#include "slack/inbound_fields.hpp"
#include "slack/inbound_parts.hpp"

#include <array>

namespace docket::slack {

namespace {

using fields::at;
using fields::either;
using fields::flag;
using fields::list;
using fields::number;
using fields::text;
using nlohmann::json;

/// A mail address as it stands in the file of a mail: {"address","name","original"}, or plain text.
std::string address_from(const json& from)
{
    if (from.is_string())
        return from.get_ref<const std::string&>();
    const auto address = text(from, "address");
    const auto name = text(from, "name");
    if (address.empty())
        return either(text(from, "original"), name);
    return name.empty() || name == address ? address : name + " <" + address + ">";
}

file file_from(const json& from)
{
    file f;
    f.id = text(from, "id");
    f.name = text(from, "name");
    f.title = text(from, "title");
    f.mimetype = text(from, "mimetype");
    f.filetype = text(from, "filetype");
    f.size = number(from, "size");
    f.permalink = text(from, "permalink");
    f.mode = text(from, "mode");
    f.subject = text(from, "subject");
    f.plain_text = text(from, "plain_text");
    for (const auto& each : list(from, "from"))
        if (auto address = address_from(each); !address.empty())
            f.from.push_back(std::move(address));
    return f;
}

std::vector<file> files_from(const json& from)
{
    std::vector<file> found;
    for (const auto& each : list(from, "files"))
        if (auto f = file_from(each); !f.id.empty())
            found.push_back(std::move(f));
    return found;
}

std::map<std::string, std::string> payload_from(const json& metadata)
{
    std::map<std::string, std::string> found;
    const auto& payload = at(metadata, "event_payload");
    if (payload.is_object())
        for (const auto& [key, value] : payload.items())
            if (value.is_string())
                found.emplace(key, value.get_ref<const std::string&>());
    return found;
}

/// The workspace of the author, where Slack names it (signing-and-delivery.md §7).
std::string author_team(const json& from)
{
    auto team = either(text(from, "user_team"), text(from, "source_team"));
    return either(std::move(team), text(at(from, "user_profile"), "team"));
}

state_values state_from(const json& state)
{
    state_values found;
    const auto& values = at(state, "values");
    if (!values.is_object())
        return found;
    for (const auto& [block_id, elements] : values.items())
        if (elements.is_object())
            for (const auto& [action_id, element] : elements.items())
                found[block_id][action_id] = parts::input_values(element);
    return found;
}

}  // namespace

// Each element type has a field of its own (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
std::vector<std::string> parts::input_values(const json& element)
{
    static constexpr std::array one = {"value",         "selected_user", "selected_conversation", "selected_channel",
                                       "selected_date", "selected_time", "selected_date_time"};
    static constexpr std::array many = {"selected_users", "selected_conversations", "selected_channels"};
    for (const auto* key : one)
        if (auto value = text(element, key); !value.empty())
            return {std::move(value)};
    if (auto value = text(at(element, "selected_option"), "value"); !value.empty())
        return {std::move(value)};
    for (const auto* key : many)
        if (auto values = fields::texts(element, key); !values.empty())
            return values;
    std::vector<std::string> found;
    for (const auto& option : list(element, "selected_options"))
        if (auto value = text(option, "value"); !value.empty())
            found.push_back(std::move(value));
    for (const auto& uploaded : list(element, "files"))
        if (auto id = text(uploaded, "id"); !id.empty())
            found.push_back(std::move(id));
    return found;
}

message message_from(const json& from, std::string channel)
{
    message m;
    m.channel = std::move(channel);
    m.channel_type = text(from, "channel_type");
    m.user = text(from, "user");
    m.user_team = author_team(from);
    m.text = text(from, "text");
    m.ts = text(from, "ts");
    m.thread_ts = text(from, "thread_ts");
    m.subtype = text(from, "subtype");
    m.bot_id = either(text(from, "bot_id"), text(at(from, "bot_profile"), "id"));
    m.app_id = either(text(from, "app_id"), text(at(from, "bot_profile"), "app_id"));
    m.metadata_event_type = text(at(from, "metadata"), "event_type");
    m.metadata_payload = payload_from(at(from, "metadata"));
    m.files = files_from(from);
    m.hidden = flag(from, "hidden");
    m.edited = at(from, "edited").is_object();
    return m;
}

member member_from(const json& from)
{
    const auto& profile = at(from, "profile");
    member m;
    m.id = text(from, "id");
    m.team = either(text(from, "team_id"), text(profile, "team"));
    m.name = either(text(profile, "display_name"), either(text(profile, "real_name"), text(from, "real_name")));
    m.name = either(std::move(m.name), text(from, "name"));
    m.email = text(profile, "email");
    m.time_zone = text(from, "tz");
    m.deleted = flag(from, "deleted");
    m.bot = flag(from, "is_bot") || m.id == "USLACKBOT";  // Slackbot itself has is_bot:false (security.md §7)
    m.guest = flag(from, "is_restricted") || flag(from, "is_ultra_restricted");
    m.stranger = flag(from, "is_stranger");
    m.admin = flag(from, "is_admin") || flag(from, "is_owner") || flag(from, "is_primary_owner");
    return m;
}

view view_from(const json& from)
{
    view v;
    v.id = text(from, "id");
    v.root_id = text(from, "root_view_id");
    v.hash = text(from, "hash");
    v.callback_id = text(from, "callback_id");
    v.private_metadata = text(from, "private_metadata");
    v.state = state_from(at(from, "state"));
    return v;
}

}  // namespace docket::slack

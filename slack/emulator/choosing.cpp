#include "slack/emulator/choosing.hpp"

#include "slack/emulator/members.hpp"

#include <algorithm>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

std::string known_actions(const json& blocks)
{
    std::string list;
    for (const auto& each : elements_of(blocks))
        list += " " + each.element.at("action_id").get<std::string>();
    return list.empty() ? " none" : list;
}

}  // namespace

located element_named(const json& blocks, const std::string& action_id, const std::string& block_id)
{
    auto found = find_element(blocks, block_id, action_id);
    if (!found)
        throw std::invalid_argument("no element " + action_id + " there; there are:" + known_actions(blocks));
    return std::move(*found);
}

json entry_for(const located& used, const json& value, const json& offered)
{
    const auto type = text_at(used.element, "type");
    if (type == "button" || type == "workflow_button" || type == "icon_button")
        return json::object();
    if (type == "feedback_buttons") {
        for (const auto* which : {"positive_button", "negative_button"})
            if (text_at(member_at(used.element, which), "value") == value) {
                json entry = json::object();
                entry["value"] = value;
                return entry;
            }
        throw std::invalid_argument("no feedback " + value.dump() + " there");
    }
    if (type == "overflow") {
        for (const auto& each : used.element.at("options"))
            if (member_at(each, "value") == value) {
                json entry = json::object();
                entry["type"] = type;
                entry["selected_option"] = each;
                return entry;
            }
        throw std::invalid_argument("no option " + value.dump() + " in that menu");
    }
    auto entry = entered(used.element, value, offered);
    if (!entry)
        throw std::invalid_argument(entry.error());
    return std::move(*entry);
}

void must_be_there(const workspace& where, const json& element, const json& value)
{
    const auto type = text_at(element, "type");
    const bool people = type == "users_select" || type == "multi_users_select";
    const bool channels = type == "channels_select" || type == "multi_channels_select";
    const bool conversations = type == "conversations_select" || type == "multi_conversations_select";
    if (!people && !channels && !conversations)
        return;
    auto ids = json::array();
    if (value.is_array())
        ids = value;
    else if (value.is_string() && value != "")
        ids.push_back(value);
    for (const auto& id : ids) {
        const auto name = id.is_string() ? id.get<std::string>() : id.dump();
        const bool is_person = where.find_person(name) != nullptr;
        const bool is_channel = where.find_channel(name) != nullptr;
        if (!((!channels && is_person) || (!people && is_channel)))
            throw std::invalid_argument("nothing to choose goes by " + name);
    }
}

bool is_taken(const json& element, const std::string& name)
{
    const auto kinds = list_at(element, "filetypes");
    const auto ends = [&](const json& kind) {
        return kind.is_string() && name.ends_with("." + kind.get<std::string>());
    };
    return kinds.empty() || std::any_of(kinds.begin(), kinds.end(), ends);
}

}  // namespace docket::slack::emulator

#include "slack/emulator/state.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/text.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <vector>

namespace docket::slack::emulator {

namespace {

using nlohmann::json;

/// Where each type keeps its value in a state entry or action, and where its initial one stands.
struct value_place {
    const char* key;
    const char* initial;
    bool several = false;
    bool option = false;
};

const std::map<std::string, value_place>& value_places()
{
    static const std::map<std::string, value_place> places{
        {"plain_text_input", {"value", "initial_value"}},
        {"email_text_input", {"value", "initial_value"}},
        {"url_text_input", {"value", "initial_value"}},
        {"number_input", {"value", "initial_value"}},
        {"rich_text_input", {"rich_text_value", "initial_value"}},
        {"datepicker", {"selected_date", "initial_date"}},
        {"timepicker", {"selected_time", "initial_time"}},
        {"datetimepicker", {"selected_date_time", "initial_date_time"}},
        {"static_select", {"selected_option", "initial_option", false, true}},
        {"external_select", {"selected_option", "initial_option", false, true}},
        {"radio_buttons", {"selected_option", "initial_option", false, true}},
        {"users_select", {"selected_user", "initial_user"}},
        {"conversations_select", {"selected_conversation", "initial_conversation"}},
        {"channels_select", {"selected_channel", "initial_channel"}},
        {"multi_static_select", {"selected_options", "initial_options", true, true}},
        {"multi_external_select", {"selected_options", "initial_options", true, true}},
        {"checkboxes", {"selected_options", "initial_options", true, true}},
        {"multi_users_select", {"selected_users", "initial_users", true}},
        {"multi_conversations_select", {"selected_conversations", "initial_conversations", true}},
        {"multi_channels_select", {"selected_channels", "initial_channels", true}},
        {"file_input", {"files", "initial_files", true}},
    };
    return places;
}

std::string type_of(const json& element)
{
    return text_at(element, "type");
}

json all_options(const json& element, const json& offered)
{
    json all = list_at(element, "options");
    for (const auto& group : list_at(element, "option_groups"))
        for (const auto& each : group.at("options"))
            all.push_back(each);
    const auto given = offered.find(text_at(element, "action_id"));
    if (given != offered.end())
        for (const auto& each : *given)
            all.push_back(each);
    return all;
}

tl::expected<json, std::string> option_of(const json& options, const json& value)
{
    for (const auto& each : options)
        if (member_at(each, "value") == value)
            return each;
    return tl::unexpected("no option with the value " + value.dump());
}

/// What a client's field checks before it lets a person send it.
std::string field_problem(const json& element, const std::string& text)
{
    static const std::regex number("-?\\d+");
    static const std::regex decimal("-?\\d+(\\.\\d+)?");
    static const std::regex date("\\d{4}-\\d{2}-\\d{2}");
    static const std::regex time("\\d{2}:\\d{2}");
    static const std::regex email("[^@ ]+@[^@ ]+\\.[^@ ]+");
    static const std::regex address("https?://.+");
    const auto type = type_of(element);
    const auto length = length_of(text);
    if (length > element.value("max_length", 3000U))
        return "longer than the field allows";
    if (length < element.value("min_length", 0U))
        return "shorter than the field allows";
    if (type == "number_input" && !std::regex_match(text, is_set(element, "is_decimal_allowed") ? decimal : number))
        return "not a number";
    if (type == "datepicker" && !std::regex_match(text, date))
        return "not a date";
    if (type == "timepicker" && !std::regex_match(text, time))
        return "not a time";
    if (type == "email_text_input" && !std::regex_match(text, email))
        return "not an e-mail address";
    if (type == "url_text_input" && !std::regex_match(text, address))
        return "not a web address";
    return "";
}

/// Whether a value is of the kind that such an element holds.
bool is_of_kind(const std::string& type, const json& value)
{
    if (type == "datetimepicker")
        return value.is_number_integer();
    if (type == "rich_text_input")
        return text_at(value, "type") == "rich_text" && member_at(value, "elements").is_array();
    if (type == "file_input")
        return value.is_object();
    return value.is_string();
}

tl::expected<json, std::string> one_value(
    const json& element, const value_place& place, const json& value, const json& offered
)
{
    if (!is_of_kind(type_of(element), value))
        return tl::unexpected("nothing that a " + type_of(element) + " holds");
    if (place.option)
        return option_of(all_options(element, offered), value);
    if (value.is_string() && !place.several) {
        auto problem = field_problem(element, value.get<std::string>());
        if (!problem.empty())
            return tl::unexpected(std::move(problem));
    }
    return value;
}

}  // namespace

namespace {

/// What can be used in one block, blocks within it included.
void collect_elements(const json& block, std::vector<located>& into)
{
    const auto type = type_of(block);
    const auto add = [&](const json& element) {
        if (element.contains("action_id"))
            into.push_back({block, element});
    };
    const auto each_of = [&block](const char* key, auto use) {
        if (block.contains(key))
            for (const auto& each : block.at(key))
                use(each);
    };
    if (type == "input")
        add(block.at("element"));
    if (type == "section" && block.contains("accessory"))
        add(block.at("accessory"));
    if (type == "actions" || type == "context_actions")
        each_of("elements", add);
    if (type == "card")
        each_of("actions", add);
    const auto within = [&into](const json& inner) { collect_elements(inner, into); };
    if (type == "carousel")
        each_of("elements", within);
    if (type == "container")
        each_of("child_blocks", within);
}

}  // namespace

std::vector<located> elements_of(const json& blocks)
{
    std::vector<located> found;
    if (blocks.is_array())
        for (const auto& block : blocks)
            collect_elements(block, found);
    return found;
}

std::optional<located> find_element(const json& blocks, const std::string& block_id, const std::string& action_id)
{
    for (auto& each : elements_of(blocks))
        if (each.element.at("action_id") == action_id && (block_id.empty() || each.block_id() == block_id))
            return std::move(each);
    return std::nullopt;
}

json initial_state(const json& blocks)
{
    json values = json::object();
    for (const auto& each : elements_of(blocks)) {
        const auto type = type_of(each.element);
        const auto place = value_places().find(type);
        if (place == value_places().end())
            continue;
        const auto& [key, initial, several, option] = place->second;
        json entry = json::object();
        entry["type"] = type;
        entry[key] = several ? json::array() : json(nullptr);
        if (each.element.contains(initial))
            entry[key] = each.element.at(initial);
        values[each.block_id()][each.element.at("action_id").get<std::string>()] = std::move(entry);
    }
    return values;
}

tl::expected<json, std::string> entered(const json& element, const json& value, const json& offered)
{
    const auto type = type_of(element);
    const auto place = value_places().find(type);
    if (place == value_places().end())
        return tl::unexpected("a " + type + " holds no value");
    json entry = json::object();
    entry["type"] = type;
    auto& slot = entry[place->second.key];
    slot = place->second.several ? json::array() : json(nullptr);
    if (value.is_null() || value == "")
        return entry;
    if (!place->second.several) {
        auto one = one_value(element, place->second, value, offered);
        if (!one)
            return tl::unexpected(std::move(one.error()));
        slot = std::move(*one);
        return entry;
    }
    if (!value.is_array())
        return tl::unexpected<std::string>("several values make an array");
    for (const auto& each : value) {
        auto one = one_value(element, place->second, each, offered);
        if (!one)
            return tl::unexpected(std::move(one.error()));
        slot.push_back(std::move(*one));
    }
    if (slot.size() > element.value("max_selected_items", std::size_t{1'000'000}))
        return tl::unexpected<std::string>("more than max_selected_items");
    return entry;
}

bool is_blank(const json& entry)
{
    const auto place = value_places().find(type_of(entry));
    if (place == value_places().end())
        return true;
    const auto value = entry.find(place->second.key);
    return value == entry.end() || value->is_null() || value->empty() || *value == "";
}

}  // namespace docket::slack::emulator

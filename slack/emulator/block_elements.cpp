#include "slack/emulator/block_checker.hpp"
#include "slack/emulator/members.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <regex>

namespace docket::slack::emulator {

namespace {

std::string type_of(const nlohmann::json& value)
{
    return text_at(value, "type");
}

bool is_one_of(const std::string& type, std::initializer_list<std::string_view> kinds)
{
    return std::find(kinds.begin(), kinds.end(), type) != kinds.end();
}

bool is_select(const std::string& type)
{
    return is_one_of(
        type, {"static_select", "external_select", "users_select", "conversations_select", "channels_select",
               "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select",
               "multi_channels_select"}
    );
}

bool is_text_field(const std::string& type)
{
    return is_one_of(
        type, {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
    );
}

/// Which elements may stand where (docs.slack.dev/reference/block-kit/block-elements).
bool allowed(const std::string& type, place where)
{
    const bool menu = is_select(type) || is_one_of(type, {"checkboxes", "radio_buttons", "datepicker", "timepicker"});
    switch (where) {
        case place::section:
            return menu || is_one_of(type, {"button", "overflow", "image", "workflow_button"});
        case place::actions:
            return menu ||
                   is_one_of(type, {"button", "overflow", "workflow_button", "datetimepicker", "rich_text_input"});
        case place::input:
            return menu || is_text_field(type) || is_one_of(type, {"datetimepicker", "file_input"});
        case place::context:
            return type == "image";
    }
    return false;
}

}  // namespace

void block_checker::element(const json& element, const std::string& at, place where)
{
    if (!object(element, at) || !required(element, "type", at))
        return;
    const auto type = type_of(element);
    if (!allowed(type, where))
        return complain("unsupported type: " + type, at + "/type");
    if (type == "image") {
        only(element, at, {"type", "alt_text", "image_url", "slack_file"});
        return image_members(element, at);
    }
    string_member(element, "action_id", at, 1, 255, false);
    confirm(element, at);
    focus(element, at);
    if (type == "button") {
        button(element, at);
    } else if (type == "workflow_button") {
        only(element, at, {"type", "action_id", "text", "workflow", "style", "accessibility_label"});
        text_member(element, "text", at, 75, text_kind::plain, true);
        required(element, "workflow", at);
    } else if (is_select(type)) {
        select(element, at, type);
    } else if (type == "overflow") {
        only(element, at, {"type", "action_id", "options", "confirm"});
        option_list(element, at, 5, text_kind::plain);
    } else if (type == "checkboxes" || type == "radio_buttons") {
        only(
            element, at,
            {"type", "action_id", "options", "initial_options", "initial_option", "confirm", "focus_on_load"}
        );
        option_list(element, at, 10, text_kind::any);
        initial_choices(element, at);
    } else if (is_text_field(type)) {
        text_field(element, at, type);
    } else if (type == "file_input") {
        only_on({surface::modal}, element, at);
        only(element, at, {"type", "action_id", "filetypes", "max_files"});
        number(element, "max_files", at, 1, 10);
    } else {
        date_field(element, at, type);
    }
}

void block_checker::button(const json& element, const std::string& at)
{
    only(element, at, {"type", "action_id", "text", "value", "url", "style", "confirm", "accessibility_label"});
    text_member(element, "text", at, 75, text_kind::plain, true);
    string_member(element, "value", at, 0, 2000, false);
    string_member(element, "url", at, 1, 3000, false);
    string_member(element, "accessibility_label", at, 1, 75, false);
    one_of(element, "style", at, {"primary", "danger"});
}

void block_checker::select(const json& element, const std::string& at, const std::string& type)
{
    only(
        element, at,
        {"type",
         "action_id",
         "placeholder",
         "options",
         "option_groups",
         "initial_option",
         "initial_options",
         "initial_user",
         "initial_users",
         "initial_conversation",
         "initial_conversations",
         "initial_channel",
         "initial_channels",
         "default_to_current_conversation",
         "response_url_enabled",
         "filter",
         "confirm",
         "min_query_length",
         "max_selected_items",
         "focus_on_load"}
    );
    text_member(element, "placeholder", at, 150, text_kind::plain, false);
    number(element, "max_selected_items", at, 1, 1'000'000);
    number(element, "min_query_length", at, 0, 1'000'000);
    flag(element, "default_to_current_conversation", at);
    flag(element, "response_url_enabled", at);
    if (type == "static_select" || type == "multi_static_select")
        choices(element, at);
    else if (element.contains("options") || element.contains("option_groups"))
        complain("invalid additional property: options", at);
}

void block_checker::choices(const json& element, const std::string& at)
{
    const bool grouped = element.contains("option_groups");
    if (grouped == element.contains("options"))
        return complain("must have exactly one of options and option_groups", at);
    if (!grouped)
        option_list(element, at, 100, text_kind::plain);
    else if (list(element, "option_groups", at, 1, 100, true))
        option_groups(element.at("option_groups"), at + "/option_groups");
    initial_choices(element, at);
}

void block_checker::option_groups(const json& groups, const std::string& at)
{
    for (std::size_t index = 0; index < groups.size(); ++index) {
        const auto here = at + "/" + std::to_string(index);
        if (!object(groups[index], here))
            continue;
        only(groups[index], here, {"label", "options"});
        text_member(groups[index], "label", here, 75, text_kind::plain, true);
        option_list(groups[index], here, 100, text_kind::plain);
    }
}

void block_checker::option_list(const json& holder, const std::string& at, std::size_t most, text_kind text)
{
    if (!list(holder, "options", at, 1, most, true))
        return;
    const auto& options = holder.at("options");
    for (std::size_t index = 0; index < options.size(); ++index)
        option(options[index], at + "/options/" + std::to_string(index), text, type_of(holder) == "overflow");
}

void block_checker::option(const json& given, const std::string& at, text_kind text, bool with_url)
{
    if (!object(given, at))
        return;
    only(given, at, {"text", "value", "description", "url"});
    text_member(given, "text", at, 75, text, true);
    string_member(given, "value", at, 1, 150, true);
    text_member(given, "description", at, 75, text, false);
    if (given.contains("url") && !with_url)
        complain("invalid additional property: url", at);
    string_member(given, "url", at, 1, 3000, false);
}

/// An initial option must equal one of the options: same text, same value.
void block_checker::initial_choices(const json& element, const std::string& at)
{
    json offered = list_at(element, "options");
    for (const auto& group : list_at(element, "option_groups"))
        for (const auto& each : list_at(group, "options"))
            offered.push_back(each);
    const auto is_offered = [&](const json& chosen) {
        return std::any_of(offered.begin(), offered.end(), [&](const json& each) {
            return text_at(chosen, "value") == text_at(each, "value") &&
                   text_at(member_at(chosen, "text"), "text") == text_at(member_at(each, "text"), "text");
        });
    };
    if (element.contains("initial_option") && !is_offered(element.at("initial_option")))
        complain("invalid initial option", at + "/initial_option");
    if (!element.contains("initial_options") || !list(element, "initial_options", at, 1, 100, true))
        return;
    for (const auto& chosen : element.at("initial_options"))
        if (!is_offered(chosen))
            complain("invalid initial option", at + "/initial_options");
}

void block_checker::text_field(const json& element, const std::string& at, const std::string& type)
{
    only(
        element, at,
        {"type", "action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length",
         "is_decimal_allowed", "min_value", "max_value", "min_lines", "max_lines", "dispatch_action_config",
         "focus_on_load"}
    );
    text_member(element, "placeholder", at, 150, text_kind::plain, false);
    flag(element, "multiline", at);
    number(element, "min_length", at, 0, 3000);
    number(element, "max_length", at, 1, 3000);
    if (type == "number_input") {
        if (required(element, "is_decimal_allowed", at))
            flag(element, "is_decimal_allowed", at);
        string_member(element, "min_value", at, 1, 40, false);
        string_member(element, "max_value", at, 1, 40, false);
    }
    if (type == "rich_text_input") {
        number(element, "min_lines", at, 1, 100);
        number(element, "max_lines", at, 1, 100);
        return;
    }
    std::size_t most = 3000;
    if (element.contains("max_length") && element.at("max_length").is_number_integer())
        most = std::min<std::size_t>(3000, element.at("max_length").get<unsigned>());
    string_member(element, "initial_value", at, 0, most, false);
}

void block_checker::date_field(const json& element, const std::string& at, const std::string& type)
{
    only(
        element, at,
        {"type", "action_id", "placeholder", "initial_date", "initial_time", "initial_date_time", "timezone", "confirm",
         "focus_on_load"}
    );
    text_member(element, "placeholder", at, 150, text_kind::plain, false);
    static const std::regex date("\\d{4}-\\d{2}-\\d{2}");
    static const std::regex time("\\d{2}:\\d{2}");
    const auto matches = [&](const char* key, const std::regex& shape) {
        if (element.contains(key) &&
            !(element.at(key).is_string() && std::regex_match(element.at(key).get<std::string>(), shape)))
            complain("invalid format", at + "/" + key);
    };
    if (type == "datepicker")
        matches("initial_date", date);
    if (type == "timepicker")
        matches("initial_time", time);
    if (type == "datetimepicker")
        number(element, "initial_date_time", at, 1'000'000'000, 9'999'999'999);
}

void block_checker::confirm(const json& element, const std::string& at)
{
    if (!element.contains("confirm") || element.at("confirm").is_null())
        return;
    const auto& dialog = element.at("confirm");
    const auto here = at + "/confirm";
    if (!object(dialog, here))
        return;
    only(dialog, here, {"title", "text", "confirm", "deny", "style"});
    text_member(dialog, "title", here, 100, text_kind::plain, true);
    text_member(dialog, "text", here, 300, text_kind::any, true);
    text_member(dialog, "confirm", here, 30, text_kind::plain, true);
    text_member(dialog, "deny", here, 30, text_kind::plain, true);
    one_of(dialog, "style", here, {"primary", "danger"});
}

void block_checker::focus(const json& element, const std::string& at)
{
    flag(element, "focus_on_load", at);
    if (element.contains("focus_on_load") && element.at("focus_on_load") == true)
        ++focused_;
}

std::vector<std::string> complaints_about_options(const nlohmann::json& answer)
{
    block_checker checker(surface::modal, true);
    if (answer.is_object() && answer.contains("option_groups") && answer.at("option_groups").is_array()) {
        if (answer.at("option_groups").size() > 100)
            checker.complain("no more than 100 items allowed", "/option_groups");
        checker.option_groups(answer.at("option_groups"), "/option_groups");
    } else if (answer.is_object() && answer.contains("options") && answer.at("options").is_array()) {
        if (!answer.at("options").empty())  // no match is a fair answer to typed text
            checker.option_list(answer, "", 100, text_kind::plain);
    } else {
        checker.complain("missing required field: options", "/");
    }
    return checker.take();
}

}  // namespace docket::slack::emulator

#include "slack/emulator/block_checker.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <limits>

namespace docket::slack::emulator {

// Tables, and the blocks that came in 2026: docs.slack.dev/reference/block-kit/blocks.

namespace {

using nlohmann::json;

constexpr std::size_t any_length = std::numeric_limits<std::size_t>::max() - 1;
constexpr std::size_t table_characters = 10'000;

std::string type_of(const json& value)
{
    return text_at(value, "type");
}

std::string item(const std::string& at, std::size_t index)
{
    return at + "/" + std::to_string(index);
}

bool is_given(const json& value, const char* key)
{
    return value.contains(key) && !value.at(key).is_null();
}

}  // namespace

bool block_checker::block_of_2026(const json& block, const std::string& at)
{
    const auto type = type_of(block);
    if (!knows_2026_)
        return false;
    if (type == "alert")
        alert(block, at);
    else if (type == "card")
        card(block, at);
    else if (type == "carousel")
        carousel(block, at);
    else if (type == "container")
        container(block, at);
    else if (type == "data_table")
        data_table(block, at);
    else if (type == "data_visualization")
        data_visualization(block, at);
    else if (type == "task_card")
        task_card(block, at);
    else if (type == "plan")
        plan(block, at);
    else
        return false;
    return true;
}

// ---- tables -----------------------------------------------------------------------------------------------------

void block_checker::cell(const json& cell, const std::string& at, bool head)
{
    const auto type = cell.is_object() ? type_of(cell) : "";
    if (type == "raw_text") {
        only(cell, at, {"type", "text"});
        string_member(cell, "text", at, 1, any_length, true);
    } else if (type == "raw_number") {
        only(cell, at, {"type", "value", "text"});
        string_member(cell, "text", at, 1, any_length, true);
        if (required(cell, "value", at) && !cell.at("value").is_number())
            complain("must provide a number", at + "/value");
    } else if (type == "rich_text" && !head) {
        rich_text(cell, at);
    } else {
        complain("unsupported type: " + type, at + "/type");
    }
}

/// The rows of both kinds of table: as many cells in each. @param head  whether rich text is refused in the first
void block_checker::rows(const json& block, const std::string& at, std::size_t least, std::size_t most, bool head)
{
    if (!list(block, "rows", at, least, most, true))
        return;
    const auto& all = block.at("rows");
    std::size_t width = 0;
    for (std::size_t row = 0; row < all.size(); ++row) {
        const auto here = item(at + "/rows", row);
        if (!all[row].is_array() || all[row].empty() || all[row].size() > 20) {
            complain("must provide an array of 1 to 20 cells", here);
            continue;
        }
        width = width == 0 ? all[row].size() : width;
        if (head && all[row].size() != width)
            complain(fmt::format("must have {} cells as the first row has", width), here);
        for (std::size_t place = 0; place < all[row].size(); ++place)
            cell(all[row][place], item(here, place), head && row == 0);
    }
    if (text_in_blocks(all) > table_characters)
        complain(fmt::format("must be less than {} characters in all cells", table_characters + 1), at + "/rows");
}

void block_checker::table(const json& block, const std::string& at)
{
    only_on({surface::message}, block, at);
    ++tables_;
    only(block, at, {"type", "block_id", "rows", "column_settings"});
    rows(block, at, 1, 100, false);
    if (!is_given(block, "column_settings") || !list(block, "column_settings", at, 0, 20, false))
        return;
    const auto& settings = block.at("column_settings");
    for (std::size_t index = 0; index < settings.size(); ++index) {
        const auto here = item(at + "/column_settings", index);
        if (settings[index].is_null() || !object(settings[index], here))
            continue;  // null skips a column
        only(settings[index], here, {"align", "is_wrapped"});
        one_of(settings[index], "align", here, {"left", "center", "right"});
        flag(settings[index], "is_wrapped", here);
    }
}

void block_checker::data_table(const json& block, const std::string& at)
{
    only_on({surface::message}, block, at);
    only(block, at, {"type", "block_id", "rows", "caption", "page_size", "row_header_column_index"});
    string_member(block, "caption", at, 1, any_length, true);
    number(block, "page_size", at, 1, 100);
    number(block, "row_header_column_index", at, 0, 19);
    rows(block, at, 2, 101, true);
}

// ---- charts -----------------------------------------------------------------------------------------------------

void block_checker::data_visualization(const json& block, const std::string& at)
{
    only_on({surface::message}, block, at);
    if (++charts_ > 2)
        complain("no more than 2 data_visualization blocks allowed", at);
    only(block, at, {"type", "block_id", "title", "chart"});
    string_member(block, "title", at, 1, 50, true);
    if (!required(block, "chart", at))
        return;
    const auto& chart = block.at("chart");
    const auto here = at + "/chart";
    if (!object(chart, here) || !required(chart, "type", here))
        return;
    const auto type = type_of(chart);
    if (type == "pie")
        pie(chart, here);
    else if (type == "bar" || type == "line" || type == "area")
        axis_chart(chart, here);
    else
        complain("unsupported type: " + type, here + "/type");
}

void block_checker::pie(const json& chart, const std::string& at)
{
    only(chart, at, {"type", "segments"});
    if (!list(chart, "segments", at, 1, 6, true))
        return;
    for (std::size_t index = 0; index < chart.at("segments").size(); ++index) {
        const auto& segment = chart.at("segments")[index];
        const auto here = item(at + "/segments", index);
        if (!object(segment, here))
            continue;
        only(segment, here, {"label", "value"});
        string_member(segment, "label", here, 1, 20, true);
        if (!required(segment, "value", here))
            continue;
        if (!segment.at("value").is_number())
            complain("must provide a number", here + "/value");
        else if (segment.at("value").get<double>() <= 0)
            complain("must be greater than 0", here + "/value");
    }
}

std::vector<std::string> block_checker::axis(const json& chart, const std::string& at)
{
    std::vector<std::string> categories;
    const auto& config = chart.at("axis_config");
    const auto here = at + "/axis_config";
    if (!object(config, here))
        return categories;
    only(config, here, {"categories", "x_label", "y_label"});
    string_member(config, "x_label", here, 1, 50, false);
    string_member(config, "y_label", here, 1, 50, false);
    if (!list(config, "categories", here, 1, 20, true))
        return categories;
    for (std::size_t index = 0; index < config.at("categories").size(); ++index) {
        // A member of an object, so that one check serves for both.
        const auto name = std::to_string(index);
        json holder = json::object();
        holder[name] = config.at("categories")[index];
        if (string_member(holder, name.c_str(), here + "/categories", 1, 20, true))
            categories.push_back(holder.at(name).get<std::string>());
    }
    return categories;
}

void block_checker::axis_chart(const json& chart, const std::string& at)
{
    only(chart, at, {"type", "series", "axis_config"});
    std::vector<std::string> categories;
    if (required(chart, "axis_config", at))
        categories = axis(chart, at);
    if (!list(chart, "series", at, 1, 6, true))
        return;
    std::set<std::string> names;
    for (std::size_t index = 0; index < chart.at("series").size(); ++index) {
        const auto& series = chart.at("series")[index];
        const auto here = item(at + "/series", index);
        if (!object(series, here))
            continue;
        only(series, here, {"name", "data"});
        if (string_member(series, "name", here, 1, 20, true) &&
            !names.insert(series.at("name").get<std::string>()).second)
            complain("series name already exists: " + series.at("name").get<std::string>(), here + "/name");
        points(series, here, categories);
    }
}

void block_checker::points(const json& series, const std::string& at, std::vector<std::string> categories)
{
    if (!list(series, "data", at, 1, 20, true))
        return;
    std::vector<std::string> labels;
    for (std::size_t index = 0; index < series.at("data").size(); ++index) {
        const auto& point = series.at("data")[index];
        const auto here = item(at + "/data", index);
        if (!object(point, here))
            continue;
        only(point, here, {"label", "value"});
        if (string_member(point, "label", here, 1, 20, true))
            labels.push_back(point.at("label").get<std::string>());
        if (required(point, "value", here) && !point.at("value").is_number())
            complain("must provide a number", here + "/value");
    }
    std::sort(labels.begin(), labels.end());
    std::sort(categories.begin(), categories.end());
    if (labels != categories)
        complain("data labels must match the categories", at + "/data");
}

// ---- cards and containers ---------------------------------------------------------------------------------------

void block_checker::alert(const json& block, const std::string& at)
{
    only_on({surface::modal}, block, at);
    only(block, at, {"type", "block_id", "text", "level"});
    text_member(block, "text", at, 200, text_kind::any, true);
    one_of(block, "level", at, {"default", "info", "warning", "error", "success"});
}

void block_checker::picture(const json& holder, const char* key, const std::string& at)
{
    if (!is_given(holder, key))
        return;
    const auto here = at + "/" + key;
    if (!object(holder.at(key), here))
        return;
    if (type_of(holder.at(key)) != "image")
        return complain("unsupported type: " + type_of(holder.at(key)), here + "/type");
    element(holder.at(key), here, place::context);
}

void block_checker::card(const json& block, const std::string& at)
{
    only(
        block, at,
        {"type", "block_id", "hero_image", "icon", "title", "subtitle", "body", "actions", "slack_icon", "subtext"}
    );
    const auto given = [&](const char* key) { return is_given(block, key); };
    if (!given("hero_image") && !given("title") && !given("actions") && !given("body"))
        complain("must have at least one of hero_image, title, actions and body", at);
    picture(block, "hero_image", at);
    picture(block, "icon", at);
    text_member(block, "title", at, 150, text_kind::any, false);
    text_member(block, "subtitle", at, 150, text_kind::any, false);
    text_member(block, "body", at, 200, text_kind::any, false);
    text_member(block, "subtext", at, any_length, text_kind::any, false);
    if (!given("actions") || !list(block, "actions", at, 1, 3, false))
        return;
    for (std::size_t index = 0; index < block.at("actions").size(); ++index) {
        const auto& pressed = block.at("actions")[index];
        const auto here = item(at + "/actions", index);
        if (pressed.is_object() && type_of(pressed) != "button")
            complain("unsupported type: " + type_of(pressed), here + "/type");
        else
            element(pressed, here, place::actions);
    }
}

void block_checker::carousel(const json& block, const std::string& at)
{
    only_on({surface::message, surface::home}, block, at);
    only(block, at, {"type", "block_id", "elements"});
    if (!list(block, "elements", at, 1, 10, true))
        return;
    for (std::size_t index = 0; index < block.at("elements").size(); ++index) {
        const auto& each = block.at("elements")[index];
        const auto here = item(at + "/elements", index);
        if (!object(each, here))
            continue;
        if (type_of(each) != "card")
            complain("unsupported type: " + type_of(each), here + "/type");
        else
            this->block(each, here);
    }
}

void block_checker::container(const json& block, const std::string& at)
{
    only_on({surface::message}, block, at);
    only(
        block, at,
        {"type", "block_id", "title", "rich_text_title", "subtitle", "child_blocks", "width", "icon", "is_collapsible",
         "default_collapsed", "has_header_divider"}
    );
    if (!is_given(block, "title") && !is_given(block, "rich_text_title"))
        complain("must have one of title and rich_text_title", at);
    text_member(block, "title", at, 150, text_kind::plain, false);
    if (is_given(block, "rich_text_title") && object(block.at("rich_text_title"), at + "/rich_text_title"))
        rich_text(block.at("rich_text_title"), at + "/rich_text_title");
    text_member(block, "subtitle", at, 150, text_kind::any, false);
    one_of(block, "width", at, {"narrow", "standard", "wide", "full"});
    picture(block, "icon", at);
    for (const auto* key : {"is_collapsible", "default_collapsed", "has_header_divider"})
        flag(block, key, at);
    if (block.value("default_collapsed", json()) == true && block.value("is_collapsible", json()) != true)
        complain("default_collapsed needs is_collapsible", at + "/default_collapsed");
    if (!list(block, "child_blocks", at, 1, 10, true))
        return;
    static const std::set<std::string> takes{"actions", "context",   "divider", "header", "image",
                                             "input",   "rich_text", "section", "table",  "video"};
    for (std::size_t index = 0; index < block.at("child_blocks").size(); ++index) {
        const auto& child = block.at("child_blocks")[index];
        const auto here = item(at + "/child_blocks", index);
        if (child.is_object() && !takes.contains(type_of(child)))
            complain("unsupported type: " + type_of(child), here + "/type");
        else
            this->block(child, here);
    }
}

// ---- what assistants show ---------------------------------------------------------------------------------------

void block_checker::context_actions(const json& block, const std::string& at)
{
    only_on({surface::message}, block, at);
    only(block, at, {"type", "block_id", "elements"});
    if (!list(block, "elements", at, 1, 5, true))
        return;
    for (std::size_t index = 0; index < block.at("elements").size(); ++index) {
        const auto& each = block.at("elements")[index];
        const auto here = item(at + "/elements", index);
        if (!object(each, here) || !required(each, "type", here))
            continue;
        string_member(each, "action_id", here, 1, 255, false);
        if (type_of(each) == "feedback_buttons")
            feedback_buttons(each, here);
        else if (type_of(each) == "icon_button")
            icon_button(each, here);
        else
            complain("unsupported type: " + type_of(each), here + "/type");
    }
}

void block_checker::feedback_buttons(const json& element, const std::string& at)
{
    only(element, at, {"type", "action_id", "positive_button", "negative_button"});
    for (const auto* key : {"positive_button", "negative_button"}) {
        const auto here = at + "/" + key;
        if (!required(element, key, at) || !object(element.at(key), here))
            continue;
        only(element.at(key), here, {"text", "accessibility_label", "value"});
        text_member(element.at(key), "text", here, 75, text_kind::plain, true);
        string_member(element.at(key), "accessibility_label", here, 1, 75, false);
        string_member(element.at(key), "value", here, 1, 2000, true);
    }
}

void block_checker::icon_button(const json& element, const std::string& at)
{
    only(
        element, at,
        {"type", "action_id", "icon", "text", "accessibility_label", "value", "visible_to_user_ids", "confirm"}
    );
    string_member(element, "icon", at, 1, 255, true);
    text_member(element, "text", at, 75, text_kind::plain, true);
    string_member(element, "accessibility_label", at, 1, 75, false);
    string_member(element, "value", at, 0, 2000, false);
    list(element, "visible_to_user_ids", at, 0, any_length, false);
    confirm(element, at);
}

void block_checker::task_card(const json& block, const std::string& at)
{
    only_on({surface::message}, block, at);
    only(block, at, {"type", "block_id", "task_id", "title", "details", "output", "sources", "status"});
    string_member(block, "task_id", at, 1, any_length, true);
    string_member(block, "title", at, 1, any_length, true);
    for (const auto* key : {"details", "output"})
        if (is_given(block, key) && object(block.at(key), at + "/" + key))
            rich_text(block.at(key), at + "/" + key);
    if (required(block, "status", at))
        one_of(block, "status", at, {"pending", "in_progress", "complete", "error"});
    if (!is_given(block, "sources") || !list(block, "sources", at, 0, any_length, false))
        return;
    for (std::size_t index = 0; index < block.at("sources").size(); ++index) {
        const auto& source = block.at("sources")[index];
        const auto here = item(at + "/sources", index);
        if (!object(source, here))
            continue;
        if (type_of(source) != "url")
            complain("unsupported type: " + type_of(source), here + "/type");
        string_member(source, "url", here, 1, 3000, true);
        string_member(source, "text", here, 1, any_length, true);
    }
}

void block_checker::plan(const json& block, const std::string& at)
{
    only_on({surface::message}, block, at);
    only(block, at, {"type", "block_id", "title", "tasks"});
    string_member(block, "title", at, 1, any_length, true);
    if (!is_given(block, "tasks") || !list(block, "tasks", at, 0, any_length, false))
        return;
    for (std::size_t index = 0; index < block.at("tasks").size(); ++index) {
        const auto& task = block.at("tasks")[index];
        const auto here = item(at + "/tasks", index);
        if (!object(task, here))
            continue;
        if (task.contains("type") && type_of(task) != "task_card")  // the type may be left out
            complain("unsupported type: " + type_of(task), here + "/type");
        else
            task_card(task, here);
    }
}

}  // namespace docket::slack::emulator

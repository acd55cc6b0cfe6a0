#include "slack/emulator/block_rules.hpp"

#include "slack/emulator/block_checker.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <limits>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t any_length = std::numeric_limits<std::size_t>::max() - 1;

std::string type_of(const nlohmann::json& value)
{
    return text_at(value, "type");
}

std::string item(const std::string& at, std::size_t index)
{
    return at + "/" + std::to_string(index);
}

}  // namespace

void block_checker::blocks(const json& blocks, const std::string& at)
{
    const std::size_t most = surface_ == surface::message ? 50 : 100;
    if (!blocks.is_array())
        return complain("must provide an array", at);
    if (blocks.size() > most)
        complain(fmt::format("no more than {} items allowed", most), at);
    for (std::size_t index = 0; index < blocks.size(); ++index)
        block(blocks[index], item(at, index));
    if (markdown_characters_ > 12'000)
        complain("must be less than 12001 characters in all markdown blocks", at);
    if (tables_ > 1)
        complain("only_one_table_allowed", at);
    if (focused_ > 1)
        complain("only one element can have focus_on_load", at);
}

void block_checker::unique_block_id(const json& block, const std::string& at)
{
    if (!string_member(block, "block_id", at, 1, 255, false))
        return;
    const auto id = block.at("block_id").get<std::string>();
    if (!block_ids_.insert(id).second)
        complain("block_id already exists: " + id, at + "/block_id");
}

void block_checker::only_on(std::initializer_list<surface> allowed, const json& block, const std::string& at)
{
    if (std::find(allowed.begin(), allowed.end(), surface_) == allowed.end())
        complain("unsupported type: " + type_of(block), at + "/type");
}

void block_checker::block(const json& block, const std::string& at)
{
    if (!object(block, at) || !required(block, "type", at))
        return;
    unique_block_id(block, at);
    const auto type = type_of(block);
    if (type == "section") {
        section(block, at);
    } else if (type == "header") {
        only(block, at, {"type", "block_id", "text"});
        text_member(block, "text", at, 150, text_kind::plain, true);
    } else if (type == "divider") {
        only(block, at, {"type", "block_id"});
    } else if (type == "context") {
        context(block, at);
    } else if (type == "actions") {
        only(block, at, {"type", "block_id", "elements"});
        elements(block, at, 25, place::actions);
    } else if (type == "input") {
        input(block, at);
    } else if (type == "image") {
        only(block, at, {"type", "block_id", "title", "alt_text", "image_url", "slack_file"});
        text_member(block, "title", at, 2000, text_kind::plain, false);
        image_members(block, at);
    } else if (type == "rich_text") {
        rich_text(block, at);
    } else if (type == "video") {
        video(block, at);
    } else if (type == "markdown") {
        only_on({surface::message}, block, at);
        only(block, at, {"type", "block_id", "text"});
        if (string_member(block, "text", at, 1, 12'000, true))
            markdown_characters_ += length_of(block.at("text").get_ref<const std::string&>());
    } else if (type == "table") {
        table(block, at);
    } else if (type == "context_actions") {
        context_actions(block, at);
    } else if (!block_of_2026(block, at)) {  // nor `file`, which cannot be sent
        complain("unsupported type: " + type, at + "/type");
    }
}

void block_checker::section(const json& block, const std::string& at)
{
    only(block, at, {"type", "block_id", "text", "fields", "accessory", "expand"});
    flag(block, "expand", at);
    const bool has_fields = block.contains("fields") && !block.at("fields").is_null();
    text_member(block, "text", at, 3000, text_kind::any, !has_fields);
    if (has_fields && list(block, "fields", at, 1, 10, true)) {
        for (std::size_t index = 0; index < block.at("fields").size(); ++index) {
            json holder = json::object();
            holder[std::to_string(index)] = block.at("fields")[index];
            text_member(holder, std::to_string(index).c_str(), at + "/fields", 2000, text_kind::any, true);
        }
    }
    if (block.contains("accessory") && !block.at("accessory").is_null())
        element(block.at("accessory"), at + "/accessory", place::section);
}

void block_checker::input(const json& block, const std::string& at)
{
    ++inputs_;
    only(block, at, {"type", "block_id", "label", "element", "hint", "optional", "dispatch_action"});
    text_member(block, "label", at, 2000, text_kind::plain, true);
    text_member(block, "hint", at, 2000, text_kind::plain, false);
    flag(block, "optional", at);
    flag(block, "dispatch_action", at);
    if (required(block, "element", at))
        element(block.at("element"), at + "/element", place::input);
}

void block_checker::context(const json& block, const std::string& at)
{
    only(block, at, {"type", "block_id", "elements"});
    if (!list(block, "elements", at, 1, 10, true))
        return;
    const auto& parts = block.at("elements");
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto here = item(at + "/elements", index);
        if (!object(parts[index], here))
            continue;
        if (type_of(parts[index]) == "image") {
            element(parts[index], here, place::context);
            continue;
        }
        json holder = json::object();
        holder[std::to_string(index)] = parts[index];
        text_member(holder, std::to_string(index).c_str(), at + "/elements", 3000, text_kind::any, true);
    }
}

void block_checker::elements(const json& block, const std::string& at, std::size_t most, place where)
{
    if (!list(block, "elements", at, 1, most, true))
        return;
    std::set<std::string> action_ids;
    const auto& parts = block.at("elements");
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto here = item(at + "/elements", index);
        element(parts[index], here, where);
        if (!parts[index].is_object() || !parts[index].contains("action_id"))
            continue;
        const auto& id = parts[index].at("action_id");
        if (id.is_string() && !action_ids.insert(id.get<std::string>()).second)
            complain("action_id already exists: " + id.get<std::string>(), here + "/action_id");
    }
}

void block_checker::image_members(const json& image, const std::string& at)
{
    string_member(image, "alt_text", at, 1, 2000, true);
    const bool by_url = image.contains("image_url");
    const bool by_file = image.contains("slack_file");
    if (by_url == by_file)
        complain("must have exactly one of image_url and slack_file", at);
    if (by_url)
        string_member(image, "image_url", at, 1, 3000, true);
    if (by_file && object(image.at("slack_file"), at + "/slack_file"))
        only(image.at("slack_file"), at + "/slack_file", {"id", "url"});
}

void block_checker::rich_text(const json& block, const std::string& at)
{
    only(block, at, {"type", "block_id", "elements"});
    if (!list(block, "elements", at, 1, any_length, true))
        return;
    const auto& parts = block.at("elements");
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto here = item(at + "/elements", index);
        if (!object(parts[index], here))
            continue;
        const auto type = type_of(parts[index]);
        const bool known = type == "rich_text_section" || type == "rich_text_list" || type == "rich_text_quote" ||
                           type == "rich_text_preformatted";
        if (!known)
            complain("unsupported type: " + type, here + "/type");
        rich_text_parts(parts[index], here);
        if (type == "rich_text_list")
            one_of(parts[index], "style", here, {"bullet", "ordered"});
    }
}

/// The inside of a rich text: objects with a type, lists of such in it.
void block_checker::rich_text_parts(const json& holder, const std::string& at)
{
    if (!list(holder, "elements", at, 0, any_length, true))
        return;
    const auto& parts = holder.at("elements");
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto here = item(at + "/elements", index);
        if (!object(parts[index], here))
            continue;
        if (type_of(parts[index]).empty())
            complain("missing required field: type", here);
        if (parts[index].contains("elements"))
            rich_text_parts(parts[index], here);
        string_member(parts[index], "text", here, 0, any_length, false);
    }
}

void block_checker::video(const json& block, const std::string& at)
{
    only(
        block, at,
        {"type", "block_id", "alt_text", "thumbnail_url", "title", "title_url", "video_url", "author_name",
         "description", "provider_icon_url", "provider_name"}
    );
    string_member(block, "alt_text", at, 1, 200, true);
    text_member(block, "title", at, 199, text_kind::plain, true);
    string_member(block, "thumbnail_url", at, 1, 3000, true);
    string_member(block, "video_url", at, 1, 3000, true);
    string_member(block, "author_name", at, 1, 49, false);
    string_member(block, "provider_name", at, 1, 49, false);
    text_member(block, "description", at, 200, text_kind::plain, false);
}

void block_checker::view(const json& view)
{
    const std::string at = "/view";
    if (!object(view, at))
        return;
    const auto type = type_of(view);
    if (type.empty())
        return complain("missing required field: type", at);
    if (type != "modal" && type != "home")
        return complain("unsupported type: " + type, at + "/type");
    const bool modal = type == "modal";
    surface_ = modal ? surface::modal : surface::home;
    only(
        view, at,
        {"type", "title", "submit", "close", "blocks", "private_metadata", "callback_id", "external_id",
         "clear_on_close", "notify_on_close", "submit_disabled"}
    );
    text_member(view, "title", at, 24, text_kind::plain, modal);
    text_member(view, "submit", at, 24, text_kind::plain, false);
    text_member(view, "close", at, 24, text_kind::plain, false);
    string_member(view, "private_metadata", at, 0, 3000, false);
    string_member(view, "callback_id", at, 0, 255, false);
    string_member(view, "external_id", at, 0, 255, false);
    for (const auto* key : {"clear_on_close", "notify_on_close", "submit_disabled"})
        flag(view, key, at);
    if (!required(view, "blocks", at))
        return;
    blocks(view.at("blocks"), at + "/blocks");
    const bool has_submit = view.contains("submit") && !view.at("submit").is_null();
    if (modal && inputs_ > 0 && !has_submit)
        complain("missing required field: submit", at);
}

std::vector<std::string> complaints_about_blocks(
    const nlohmann::json& blocks, surface where, const std::string& pointer, bool knows_2026
)
{
    block_checker checker(where, knows_2026);
    checker.blocks(blocks, pointer);
    return checker.take();
}

std::vector<std::string> complaints_about_view(const nlohmann::json& view, bool knows_2026)
{
    block_checker checker(surface::modal, knows_2026);
    checker.view(view);
    return checker.take();
}

}  // namespace docket::slack::emulator

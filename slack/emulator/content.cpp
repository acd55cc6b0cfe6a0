#include "slack/emulator/content.hpp"

#include "slack/emulator/block_rules.hpp"
#include "slack/emulator/text.hpp"
#include "slack/inbound_fields.hpp"

#include <algorithm>

namespace docket::slack::emulator {

namespace {

constexpr std::size_t text_kept = 40'000;
constexpr std::size_t markdown_allowed = 12'000;
constexpr std::size_t attachments_allowed = 100;
// Two thresholds that Slack does not publish. Ours are where its documentation advises to stay below.
constexpr std::size_t block_text_allowed = 12'000;
constexpr std::size_t metadata_bytes_allowed = 4'096;

bool is_metadata_leaf(const json& value)
{
    return value.is_string() || value.is_number() || value.is_boolean() || value.is_null();
}

/// A value of event_payload: plain, or one level of array or object of plain ones.
bool is_metadata_value(const json& value)
{
    return is_metadata_leaf(value) ||
           (value.is_structured() && std::all_of(value.begin(), value.end(), is_metadata_leaf));
}

or_refusal<json> checked_metadata(const json& given)
{
    if (given.is_discarded() || !given.is_object())
        return tl::unexpected(refused("invalid_metadata_format"));
    if (given.empty())
        return json(nullptr);
    const auto type = given.find("event_type");
    const auto payload = given.find("event_payload");
    if (type == given.end() || !fields::is_text(*type))
        return tl::unexpected(refused("invalid_metadata_schema"));
    if (payload == given.end() || !payload->is_object() ||
        !std::all_of(payload->begin(), payload->end(), is_metadata_value))
        return tl::unexpected(refused("invalid_metadata_schema"));
    if (given.dump().size() > metadata_bytes_allowed)
        return tl::unexpected(refused("metadata_too_large"));
    return given;
}

or_refusal<json> checked_blocks(workspace& where, const json& given)
{
    if (given.is_discarded() || !given.is_array())
        return tl::unexpected(refused("invalid_blocks_format"));
    const auto complaints = complaints_about_blocks(given, surface::message, "/blocks", where.knows_blocks_of_2026);
    if (!complaints.empty())
        return tl::unexpected(refused("invalid_blocks", complaints));
    if (text_in_blocks(given) > block_text_allowed)
        return tl::unexpected(refused("msg_blocks_too_long"));
    return kept_blocks(given, where.new_seed());
}

or_refusal<json> checked_attachments(const json& given)
{
    if (given.is_discarded() || !given.is_array())
        return tl::unexpected(refused("invalid_attachments"));
    if (given.size() > attachments_allowed)
        return tl::unexpected(refused("too_many_attachments"));
    for (const auto& each : given) {
        if (!each.is_object())
            return tl::unexpected(refused("invalid_attachments"));
        if (each.contains("blocks") && !complaints_about_blocks(each.at("blocks"), surface::message, "").empty())
            return tl::unexpected(refused("invalid_attachments"));
    }
    auto kept = given;
    for (std::size_t index = 0; index < kept.size(); ++index)
        kept[index]["id"] = index + 1;
    return kept;
}

/// Puts a checked nested argument into `slot`; an empty list counts as not given.
template <class Check>
std::optional<json> take_nested(const arguments& args, const char* name, json& slot, Check check)
{
    if (!args.has(name))
        return std::nullopt;
    auto checked = check(args.nested(name));
    if (!checked)
        return std::move(checked.error());
    slot = std::move(*checked);
    return std::nullopt;
}

}  // namespace

or_refusal<content> read_content(workspace& where, const arguments& args, std::size_t longest_text)
{
    content read;
    const auto markdown = args.text("markdown_text");
    if (!markdown.empty() && (args.has("text") || args.has("blocks")))
        return tl::unexpected(refused("markdown_text_conflict"));
    if (length_of(markdown) > markdown_allowed)
        return tl::unexpected(refused("msg_too_long"));

    auto text = markdown.empty() ? args.text("text") : markdown;
    if (longest_text != 0 && length_of(text) > longest_text)
        return tl::unexpected(refused("msg_too_long"));
    text = clipped(text, text_kept);
    read.has_text = !text.empty();
    read.text = kept_text(text, args.text("parse") != "none" && args.flag("mrkdwn", true));

    const auto blocks_check = [&](const json& given) { return checked_blocks(where, given); };
    if (auto refusal = take_nested(args, "blocks", read.blocks, blocks_check))
        return tl::unexpected(std::move(*refusal));
    if (auto refusal = take_nested(args, "attachments", read.attachments, checked_attachments))
        return tl::unexpected(std::move(*refusal));
    if (auto refusal = take_nested(args, "metadata", read.metadata, checked_metadata))
        return tl::unexpected(std::move(*refusal));
    read.has_metadata = args.has("metadata");
    read.has_blocks = read.blocks.is_array() && !read.blocks.empty();
    if (!read.has_blocks && read.blocks.is_array())
        read.blocks = nullptr;
    const bool has_attachments = read.attachments.is_array() && !read.attachments.empty();
    if (!read.has_text && !read.has_blocks && !has_attachments)
        return tl::unexpected(refused("no_text"));
    if (!read.has_text && read.has_blocks)
        read.text = text_of_blocks(read.blocks);
    return read;
}

}  // namespace docket::slack::emulator

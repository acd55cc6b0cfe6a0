#include "slack/emulator/block_rules.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace docket::slack::emulator {

namespace {

using nlohmann::json;

bool is_interactive(const json& element)
{
    return element.contains("type") && element.at("type") != "image" && element.at("type") != "plain_text" &&
           element.at("type") != "mrkdwn";
}

/// Slack adds the flag that a text object was sent without.
void fill_texts(json& part)
{
    if (part.is_array()) {
        for (auto& each : part)
            fill_texts(each);
        return;
    }
    if (!part.is_object())
        return;
    const auto type = part.find("type");
    if (type != part.end() && *type == "plain_text" && !part.contains("emoji"))
        part["emoji"] = true;
    if (type != part.end() && *type == "mrkdwn" && !part.contains("verbatim"))
        part["verbatim"] = false;
    if (type != part.end() && *type == "mrkdwn" && part.contains("text"))
        part["text"] = kept_text(part.at("text").get<std::string>(), false);
    for (auto& [key, member] : part.items())
        if (key != "elements" || !part.contains("type") || part.at("type") != "rich_text")
            fill_texts(member);
}

class id_filler {
public:
    explicit id_filler(unsigned seed) : seed_(seed) {}

    void element(json& element)
    {
        if (element.is_object() && is_interactive(element) && !element.contains("action_id"))
            element["action_id"] = next();
    }

    void block(json& block)
    {
        if (!block.contains("block_id"))
            block["block_id"] = next();
        if (block.at("type") == "section" && block.contains("accessory"))
            element(block["accessory"]);
        if (block.at("type") == "input") {
            element(block["element"]);
            if (!block.contains("optional"))
                block["optional"] = false;
            if (!block.contains("dispatch_action"))
                block["dispatch_action"] = false;
        }
        if (block.at("type") == "actions" || block.at("type") == "context_actions")
            for (auto& each : block["elements"])
                element(each);
        if (block.at("type") == "card" && block.contains("actions"))
            for (auto& each : block["actions"])
                element(each);
        const auto inner = block.at("type") == "container" ? "child_blocks" : "elements";
        if (block.at("type") == "container" || block.at("type") == "carousel")
            for (auto& each : block[inner])
                this->block(each);
    }

private:
    std::string next() { return fmt::format("{:x}x{:x}", seed_, ++count_); }

    unsigned seed_;
    unsigned count_ = 0;
};

}  // namespace

json without_nulls(json value)
{
    if (value.is_array())
        for (auto& each : value)
            each = without_nulls(std::move(each));
    if (!value.is_object())
        return value;
    for (auto at = value.begin(); at != value.end();) {
        if (at->is_null()) {
            at = value.erase(at);
            continue;
        }
        *at = without_nulls(std::move(*at));
        ++at;
    }
    return value;
}

json kept_blocks(json blocks, unsigned seed)
{
    id_filler ids(seed);
    for (auto& block : blocks)
        ids.block(block);
    fill_texts(blocks);
    return blocks;
}

json kept_view(json view, unsigned seed)
{
    view["blocks"] = kept_blocks(std::move(view.at("blocks")), seed);
    for (const auto* key : {"title", "submit", "close"})
        if (view.contains(key))
            fill_texts(view[key]);
    return view;
}

std::size_t text_in_blocks(const json& blocks)
{
    if (blocks.is_string())
        return 0;
    std::size_t sum = 0;
    if (blocks.is_array())
        for (const auto& each : blocks)
            sum += text_in_blocks(each);
    if (!blocks.is_object())
        return sum;
    for (const auto& [key, member] : blocks.items())
        sum += key == "text" && member.is_string() ? length_of(member.get_ref<const std::string&>())
                                                   : text_in_blocks(member);
    return sum;
}

}  // namespace docket::slack::emulator

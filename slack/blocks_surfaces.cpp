#include "slack/blocks.hpp"
#include "slack/blocks_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

// Where blocks go: modals, App Homes, messages.

namespace docket::slack::blocks {

namespace {

constexpr std::size_t view_bytes = 240'000;  // of 250 kB; the rest is for the view around its blocks

std::size_t bytes(const json& block)
{
    return block.dump(-1, ' ', false, json::error_handler_t::replace).size();
}

/// As many blocks as fit; if some do not, the last one says how many are missing.
json fitting(std::vector<json> blocks, std::size_t most, std::size_t most_bytes)
{
    std::size_t taken = 0;
    std::size_t sum = 0;
    while (taken < blocks.size() && taken < most && sum + bytes(blocks[taken]) <= most_bytes)
        sum += bytes(blocks[taken++]);
    if (taken < blocks.size()) {
        const auto shown = std::min(taken, most - 1);
        const auto missing = blocks.size() - shown;
        blocks.resize(shown);
        blocks.push_back(context(fmt::format("… {} more not shown", missing)));
    }
    return json(std::move(blocks));
}

/// A view has at least one block.
json of_view(std::vector<json> blocks)
{
    if (blocks.empty())
        blocks.push_back(context(""));
    return fitting(std::move(blocks), 100, view_bytes);
}

bool has_input(const json& blocks)
{
    return std::any_of(blocks.begin(), blocks.end(), [](const json& block) { return block["type"] == "input"; });
}

}  // namespace

json view(const modal& m, std::vector<json> blocks)
{
    auto fit = of_view(std::move(blocks));
    const bool asks = has_input(fit);
    json made = {
        {"type", "modal"},
        {"callback_id", kept("callback_id", m.callback_id, longest_id)},
        {"title", plain_text(m.title, 24)},
        {"private_metadata", kept("private_metadata", m.private_metadata, 3'000)},
        {"blocks", std::move(fit)},
    };
    if (asks || !m.submit.empty())
        made["submit"] = plain_text(m.submit.empty() ? "Submit" : m.submit, 24);
    if (!m.close.empty())
        made["close"] = plain_text(m.close, 24);
    if (m.tells_when_closed)
        made["notify_on_close"] = true;
    return made;
}

json home(std::vector<json> blocks, std::string_view private_metadata)
{
    return {
        {"type", "home"},
        {"private_metadata", kept("private_metadata", private_metadata, 3'000)},
        {"blocks", of_view(std::move(blocks))},
    };
}

json message_blocks(std::vector<json> blocks)
{
    return fitting(std::move(blocks), 50, view_bytes);
}

}  // namespace docket::slack::blocks

#include "slack/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "slack/blocks_parts.hpp"
#include "slack/mrkdwn.hpp"

// Blocks and the texts in them.

namespace docket::slack::blocks {

namespace {

constexpr std::string_view dash = "—";
constexpr std::size_t longest_table = 10'000;       // observed, not documented
constexpr std::size_t longest_data_table = 10'000;  // as of a table

bool blank(std::string_view text)
{
    return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

const char* word_for(align where)
{
    switch (where) {
        case align::left:
            return "left";
        case align::center:
            return "center";
        case align::right:
            return "right";
    }
    return "left";
}

json raw_cell(std::string_view text, std::size_t most)
{
    return {{"type", "raw_text"}, {"text", shown(text, most)}};
}

/// How long a cell may be so that all of them together stay under `sum`.
std::size_t cell_limit(std::size_t sum, std::size_t rows, std::size_t columns)
{
    return std::max<std::size_t>(1, sum / std::max<std::size_t>(1, rows * columns));
}

json numbered_cell(const cell& c, std::size_t most)
{
    if (!c.number)
        return raw_cell(c.text, most);
    const auto text = c.text.empty() ? fmt::format("{}", *c.number) : c.text;
    return {{"type", "raw_number"}, {"value", *c.number}, {"text", shown(text, most)}};
}

}  // namespace

std::string shown(std::string_view text, std::size_t most)
{
    auto cut = mrkdwn::clamp(mrkdwn::clean(text), most);
    return blank(cut) ? std::string(dash) : cut;
}

json plain_text(std::string_view text, std::size_t most)
{
    return {{"type", "plain_text"}, {"text", shown(text, most)}, {"emoji", true}};
}

json mrkdwn_text(std::string_view mrkdwn, std::size_t most)
{
    auto cut = mrkdwn::clamp_mrkdwn(mrkdwn::clean(mrkdwn), most);
    return {{"type", "mrkdwn"}, {"text", blank(cut) ? std::string(dash) : cut}, {"verbatim", true}};
}

std::string kept(std::string_view what, std::string_view text, std::size_t most)
{
    if (mrkdwn::length(text) > most)
        throw std::length_error(fmt::format("{} of more than {} characters", what, most));
    return std::string(text);
}

void ask_first(json& element, const std::optional<confirm>& asked)
{
    if (!asked)
        return;
    json dialog = {
        {"title", plain_text(asked->title, 100)},
        {"text", plain_text(asked->text, 300)},
        {"confirm", plain_text(asked->yes, 30)},
        {"deny", plain_text(asked->no, 30)},
    };
    if (asked->danger)
        dialog["style"] = "danger";
    element["confirm"] = std::move(dialog);
}

json section(std::string_view mrkdwn)
{
    return {{"type", "section"}, {"text", mrkdwn_text(mrkdwn, 3'000)}};
}

json section(std::string_view mrkdwn, json accessory)
{
    auto block = section(mrkdwn);
    block["accessory"] = std::move(accessory);
    return block;
}

json fields(const std::vector<std::string>& mrkdwn)
{
    json texts = json::array();
    for (const auto& each : mrkdwn)
        if (texts.size() < 10)
            texts.push_back(mrkdwn_text(each, 2'000));
    if (texts.empty())
        texts.push_back(mrkdwn_text({}, 2'000));
    return {{"type", "section"}, {"fields", std::move(texts)}};
}

json header(std::string_view text)
{
    return {{"type", "header"}, {"text", plain_text(text, 150)}};
}

json divider()
{
    return {{"type", "divider"}};
}

json context(std::string_view mrkdwn)
{
    return context(std::vector<std::string>{std::string(mrkdwn)});
}

json context(const std::vector<std::string>& mrkdwn)
{
    json texts = json::array();
    for (const auto& each : mrkdwn)
        if (texts.size() < 10)
            texts.push_back(mrkdwn_text(each, 3'000));
    if (texts.empty())
        texts.push_back(mrkdwn_text({}, 3'000));
    return {{"type", "context"}, {"elements", std::move(texts)}};
}

json actions(std::string_view block_id, std::vector<json> elements)
{
    if (elements.empty())
        throw std::length_error("actions without any element");
    elements.resize(std::min<std::size_t>(elements.size(), 25));
    json block = {{"type", "actions"}, {"elements", std::move(elements)}};
    if (!block_id.empty())
        block["block_id"] = kept("block_id", block_id, longest_id);
    return block;
}

json quote(std::string_view text)
{
    json words = {{"type", "text"}, {"text", shown(text, 3'000)}};
    json bar = {{"type", "rich_text_quote"}, {"elements", json::array({std::move(words)})}};
    return {{"type", "rich_text"}, {"elements", json::array({std::move(bar)})}};
}

json table(const std::vector<std::vector<std::string>>& rows, const std::vector<column>& columns)
{
    const auto height = std::min<std::size_t>(rows.size(), 100);
    std::size_t width = 1;
    for (std::size_t i = 0; i < height; ++i)
        width = std::clamp<std::size_t>(rows[i].size(), width, 20);
    const auto most = cell_limit(longest_table, height, width);
    json shown_rows = json::array();
    for (std::size_t i = 0; i < std::max<std::size_t>(height, 1); ++i) {
        json row = json::array();
        for (std::size_t j = 0; j < width; ++j)
            row.push_back(raw_cell(i < height && j < rows[i].size() ? rows[i][j] : std::string_view{}, most));
        shown_rows.push_back(std::move(row));
    }
    json settings = json::array();
    for (const auto& c : columns)
        if (settings.size() < width)
            settings.push_back({{"align", word_for(c.where)}, {"is_wrapped", c.wrapped}});
    json block = {{"type", "table"}, {"rows", std::move(shown_rows)}};
    if (!settings.empty())
        block["column_settings"] = std::move(settings);
    return block;
}

json data_table(
    std::string_view caption, const std::vector<std::string>& head, const std::vector<std::vector<cell>>& rows,
    int page_size
)
{
    const auto width = std::clamp<std::size_t>(head.size(), 1, 20);
    const auto height = std::clamp<std::size_t>(rows.size(), 1, 100);
    const auto most = cell_limit(longest_data_table, height + 1, width);
    json top = json::array();
    for (std::size_t j = 0; j < width; ++j)
        top.push_back(raw_cell(j < head.size() ? head[j] : std::string_view{}, most));
    json shown_rows = json::array({std::move(top)});
    for (std::size_t i = 0; i < height; ++i) {
        json row = json::array();
        for (std::size_t j = 0; j < width; ++j)
            row.push_back(numbered_cell(i < rows.size() && j < rows[i].size() ? rows[i][j] : cell{}, most));
        shown_rows.push_back(std::move(row));
    }
    return {
        {"type", "data_table"},
        {"caption", shown(caption, 150)},
        {"rows", std::move(shown_rows)},
        {"page_size", std::clamp(page_size, 1, 100)},
    };
}

}  // namespace docket::slack::blocks

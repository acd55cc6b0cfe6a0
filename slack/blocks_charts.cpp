#include "slack/blocks.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "slack/blocks_parts.hpp"
#include "slack/mrkdwn.hpp"

// Charts (docs.slack.dev/reference/block-kit/blocks/data-visualization-block).

namespace docket::slack::blocks {

namespace {

constexpr std::size_t most_slices = 6;
constexpr std::size_t most_series = 6;
constexpr std::size_t most_points = 20;
constexpr std::size_t longest_label = 20;
constexpr std::size_t longest_title = 50;

const char* word_for(chart kind)
{
    switch (kind) {
        case chart::bar:
            return "bar";
        case chart::line:
            return "line";
        case chart::area:
            return "area";
    }
    return "bar";
}

/// Cut, and unlike those before it: Slack tells points and series apart by nothing else.
class labels {
public:
    std::string take(std::string_view text)
    {
        auto label = shown(text, longest_label);
        for (int count = 2; !taken_.insert(label).second; ++count) {
            const auto number = " " + std::to_string(count);
            label = mrkdwn::clamp(shown(text, longest_label), longest_label - number.size()) + number;
        }
        return label;
    }

private:
    std::set<std::string> taken_;
};

/// A whole number stays one: 3, not 3.0.
json number(double value)
{
    constexpr double exact = 9e15;
    if (!std::isfinite(value))
        return 0;
    if (value == std::floor(value) && std::abs(value) < exact)
        return static_cast<long long>(value);
    return value;
}

json visualization(std::string_view title, json drawn)
{
    return {{"type", "data_visualization"}, {"title", shown(title, longest_title)}, {"chart", std::move(drawn)}};
}

}  // namespace

json pie_chart(std::string_view title, std::vector<slice> slices)
{
    std::erase_if(slices, [](const slice& s) { return !std::isfinite(s.value) || s.value <= 0; });
    if (slices.empty())
        throw std::length_error("a pie without any slice");
    if (slices.size() > most_slices) {
        slice rest{"Other", 0};
        for (auto i = most_slices - 1; i < slices.size(); ++i)
            rest.value += slices[i].value;
        slices.resize(most_slices - 1);
        slices.push_back(std::move(rest));
    }
    labels names;
    json segments = json::array();
    for (const auto& s : slices)
        segments.push_back({{"label", names.take(s.label)}, {"value", number(s.value)}});
    return visualization(title, {{"type", "pie"}, {"segments", std::move(segments)}});
}

json axis_chart(chart kind, std::string_view title, const axis& along, const std::vector<series>& shown_series)
{
    if (along.categories.empty() || shown_series.empty())
        throw std::length_error("a chart without any point");
    labels points;
    std::vector<std::string> categories;
    for (const auto& each : along.categories)
        if (categories.size() < most_points)
            categories.push_back(points.take(each));
    labels names;
    json all = json::array();
    for (const auto& s : shown_series) {
        if (all.size() == most_series)
            break;
        json data = json::array();
        for (std::size_t i = 0; i < categories.size(); ++i)
            data.push_back({{"label", categories[i]}, {"value", number(i < s.values.size() ? s.values[i] : 0)}});
        all.push_back({{"name", names.take(s.name)}, {"data", std::move(data)}});
    }
    json config = {{"categories", std::move(categories)}};
    if (!along.x_label.empty())
        config["x_label"] = shown(along.x_label, longest_title);
    if (!along.y_label.empty())
        config["y_label"] = shown(along.y_label, longest_title);
    return visualization(
        title, {{"type", word_for(kind)}, {"series", std::move(all)}, {"axis_config", std::move(config)}}
    );
}

}  // namespace docket::slack::blocks

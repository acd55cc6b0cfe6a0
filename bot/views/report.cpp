#include "bot/views/parts.hpp"
#include "bot/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace docket::bot::views {

namespace {

constexpr std::size_t most_queues = 15;

std::string day(core::instant at)
{
    return mrkdwn::date(at, "{date_short_pretty} at {time}");
}

std::string median_words(const std::optional<std::chrono::milliseconds>& median)
{
    return median ? words::duration(*median) : std::string("none yet");
}

json numbers(const core::report& r)
{
    const std::vector<std::string> all{
        fmt::format("*Opened*\n{}", r.opened),
        fmt::format("*Resolved or closed*\n{}", r.resolved),
        fmt::format("*Open now*\n{}", r.open_now),
        fmt::format("*Nobody has it*\n{}", r.unassigned_now),
        fmt::format("*Still without an answer*\n{}", r.unanswered),
        "*Median to first answer*\n" + median_words(r.median_first_answer),
        "*Median to resolution*\n" + median_words(r.median_resolution),
    };
    return blocks::fields(all);
}

/// A row of blocks as long as `count` is beside `most`: at least one for anything at all.
std::string bar(std::size_t count, std::size_t most)
{
    constexpr std::size_t width = 20;
    const auto length = count == 0 ? 0 : std::max<std::size_t>(1, count * width / most);
    std::string drawn;
    for (std::size_t i = 0; i < length; ++i)
        drawn += "▇";
    return drawn;
}

std::string by_age(const core::report& r)
{
    static constexpr std::array labels{"under a day", "1 to 3 days", "3 to 7 days", "older"};
    const auto most = *std::max_element(r.open_by_age.begin(), r.open_by_age.end());
    std::string lines;
    for (std::size_t i = 0; i < r.open_by_age.size(); ++i) {
        const auto drawn = bar(r.open_by_age[i], most);
        lines += fmt::format("\n{:<12} {:>5}{}{}", labels[i], r.open_by_age[i], drawn.empty() ? "" : " ", drawn);
    }
    return "*Open by age*\n```" + lines.substr(1) + "```";
}

struct line_of_queue {
    core::queue_id key;
    std::size_t opened = 0;
    std::size_t open = 0;
};

/// Most opened first.
std::vector<line_of_queue> queues_of(const core::report& r)
{
    std::map<core::queue_id, line_of_queue> found;
    for (const auto& [key, count] : r.opened_by_queue)
        found[key].opened = count;
    for (const auto& [key, count] : r.open_by_queue)
        found[key].open = count;
    std::vector<line_of_queue> all;
    for (auto& [key, line] : found)
        all.push_back({key, line.opened, line.open});
    std::stable_sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.opened > b.opened; });
    return all;
}

std::string by_queue(const core::report& r, const surroundings& s)
{
    const auto all = queues_of(r);
    std::string lines = "*By queue*";
    for (std::size_t i = 0; i < std::min(all.size(), most_queues); ++i)
        lines +=
            fmt::format("\n{}: {} opened, {} open now", words::queue(all[i].key, s.desk), all[i].opened, all[i].open);
    if (all.size() > most_queues)
        lines += fmt::format("\nand {} more queues", all.size() - most_queues);
    return lines;
}

}  // namespace

message report(const core::report& r, const std::string& period, const surroundings& s)
{
    const auto how_long = words::duration(r.to - r.from);
    std::vector<json> parts{
        blocks::header("Report: the last " + how_long),
        blocks::context("`" + words::one_line(period, 40) + "`: " + day(r.from) + " to " + day(r.to)),
        numbers(r),
        blocks::section(by_age(r)),
    };
    if (r.opened_by_queue.size() + r.open_by_queue.size() > 0)
        parts.push_back(blocks::section(by_queue(r, s)));
    const auto text = fmt::format(
        "Report for the last {}: {} opened, {} resolved or closed. Open now: {}, of which nobody has {}; {} still "
        "without an answer. Median to first answer: {}; to resolution: {}.",
        how_long, r.opened, r.resolved, r.open_now, r.unassigned_now, r.unanswered, median_words(r.median_first_answer),
        median_words(r.median_resolution)
    );
    return with_blocks(text, std::move(parts));
}

}  // namespace docket::bot::views

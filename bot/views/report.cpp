#include "bot/views/parts.hpp"
#include "bot/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace docket::bot::views {

namespace {

constexpr std::size_t most_queues = 15;  // as lines of text
constexpr std::size_t fewest_steps = 3;  // fewer are no course of events
constexpr std::size_t most_groups = 8;   // of bars; more are drawn as lines
constexpr std::size_t longest_queue = 60;
constexpr int rows_at_once = 10;

constexpr std::array ages{"under a day", "1 to 3 days", "3 to 7 days", "older"};

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
    const auto most = *std::max_element(r.open_by_age.begin(), r.open_by_age.end());
    std::string lines;
    for (std::size_t i = 0; i < r.open_by_age.size(); ++i) {
        const auto drawn = bar(r.open_by_age[i], most);
        lines += fmt::format("\n{:<12} {:>5}{}{}", ages.at(i), r.open_by_age[i], drawn.empty() ? "" : " ", drawn);
    }
    return "*Open by age*\n```" + lines.substr(1) + "```";
}

struct line_of_queue {
    core::queue_id key;
    std::size_t opened = 0;
    std::size_t resolved = 0;
    std::size_t open = 0;
};

/// Most opened first.
std::vector<line_of_queue> queues_of(const core::report& r)
{
    std::map<core::queue_id, line_of_queue> found;
    for (const auto& [key, count] : r.opened_by_queue)
        found[key].opened = count;
    for (const auto& [key, count] : r.resolved_by_queue)
        found[key].resolved = count;
    for (const auto& [key, count] : r.open_by_queue)
        found[key].open = count;
    std::vector<line_of_queue> all;
    for (auto& [key, line] : found)
        all.push_back({key, line.opened, line.resolved, line.open});
    std::stable_sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.opened > b.opened; });
    return all;
}

std::string words_for(const line_of_queue& q, const surroundings& s)
{
    return fmt::format(
        "{}: {} opened, {} resolved or closed, {} open now", words::queue(q.key, s.desk), q.opened, q.resolved, q.open
    );
}

std::string by_queue(const std::vector<line_of_queue>& all, const surroundings& s)
{
    std::string lines = "*By queue*";
    for (std::size_t i = 0; i < std::min(all.size(), most_queues); ++i)
        lines += "\n" + words_for(all[i], s);
    if (all.size() > most_queues)
        lines += fmt::format("\nand {} more queues", all.size() - most_queues);
    return lines;
}

// ---- charts and tables ----------------------------------------------------------------------------------------------

/// "Mon 2 Mar" of a day, "2 Mar" of the Monday that begins a week, "2 Mar 2026" where a step is longer.
std::string label_of(const core::report_step& step, int days_a_step)
{
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const std::chrono::year_month_day date(step.first);
    const auto day = fmt::format("{} {}", unsigned(date.day()), months.at(unsigned(date.month()) - 1));
    if (days_a_step == 1)
        return fmt::format("{} {}", days.at(std::chrono::weekday(step.first).c_encoding()), day);
    return days_a_step == 7 ? day : fmt::format("{} {}", day, int(date.year()));
}

std::string step_words(int days_a_step)
{
    if (days_a_step == 1)
        return "by day";
    return days_a_step == 7 ? std::string("by week") : fmt::format("by {} weeks", days_a_step / 7);
}

json chart_over_time(const core::report& r)
{
    blocks::axis along;
    blocks::series opened{"Opened", {}};
    blocks::series resolved{"Resolved or closed", {}};
    for (const auto& step : r.steps) {
        along.categories.push_back(label_of(step, r.days_a_step));
        opened.values.push_back(static_cast<double>(step.opened));
        resolved.values.push_back(static_cast<double>(step.resolved));
    }
    if (r.days_a_step > 1)
        along.x_label = "from this day on";
    along.y_label = "tickets";
    const auto kind = r.steps.size() <= most_groups ? blocks::chart::bar : blocks::chart::line;
    return blocks::axis_chart(kind, "Opened and resolved, " + step_words(r.days_a_step), along, {opened, resolved});
}

json chart_of_ages(const core::report& r)
{
    const blocks::axis along{{ages.begin(), ages.end()}, "age", "tickets"};
    blocks::series open{"Open now", {}};
    for (const auto count : r.open_by_age)
        open.values.push_back(static_cast<double>(count));
    return blocks::axis_chart(blocks::chart::bar, "Open by age", along, {open});
}

json table_of_queues(const std::vector<line_of_queue>& all, const surroundings& s)
{
    const auto count = [](std::size_t n) { return blocks::cell{std::to_string(n), static_cast<double>(n)}; };
    std::vector<std::vector<blocks::cell>> rows;
    for (const auto& q : all) {
        const auto* known = s.desk.find(q.key);
        const auto name = mrkdwn::clamp(known == nullptr ? q.key.str() : known->name, longest_queue);
        rows.push_back({blocks::cell{name}, count(q.opened), count(q.resolved), count(q.open)});
    }
    return blocks::data_table("By queue", {"Queue", "Opened", "Resolved or closed", "Open now"}, rows, rows_at_once);
}

// ---- the same for screen readers ------------------------------------------------------------------------------------

std::string sentence_of_ages(const core::report& r)
{
    std::string all;
    for (std::size_t i = 0; i < r.open_by_age.size(); ++i)
        all += fmt::format("{}{} {}", i == 0 ? "" : ", ", ages.at(i), r.open_by_age[i]);
    return "Open by age: " + all + ".";
}

std::string sentence_of_queues(const std::vector<line_of_queue>& all, const surroundings& s)
{
    std::string words;
    for (std::size_t i = 0; i < std::min(all.size(), most_queues); ++i)
        words += (i == 0 ? "" : "; ") + words_for(all[i], s);
    if (all.size() > most_queues)
        words += fmt::format("; and {} more queues", all.size() - most_queues);
    return "By queue: " + words + ".";
}

/// Only when something happened.
std::string sentence_over_time(const core::report& r)
{
    std::string words;
    for (const auto& step : r.steps) {
        if (step.opened + step.resolved > 0)
            words += fmt::format(
                "{}{} {} and {}", words.empty() ? "" : ", ", label_of(step, r.days_a_step), step.opened, step.resolved
            );
    }
    return fmt::format("Opened and resolved or closed, {}: {}.", step_words(r.days_a_step), words);
}

}  // namespace

message report(const core::report& r, const std::string& period, const surroundings& s)
{
    const auto how_long = words::duration(r.to - r.from);
    const auto queues = queues_of(r);
    const bool shows_course = r.steps.size() >= fewest_steps && r.opened + r.resolved > 0;
    auto text = fmt::format(
        "Report for the last {}: {} opened, {} resolved or closed. Open now: {}, of which nobody has {}; {} still "
        "without an answer. Median to first answer: {}; to resolution: {}.",
        how_long, r.opened, r.resolved, r.open_now, r.unassigned_now, r.unanswered, median_words(r.median_first_answer),
        median_words(r.median_resolution)
    );
    std::vector<json> parts{
        blocks::header("Report: the last " + how_long),
        blocks::context("`" + words::one_line(period, 40) + "`: " + day(r.from) + " to " + day(r.to)),
        numbers(r),
    };
    auto plainer = parts;
    plainer.push_back(blocks::section(by_age(r)));
    if (shows_course) {
        parts.push_back(chart_over_time(r));
        text += "\n" + sentence_over_time(r);
    }
    if (r.open_now > 0) {
        parts.push_back(chart_of_ages(r));
        text += "\n" + sentence_of_ages(r);
    }
    if (!queues.empty()) {
        plainer.push_back(blocks::section(by_queue(queues, s)));
        parts.push_back(table_of_queues(queues, s));
        text += "\n" + sentence_of_queues(queues, s);
    }
    auto shown = with_blocks(text, std::move(parts));
    shown.plainer = blocks::message_blocks(std::move(plainer));
    return shown;
}

}  // namespace docket::bot::views

#include "core/report.hpp"

#include <algorithm>
#include <charconv>

namespace docket::core {

namespace {

using std::chrono::milliseconds;

/// By age in whole days: under 1, under 3, under 7, older.
std::size_t age_group(milliseconds age)
{
    using std::chrono::days;
    return age < days(1) ? 0 : age < days(3) ? 1 : age < days(7) ? 2 : 3;
}

/// A clock that was set back must not make a median negative.
milliseconds between(instant from, instant to)
{
    return std::max(milliseconds(0), to - from);
}

bool is_open(const report_row& r)
{
    return r.status != status::resolved && r.status != status::closed;
}

}  // namespace

std::optional<milliseconds> median(std::vector<milliseconds> of)
{
    if (of.empty())
        return std::nullopt;
    const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
    std::nth_element(of.begin(), middle, of.end());
    if (of.size() % 2 == 1)
        return *middle;
    const auto below = *std::max_element(of.begin(), middle);
    return below + (*middle - below) / 2;
}

std::optional<std::chrono::hours> period_of(std::string_view typed)
{
    using std::chrono::hours;
    constexpr hours longest = std::chrono::days(3650);
    if (typed.empty())
        return std::nullopt;
    const char unit = typed.back();
    const hours one = unit == 'h' ? hours(1) : unit == 'd' ? hours(24) : unit == 'w' ? hours(24 * 7) : hours(0);
    typed.remove_suffix(1);
    int count = 0;
    const auto* last = typed.data() + typed.size();
    const auto [end, failed] = std::from_chars(typed.data(), last, count);
    if (failed != std::errc() || end != last || one == hours(0))
        return std::nullopt;
    if (count <= 0 || count > longest / one)
        return std::nullopt;
    return one * count;
}

report summarise(const std::vector<report_row>& rows, std::size_t unassigned_now, instant from, instant to)
{
    report r{};
    r.from = from;
    r.to = to;
    r.unassigned_now = unassigned_now;
    const auto in_period = [&](instant at) { return at >= from && at < to; };
    std::vector<milliseconds> answers;
    std::vector<milliseconds> resolutions;
    for (const auto& row : rows) {
        if (in_period(row.opened)) {
            ++r.opened;
            ++r.opened_by_queue[row.queue];
            if (row.first_answer)
                answers.push_back(between(row.opened, *row.first_answer));
            else if (is_open(row))
                ++r.unanswered;
        }
        if (row.ended && in_period(*row.ended)) {
            ++r.resolved;
            resolutions.push_back(between(row.opened, *row.ended));
        }
        if (is_open(row)) {
            ++r.open_now;
            ++r.open_by_queue[row.queue];
            ++r.open_by_age.at(age_group(between(row.opened, to)));
        }
    }
    r.median_first_answer = median(std::move(answers));
    r.median_resolution = median(std::move(resolutions));
    return r;
}

}  // namespace docket::core

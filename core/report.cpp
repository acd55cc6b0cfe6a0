#include "core/report.hpp"

#include "core/working_days.hpp"

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

std::chrono::sys_days monday_of(std::chrono::sys_days day)
{
    return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

/// The steps of a report with the moment at which each begins, so that a million tickets ask for no time zone.
class steps {
public:
    steps(report& r, const std::string& zone) : of_(r.steps)
    {
        using std::chrono::days;
        constexpr std::array lengths{1, 7, 4 * 7, 13 * 7, 52 * 7};  // the last takes twenty years
        const auto first_day = day_of(r.from, zone);
        const auto last_day = day_of(std::max(r.from, r.to - milliseconds(1)), zone);
        auto first = first_day;
        for (const int length : lengths) {
            r.days_a_step = length;
            first = length == 1 ? first_day : monday_of(first_day);
            if ((last_day - first).count() / length < static_cast<int>(most_steps))
                break;
        }
        for (; first <= last_day && of_.size() < most_steps; first += days(r.days_a_step)) {
            of_.push_back({first});
            begins_.push_back(start_of(first, zone));
        }
    }

    /// The step that holds an instant of the period.
    report_step& at(instant when)
    {
        const auto next = std::upper_bound(begins_.begin() + 1, begins_.end(), when);
        return of_.at(static_cast<std::size_t>(next - begins_.begin()) - 1);
    }

private:
    std::vector<report_step>& of_;
    std::vector<instant> begins_;
};

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

report summarise(
    const std::vector<report_row>& rows, std::size_t unassigned_now, instant from, instant to, const std::string& zone
)
{
    report r{};
    r.from = from;
    r.to = to;
    r.unassigned_now = unassigned_now;
    steps over_time(r, zone);
    const auto in_period = [&](instant at) { return at >= from && at < to; };
    std::vector<milliseconds> answers;
    std::vector<milliseconds> resolutions;
    for (const auto& row : rows) {
        if (in_period(row.opened)) {
            ++r.opened;
            ++r.opened_by_queue[row.queue];
            ++over_time.at(row.opened).opened;
            if (row.first_answer)
                answers.push_back(between(row.opened, *row.first_answer));
            else if (is_open(row))
                ++r.unanswered;
        }
        if (row.ended && in_period(*row.ended)) {
            ++r.resolved;
            ++r.resolved_by_queue[row.queue];
            ++over_time.at(*row.ended).resolved;
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

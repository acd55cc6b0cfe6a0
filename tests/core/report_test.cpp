#include "core/report.hpp"

#include <catch2/catch.hpp>

using namespace docket::core;
using namespace std::chrono_literals;

namespace {

const queue_id it("it");
const queue_id finance("finance");
const instant to{std::chrono::sys_days(std::chrono::year(2026) / 1 / 15)};
const instant from = to - 24h * 7;

report_row open_row(instant opened, const queue_id& queue = it)
{
    report_row r;
    r.queue = queue;
    r.status = status::in_progress;
    r.priority = priority::normal;
    r.opened = opened;
    return r;
}

report_row ended_row(instant opened, instant ended, status how = status::resolved)
{
    auto r = open_row(opened);
    r.status = how;
    r.ended = ended;
    r.fixed = how == status::resolved;
    return r;
}

}  // namespace

TEST_CASE("the median is the middle one, or lies between the two in the middle", "[core]")
{
    using of = std::vector<std::chrono::milliseconds>;
    CHECK(median({}) == std::nullopt);
    CHECK(median(of{7h}) == 7h);
    CHECK(median(of{9h, 1h, 2h}) == 2h);
    CHECK(median(of{100h, 1h, 4h, 2h}) == 3h);
    CHECK(median(of{1ms, 2ms}) == 1ms);
    CHECK(median(of{5h, 5h, 5h, 5h}) == 5h);
}

TEST_CASE("periods are hours, days or weeks", "[core]")
{
    CHECK(period_of("24h") == 24h);
    CHECK(period_of("7d") == 24h * 7);
    CHECK(period_of("12w") == 24h * 84);
    CHECK(period_of("3650d") == 24h * 3650);
}

TEST_CASE("anything else is no period", "[core]")
{
    const std::string typed = GENERATE(values<std::string>({
        "",     "d",     "7",  "0d",   "-7d", "+7d",   "7 d",    " 7d",  "7d ",
        "7dd",  "7m",    "7D", "1.5d", "d7",  "3651d", "87601h", "522w", "99999999999999999999d",
        "\xff", "7d30d",
    }));
    INFO(typed);
    CHECK_FALSE(period_of(typed));
}

TEST_CASE("a report counts what was opened and what ended in its period, and what is open now", "[core]")
{
    std::vector<report_row> rows{
        open_row(from - 1ms),  // before
        open_row(from),        // the first moment counts
        open_row(to),          // the last does not
        open_row(from + 24h, finance),
        ended_row(from - 48h, from),                // ended in it
        ended_row(from + 24h, to, status::closed),  // opened in it, ended after
        ended_row(from + 1h, from + 2h, status::closed),
    };
    const auto r = summarise(rows, 3, from, to, "UTC");
    CHECK(r.from == from);
    CHECK(r.to == to);
    CHECK(r.opened == 4);
    CHECK(r.resolved == 2);
    CHECK(r.open_now == 4);
    CHECK(r.unassigned_now == 3);
    CHECK(r.opened_by_queue == std::map<queue_id, std::size_t>{{it, 3}, {finance, 1}});
    CHECK(r.open_by_queue == std::map<queue_id, std::size_t>{{it, 3}, {finance, 1}});
}

TEST_CASE("open tickets are counted by age", "[core]")
{
    const std::vector<report_row> rows{
        open_row(to),       open_row(to - 24h + 1ms),       open_row(to - 24h),  open_row(to - 72h + 1ms),
        open_row(to - 72h), open_row(to - 168h + 1ms),      open_row(to - 168h), open_row(to - 9000h),
        open_row(to + 1h),  ended_row(to - 9000h, to - 1h),
    };
    CHECK(summarise(rows, 0, from, to, "UTC").open_by_age == std::array<std::size_t, 4>{3, 2, 2, 2});
}

TEST_CASE("unanswered are those of the period that are still open and heard nothing", "[core]")
{
    auto answered = open_row(from + 1h);
    answered.first_answer = from + 2h;
    const std::vector<report_row> rows{
        open_row(from + 1h),
        open_row(from - 1h),
        answered,
        ended_row(from + 1h, from + 2h),
    };
    CHECK(summarise(rows, 0, from, to, "UTC").unanswered == 1);
}

TEST_CASE("medians are of tickets opened, and of tickets ended, in the period", "[core]")
{
    std::vector<report_row> rows;
    for (const auto hours : {1h, 3h, 10h}) {
        auto r = open_row(from + 1h);
        r.first_answer = r.opened + hours;
        rows.push_back(r);
        rows.push_back(ended_row(from - 100h, from - 100h + hours * 10 + 100h));
    }
    auto old = open_row(from - 1h);
    old.first_answer = from + 100h;
    rows.push_back(old);
    rows.push_back(ended_row(from - 300h, from - 1ms));
    const auto r = summarise(rows, 0, from, to, "UTC");
    CHECK(r.median_first_answer == 3h);
    CHECK(r.median_resolution == 130h);
}

TEST_CASE("a clock that was set back makes no negative time", "[core]")
{
    auto r = open_row(from + 5h);
    r.first_answer = from + 1h;
    CHECK(summarise({r}, 0, from, to, "UTC").median_first_answer == 0ms);
}

TEST_CASE("a report of nothing is empty, not wrong", "[core]")
{
    const auto r = summarise({}, 0, from, to, "UTC");
    CHECK(r.opened + r.resolved + r.open_now + r.unanswered == 0);
    CHECK(r.open_by_age == std::array<std::size_t, 4>{});
    CHECK_FALSE(r.median_first_answer);
    CHECK_FALSE(r.median_resolution);
}

TEST_CASE("a report shows when things happened: every day of its period, in the workspace's zone", "[core]")
{
    using std::chrono::sys_days;
    using std::chrono::year;
    const sys_days thursday{year(2026) / 1 / 8};
    const std::vector<report_row> rows{
        open_row(from),                             // Thursday, 01:00 in Berlin
        open_row(from + 22h + 59min),               // Thursday, 23:59
        open_row(from + 23h),                       // Friday, 00:00
        ended_row(from - 48h, to - 1ms),            // the last moment
        ended_row(from + 24h, to, status::closed),  // opened on Friday, ended after the period
    };
    const auto r = summarise(rows, 0, from, to, "Europe/Berlin");
    CHECK(r.days_a_step == 1);
    REQUIRE(r.steps.size() == 8);  // both its first and its last day are there in part
    CHECK(r.steps.front() == report_step{thursday, 2, 0});
    CHECK(r.steps[1] == report_step{thursday + std::chrono::days(1), 2, 0});
    CHECK(r.steps.back() == report_step{thursday + std::chrono::days(7), 0, 1});
    CHECK(r.resolved_by_queue == std::map<queue_id, std::size_t>{{it, 1}});
}

TEST_CASE("a long period is shown in weeks from Monday on, and in at most twenty steps", "[core]")
{
    struct row {
        int days;
        int days_a_step;
    };
    const auto r = GENERATE(values<row>({{1, 1}, {19, 1}, {20, 1}, {21, 7}, {30, 7}, {84, 7}, {365, 28}, {3650, 364}}));
    CAPTURE(r.days);
    const auto begin = to - std::chrono::days(r.days);
    const std::vector<report_row> rows{open_row(begin), ended_row(begin, to - 1ms)};
    const auto found = summarise(rows, 0, begin, to, "UTC");
    CHECK(found.days_a_step == r.days_a_step);
    CHECK(found.steps.size() <= most_steps);
    CHECK(found.steps.front().opened == 2);
    CHECK(found.steps.back().resolved == 1);
    if (r.days_a_step > 1)
        CHECK(std::chrono::weekday(found.steps.front().first) == std::chrono::Monday);
}

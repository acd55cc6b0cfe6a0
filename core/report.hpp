#pragma once

#include "core/ticket.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace docket::core {

/// What a report needs to know of one ticket.
struct report_row {
    queue_id queue;
    core::status status;
    core::priority priority;
    instant opened;
    std::optional<instant> first_answer;
    std::optional<instant> ended;  ///< resolved or closed
    bool fixed = false;            ///< ended by being resolved
};

/// What happened on one day of the period, or in a few weeks of a long one.
struct report_step {
    std::chrono::sys_days first;  ///< its first day in the workspace's zone
    std::size_t opened = 0;
    std::size_t resolved = 0;  ///< resolved or closed

    friend bool operator==(const report_step&, const report_step&) = default;
};

struct report {
    instant from;
    instant to;
    std::size_t opened = 0;    ///< in the period
    std::size_t resolved = 0;  ///< ended in the period
    std::size_t open_now = 0;
    std::size_t unassigned_now = 0;
    std::size_t unanswered = 0;                ///< opened in the period, still open, nobody answered
    std::array<std::size_t, 4> open_by_age{};  ///< under a day, 1–3 days, 3–7 days, older
    std::optional<std::chrono::milliseconds> median_first_answer;  ///< of tickets opened in the period
    std::optional<std::chrono::milliseconds> median_resolution;    ///< of tickets that ended in the period
    std::map<queue_id, std::size_t> opened_by_queue;
    std::map<queue_id, std::size_t> resolved_by_queue;
    std::map<queue_id, std::size_t> open_by_queue;
    int days_a_step = 1;             ///< 1, 7, or more weeks
    std::vector<report_step> steps;  ///< the whole period, oldest first, at most `most_steps`
};

/// More would not be told apart in a chart.
inline constexpr std::size_t most_steps = 20;

/// The middle one, or the mean of the two in the middle. Nothing of nothing.
[[nodiscard]] std::optional<std::chrono::milliseconds> median(std::vector<std::chrono::milliseconds> of);

/// "7d", "30d", "12w", "24h". Nothing for anything else, zero and more than ten years included.
[[nodiscard]] std::optional<std::chrono::hours> period_of(std::string_view typed);

/// @param rows  every ticket that is open, or was opened or ended in [from, to)
/// @param zone  whose days the steps are; those of weeks begin on Mondays
[[nodiscard]] report summarise(
    const std::vector<report_row>& rows, std::size_t unassigned_now, instant from, instant to, const std::string& zone
);

}  // namespace docket::core

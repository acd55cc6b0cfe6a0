#pragma once

#include "core/ids.hpp"

#include <chrono>
#include <string>

namespace docket::core {

/// The end (midnight in the zone) of the `days`-th working day after the day that holds `from`; Monday to Friday.
/// A Friday and two days give the end of Tuesday. An unknown zone counts as UTC.
[[nodiscard]] instant end_of_working_day_after(instant from, int days, const std::string& zone);

[[nodiscard]] bool is_time_zone(const std::string& name);

/// The day that holds `at` in the zone, as a date without one. An unknown zone counts as UTC.
[[nodiscard]] std::chrono::sys_days day_of(instant at, const std::string& zone);
/// The first moment of that day in the zone.
[[nodiscard]] instant start_of(std::chrono::sys_days day, const std::string& zone);

}  // namespace docket::core

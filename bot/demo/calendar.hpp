#pragma once

#include "slack/clock.hpp"

#include <string>
#include <string_view>

/// When things happen in the demo: on the days and at the hours of an office where this machine is.
namespace docket::bot::demo {

/// A time of an earlier working day, or so many minutes before the present.
struct moment {
    int working_days = 0;   ///< before today; 0: `minutes` count back from the present
    std::string_view hour;  ///< "09:12", on the machine's clock
    int minutes = 0;
};

/// At that hour, so many working days before today.
constexpr moment day(int working_days_ago, std::string_view hour)
{
    return {working_days_ago, hour, 0};
}

/// So many minutes before the present.
constexpr moment ago(int minutes)
{
    return {0, {}, minutes};
}

/// When that was, seen from `present`. Saturdays and Sundays are no working days.
[[nodiscard]] slack::instant instant_of(const moment& m, slack::instant present);

/// The machine's zone by its name ("Europe/Berlin"); UTC when it has none that is known.
[[nodiscard]] std::string machine_zone();
/// Seconds east of UTC, now.
[[nodiscard]] int machine_offset();

}  // namespace docket::bot::demo

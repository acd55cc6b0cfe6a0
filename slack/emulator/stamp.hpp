#pragma once

#include "slack/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace docket::slack::emulator {

/// Microseconds since 1970 of a Slack timestamp ("1700000000.000100", "1700000000", "0"); nothing for anything else.
/// Slack's ts is an id, never a floating point number (docs.slack.dev/messaging/retrieving-messages).
std::optional<std::int64_t> micros_of(std::string_view ts);

/// The timestamp id of that microsecond: ten digits, a point, six digits.
std::string stamp(std::int64_t micros);

/// Microseconds since 1970.
std::int64_t micros_of(instant when);

/// Whole seconds since 1970.
std::int64_t seconds_of(instant when);

}  // namespace docket::slack::emulator

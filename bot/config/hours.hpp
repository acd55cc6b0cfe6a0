#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Hours as people write them: 8, 0.5, 0 for never. Kept to the minute.
namespace docket::bot {

/// Ten years: longer is a slip of the finger.
inline constexpr int most_hours = 24 * 3650;

/// Nothing for what is negative, too long or no number.
[[nodiscard]] std::optional<std::chrono::minutes> to_minutes(double hours);
/// The same from text; "0,5" is taken too.
[[nodiscard]] std::optional<std::chrono::minutes> read_hours(std::string_view text);
/// "8", "0.5", "0.3333": read_hours gives the same minutes again.
[[nodiscard]] std::string write_hours(std::chrono::minutes m);

}  // namespace docket::bot

#include "bot/config/hours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace docket::bot {

std::optional<std::chrono::minutes> to_minutes(double hours)
{
    if (!(hours >= 0 && hours <= most_hours))  // also refuses what is no number
        return std::nullopt;
    return std::chrono::minutes(std::llround(hours * 60));
}

std::optional<std::chrono::minutes> read_hours(std::string_view text)
{
    std::string number(text);
    std::replace(number.begin(), number.end(), ',', '.');
    double hours = 0;
    const auto* last = number.data() + number.size();
    const auto [end, failed] = std::from_chars(number.data(), last, hours, std::chars_format::fixed);
    if (failed != std::errc{} || end != last)
        return std::nullopt;
    return to_minutes(hours);
}

std::string write_hours(std::chrono::minutes m)
{
    auto number = fmt::format("{:.4f}", static_cast<double>(m.count()) / 60);
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.'))
        number.pop_back();
    return number;
}

}  // namespace docket::bot

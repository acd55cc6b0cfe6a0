#include "slack/emulator/stamp.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace docket::slack::emulator {

namespace {

std::optional<std::int64_t> digits(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || text.front() == '-' || number > 99'999'999'999)
        return std::nullopt;
    return number;
}

}  // namespace

std::optional<std::int64_t> micros_of(std::string_view ts)
{
    const auto point = ts.find('.');
    const auto whole = ts.substr(0, point);
    if (whole.empty())
        return std::nullopt;
    const auto seconds = digits(whole);
    if (!seconds)
        return std::nullopt;
    if (point == std::string_view::npos)
        return *seconds * 1'000'000;
    std::string fraction(ts.substr(point + 1));
    if (fraction.empty() || fraction.size() > 6)
        return std::nullopt;
    fraction.resize(6, '0');
    const auto micros = digits(fraction);
    if (!micros)
        return std::nullopt;
    return *seconds * 1'000'000 + *micros;
}

std::string stamp(std::int64_t micros)
{
    return fmt::format("{:010}.{:06}", micros / 1'000'000, micros % 1'000'000);
}

std::int64_t micros_of(instant when)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count();
}

std::int64_t seconds_of(instant when)
{
    return std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
}

}  // namespace docket::slack::emulator

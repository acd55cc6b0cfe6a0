#include "core/working_days.hpp"

#include <date/tz.h>

#include <algorithm>
#include <exception>

// The only file that knows date/tz: this compiler's <chrono> has no time zones.

namespace docket::core {

namespace {

/// Nothing where there is no such zone, or no time zone data on this machine at all.
const date::time_zone* find_zone(const std::string& name)
{
    try {
        const auto* zone = date::locate_zone(name);
        // The data's folder also holds files that are no zones: they show it only when used.
        static_cast<void>(zone->get_info(date::sys_seconds{}));
        return zone;
    } catch (const std::exception&) {
        return nullptr;
    }
}

date::local_days local_day_of(instant at, const date::time_zone* zone)
{
    if (zone == nullptr)
        return date::local_days(date::floor<date::days>(at).time_since_epoch());
    return date::floor<date::days>(zone->to_local(at));
}

instant midnight_before(date::local_days day, const date::time_zone* zone)
{
    if (zone == nullptr)
        return instant(day.time_since_epoch());
    // Some zones change their clocks at midnight: the first moment that is called so, or stands in its place.
    return date::floor<std::chrono::milliseconds>(zone->to_sys(day, date::choose::earliest));
}

/// Days since Monday.
int place_in_week(date::local_days day)
{
    return static_cast<int>(date::weekday(day).iso_encoding()) - 1;
}

}  // namespace

instant end_of_working_day_after(instant from, int days, const std::string& zone)
{
    constexpr int friday = 4;
    constexpr int most = 100'000;  // some centuries: keeps the arithmetic in range whatever comes in
    const auto* where = find_zone(zone);
    auto day = local_day_of(from, where);
    auto left = std::clamp(days, 0, most);
    if (left > 0) {
        // From a weekend the count is the same as from the Friday before.
        day -= date::days(std::max(0, place_in_week(day) - friday));
        day += date::weeks(left / 5);
        left %= 5;
        const bool over_weekend = place_in_week(day) + left > friday;
        day += date::days(over_weekend ? left + 2 : left);
    }
    return midnight_before(day + date::days(1), where);
}

bool is_time_zone(const std::string& name)
{
    return name == "UTC" || find_zone(name) != nullptr;
}

std::chrono::sys_days day_of(instant at, const std::string& zone)
{
    return std::chrono::sys_days(local_day_of(at, find_zone(zone)).time_since_epoch());
}

instant start_of(std::chrono::sys_days day, const std::string& zone)
{
    return midnight_before(date::local_days(day.time_since_epoch()), find_zone(zone));
}

}  // namespace docket::core

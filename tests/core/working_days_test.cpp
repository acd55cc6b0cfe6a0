#include "core/working_days.hpp"

#include <catch2/catch.hpp>

using namespace docket::core;
using namespace std::chrono_literals;

namespace {

/// Day and time in UTC.
instant utc(int year, unsigned month, unsigned day, std::chrono::milliseconds time = 0ms)
{
    return std::chrono::sys_days(std::chrono::year(year) / month / day) + time;
}

}  // namespace

TEST_CASE("working days are Monday to Friday, to the end of the last", "[core]")
{
    struct row {
        std::string why;
        instant from;
        int days;
        instant end;
    };
    const auto r = GENERATE(values<row>({
        {"Monday and two days: Wednesday", utc(2026, 1, 12, 9h), 2, utc(2026, 1, 15)},
        {"Friday and two days: Tuesday", utc(2026, 1, 16, 9h), 2, utc(2026, 1, 21)},
        {"Thursday and one day: Friday", utc(2026, 1, 15, 9h), 1, utc(2026, 1, 17)},
        {"Thursday and two days: Monday", utc(2026, 1, 15, 9h), 2, utc(2026, 1, 20)},
        {"Saturday and one day: Monday", utc(2026, 1, 17, 9h), 1, utc(2026, 1, 20)},
        {"Sunday and two days: Tuesday", utc(2026, 1, 18, 23h), 2, utc(2026, 1, 21)},
        {"Sunday and five days: Friday", utc(2026, 1, 18, 9h), 5, utc(2026, 1, 24)},
        {"Wednesday and five days: Wednesday", utc(2026, 1, 14, 9h), 5, utc(2026, 1, 22)},
        {"Friday and twelve days: Tuesday in two weeks", utc(2026, 1, 16, 9h), 12, utc(2026, 2, 4)},
        {"the first moment of Monday is Monday", utc(2026, 1, 12), 1, utc(2026, 1, 14)},
        {"the last moment of Friday is Friday", utc(2026, 1, 17) - 1ms, 1, utc(2026, 1, 20)},
        {"no days: the day itself", utc(2026, 1, 14, 9h), 0, utc(2026, 1, 15)},
        {"no days on Saturday: Saturday", utc(2026, 1, 17, 9h), 0, utc(2026, 1, 18)},
        {"fewer than none are none", utc(2026, 1, 14, 9h), -3, utc(2026, 1, 15)},
    }));
    INFO(r.why);
    CHECK(end_of_working_day_after(r.from, r.days, "UTC") == r.end);
}

TEST_CASE("days are those of the zone, also where its clocks change", "[core]")
{
    struct row {
        std::string why, zone;
        instant from;
        int days;
        instant end;
    };
    const auto r = GENERATE(values<row>({
        {"winter", "Europe/Berlin", utc(2026, 1, 13, 9h), 2, utc(2026, 1, 15, 23h)},
        {"summer", "Europe/Berlin", utc(2026, 7, 14, 9h), 2, utc(2026, 7, 16, 22h)},
        {"over the change to summer", "Europe/Berlin", utc(2026, 3, 27, 9h), 1, utc(2026, 3, 30, 22h)},
        {"over the change to winter", "Europe/Berlin", utc(2026, 10, 23, 9h), 1, utc(2026, 10, 26, 23h)},
        {"Monday already in Berlin", "Europe/Berlin", utc(2026, 1, 18, 23h + 30min), 1, utc(2026, 1, 20, 23h)},
        {"still Friday in New York", "America/New_York", utc(2026, 1, 17, 3h), 1, utc(2026, 1, 20, 5h)},
        {"half hours", "Asia/Kolkata", utc(2026, 1, 13, 9h), 1, utc(2026, 1, 14, 18h + 30min)},
        // Cairo's clocks jump over the midnight of Friday, 24 April 2026: Thursday ends where Friday begins.
        {"no midnight", "Africa/Cairo", utc(2026, 4, 22, 9h), 1, utc(2026, 4, 23, 22h)},
        // Havana's clocks go back over the midnight after Saturday, 31 October 2026: it ends when that comes first.
        {"midnight twice", "America/Havana", utc(2026, 10, 31, 12h), 0, utc(2026, 11, 1, 4h)},
        {"the day line", "Pacific/Kiritimati", utc(2026, 1, 16, 9h + 59min), 1, utc(2026, 1, 19, 10h)},
    }));
    INFO(r.why);
    CHECK(end_of_working_day_after(r.from, r.days, r.zone) == r.end);
}

TEST_CASE("an unknown zone counts as UTC", "[core]")
{
    const std::string zone = GENERATE(values<std::string>({"Mars/Olympus", "", "../../etc/passwd", "Europe"}));
    CHECK_FALSE(is_time_zone(zone));
    CHECK(end_of_working_day_after(utc(2026, 1, 12, 9h), 2, zone) == utc(2026, 1, 15));
}

TEST_CASE("a time zone is known by its name in the tz database", "[core]")
{
    for (const auto* zone : {"UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Tokyo"})
        CHECK(is_time_zone(zone));
    for (const auto* none : {"Berlin", "CEST?", "europe/berlin ", "zone.tab", "tzdata.zi", "leapseconds", "+01:00"})
        CHECK_FALSE(is_time_zone(none));
}

TEST_CASE("any number of days is answered", "[core]")
{
    CHECK(end_of_working_day_after(utc(2026, 1, 12, 9h), 2'000'000'000, "Europe/Berlin") > utc(2300, 1, 1));
    CHECK(end_of_working_day_after(instant(), 2, "Europe/Berlin") == utc(1970, 1, 5, 23h));
}

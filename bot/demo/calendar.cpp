#include "bot/demo/calendar.hpp"

#include "core/working_days.hpp"

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace docket::bot::demo {

namespace {

std::tm local(std::time_t at)
{
    std::tm parts{};
    ::localtime_r(&at, &parts);
    return parts;
}

int number(std::string_view digits)
{
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

bool is_weekend(const std::tm& day)
{
    return day.tm_wday == 0 || day.tm_wday == 6;
}

}  // namespace

slack::instant instant_of(const moment& m, slack::instant present)
{
    if (m.working_days == 0)
        return present - std::chrono::minutes(m.minutes);
    auto when = local(std::chrono::system_clock::to_time_t(present));
    const auto at_noon = [&when] {  // far from where clocks change
        when.tm_hour = 12;
        when.tm_min = when.tm_sec = 0;
        when.tm_isdst = -1;
        const auto normalised = std::mktime(&when);
        when = local(normalised);
    };
    for (int left = m.working_days; left > 0;) {
        --when.tm_mday;
        at_noon();
        left -= is_weekend(when) ? 0 : 1;
    }
    when.tm_hour = number(m.hour.substr(0, 2));
    when.tm_min = number(m.hour.substr(3, 2));
    when.tm_isdst = -1;
    return slack::instant(std::chrono::seconds(std::mktime(&when)));
}

std::string machine_zone()
{
    std::string name;
    if (const char* set = std::getenv("TZ")) {
        name = set;
    } else {
        std::error_code none;
        const auto link = std::filesystem::read_symlink("/etc/localtime", none).string();
        constexpr std::string_view folder = "zoneinfo/";
        if (const auto at = link.find(folder); at != std::string::npos)
            name = link.substr(at + folder.size());
    }
    return core::is_time_zone(name) ? name : "UTC";
}

int machine_offset()
{
    return static_cast<int>(local(std::time(nullptr)).tm_gmtoff);
}

}  // namespace docket::bot::demo

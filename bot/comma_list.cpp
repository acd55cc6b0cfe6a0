#include "bot/comma_list.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace docket::bot {

std::vector<std::string> from_comma_list(std::string_view list)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < list.size();) {
        const auto end = std::min(list.find(',', begin), list.size());
        if (end > begin)
            parts.emplace_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string to_comma_list(const std::vector<std::string>& parts)
{
    return fmt::format("{}", fmt::join(parts, ","));
}

}  // namespace docket::bot

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace docket::bot {

/// The parts of "chat:write,commands"; what is empty between commas is none.
[[nodiscard]] std::vector<std::string> from_comma_list(std::string_view list);
[[nodiscard]] std::string to_comma_list(const std::vector<std::string>& parts);

}  // namespace docket::bot

#pragma once

#include "core/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace docket::bot {

/// What somebody typed after /ticket: a verb, the number it is about, and the rest.
class command_line {
public:
    std::string verb;                           ///< lower case; empty for /ticket alone
    std::optional<core::ticket_number> number;  ///< of "#12" or "12" right after the verb
    std::string rest;                           ///< trimmed, entities of Slack left as they are
};

/// "claim #12", "new The printer is on fire", "#12" (which means status).
[[nodiscard]] command_line read_command_line(std::string_view text);

/// The person of "<@U1|ana>" at the beginning; the rest follows it.
[[nodiscard]] std::optional<core::member_id> person_in(std::string_view text);

}  // namespace docket::bot

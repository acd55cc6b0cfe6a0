#pragma once

#include <cstddef>

namespace docket::bot {

/// Lets this process have as many files and connections open as the system allows it: the usual soft limit, 1024, is
/// meant for programs that use select().
void raise_descriptors();

/// How many connections from outside may be open at once, so that enough descriptors stay for the database, for Slack
/// and for the log.
[[nodiscard]] std::size_t connections_allowed();

}  // namespace docket::bot

#pragma once

#include <array>
#include <string_view>

namespace docket::bot::setup {

/// What the bot token must be allowed to do; the same list as in manifest.yaml, where each has its reason.
inline constexpr std::array<std::string_view, 16> required_scopes{
    "app_mentions:read", "channels:history", "channels:read", "chat:write",       "commands", "files:read",
    "groups:history",    "groups:read",      "im:history",    "im:read",          "im:write", "metadata.message:read",
    "reactions:read",    "usergroups:read",  "users:read",    "users:read.email",
};

}  // namespace docket::bot::setup

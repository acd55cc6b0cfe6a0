#pragma once

#include "core/desk.hpp"

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace docket::bot {

/// What is wrong in a configuration file, and where; lines and columns from 1.
struct config_error {
    unsigned line;
    unsigned column;
    std::string why;
};

/// Reads docket.toml. Unknown keys, wrong types and settings that cannot stand are errors; all of them are reported, in
/// order of line, and nothing is taken over when there is one.
[[nodiscard]] tl::expected<core::settings, std::vector<config_error>> read_docket_toml(std::string_view text);

/// "docket.toml:12:3: unknown key \"quue\"; did you mean \"queue\"?"
[[nodiscard]] std::string to_line(const std::string& file, const config_error& e);

}  // namespace docket::bot

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

    friend bool operator==(const config_error&, const config_error&) = default;
};

/// Reads docket.toml. Unknown keys, wrong types and settings that cannot stand are errors; all of them are reported, in
/// order of line, and nothing is taken over when there is one. (Where the text is no TOML at all, only the first
/// place.)
[[nodiscard]] tl::expected<core::settings, std::vector<config_error>> read_docket_toml(std::string_view text);

/// "docket.toml:12:3: unknown key \"quue\"; did you mean \"queue\"?"
[[nodiscard]] std::string to_line(const std::string& file, const config_error& e);

/// The docket.toml that says `s`: what read_docket_toml makes of it is `s` again, as far as `s` can stand.
[[nodiscard]] std::string to_docket_toml(const core::settings& s);

}  // namespace docket::bot

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace docket::bot {

/// What the environment says, checked. Secrets are empty where none is set: only serving a workspace needs them.
class environment {
public:
    std::string bot_token;
    std::vector<std::string> signing_secrets;  ///< newest first; a comma separates an older one
    std::string app_token;                     ///< xapp-…: receive over Socket Mode
    // The file that each was read from, and may be read from again; empty where there is none.
    std::string bot_token_file;
    std::string signing_secret_file;
    std::string app_token_file;
    bool handed_over = false;                        ///< by systemd, once, at the start: files that never change
    std::string api_url = "https://slack.com/api/";  ///< ends in '/'
    std::string host = "127.0.0.1";                  ///< a numeric address, IPv6 without brackets
    std::uint16_t port = 3000;                       ///< 0 lets the system choose
    std::string database = "docket.db";
    std::string config;  ///< path of a file that exists; empty when there is none
    std::string log_level = "info";
    bool log_json = false;
};

/// Reads the variables of the README's table through `get`, and NAME_FILE for each secret: a path, or the name alone of
/// one in systemd's CREDENTIALS_DIRECTORY. A variable that is empty counts as not set.
/// @return what is wrong, as one line that says what to do and never shows a secret
[[nodiscard]] tl::expected<environment, std::string> read_environment(
    const std::function<std::optional<std::string>(const std::string&)>& get
);

/// The path of the database alone, for what needs no secrets and should not have them.
[[nodiscard]] tl::expected<std::string, std::string> read_database_path(
    const std::function<std::optional<std::string>(const std::string&)>& get
);

/// Slack's are 32 hexadecimal digits.
[[nodiscard]] bool looks_like_signing_secret(std::string_view text);

// What stands in the files now, checked in the same way.
[[nodiscard]] tl::expected<std::string, std::string> read_bot_token(const std::string& file);
[[nodiscard]] tl::expected<std::vector<std::string>, std::string> read_signing_secrets(const std::string& file);
[[nodiscard]] tl::expected<std::string, std::string> read_app_token(const std::string& file);

}  // namespace docket::bot

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace docket::bot {

/// What the environment says, checked.
class environment {
public:
    std::string bot_token;
    std::vector<std::string> signing_secrets;  ///< newest first; a comma separates an older one
    std::string api_url = "https://slack.com/api/";
    std::string host = "127.0.0.1";
    std::uint16_t port = 3000;
    std::string database = "docket.db";
    std::string config;  ///< path; empty when there is none
    std::string log_level = "info";
    bool log_json = false;
};

/// Reads the variables of the README's table through `get`, and NAME_FILE for each secret.
/// @return what is wrong, as one line that says what to do
[[nodiscard]] tl::expected<environment, std::string> read_environment(
    const std::function<std::optional<std::string>(const std::string&)>& get
);

}  // namespace docket::bot

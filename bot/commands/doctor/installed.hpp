#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

/// The app as it is set up at Slack, which a bot token cannot ask about: its manifest, saved from the app's settings.
namespace docket::bot::doctor {

/// A manifest as Slack's settings show it: JSON, or YAML as simple as ours. Also what apps.manifest.export answers.
/// @errors  one line that says what to do
[[nodiscard]] tl::expected<nlohmann::json, std::string> read_installed(const std::string& text);

/// How Docket means to receive.
struct transports {
    bool http = false;
    bool socket_mode = false;
};

/// One way in which the installed app is not what Docket needs.
struct difference {
    bool harmful = true;   ///< false: there is more than Docket needs
    std::string sentence;  ///< where to click, and what to do there
};

/// @param ours     the manifest that Docket comes with
/// @param reasons  why it asks for each scope and event; see reasons_in
[[nodiscard]] std::vector<difference> differences(
    const nlohmann::json& ours, const nlohmann::json& installed, const transports& wanted,
    const std::map<std::string, std::string>& reasons
);

/// Scope or event → what it is for, out of the comments in our manifest.
[[nodiscard]] std::map<std::string, std::string> reasons_in(std::string_view manifest);

}  // namespace docket::bot::doctor

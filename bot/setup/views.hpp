#pragma once

#include "core/desk.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// The dialogs of /ticket setup: whole views for views.open, views.push and views.update, from settings alone.
namespace docket::bot::setup {

/// What the overview tells beside the settings.
struct status {
    bool in_file = false;                   ///< docket.toml rules: nothing can be changed here
    bool first = false;                     ///< who asks has become administrator by asking
    std::vector<std::string> missing = {};  ///< sentences of setup::missing
};

/// What is set, what is missing, and a button to everything that can be changed.
[[nodiscard]] nlohmann::json overview(const core::settings& s, const status& now);

/// @param edited  nullptr for a new one
[[nodiscard]] nlohmann::json queue_form(const core::queue* edited);
[[nodiscard]] nlohmann::json people_form(const core::settings& s);
[[nodiscard]] nlohmann::json routes_form(const core::settings& s);

/// The settings as the docket.toml that says the same.
[[nodiscard]] nlohmann::json file_view(const core::settings& s);

}  // namespace docket::bot::setup

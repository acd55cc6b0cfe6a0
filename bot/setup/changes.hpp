#pragma once

#include "core/desk.hpp"
#include "slack/inbound.hpp"

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>

/// What a dialog of /ticket setup asks for, as new settings. Pure: nothing is kept here, and a dialog that is refused
/// changes nothing.
namespace docket::bot::setup {

/// What is wrong, by block_id of a field that the dialog shows.
using field_errors = std::map<std::string, std::string>;

/// The settings after `sent`, one of the forms of setup/views.hpp. A field that the dialog did not show stays as it is;
/// a view that is no form of ours changes nothing.
///
/// @param present  the settings of this moment, which may have changed since the dialog was opened
/// @return         settings that core::check has nothing new to say against; what was wrong before and stands in no
///                 field of this dialog does not stop it
[[nodiscard]] tl::expected<core::settings, field_errors> settings_change_from(
    const slack::view& sent, const core::settings& present
);

/// The answer to a submission that was refused: {"response_action":"errors",…}.
[[nodiscard]] nlohmann::json refused(const field_errors& errors);

}  // namespace docket::bot::setup

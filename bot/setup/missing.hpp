#pragma once

#include "core/desk.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace docket::bot::setup {

/// What Slack said when it was asked about a channel (conversations.info).
struct channel_check {
    enum class state {
        ok,
        not_member,
        not_found,  ///< gone, or private and without the bot: Slack does not tell these apart
        archived,
        unknown,  ///< Slack could not be asked
    };
    core::channel_id channel;
    state found = state::unknown;
};

/// Every channel that `s` names, each once: those to ask Slack about.
[[nodiscard]] std::vector<core::channel_id> channels_of(const core::settings& s);

/// What still keeps Docket from working as `s` says: sentences (mrkdwn) that tell what to type or press.
///
/// @param checks   channels without one count as not asked about, and nothing is said of them
/// @param granted  scopes of the bot token; empty where Slack did not tell, and then nothing is said of them
/// @return         empty when nothing is missing
[[nodiscard]] std::vector<std::string> missing(
    const core::settings& s, const std::vector<channel_check>& checks, const std::vector<std::string>& granted,
    std::span<const std::string_view> required
);

}  // namespace docket::bot::setup

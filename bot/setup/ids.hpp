#pragma once

#include <string_view>

/// The names by which Slack tells us what somebody did in a dialog of /ticket setup.
namespace docket::bot::setup::ids {

/// Everything of ours begins so.
inline constexpr std::string_view prefix = "setup.";

// Views: callback_id. Of the queue form private_metadata names the queue: {"queue":"it"}, or {} for a new one.
inline constexpr auto overview = "setup.overview";
inline constexpr auto file_view = "setup.file";
inline constexpr auto queue_form = "setup.queue";
inline constexpr auto people_form = "setup.people";
inline constexpr auto routes_form = "setup.routes";

// Buttons of the overview: action_id.
inline constexpr auto add_queue = "setup.add_queue";
inline constexpr auto edit_queue = "setup.edit_queue";  ///< value: the queue's key
inline constexpr auto edit_people = "setup.edit_people";
inline constexpr auto edit_routes = "setup.edit_routes";
inline constexpr auto show_file = "setup.show_file";

// Fields: block_id; the action_id of every one is `value`.
inline constexpr auto value = "setup.value";
inline constexpr auto queue_key = "setup.queue.key";
inline constexpr auto queue_name = "setup.queue.name";
inline constexpr auto queue_triage = "setup.queue.triage";
inline constexpr auto queue_intake = "setup.queue.intake";
inline constexpr auto queue_agents = "setup.queue.agents";
inline constexpr auto queue_group = "setup.queue.agent_group";
inline constexpr auto queue_assignment = "setup.queue.assignment";
inline constexpr auto queue_bots = "setup.queue.bots";
inline constexpr auto queue_keywords = "setup.queue.keywords";
inline constexpr auto queue_burst = "setup.queue.burst";
inline constexpr auto queue_skip = "setup.queue.skip_prefix";
inline constexpr auto queue_remind = "setup.queue.remind";
inline constexpr auto queue_update = "setup.queue.update";
inline constexpr auto administrators = "setup.people.administrators";
inline constexpr auto managers = "setup.people.managers";
inline constexpr auto default_queue = "setup.people.default_queue";
inline constexpr auto reopen_days = "setup.people.reopen_days";
inline constexpr auto time_zone = "setup.people.time_zone";
inline constexpr auto routes = "setup.routes.lines";

// Values of options.
inline constexpr auto assign_none = "none";
inline constexpr auto assign_round_robin = "round robin";
inline constexpr auto bots_may_open = "bots";

/// A button, field or view of /ticket setup, by its action_id or callback_id.
[[nodiscard]] constexpr bool ours(std::string_view id)
{
    return id.substr(0, prefix.size()) == prefix;
}

}  // namespace docket::bot::setup::ids

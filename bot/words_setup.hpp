#pragma once

#include "core/desk.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What the dialogs of /ticket setup say. Part of the one place for words; the rest is in bot/words.hpp.
///
/// Labels, hints, titles and what stands under a field are plain text; sentences of the overview are mrkdwn.
namespace docket::bot::words::setup {

/// A field of a dialog.
struct asked {
    std::string_view label;
    std::string_view hint = {};
    std::string_view placeholder = {};
};

inline constexpr std::string_view title = "Set up Docket";
inline constexpr std::string_view title_file = "docket.toml";
inline constexpr std::string_view title_add_queue = "Add a queue";
inline constexpr std::string_view title_edit_queue = "Edit a queue";
inline constexpr std::string_view title_people = "People and days";
inline constexpr std::string_view title_routes = "Routes";
inline constexpr std::string_view save = "Save";
inline constexpr std::string_view cancel = "Cancel";
inline constexpr std::string_view done = "Done";
inline constexpr std::string_view back = "Back";
inline constexpr std::string_view edit = "Edit";
inline constexpr std::string_view as_file = "Show as docket.toml";

inline constexpr asked queue_key{
    "Short name", "Used in commands and routes: letters, digits and dashes. It cannot be changed later.", "it"
};
inline constexpr asked queue_name{"Name", "What people see.", "IT Help"};
inline constexpr asked queue_triage{
    "Triage channel", "Where its tickets appear as cards and are worked. Type /invite @Docket there."
};
inline constexpr asked queue_intake{
    "Intake channels", "Every message here becomes a ticket. Leave it empty if people shall ask in other ways only."
};
inline constexpr asked queue_agents{"Agents", "Who works its tickets: people, a user group below, or both."};
inline constexpr asked queue_group{
    "User group of agents",
    "The group's id, which begins with S. In Slack: Directories, User groups, the group, its menu, Copy group ID.",
    "S012ITAGENTS"
};
inline constexpr asked queue_assignment{"When a ticket comes in"};
inline constexpr std::string_view assign_none = "Nobody has it until an agent claims it";
inline constexpr std::string_view assign_round_robin = "The agents get them in turn";
inline constexpr asked queue_bots{"Bots"};
inline constexpr std::string_view bots_may_open = "Messages of bots in intake channels open tickets too";
inline constexpr asked queue_keywords{
    "Keywords",
    "A request with one of these words comes to this queue, unless a route decides earlier. Separate them by commas.",
    "vpn, laptop"
};
inline constexpr asked queue_burst{
    "Minutes that make one ticket",
    "What one person writes in an intake channel within this time is one ticket. 0: each message is its own."
};
inline constexpr asked queue_skip{
    "Prefix that opens no ticket", "An intake message beginning so stays a message. Empty: every message counts.", "//"
};
inline constexpr asked queue_remind{
    "Remind the assignee after hours", "Of a ticket that nobody touched for so long. 0.5 is half an hour, 0 is never."
};
inline constexpr asked queue_update{
    "Tell the requester after hours", "Where their ticket stands, if they heard nothing for so long. 0 is never."
};

inline constexpr asked administrators{"Administrators", "May change these settings and work every queue."};
inline constexpr asked managers{"Managers", "May see lists and reports of all queues."};
inline constexpr asked default_queue{"Queue for everything else", "Where requests go that no route or keyword claims."};
inline constexpr asked reopen_days{
    "Working days to reopen",
    "A requester's reply within this time after resolution opens the ticket again; later it opens a new one."
};
inline constexpr asked time_zone{"Time zone", "Of working days and reports.", "Europe/Berlin"};

inline constexpr asked routes{
    "Routes",
    "One a line; the first that fits decides. Words: any of them. field=value: all of them. After -> the queue's "
    "short name.",
    "invoice, expense -> finance"
};

// ---- under a field ----------------------------------------------------------------------------------------------

[[nodiscard]] std::string required();
[[nodiscard]] std::string not_a_group(const std::string& typed);
[[nodiscard]] std::string not_hours(const std::string& typed);
[[nodiscard]] std::string not_whole(const std::string& typed, long long most);
[[nodiscard]] std::string queue_gone();
[[nodiscard]] std::string key_taken(const std::string& key);
[[nodiscard]] std::string no_administrator();
/// Something that no field of this dialog can mend.
[[nodiscard]] std::string elsewhere(const core::settings_error& e);
[[nodiscard]] std::string quote_open();
[[nodiscard]] std::string quote_it();
[[nodiscard]] std::string on_line(std::size_t number, const std::string& why);
[[nodiscard]] std::string route_without_queue();
[[nodiscard]] std::string route_without_condition();
[[nodiscard]] std::string route_without_field();
[[nodiscard]] std::string route_without_value(const std::string& field);
[[nodiscard]] std::string route_field_twice(const std::string& field);
[[nodiscard]] std::string route_to_nowhere(const std::string& typed, const std::vector<core::queue>& queues);

// ---- in the overview --------------------------------------------------------------------------------------------

[[nodiscard]] std::string you_are_administrator();
[[nodiscard]] std::string nothing_missing();
[[nodiscard]] std::string still_missing(const std::vector<std::string>& sentences);
[[nodiscard]] std::string no_queue_yet();
[[nodiscard]] std::string cannot_stand(const core::settings_error& e);
/// A queue in a few lines: name, channels, people, assignment, times.
[[nodiscard]] std::string summary(const core::queue& q);
[[nodiscard]] std::string people_and_days(const core::settings& s);
/// @param lines  the routes as they are typed, one a line
[[nodiscard]] std::string routes_now(const std::string& lines);
/// In the place of a field whose value is longer than Slack lets anybody type.
[[nodiscard]] std::string too_long_for_dialog(std::string_view label);

// ---- when a dialog cannot be shown ------------------------------------------------------------------------------

[[nodiscard]] std::string too_late();
[[nodiscard]] std::string slack_silent();

// ---- what is missing in Slack -----------------------------------------------------------------------------------

[[nodiscard]] std::string purpose_triage(const core::queue& q);
[[nodiscard]] std::string purpose_intake(const core::queue& q);
[[nodiscard]] std::string invite(const core::channel_id& channel, const std::string& purpose);
[[nodiscard]] std::string channel_unseen(const core::channel_id& channel, const std::string& purpose);
[[nodiscard]] std::string channel_archived(const core::channel_id& channel, const std::string& purpose);
[[nodiscard]] std::string channel_unchecked(const core::channel_id& channel, const std::string& purpose);

}  // namespace docket::bot::words::setup

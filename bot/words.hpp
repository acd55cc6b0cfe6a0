#pragma once

#include "core/desk.hpp"
#include "core/event.hpp"
#include "core/refusal.hpp"
#include "core/ticket.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The one place that holds the sentences Docket says to people. Short, kind, concrete: what happened, what to do next.
/// Sentences are mrkdwn. Words that arrive inside a value of core are made safe here; a plain string parameter comes in
/// already safe (slack/mrkdwn).
namespace docket::bot::words {

/// Display names of people we know, raw; others appear as mentions.
using names = std::map<core::member_id, std::string>;

[[nodiscard]] std::string status(core::status s);                 ///< "In progress"
[[nodiscard]] std::string priority(core::priority p);             ///< "High"
[[nodiscard]] std::string source(core::source s);                 ///< "a reaction"
[[nodiscard]] std::string duration(std::chrono::milliseconds d);  ///< "2 h 5 min", "3 days"
[[nodiscard]] std::string number(core::ticket_number n);          ///< "#12"
[[nodiscard]] std::string mention(const core::member_id& who);    ///< "<@U1>"

/// "Ben", without a ping; where we do not know the name, the mention that Slack shows as one.
[[nodiscard]] std::string person(const core::member_id& who, const names& known);
/// "Ben, Cyd and 3 more": the first two by name. Empty of nobody.
[[nodiscard]] std::string people(const std::vector<core::member_id>& who, const names& known);
/// A queue's name, safe; its key when it is gone.
[[nodiscard]] std::string queue(const core::queue_id& key, const core::desk& d);
/// "today at 09:02" in the reader's own zone.
[[nodiscard]] std::string time(core::instant at);

/// Received text as one harmless line of mrkdwn: no mention, link, line break or formatting is left in it.
/// @param most  visible characters; what was cut is shown as an ellipsis
[[nodiscard]] std::string one_line(std::string_view received, std::size_t most, const names& known = {});
/// The same for plain_text objects, where nothing needs escaping.
[[nodiscard]] std::string one_plain_line(std::string_view received, std::size_t most, const names& known = {});

/// "asked 3 h earlier, while Docket was away": beside when a ticket was opened.
[[nodiscard]] std::string asked_earlier(core::instant asked, core::instant opened);
/// To the requester of such a ticket: when they asked, and sorry.
[[nodiscard]] std::string sorry_for_the_wait(core::instant asked);

/// One line of history: "09:02 Ben claimed it". Names its cause where it was not simply asked for.
[[nodiscard]] std::string happened(const core::event& e, const core::desk& d, const names& known = {});

/// Why nothing changed and what to do: "Ben already has #12 (since 09:02). Ask in the thread, or press *Assign* to take
/// it over."
/// @param t  the ticket it was about, if there is one
[[nodiscard]] std::string sorry(
    const core::refusal& why, const core::ticket* t, const core::desk& d, const names& known = {}
);

/// To whoever answered a requester whom the answer can never reach.
/// @param why  Slack's error, such as "user_disabled"
[[nodiscard]] std::string answer_unreached(const core::ticket& t, const std::string& why, const names& known);
/// The same under the answer, for whoever else works the ticket.
[[nodiscard]] std::string did_not_reach(const core::ticket& t, const std::string& why, const names& known);

// What the service says outside any ticket. Each tells what to do next.
[[nodiscard]] std::string not_set_up();
[[nodiscard]] std::string setup_needs_admin();
[[nodiscard]] std::string cannot_read_message();  ///< a reaction or shortcut where the bot is not a member
[[nodiscard]] std::string not_in_channel(const core::channel_id& channel);  ///< "/invite @Docket there"
[[nodiscard]] std::string channel_is_archived(const core::channel_id& channel);
[[nodiscard]] std::string may_not_post(const core::channel_id& channel);  ///< posting there is for some people only
[[nodiscard]] std::string scope_missing(const std::string& scope);
[[nodiscard]] std::string slack_refuses(const std::string& error);  ///< the app as a whole
[[nodiscard]] std::string unknown_command(const std::string& typed);
[[nodiscard]] std::string number_missing(const std::string& verb);
[[nodiscard]] std::string outsiders_may_not();
[[nodiscard]] std::string only_requester_knows(core::ticket_number n);  ///< "Fixed" pressed by somebody else
[[nodiscard]] std::string settings_in_file();
[[nodiscard]] std::string mention_help();
[[nodiscard]] std::string marked_resolved();  ///< what stands as "done" when resolved by :white_check_mark:

}  // namespace docket::bot::words

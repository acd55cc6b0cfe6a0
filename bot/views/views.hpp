#pragma once

#include "core/desk.hpp"
#include "core/event.hpp"
#include "core/message.hpp"
#include "core/refusal.hpp"
#include "core/report.hpp"
#include "core/ticket.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

/// What people see, as pure functions from state to Block Kit. The words themselves are in bot/words.
namespace docket::bot::views {

/// What a view may look at beside the ticket.
struct surroundings {
    const core::desk& desk;
    std::string workspace_url;  ///< "https://acme.slack.com/"
    core::instant now;
    /// Display names of people we know; others appear as mentions.
    const std::map<core::member_id, std::string>& names;
};

/// A message: `text` alone makes sense (notifications, screen readers); blocks may be empty.
class message {
public:
    explicit message(std::string text_, nlohmann::json blocks_ = nlohmann::json::array())
        : text(std::move(text_)), blocks(std::move(blocks_))
    {
    }

    std::string text;
    nlohmann::json blocks;
    /// The same in blocks that every workspace knows; null where `blocks` has none that are new.
    nlohmann::json plainer;
};

/// "https://acme.slack.com/archives/C1/p1700000000000100", with thread_ts and cid for replies.
[[nodiscard]] std::string permalink(
    const std::string& workspace_url, const core::place& where,
    const std::optional<core::message_ts>& root = std::nullopt
);

// Surfaces and messages: one for each core::delivery_kind.

/// The card in the triage channel of the ticket's queue: what, who, where (permalink), priority, age, status, assignee,
/// and Claim, Assign, Priority, Reply, Hold, Resolve, More as far as they apply now.
/// @param files  that came with the request
[[nodiscard]] message card(
    const core::ticket& t, const surroundings& s, const std::vector<core::attachment>& files = {}
);
/// What is left of the card in a queue the ticket moved away from: one line that says where it went.
[[nodiscard]] message card_left(const core::ticket& t, const surroundings& s);
/// The one line in the requester's thread: number, queue, who has it or who is on duty, what happens next.
[[nodiscard]] message status_line(const core::ticket& t, const surroundings& s);
/// Something said on one side, shown on the other, with author and files; deleted and edited are shown as such.
/// @param unreached  why an answer did not reach the requester, as Slack calls it; empty where it did, or may
[[nodiscard]] message mirror(
    const core::ticket& t, const core::message& m, const std::string& unreached, const surroundings& s
);
/// An agent's answer, in the requester's conversation.
[[nodiscard]] message reply(const core::ticket& t, const core::message& m, const surroundings& s);
/// "Resolved by Ben: … Is it fixed?" with Fixed and Not fixed while the answer is open; afterwards what it was.
/// @param current  this is the latest question of the ticket, so its buttons may still act
[[nodiscard]] message question(const core::ticket& t, bool current, const surroundings& s);
[[nodiscard]] message handed_over(const core::ticket& t, const core::event& e, const surroundings& s);
[[nodiscard]] message reminder(const core::ticket& t, const surroundings& s);
[[nodiscard]] message update(const core::ticket& t, const surroundings& s);
[[nodiscard]] message returned(const core::ticket& t, const core::event& e, const surroundings& s);
[[nodiscard]] message follow_up(const core::ticket& old, core::ticket_number by, const surroundings& s);

// Forms: whole views for views.open.

/// What fits into the field of a new request's title.
inline constexpr std::size_t longest_what = 150;

/// What a form starts with.
struct prefill {
    std::string what;
    std::string details;
    nlohmann::json metadata = nlohmann::json::object();  ///< becomes private_metadata
};
[[nodiscard]] nlohmann::json new_form(const prefill& p, const core::desk& d);
[[nodiscard]] nlohmann::json resolve_form(const core::ticket& t);
[[nodiscard]] nlohmann::json close_form(const core::ticket& t);
[[nodiscard]] nlohmann::json hold_form(const core::ticket& t);
[[nodiscard]] nlohmann::json assign_form(const core::ticket& t, const surroundings& s);
[[nodiscard]] nlohmann::json reply_form(const core::ticket& t, const surroundings& s);
[[nodiscard]] nlohmann::json move_form(const core::ticket& t, const core::desk& d);
[[nodiscard]] nlohmann::json note_form(const core::ticket& t);
/// History and talk of a ticket; internal notes only when `may_see_internal`.
[[nodiscard]] nlohmann::json details(
    const core::ticket& t, const std::vector<core::event>& history, const std::vector<core::message>& talk,
    bool may_see_internal, const surroundings& s
);

// Private answers to a command or click.

/// "#12 is open in IT Help. …": to who opened it by command, form or shortcut.
[[nodiscard]] message opened(const core::ticket& t, bool existed, const surroundings& s);
/// What a successful command says back.
[[nodiscard]] message done(const core::ticket& t, const std::vector<core::event>& events, const surroundings& s);
[[nodiscard]] message sorry(const core::refusal& why, const std::optional<core::ticket>& t, const surroundings& s);
[[nodiscard]] message status_of(const core::ticket& t, const surroundings& s);
/// @param heading  which list it is: "Your open requests"
[[nodiscard]] message list(const std::string& heading, const std::vector<core::ticket>& of, const surroundings& s);
/// Numbers, charts and a table; `plainer` draws bars of characters.
[[nodiscard]] message report(const core::report& r, const std::string& period, const surroundings& s);
[[nodiscard]] message help(bool agent, bool manager, bool administrator);
/// A form that could not be opened in time, with a button that tries again.
[[nodiscard]] message form_too_late(core::ticket_number number, const std::string& verb);

}  // namespace docket::bot::views

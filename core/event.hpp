#pragma once

#include "core/ticket.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace docket::core {

/// Why something happened, when it was not simply that somebody asked for it.
enum class cause {
    asked,               ///< a person did just this
    claimed,             ///< by pressing Claim, by :eyes:, by /ticket claim
    round_robin,         ///< the queue's turn
    agent_answered,      ///< so the ticket waits for the requester
    requester_answered,  ///< so it is in progress again
    replied_after_end,   ///< a reply within the days in which that reopens
    not_fixed,           ///< the requester said so
    fixed,               ///< the requester said so
    deactivated,         ///< the assignee's account was deactivated in Slack
    moved,               ///< the new queue's roster does not hold the assignee
    untouched,           ///< a timer
    rule,                ///< a route or keyword of the settings
};

struct opened {
    queue_id queue;
    member_id requester;
    core::source source;
    core::priority priority;
    std::optional<place> conversation;
    std::string title;
    std::string details;
    std::optional<ticket_number> follow_up_of;
    std::string routed_by;  ///< the route or keyword that chose the queue; empty when somebody chose it
    /// When it was asked for, where we heard of it noticeably later.
    std::optional<instant> asked = std::nullopt;
};
/// The thread in which the requester hears from us now exists.
struct conversation_began {
    place where;
};
struct assigned {
    member_id to;
};
struct unassigned {
    member_id was;
};
struct prioritised {
    core::priority to;
};
struct moved {
    queue_id from;
    queue_id to;
};
/// To in_progress, waiting or on_hold; ends have events of their own.
struct status_changed {
    core::status to;
    std::string note;
};
/// Said where the requester sees it. The words are in the message, so that edits and erasure have one place.
struct requester_wrote {
    message_id what;
};
struct agent_answered {
    message_id what;
    bool from_triage = false;  ///< through Reply, not written in the conversation itself
};
struct bystander_wrote {
    message_id what;
};
/// Said where only the desk sees it: in the triage thread, or as a note.
struct discussed {
    message_id what;
};
struct resolved {
    std::string done;
};
struct closed {
    std::string reason;
};
/// The requester edited or deleted the words of the request; empty when deleted.
struct rewritten {
    std::string title;
    std::string details;
};
/// The requester pressed "Fixed".
struct confirmed {};
struct reopened {};
/// A late reply opened a ticket that takes over the thread.
struct followed_up {
    ticket_number by;
};
struct assignee_reminded {};
struct requester_updated {};

using happening = std::variant<
    opened, conversation_began, assigned, unassigned, prioritised, moved, status_changed, requester_wrote,
    agent_answered, bystander_wrote, discussed, resolved, closed, rewritten, confirmed, reopened, followed_up,
    assignee_reminded, requester_updated>;

/// One thing that happened to a ticket. Events alone change a ticket, and are never changed themselves.
class event {
public:
    event(happening what_, instant at_, std::optional<member_id> by_, cause why_ = cause::asked)
        : what(std::move(what_)), at(at_), by(std::move(by_)), why(why_)
    {
    }

    happening what;
    instant at;
    std::optional<member_id> by;  ///< nobody for timers and rules
    cause why;
};

/// The ticket after `e`. Total: history written by any earlier version must replay.
[[nodiscard]] ticket apply(ticket t, const event& e);

/// Stable words for storage ("agent_answered").
[[nodiscard]] std::string_view name_of(cause c);
[[nodiscard]] std::string_view name_of(const happening& h);
[[nodiscard]] std::optional<cause> cause_named(std::string_view name);

}  // namespace docket::core

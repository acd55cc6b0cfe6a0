#pragma once

#include "core/desk.hpp"
#include "core/event.hpp"

#include <optional>
#include <string>
#include <vector>

/// What follows from events beyond the ticket itself: which timers run and which messages Slack should show.
namespace docket::core {

enum class timer_kind { remind_assignee, update_requester };

struct timer {
    timer_kind kind;
    instant due;

    friend bool operator==(const timer&, const timer&) = default;
};

/// All timers that run for a ticket in this state; those it had and that are not here end.
[[nodiscard]] std::vector<timer> timers_of(const ticket& t, const desk& d);

/// A message in Slack that Docket owns. The first five are surfaces: kept in step with state, rendered when sent. The
/// others are posted once and say what was true then.
enum class delivery_kind {
    card,         ///< surface: the ticket in its triage channel
    status_line,  ///< surface: the one line in the requester's thread; its first showing is the acknowledgement
    mirror,       ///< surface: what was said or noted elsewhere, in the triage thread
    reply,        ///< surface: an agent's answer from the triage side, in the requester's conversation
    question,     ///< surface: "Resolved: … Fixed / Not fixed" in the requester's conversation
    handed_over,  ///< once: to the person somebody else or the queue's turn made the assignee
    reminder,     ///< once: to the assignee of an untouched ticket
    update,       ///< once: where it stands, to the requester
    returned,     ///< once: to the triage thread, why the ticket is the queue's again
    follow_up,    ///< once: in the old conversation, where it goes on
};

/// To be made or brought up to date. A kind and subject of a ticket exist once, however often they are asked for:
/// asking again makes a surface out of date and changes nothing of the others.
struct delivery {
    delivery_kind kind;
    std::string
        subject;  ///< which one of its kind: a message's id, a queue's key for cards, the event's place in history

    friend bool operator==(const delivery&, const delivery&) = default;
};

/// What follows from `events`, which led from `before` (nothing for a new ticket) to `after`. In sending order.
[[nodiscard]] std::vector<delivery> deliveries_of(
    const std::optional<ticket>& before, const ticket& after, const std::vector<event>& events, const desk& d
);

[[nodiscard]] std::string_view name_of(timer_kind k);
[[nodiscard]] std::string_view name_of(delivery_kind k);
[[nodiscard]] std::optional<timer_kind> timer_kind_named(std::string_view name);
[[nodiscard]] std::optional<delivery_kind> delivery_kind_named(std::string_view name);
[[nodiscard]] bool is_surface(delivery_kind k);

}  // namespace docket::core

#pragma once

#include "core/desk.hpp"
#include "core/event.hpp"
#include "core/refusal.hpp"

#include <tl/expected.hpp>
#include <variant>
#include <vector>

/// The verbs of ticketing: what may be asked of a ticket, and what follows. One file per verb in core/decisions/.
namespace docket::core {

/// What a decision may look at beside the ticket.
struct situation {
    const core::desk& desk;
    member_id actor;  ///< who asks; empty for timers and rules
    instant now;
};

using decision = tl::expected<std::vector<event>, refusal>;

/// Take it. The holder's second press changes nothing; somebody else's is refused and hears who has it.
struct claim {};
/// Give it to somebody on the roster, also away from whoever has it.
struct assign {
    member_id to;
};
/// Give it back to the queue.
struct release {};
struct prioritise {
    core::priority to;
};
struct move {
    std::string queue;
};  ///< key or name as typed or chosen
struct hold {
    std::string note;
};
struct resume {};
struct resolve {
    std::string done;
};
/// Without a fix. An agent, or the requester withdrawing it.
struct close {
    std::string reason;
};
/// An agent, or the requester.
struct reopen {};
/// The requester's answers to "is it fixed?". Either is idempotent.
struct confirm {};
struct deny {};
/// Something was said in the requester's conversation, by anyone; who they are decides what follows.
/// @param thanks  the words are only thanks (see core/thanks.hpp): they never reopen or move anything
struct say {
    message_id what;
    member_id by;
    bool thanks = false;
    std::optional<instant> at = std::nullopt;  ///< when it was said, if not just now: it means what it meant then
};
/// An agent answers from the triage side (Reply).
struct answer {
    message_id what;
};
/// Said in the triage thread, or a note.
struct discuss {
    message_id what;
};
/// The requester edited (new words) or deleted (none) the message that is the request.
struct rewrite {
    std::string text;
};
/// The thread in which the requester hears from us was posted.
struct begin_conversation {
    place where;
};
/// The assignee's Slack account was deactivated.
struct lose_assignee {
    member_id who;
};
/// A follow-up was opened because of a late reply.
struct link_follow_up {
    ticket_number by;
};
/// A timer fired: nobody touched it for long; the requester has not heard for long. Both check that it is still so.
struct remind_assignee {};
struct update_requester {};

using command = std::variant<
    claim, assign, release, prioritise, move, hold, resume, resolve, close, reopen, confirm, deny, say, answer, discuss,
    rewrite, begin_conversation, lose_assignee, link_follow_up, remind_assignee, update_requester>;

/// May this person know of the ticket? Its requester, whoever may work its queue, managers. All others hear what they
/// would hear of a ticket that does not exist, unless they stand where it is shown.
[[nodiscard]] bool may_see(const ticket& t, const member_id& who, const desk& d);

/// Decides what `asked` leads to. Pure: the same arguments always give the same events.
///
/// @return  events to apply in order; none if it is already so by the actor's own earlier doing
/// @errors  as `refusal` says; nothing changes then
[[nodiscard]] decision decide(const ticket& t, const command& asked, const situation& s);

/// What a reply in the conversation of an ended ticket means.
enum class late_reply { reopens, follow_up, only_thanks };
/// @param thanks as in `say`
[[nodiscard]] late_reply meaning_of_reply(const ticket& t, bool thanks, const settings& set, instant now);

/// A request, from wherever it came.
struct request {
    member_id requester;
    core::source source = source::command;
    std::optional<place> conversation;  ///< root of its thread; none for forms and commands
    std::string text;                   ///< mrkdwn as Slack gave it; the first line becomes the title
    std::string title;                  ///< when a form asked for it; else empty
    std::string queue;                  ///< key or name somebody chose; empty: rules decide
    std::optional<core::priority> priority;
    std::map<std::string, std::string> form;  ///< further values, for routes: "urgency" → "urgent"
    std::optional<ticket_number> follow_up_of;
    std::optional<instant> asked = std::nullopt;  ///< when it was said, if that is known
};

/// What we hear of so long after it was said is marked as late. Slack's own retries take a little longer.
constexpr std::chrono::minutes late_after{5};

/// Where a request goes, and by what: the chosen queue, the first route, the intake channel's queue, the first queue
/// with a keyword, the default queue.
struct routing {
    const queue* to;
    std::string by;
};
[[nodiscard]] std::optional<routing> route_of(const request& r, const desk& d);

/// Opens a ticket. Its number, like uniqueness per root message, is storage's to guarantee.
///
/// @param last  whom round robin chose last in the routed queue, if anyone
/// @return      opened, and assigned when the queue assigns by turn
/// @errors      text_missing; unknown_queue when no queue exists or the chosen one does not
[[nodiscard]] decision open(const request& r, const std::optional<member_id>& last, const situation& s);

}  // namespace docket::core

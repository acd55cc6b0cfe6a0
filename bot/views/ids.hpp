#pragma once

/// The names by which Slack tells us which button, form or field somebody used. Once released they stay: buttons of old
/// messages keep them.
namespace docket::bot::ids {

// Buttons and menus; their value is the ticket's number.
inline constexpr auto claim = "ticket.claim";
inline constexpr auto assign = "ticket.assign";
inline constexpr auto priority = "ticket.priority";  ///< a select: "12:high"
inline constexpr auto reply = "ticket.reply";
inline constexpr auto hold = "ticket.hold";  ///< "12:hold" or "12:resume", as its label said
inline constexpr auto resolve = "ticket.resolve";
inline constexpr auto more = "ticket.more";  ///< an overflow menu: "12:move"
inline constexpr auto fixed = "ticket.fixed";
inline constexpr auto not_fixed = "ticket.not_fixed";
/// A form that came too late: opens it again. Value "12:resolve", or "0:new".
inline constexpr auto form_again = "form.again";

// What stands after the colon in `more` and `form_again`.
inline constexpr auto verb_move = "move";
inline constexpr auto verb_close = "close";
inline constexpr auto verb_reopen = "reopen";
inline constexpr auto verb_note = "note";
inline constexpr auto verb_details = "details";
inline constexpr auto verb_release = "release";
inline constexpr auto verb_assign = "assign";
inline constexpr auto verb_reply = "reply";
inline constexpr auto verb_hold = "hold";
inline constexpr auto verb_resume = "resume";
inline constexpr auto verb_resolve = "resolve";
inline constexpr auto verb_new = "new";
inline constexpr auto verb_setup = "setup";

// Forms. private_metadata is a JSON object: {"ticket":12} or {"channel":"C1","message":"17.1","root":"17.0",…}.
inline constexpr auto new_form = "form.new";
inline constexpr auto resolve_form = "form.resolve";
inline constexpr auto close_form = "form.close";
inline constexpr auto hold_form = "form.hold";
inline constexpr auto assign_form = "form.assign";
inline constexpr auto reply_form = "form.reply";
inline constexpr auto move_form = "form.move";
inline constexpr auto note_form = "form.note";
inline constexpr auto details_view = "view.details";

// Fields: block_id; the action_id of every one is `value`.
inline constexpr auto value = "value";
inline constexpr auto what = "what";
inline constexpr auto details = "details";
inline constexpr auto queue = "queue";
inline constexpr auto urgency = "urgency";
inline constexpr auto text = "text";
inline constexpr auto person = "person";

// Shortcuts: contract.
inline constexpr auto message_shortcut = "open_ticket_from_message";
inline constexpr auto global_shortcut = "open_ticket";

}  // namespace docket::bot::ids

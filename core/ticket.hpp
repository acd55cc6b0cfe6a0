#pragma once

#include "core/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace docket::core {

enum class status { fresh, in_progress, waiting, on_hold, resolved, closed };  // people see "New" for fresh
enum class priority { low, normal, high, urgent };

/// How a request reached us.
enum class source {
    reaction,
    message_shortcut,
    global_shortcut,
    form,     ///< /ticket
    command,  ///< /ticket new TEXT
    mention,
    direct_message,
    intake_channel,
    email,
    follow_up,  ///< a reply long after resolution
};

/// A request from the moment it is known until for ever. Changed by `apply` alone.
struct ticket {
    ticket_number number;
    queue_id queue;
    core::status status = status::fresh;
    core::priority priority = priority::normal;
    member_id requester;
    std::optional<member_id> assignee;
    core::source source = source::command;
    /// The root of the thread in which the requester hears from us. A ticket from a form has none until its
    /// direct message is posted.
    std::optional<place> conversation;
    std::string title;
    std::string details;  ///< what the requester wrote, as Slack's mrkdwn; the title is its first line
    std::optional<ticket_number> follow_up_of;
    /// The follow-up that took over the conversation: from then on the thread is that ticket's.
    std::optional<ticket_number> continued_by;
    std::string outcome;  ///< what was done, or why it was closed without a fix

    instant opened;
    std::optional<instant> asked;         ///< when that was noticeably earlier: we were away, or out of Slack's reach
    std::optional<instant> assigned;      ///< to the present assignee
    std::optional<instant> first_answer;  ///< the first thing a person of the desk said to the requester
    std::optional<instant> resolved;      ///< the last time; empty while open
    std::optional<instant> closed;
    instant touched;                  ///< the last thing a person did or said
    instant informed;                 ///< the last time the requester heard from us
    std::optional<instant> reminded;  ///< the last reminder to the assignee since `touched`
    int question = 0;                 ///< place in history of the last `resolved`; 0 none
    int reopened = 0;                 ///< how often
    int events = 0;                   ///< length of its history

    friend bool operator==(const ticket&, const ticket&) = default;
};

/// Neither resolved nor closed.
[[nodiscard]] bool is_open(const ticket& t);

/// Stable words for storage and files ("in_progress"); people read those of bot/words.
[[nodiscard]] std::string_view name_of(status s);
[[nodiscard]] std::string_view name_of(priority p);
[[nodiscard]] std::string_view name_of(source s);
[[nodiscard]] std::optional<status> status_named(std::string_view name);
[[nodiscard]] std::optional<priority> priority_named(std::string_view name);  ///< without regard to case
[[nodiscard]] std::optional<source> source_named(std::string_view name);

}  // namespace docket::core

#pragma once

#include "core/ids.hpp"
#include "core/message.hpp"
#include "core/ticket.hpp"
#include "storage/deliveries.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Deliveries of the bot's own, beside those that follow from a ticket's events: things to ask of Slack, whose result
/// is the next command, and private words and reports for one person. Kept as JSON in the delivery's payload.
namespace docket::bot::errand {

/// Slack told us too little (a reaction carries no text): read the message, then open the ticket.
struct fetch_request {
    core::place message;
    core::member_id by;      ///< who asked for the ticket
    core::member_id author;  ///< of the message, as far as known
    core::source source = core::source::reaction;
};

/// Take in what a thread already held when it became a ticket's conversation.
struct fetch_thread {};

/// What was kept of a message may not be what stands in Slack by now: read it again.
struct fetch_words {
    core::place message;
};

/// A mail that Slack delivered: find the sender among the people, then open the ticket.
struct fetch_sender {
    core::place message;
    std::string address;
    std::string title;
    std::string text;
    core::attachment mail;  ///< the mail itself, as the file that Slack made of it
};

/// Learn a person's name, zone and standing.
struct fetch_person {
    core::member_id who;
};

/// Learn who is in a user group of a roster.
struct fetch_group {
    core::group_id group;
};

/// Show the desk, in the triage thread, what was written before it could see it.
struct show_transcript {
    core::queue_id moved_to;  ///< the ticket came to this queue; empty: its thread was older than the ticket
};

/// Words that only one person sees: ephemeral in the channel of their click, or a direct message where that cannot be.
struct tell {
    core::member_id who;
    std::optional<core::channel_id> channel;
    std::optional<core::message_ts> thread;
    std::string text;
    std::string blocks;  ///< JSON text; may be empty
};

/// A report that somebody asked for, drawn at the moment it is shown.
struct show_report {
    core::member_id who;
    std::optional<core::channel_id> channel;  ///< of the command
    std::string response_url;                 ///< of the command: answers where the bot is no member, for a while
    std::string period;                       ///< "7d"
};

/// Read what a conversation received since `since`, while we did not hear, and handle it as if it had arrived. Page by
/// page; how far it is stands here too, so that a restart goes on.
struct catch_up {
    core::channel_id channel;
    std::optional<core::message_ts> thread;  ///< the root of a thread; none: the channel itself
    bool direct = false;                     ///< somebody's direct messages
    core::instant since;
    bool look = false;    ///< to see whether something was missed; only then the threads are read, too
    bool silent = false;  ///< because nothing arrives
    std::string cursor;   ///< of the next page, while it is found out which there are
    /// The first and last message of each page, so that the oldest is handled first whatever order Slack gives them in.
    std::vector<std::pair<std::string, std::string>> pages;
    bool found_all = false;  ///< of the pages: they are read again, each by its ends
    std::string joined;      ///< the ts of the last time that we came to the channel, if that was since then
};

/// Find out who has direct messages with us, to read them.
struct catch_up_directs {
    core::instant since;
    bool look = false;
    bool silent = false;
    std::string cursor;
};

using any = std::variant<
    fetch_request, fetch_thread, fetch_words, fetch_sender, fetch_person, fetch_group, show_transcript, tell,
    show_report, catch_up, catch_up_directs>;

/// The row that asks for it; lane, kind, subject and payload are set.
/// @param ticket  0 where it is about none yet
/// @param subject for `tell` and `show_report`: what makes it one of its kind, such as the request's key
storage::delivery to_row(const any& e, core::ticket_number ticket, const std::string& subject = {});

/// What the row asks for; nothing when its kind is one of core's.
std::optional<any> from_row(const storage::delivery& row);

}  // namespace docket::bot::errand

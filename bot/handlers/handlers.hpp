#pragma once

#include "bot/ledger.hpp"
#include "slack/failure.hpp"
#include "slack/inbound.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Slack's words translated into commands: one function for each kind of request, each an ordinary function inside one
/// transaction. They decide nothing about tickets (that is core's) and send nothing (that is the dispatcher's).
namespace docket::bot {

/// A form to open at once after the commit: its trigger lives three seconds and works once.
struct form_to_open {
    std::string trigger_id;
    nlohmann::json view;
    core::member_id who;
    std::optional<core::channel_id> channel;  ///< of the click, for telling that it came too late
    core::ticket_number ticket;
    std::string verb;
};

/// What became of a request and what Slack is answered.
class handled {
public:
    enum class outcome { done, duplicate, refused, unused };
    [[nodiscard]] static std::string_view name_of(outcome o);

    explicit handled(outcome what_ = outcome::done) : what(what_) {}

    outcome what;
    std::optional<nlohmann::json> body;  ///< a message for a command, a response_action for a form; else empty
    std::optional<form_to_open> form;
    bool setup = false;  ///< /ticket setup: needs Slack's word on who asks before anything is shown
};

[[nodiscard]] handled on(ledger& l, const slack::event_callback& e);
/// Could this event change anything? If not, nothing need be written before it is answered.
[[nodiscard]] bool is_of_use(const slack::event_callback& e);
[[nodiscard]] handled on(ledger& l, const slack::block_actions& clicked);
[[nodiscard]] handled on(ledger& l, const slack::view_submission& sent);
[[nodiscard]] handled on(ledger& l, const slack::message_shortcut& used);
[[nodiscard]] handled on(ledger& l, const slack::global_shortcut& used);
[[nodiscard]] handled on(ledger& l, const slack::slash_command& typed);
/// Does this command only read? Then it runs on a reader's connection and waits for nobody.
[[nodiscard]] bool only_reads(const slack::slash_command& typed);

// Kinds of events; used by the first `on` and by results of errands.
[[nodiscard]] handled on_message(ledger& l, const slack::message& m, bool ext_shared_channel);
[[nodiscard]] handled on_message_changed(ledger& l, const slack::message_changed& m);
[[nodiscard]] handled on_message_deleted(ledger& l, const slack::message_deleted& m);
[[nodiscard]] handled on_reaction(ledger& l, const slack::reaction& r, const std::string& key);
[[nodiscard]] handled on_person(ledger& l, const slack::member& who);
[[nodiscard]] handled on_group_changed(ledger& l, const slack::subteam_members_changed& g);
[[nodiscard]] handled on_joined_channel(ledger& l, const slack::member_joined_channel& j);

/// Was this message edited or deleted before we were told of it? To be asked where it would be kept.
[[nodiscard]] bool changed_already(ledger& l, const core::place& where);
/// The same of deleted alone.
[[nodiscard]] bool gone_already(ledger& l, const core::place& where);
/// Keeps something said in Slack, unless it is known or was deleted already. Where it was edited already, nobody is
/// shown it before Slack has told how it stands now.
std::optional<core::message_id> keep_said(ledger& l, core::message m);

/// A request read from Slack on somebody's behalf (a reaction, a mention in a thread) becomes a ticket.
/// @param found  nothing where it is gone
void on_fetched_request(ledger& l, const errand::fetch_request& asked, const std::optional<slack::message>& found);
/// The same where Slack never shows it to us: a ticket with the way to it, unless whoever asked can let us in.
void on_unreadable_request(ledger& l, const errand::fetch_request& asked, const slack::failure& why);
/// A message that is kept is told as it stands in Slack now; nothing where it is gone.
void on_fetched_words(ledger& l, const core::place& where, const std::optional<slack::message>& found);
/// What a thread already held is kept with its ticket.
void on_fetched_thread(ledger& l, core::ticket_number number, const std::vector<slack::message>& thread);

/// Something said in a ticket's conversation, new to us: kept, decided, and followed up when it came too late.
void said(ledger& l, const core::ticket& t, const slack::message& m);

/// A mail whose sender was looked up becomes a ticket; without a person its sender's address stands in the text.
void on_fetched_sender(ledger& l, const errand::fetch_sender& mail, const std::optional<core::member_id>& sender);

/// What a page of a conversation came to that was read after an absence.
struct caught {
    struct failure {
        std::string ts;
        std::string why;
    };
    std::vector<std::string> outcomes;  ///< of each message, as requests' are named
    std::vector<failure> left_out;      ///< messages that cannot be handled
    std::size_t done = 0;               ///< had been missed
    /// When the last of them was said that Slack will not deliver any more; nothing where it may deliver all of them.
    std::optional<core::instant> overdue;
};
/// Messages read after an absence, handled as if they had arrived, oldest first.
/// @param shared     with people of other organisations, on purpose
/// @param step_over  messages that cannot be handled, instead of throwing
[[nodiscard]] caught on_missed(
    ledger& l, const errand::catch_up& asked, std::vector<slack::message> page, bool shared, bool step_over = false
);

// Small translations shared by handlers.
[[nodiscard]] core::place place_of(const slack::message& m);
[[nodiscard]] core::place root_of(const slack::message& m);
[[nodiscard]] std::vector<core::attachment> attachments_of(const std::vector<slack::file>& files);
/// A message as it is kept with a ticket.
[[nodiscard]] core::message to_message(
    const ledger& l, const core::ticket& t, const slack::message& m, core::side side
);
/// What a message says when it is a request: without the bot's mention; of files alone, the name of the first.
[[nodiscard]] std::string request_in(
    const ledger& l, const std::string& text, const std::vector<core::attachment>& files
);
[[nodiscard]] std::string request_in(const ledger& l, const slack::message& m);
[[nodiscard]] std::string without_mention(const ledger& l, const slack::message& m);
[[nodiscard]] bool mentions(const slack::message& m, const core::member_id& who);
/// Is what `t` asks for the words of `m`, as they are kept? Not where a form said it, or another message of its thread.
[[nodiscard]] bool is_request_of(const ledger& l, const core::ticket& t, const core::message& m);
/// Said by Docket itself?
[[nodiscard]] bool is_own(const ledger& l, const slack::message& m);
/// When a message was posted, as far as its ts tells; never later than now.
[[nodiscard]] core::instant said_at(const ledger& l, const slack::message& m);
/// When a message was posted: its ts holds the seconds since 1970.
[[nodiscard]] std::optional<core::instant> time_of_ts(const std::string& ts);
/// Is this person of the workspace itself? Payloads name the team of who acts.
[[nodiscard]] bool is_insider(const ledger& l, const slack::person& who, const std::string& enterprise);
/// Is this account another organisation's? A profile names its workspace, or the organisation that both belong to.
[[nodiscard]] bool is_outsider(const slack::member& m, const core::workspace_id& ours);
/// Why nothing changed and what to do, with the names of those we know: mrkdwn.
[[nodiscard]] std::string why_not(ledger& l, const core::refusal& why, const core::ticket* t);
/// The same for places where Slack shows plain text only, such as under a field.
[[nodiscard]] std::string why_not_plain(ledger& l, const core::refusal& why, const core::ticket* t);
/// A message as the body of an answer to a command: private to who typed it.
[[nodiscard]] nlohmann::json private_answer(
    const std::string& text, const nlohmann::json& blocks = nlohmann::json::array()
);
/// A command answered with these words at once, and no more to it.
[[nodiscard]] handled say_privately(const std::string& text, handled::outcome what = handled::outcome::done);

}  // namespace docket::bot

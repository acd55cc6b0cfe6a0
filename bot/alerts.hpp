#pragma once

#include "bot/ledger.hpp"
#include "slack/failure.hpp"

#include <span>
#include <string_view>

namespace docket::bot {

/// Slack's words for refusing the app whatever it asks for: administrators settle that with Slack, and nobody tells us
/// when they have.
[[nodiscard]] std::span<const std::string_view> refusals_of_app();
/// Is `error` one of them?
[[nodiscard]] bool is_against_app(const std::string& error);

/// Tells the administrators, once a day for each reason and place and once for each scope, that `row` can never be
/// delivered as things are, and what to do: invite the bot, unarchive the channel, grant the scope. Says nothing where
/// nobody can mend it (a message or person that is gone).
void alert_administrators(ledger& l, const storage::delivery& row, const slack::failure& why);

/// Is `row` such words? What cannot be said now would be out of date later, and stands in the log.
[[nodiscard]] bool is_alert(const storage::delivery& row);

/// Tells whoever answered, once for each answer, that it can never reach the requester: they would wait for a reaction
/// that nobody can give. The ticket's thread shows it, too, where the answer stands. Says nothing of what is not an
/// agent's answer.
void tell_who_answered(ledger& l, const storage::delivery& row, const slack::failure& why);

/// An answer has arrived: where it was said that it did not, that is taken back; but whose account is deactivated reads
/// nothing, though the conversation is there.
void follow_answer(ledger& l, const storage::delivery& row);

/// Tells whoever changed an answer that Slack shows it no more. Says nothing of what they took back.
void tell_who_changed(ledger& l, const storage::delivery& row, const slack::failure& why);

/// Why an answer did not reach the requester, as Slack calls it; empty where it did, or still may.
[[nodiscard]] std::string unreached(ledger& l, const core::ticket& t, const core::message& answer);

}  // namespace docket::bot

#pragma once

#include "bot/ledger.hpp"
#include "slack/failure.hpp"

namespace docket::bot {

/// Tells the administrators, once a day for each reason, that `row` can never be delivered as things are, and what to
/// do: invite the bot, unarchive the channel, grant the scope. Says nothing where nobody can mend it (a message or
/// person that is gone).
void alert_administrators(ledger& l, const storage::delivery& row, const slack::failure& why);

/// Tells whoever answered, once for each answer, that it can never reach the requester: they would wait for a reaction
/// that nobody can give. Says nothing of what is not an agent's answer.
void tell_who_answered(ledger& l, const storage::delivery& row, const slack::failure& why);

}  // namespace docket::bot

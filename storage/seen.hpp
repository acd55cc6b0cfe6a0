#pragma once

#include "storage/transaction.hpp"

namespace docket::storage {

/// Records the idempotency key of a Slack request in the transaction of what it causes.
/// @param key  "event:Ev123", "view:V123", "action:…": unique per workspace
/// @return     true the first time, false ever after (until `forget_seen`)
bool first_time(transaction& tx, const core::workspace_id& workspace, std::string_view key, core::instant now);

/// Whether the key was recorded. Records nothing.
bool seen_before(transaction& tx, const core::workspace_id& workspace, std::string_view key);

/// Forgets keys older than `before`, the oldest first. 48 h is safe: with Delayed Events Slack repeats for 25 h.
/// @param most  so that nobody waits for long: whoever gets as many back asks again
/// @return      how many it forgot
std::int64_t forget_seen(transaction& tx, core::instant before, int most);

}  // namespace docket::storage

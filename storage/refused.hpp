#pragma once

#include "storage/transaction.hpp"

#include <cstdint>
#include <string_view>

// Deliveries of a workspace that failed for one reason, whatever they are and wherever they go.

namespace docket::storage {

[[nodiscard]] bool any_refused(transaction& tx, const core::workspace_id& workspace, std::string_view error);

/// They are tried again: the reason is gone. What may be in Slack all the same is looked for first. @return how many
std::int64_t revive_refused(
    transaction& tx, const core::workspace_id& workspace, std::string_view error, core::instant now
);

}  // namespace docket::storage

#pragma once

#include "core/follow.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <vector>

namespace docket::storage {

struct due_timer {
    core::workspace_id workspace;
    core::ticket_number ticket;
    core::timer_kind kind;
    core::instant due;
};

/// Makes the timers of a ticket be exactly `wanted`. Writes only what differs.
void set_timers(
    transaction& tx, const core::workspace_id& workspace, core::ticket_number ticket,
    const std::vector<core::timer>& wanted
);
/// The same for a ticket that is new, and so has none.
void start_timers(
    transaction& tx, const core::workspace_id& workspace, core::ticket_number ticket,
    const std::vector<core::timer>& wanted
);
/// Every workspace's timers due at `now`, earliest first.
std::vector<due_timer> timers_due(transaction& tx, core::instant now, int limit);
std::optional<core::instant> next_timer(transaction& tx);
/// One that fired and led to nothing (the ticket changed in between).
void drop_timer(transaction& tx, const due_timer& t);

}  // namespace docket::storage

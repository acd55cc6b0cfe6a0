#include "storage/timers.hpp"

#include <algorithm>

namespace docket::storage {

namespace {

using core::timer;
using core::timer_kind;

/// A kind that this version does not know is somebody else's and stays.
std::vector<timer> timers_of(transaction& tx, const core::workspace_id& workspace, core::ticket_number ticket)
{
    auto q = tx.prepare("SELECT kind, due FROM timer WHERE workspace = $1 AND ticket = $2");
    q.bind(workspace, ticket);
    std::vector<timer> all;
    while (q.step()) {
        if (const auto kind = core::timer_kind_named(q.text(0)))
            all.push_back(timer{*kind, q.time(1)});
    }
    return all;
}

void set(transaction& tx, const core::workspace_id& workspace, core::ticket_number ticket, const timer& t)
{
    auto q = tx.prepare(
        "INSERT INTO timer (workspace, ticket, kind, due) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (workspace, ticket, kind) DO UPDATE SET due = excluded.due"
    );
    q.bind(workspace, ticket, core::name_of(t.kind), t.due);
    q.run();
}

}  // namespace

void set_timers(
    transaction& tx, const core::workspace_id& workspace, core::ticket_number ticket,
    const std::vector<core::timer>& wanted
)
{
    const auto before = timers_of(tx, workspace, ticket);
    for (const auto& old : before) {
        const auto same_kind = [&old](const timer& t) { return t.kind == old.kind; };
        if (std::ranges::none_of(wanted, same_kind))
            drop_timer(tx, due_timer{workspace, ticket, old.kind, old.due});
    }
    for (const auto& t : wanted) {
        if (std::ranges::find(before, t) == before.end())
            set(tx, workspace, ticket, t);
    }
}

void start_timers(
    transaction& tx, const core::workspace_id& workspace, core::ticket_number ticket,
    const std::vector<core::timer>& wanted
)
{
    for (const auto& t : wanted)
        set(tx, workspace, ticket, t);
}

// A kind that this version does not know would be due for ever, and nobody could fire it.

std::vector<due_timer> timers_due(transaction& tx, core::instant now, int limit)
{
    auto q = tx.prepare(
        "SELECT workspace, ticket, kind, due FROM timer WHERE kind IN ($1, $2) AND due <= $3 ORDER BY due LIMIT $4"
    );
    q.bind(core::name_of(timer_kind::remind_assignee), core::name_of(timer_kind::update_requester), now, limit);
    std::vector<due_timer> all;
    while (q.step()) {
        if (const auto kind = core::timer_kind_named(q.text(2)))
            all.push_back(due_timer{core::workspace_id(q.text(0)), core::ticket_number(q.integer(1)), *kind, q.time(3)}
            );
    }
    return all;
}

std::optional<core::instant> next_timer(transaction& tx)
{
    auto q = tx.prepare("SELECT MIN(due) FROM timer WHERE kind IN ($1, $2)");
    q.bind(core::name_of(timer_kind::remind_assignee), core::name_of(timer_kind::update_requester));
    if (!q.step())
        return std::nullopt;
    return q.optional_time(0);
}

void drop_timer(transaction& tx, const due_timer& t)
{
    // One that was set anew meanwhile is another timer.
    auto q = tx.prepare("DELETE FROM timer WHERE workspace = $1 AND ticket = $2 AND kind = $3 AND due = $4");
    q.bind(t.workspace, t.ticket, core::name_of(t.kind), t.due);
    q.run();
}

}  // namespace docket::storage

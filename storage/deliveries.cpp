#include "storage/deliveries.hpp"

#include "storage/stored_words.hpp"

#include <iterator>

namespace docket::storage {

namespace {

#define DOCKET_DELIVERY                                                                                        \
    "d.id, d.ticket, d.kind, d.subject, d.payload, d.urgency, d.lane, d.state, d.wanted, d.shown, d.channel, " \
    "d.ts, d.created, d.due, d.attempts, d.tried, d.error "

// Sets a failed row's columns so that it is tried again from $1 on. What may be in Slack all the same is looked for
// first, see ask_again.
#define DOCKET_REVIVE                                                                                          \
    "UPDATE delivery SET state = CASE WHEN ts IS NULL AND tried IS NOT NULL THEN 'uncertain' ELSE 'due' END, " \
    "due = $1, created = $1, attempts = 0, error = ''"

// Kinds that begin with catching_up.
#define DOCKET_CATCHES_UP "kind LIKE 'catch_up%' "

// Nothing of its ticket goes before it. The order by urgency and id is total, so no two rows ever wait for each other.
// A card is more urgent than what hangs in its thread, also where it was asked for later (a ticket that moved).
#define DOCKET_FIRST_OF_TICKET                                                      \
    "(d.ticket = 0 OR NOT EXISTS (SELECT 1 FROM delivery e WHERE e.workspace = $1 " \
    "AND e.ticket = d.ticket AND e.state IN ('due', 'uncertain') AND (e.urgency, e.id) < (d.urgency, d.id))) "

std::string_view name_of(delivery_state s)
{
    switch (s) {
        case delivery_state::due:
            return "due";
        case delivery_state::uncertain:
            return "uncertain";
        case delivery_state::shown:
            return "shown";
        case delivery_state::failed:
            return "failed";
    }
    return "due";
}

std::optional<delivery_state> state_named(std::string_view name)
{
    for (const auto s :
         {delivery_state::due, delivery_state::uncertain, delivery_state::shown, delivery_state::failed}) {
        if (name_of(s) == name)
            return s;
    }
    return std::nullopt;
}

delivery read(const statement& q)
{
    delivery d;
    d.id = q.integer(0);
    d.ticket = core::ticket_number(q.integer(1));
    d.kind = q.text(2);
    d.subject = q.text(3);
    d.payload = q.text(4);
    d.urgency = static_cast<urgency>(q.integer(5));
    d.lane = q.text(6);
    d.state = known(state_named(q.text(7)), q.text(7));
    d.wanted = q.integer(8);
    d.shown = q.integer(9);
    if (auto where = place_in(q, 10, 11)) {
        d.channel = std::move(where->channel);
        d.ts = std::move(where->ts);
    }
    d.created = q.time(12);
    d.due = q.time(13);
    d.attempts = q.integer(14);
    d.tried = q.optional_time(15);
    d.error = q.text(16);
    return d;
}

std::optional<delivery> read_one(statement& q)
{
    if (!q.step())
        return std::nullopt;
    return read(q);
}

std::vector<delivery> read_all(statement& q)
{
    std::vector<delivery> all;
    while (q.step())
        all.push_back(read(q));
    return all;
}

}  // namespace

std::int64_t deliveries::ask(const delivery& d, bool again, core::instant now)
{
    auto q = tx_.prepare(
        "INSERT INTO delivery (workspace, ticket, kind, subject, payload, urgency, lane, created, due, "
        "state, wanted, shown, attempts, error) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 'due', 1, 0, 0, '') "
        "ON CONFLICT (workspace, ticket, kind, subject) DO NOTHING"
    );
    q.bind(workspace_, d.ticket, d.kind, d.subject, d.payload, std::int64_t{static_cast<int>(d.urgency)}, d.lane, now);
    if (q.run() == 1)
        return tx_.last_id();
    auto same =
        tx_.prepare("SELECT id FROM delivery WHERE workspace = $1 AND ticket = $2 AND kind = $3 AND subject = $4");
    same.bind(workspace_, d.ticket, d.kind, d.subject);
    same.step();
    const auto id = same.integer(0);
    if (again)
        ask_again(id, d, now);
    return id;
}

void deliveries::ask_again(std::int64_t id, const delivery& d, core::instant now)
{
    // A failed row that was tried and never seen in Slack may be there all the same, if an answer was lost before the
    // failure: it is looked for first, like any uncertain one. `created` is since when something waits.
    auto q = tx_.prepare(
        "UPDATE delivery SET wanted = wanted + 1, payload = $1, urgency = $2, lane = $3, due = $4, "
        "created = CASE WHEN state IN ('shown', 'failed') THEN $4 ELSE created END, "
        "attempts = CASE WHEN state IN ('shown', 'failed') THEN 0 ELSE attempts END, "
        "error = CASE WHEN state IN ('shown', 'failed') THEN '' ELSE error END, "
        "state = CASE WHEN state = 'uncertain' OR (state = 'failed' AND ts IS NULL AND tried IS NOT NULL) "
        "THEN 'uncertain' ELSE 'due' END WHERE workspace = $5 AND id = $6"
    );
    q.bind(d.payload, std::int64_t{static_cast<int>(d.urgency)}, d.lane, now, workspace_, id);
    q.run();
}

deliveries::lanes_seen deliveries::next_in_lanes(std::string_view from, int lanes) const
{
    // From lane to lane through the index, and one further than asked for: that is where to go on.
    auto q = tx_.prepare(
        "WITH RECURSIVE waiting (lane, place) AS ("
        "SELECT MIN(lane), 0 FROM delivery WHERE workspace = $1 AND state IN ('due', 'uncertain') AND lane >= $2 "
        "UNION ALL SELECT (SELECT MIN(o.lane) FROM delivery o WHERE o.workspace = $1 "
        "AND o.state IN ('due', 'uncertain') AND o.lane > waiting.lane), place + 1 "
        "FROM waiting WHERE waiting.lane IS NOT NULL AND place < $3), "
        "head (id) AS ("
        "SELECT (SELECT f.id FROM delivery f WHERE f.workspace = $1 AND f.state IN ('due', 'uncertain') "
        "AND f.lane = waiting.lane ORDER BY f.urgency, f.id LIMIT 1) FROM waiting WHERE waiting.lane IS NOT NULL) "
        "SELECT d.id, d.ticket, d.kind, d.payload, d.urgency, d.lane, d.ts IS NOT NULL, d.due, " DOCKET_FIRST_OF_TICKET
        "FROM head JOIN delivery d ON d.id = head.id ORDER BY d.lane"
    );
    q.bind(workspace_, from, lanes);
    lanes_seen seen;
    while (q.step()) {
        if (std::ssize(seen.rows) == lanes) {
            seen.more = q.text(5);
            break;
        }
        next_in_lane row;
        row.id = q.integer(0);
        row.ticket = core::ticket_number(q.integer(1));
        row.kind = q.text(2);
        row.payload = q.text(3);
        row.urgency = static_cast<urgency>(q.integer(4));
        row.lane = q.text(5);
        row.posted = q.integer(6) == 1;
        row.due = q.time(7);
        row.free = q.integer(8) == 1;
        seen.rows.push_back(std::move(row));
    }
    return seen;
}

std::optional<delivery> deliveries::ready(std::int64_t id, core::instant now) const
{
    auto q = tx_.prepare(
        "SELECT " DOCKET_DELIVERY
        "FROM delivery d WHERE d.workspace = $1 AND d.id = $2 AND d.state IN ('due', 'uncertain') AND d.due <= $3 "
        "AND NOT EXISTS (SELECT 1 FROM delivery f WHERE f.workspace = $1 AND f.state IN ('due', 'uncertain') "
        "AND f.lane = d.lane AND (f.urgency, f.id) < (d.urgency, d.id)) AND " DOCKET_FIRST_OF_TICKET
    );
    q.bind(workspace_, id, now);
    return read_one(q);
}

std::optional<delivery> deliveries::find(std::int64_t id) const
{
    auto q = tx_.prepare("SELECT " DOCKET_DELIVERY "FROM delivery d WHERE d.workspace = $1 AND d.id = $2");
    q.bind(workspace_, id);
    return read_one(q);
}

std::optional<delivery> deliveries::find(core::ticket_number ticket, std::string_view kind, std::string_view subject)
    const
{
    auto q = tx_.prepare("SELECT " DOCKET_DELIVERY
                         "FROM delivery d WHERE d.workspace = $1 AND d.ticket = $2 AND d.kind = $3 AND d.subject = $4");
    q.bind(workspace_, ticket, kind, subject);
    return read_one(q);
}

std::optional<delivery> deliveries::find_at(const core::place& where) const
{
    auto q = tx_.prepare("SELECT " DOCKET_DELIVERY
                         "FROM delivery d WHERE d.workspace = $1 AND d.channel = $2 AND d.ts = $3");
    q.bind(workspace_, where.channel, where.ts);
    return read_one(q);
}

bool deliveries::begin(std::int64_t id, bool first_posting, core::instant now)
{
    auto q = tx_.prepare(
        "UPDATE delivery SET attempts = attempts + 1, tried = $1, state = CASE WHEN $2 = 1 THEN 'uncertain' ELSE state "
        "END WHERE workspace = $3 AND id = $4 AND state IN ('due', 'uncertain') AND (ts IS NULL OR $2 = 0)"
    );
    q.bind(now, first_posting, workspace_, id);
    return q.run() == 1;
}

void deliveries::succeed(std::int64_t id, std::int64_t seen, const std::optional<core::place>& where, core::instant now)
{
    // Whoever finishes late with an older rendering does not take back a newer one.
    auto q = tx_.prepare(
        "UPDATE delivery SET shown = CASE WHEN shown > $1 THEN shown ELSE $1 END, "
        "state = CASE WHEN wanted > $1 AND wanted > shown THEN 'due' ELSE 'shown' END, "
        "due = CASE WHEN wanted > $1 AND wanted > shown THEN $2 ELSE due END, "
        "channel = COALESCE($3, channel), ts = COALESCE($4, ts), attempts = 0, error = '' "
        "WHERE workspace = $5 AND id = $6"
    );
    q.bind(seen, now, channel_of(where), ts_of(where), workspace_, id);
    q.run();
}

bool deliveries::go_on(
    std::int64_t id, std::int64_t wanted, const std::string& payload, std::string_view lane, core::instant now
)
{
    auto q = tx_.prepare(
        "UPDATE delivery SET payload = $1, lane = $2, due = $3, attempts = 0, error = '' "
        "WHERE workspace = $4 AND id = $5 AND wanted = $6 AND state IN ('due', 'uncertain')"
    );
    q.bind(payload, lane, now, workspace_, id, wanted);
    return q.run() == 1;
}

void deliveries::retry(std::int64_t id, bool uncertain, core::instant when, std::string_view error)
{
    // Only what is unfinished: a row that somebody has finished meanwhile stays so.
    auto q = tx_.prepare(
        "UPDATE delivery SET state = $1, due = $2, error = $3 "
        "WHERE workspace = $4 AND id = $5 AND state IN ('due', 'uncertain')"
    );
    q.bind(name_of(uncertain ? delivery_state::uncertain : delivery_state::due), when, error, workspace_, id);
    q.run();
}

void deliveries::fail(std::int64_t id, std::string_view error, std::string_view lane)
{
    auto q = tx_.prepare(
        "UPDATE delivery SET state = 'failed', error = $1, lane = CASE WHEN $2 = '' THEN lane ELSE $2 END "
        "WHERE workspace = $3 AND id = $4 AND state IN ('due', 'uncertain')"
    );
    q.bind(error, lane, workspace_, id);
    q.run();
}

void deliveries::lose(std::int64_t id, core::instant now)
{
    auto q = tx_.prepare(
        "UPDATE delivery SET state = 'due', due = $1, shown = 0, channel = NULL, ts = NULL, tried = NULL, "
        "attempts = 0, error = '' WHERE workspace = $2 AND id = $3"
    );
    q.bind(now, workspace_, id);
    q.run();
}

std::int64_t deliveries::revive(std::string_view lane, core::instant now)
{
    auto q = tx_.prepare(DOCKET_REVIVE " WHERE workspace = $2 AND lane = $3 AND state = 'failed'");
    q.bind(now, workspace_, lane);
    return q.run();
}

std::int64_t deliveries::revive_refused(std::string_view error, core::instant now)
{
    auto q = tx_.prepare(DOCKET_REVIVE " WHERE workspace = $2 AND error = $3 AND state = 'failed'");
    q.bind(now, workspace_, error);
    return q.run();
}

bool deliveries::any_refused(std::string_view error) const
{
    auto q = tx_.prepare("SELECT 1 FROM delivery WHERE workspace = $1 AND state = 'failed' AND error = $2 LIMIT 1");
    q.bind(workspace_, error);
    return q.step();
}

void deliveries::revive(std::int64_t id, std::string_view lane, core::instant now)
{
    auto q = tx_.prepare(DOCKET_REVIVE ", lane = $2 WHERE workspace = $3 AND id = $4 AND state = 'failed'");
    q.bind(now, lane, workspace_, id);
    q.run();
}

std::vector<delivery> deliveries::failed_of(core::ticket_number ticket) const
{
    auto q =
        tx_.prepare("SELECT " DOCKET_DELIVERY
                    "FROM delivery d WHERE d.workspace = $1 AND d.ticket = $2 AND d.state = 'failed' ORDER BY d.id");
    q.bind(workspace_, ticket);
    return read_all(q);
}

std::vector<delivery> deliveries::failed(int limit) const
{
    auto q = tx_.prepare("SELECT " DOCKET_DELIVERY
                         "FROM delivery d WHERE d.workspace = $1 AND d.state = 'failed' ORDER BY d.id DESC LIMIT $2");
    q.bind(workspace_, limit);
    return read_all(q);
}

deliveries::counts deliveries::count() const
{
    counts all;
    auto unfinished = tx_.prepare("SELECT COUNT(*), MIN(CASE WHEN NOT " DOCKET_CATCHES_UP
                                  "THEN created END), "
                                  "COUNT(CASE WHEN " DOCKET_CATCHES_UP
                                  "THEN 1 END) "
                                  "FROM delivery WHERE workspace = $1 AND state IN ('due', 'uncertain')");
    unfinished.bind(workspace_);
    unfinished.step();
    all.oldest = unfinished.optional_time(1);
    all.to_read = unfinished.integer(2);
    all.due = unfinished.integer(0) - all.to_read;
    auto given_up = tx_.prepare("SELECT COUNT(*) FROM delivery WHERE workspace = $1 AND state = 'failed'");
    given_up.bind(workspace_);
    given_up.step();
    all.failed = given_up.integer(0);
    return all;
}

std::int64_t deliveries::come_back(core::instant now)
{
    auto q = tx_.prepare(
        "UPDATE delivery SET due = $1, created = CASE WHEN created > $1 THEN $1 ELSE created END, "
        "tried = CASE WHEN tried > $1 THEN $1 ELSE tried END "
        "WHERE workspace = $2 AND state IN ('due', 'uncertain') AND due > $1 AND (created > $1 OR tried > $1)"
    );
    q.bind(now, workspace_);
    return q.run();
}

std::int64_t deliveries::hasten(std::string_view error, core::instant now)
{
    auto q = tx_.prepare(
        "UPDATE delivery SET due = $1 "
        "WHERE workspace = $2 AND state IN ('due', 'uncertain') AND due > $1 AND error = $3"
    );
    q.bind(now, workspace_, error);
    return q.run();
}

std::int64_t deliveries::forget(core::instant before)
{
    // Asked for once only: what was asked for again is kept in step and may be so again. The newest row stays, so that
    // no id is ever given twice: it stands in messages.
    auto q = tx_.prepare(
        "DELETE FROM delivery WHERE workspace = $1 AND ticket = 0 AND state IN ('shown', 'failed') "
        "AND (wanted = 1 OR " DOCKET_CATCHES_UP ") AND created < $2 AND id < (SELECT MAX(id) FROM delivery)"
    );
    q.bind(workspace_, before);
    return q.run();
}

}  // namespace docket::storage

#include "storage/tickets.hpp"

#include "storage/stored_words.hpp"

#include <algorithm>

namespace docket::storage {

namespace {

#define DOCKET_SELECT_TICKET                                                                                      \
    "SELECT t.number, t.queue, t.status, t.priority, t.requester, t.assignee, t.source, t.conversation_channel, " \
    "t.conversation_ts, t.title, t.details, t.follow_up_of, t.continued_by, t.outcome, t.opened, t.assigned, "    \
    "t.first_answer, t.resolved, t.closed, t.touched, t.informed, t.reminded, t.question, t.reopened, t.events, " \
    "t.asked "                                                                                                    \
    "FROM ticket t "

std::optional<core::ticket_number> number_in(const statement& q, int column)
{
    const auto value = q.optional_integer(column);
    if (!value)
        return std::nullopt;
    return core::ticket_number(*value);
}

core::ticket read(const statement& q)
{
    core::ticket t;
    t.number = core::ticket_number(q.integer(0));
    t.queue = core::queue_id(q.text(1));
    t.status = known(core::status_named(q.text(2)), q.text(2));
    t.priority = known(core::priority_named(q.text(3)), q.text(3));
    t.requester = core::member_id(q.text(4));
    t.assignee = member_in(q, 5);
    t.source = known(core::source_named(q.text(6)), q.text(6));
    t.conversation = place_in(q, 7, 8);
    t.title = q.text(9);
    t.details = q.text(10);
    t.follow_up_of = number_in(q, 11);
    t.continued_by = number_in(q, 12);
    t.outcome = q.text(13);
    t.opened = q.time(14);
    t.assigned = q.optional_time(15);
    t.first_answer = q.optional_time(16);
    t.resolved = q.optional_time(17);
    t.closed = q.optional_time(18);
    t.touched = q.time(19);
    t.informed = q.time(20);
    t.reminded = q.optional_time(21);
    t.question = static_cast<int>(q.integer(22));
    t.reopened = static_cast<int>(q.integer(23));
    t.events = static_cast<int>(q.integer(24));
    t.asked = q.optional_time(25);
    return t;
}

std::optional<core::ticket> read_one(statement& q)
{
    if (!q.step())
        return std::nullopt;
    return read(q);
}

std::vector<core::ticket> read_all(statement& q)
{
    std::vector<core::ticket> all;
    while (q.step())
        all.push_back(read(q));
    return all;
}

/// When it stopped being open.
std::optional<core::instant> ended(const core::ticket& t)
{
    if (core::is_open(t))
        return std::nullopt;
    if (t.resolved)
        return t.resolved;
    return t.closed ? t.closed : t.touched;
}

}  // namespace

core::ticket_number tickets::take_number()
{
    // Not RETURNING: for each use SQLite builds a table of its own, which costs more than these together.
    auto next = tx_.prepare("UPDATE ticket_counter SET last = last + 1 WHERE workspace = $1");
    next.bind(workspace_);
    if (next.run() == 0) {
        auto first = tx_.prepare("INSERT INTO ticket_counter (workspace, last) VALUES ($1, 1)");
        first.bind(workspace_);
        first.run();
    }
    auto q = tx_.prepare("SELECT last FROM ticket_counter WHERE workspace = $1");
    q.bind(workspace_);
    q.step();
    return core::ticket_number(q.integer(0));
}

std::optional<core::ticket> tickets::find(core::ticket_number number) const
{
    auto q = tx_.prepare(DOCKET_SELECT_TICKET "WHERE t.workspace = $1 AND t.number = $2");
    q.bind(workspace_, number);
    return read_one(q);
}

std::optional<core::ticket> tickets::find_by_conversation(const core::place& root) const
{
    auto q = tx_.prepare(
        DOCKET_SELECT_TICKET
        "WHERE t.workspace = $1 AND t.conversation_channel = $2 AND t.conversation_ts = $3 AND t.continued_by IS NULL"
    );
    q.bind(workspace_, root.channel, root.ts);
    return read_one(q);
}

std::optional<core::ticket> tickets::find_by_card(const core::place& card) const
{
    auto q = tx_.prepare(DOCKET_SELECT_TICKET
                         "JOIN delivery d ON d.workspace = t.workspace AND d.ticket = t.number "
                         "WHERE d.workspace = $1 AND d.channel = $2 AND d.ts = $3 AND d.kind = 'card'");
    q.bind(workspace_, card.channel, card.ts);
    return read_one(q);
}

void tickets::put(const core::ticket& t)
{
    auto q = tx_.prepare(
        "INSERT INTO ticket (workspace, number, queue, status, priority, requester, assignee, source, "
        "conversation_channel, conversation_ts, title, details, follow_up_of, continued_by, outcome, opened, assigned, "
        "first_answer, resolved, closed, ended, touched, informed, reminded, question, reopened, events, asked) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "
        "$23, $24, $25, $26, $27, $28) "
        "ON CONFLICT (workspace, number) DO UPDATE SET queue = excluded.queue, status = excluded.status, "
        "priority = excluded.priority, requester = excluded.requester, assignee = excluded.assignee, "
        "source = excluded.source, conversation_channel = excluded.conversation_channel, "
        "conversation_ts = excluded.conversation_ts, title = excluded.title, details = excluded.details, "
        "follow_up_of = excluded.follow_up_of, continued_by = excluded.continued_by, outcome = excluded.outcome, "
        "opened = excluded.opened, assigned = excluded.assigned, first_answer = excluded.first_answer, "
        "resolved = excluded.resolved, closed = excluded.closed, ended = excluded.ended, touched = excluded.touched, "
        "informed = excluded.informed, reminded = excluded.reminded, question = excluded.question, "
        "reopened = excluded.reopened, events = excluded.events, asked = excluded.asked"
    );
    q.bind(
        workspace_, t.number, t.queue, core::name_of(t.status), core::name_of(t.priority), t.requester, t.assignee,
        core::name_of(t.source), channel_of(t.conversation), ts_of(t.conversation), t.title, t.details, t.follow_up_of,
        t.continued_by, t.outcome, t.opened, t.assigned, t.first_answer, t.resolved, t.closed, ended(t), t.touched,
        t.informed, t.reminded, t.question, t.reopened, t.events, t.asked
    );
    q.run();
}

void tickets::append(core::ticket_number number, const core::event& e)
{
    auto q = tx_.prepare(
        "INSERT INTO event (workspace, ticket, place, kind, at, actor, cause, body) VALUES ($1, $2, "
        "(SELECT COALESCE(MAX(place), 0) + 1 FROM event WHERE workspace = $1 AND ticket = $2), $3, $4, $5, $6, $7)"
    );
    q.bind(workspace_, number, core::name_of(e.what), e.at, e.by, core::name_of(e.why), event_to_text(e));
    q.run();
}

std::vector<core::event> tickets::history(core::ticket_number number) const
{
    auto q =
        tx_.prepare("SELECT kind, body, at, actor, cause FROM event WHERE workspace = $1 AND ticket = $2 ORDER BY place"
        );
    q.bind(workspace_, number);
    std::vector<core::event> all;
    while (q.step()) {
        // An unknown cause only loses its explanation.
        const auto why = core::cause_named(q.text(4)).value_or(core::cause::asked);
        all.push_back(event_from_text(q.text(0), q.text(1), q.time(2), member_in(q, 3), why));
    }
    return all;
}

std::vector<core::ticket> tickets::list(const filter& wanted) const
{
    // Two statements, so that the index of open tickets can serve the one.
    auto q = tx_.prepare(
        wanted.open_only ? DOCKET_SELECT_TICKET
            "WHERE t.workspace = $1 AND t.ended IS NULL AND (CAST($2 AS TEXT) IS NULL OR t.queue = $2) "
            "AND (CAST($3 AS TEXT) IS NULL OR t.requester = $3) AND (CAST($4 AS TEXT) IS NULL OR t.assignee = $4) "
            "ORDER BY t.number DESC LIMIT $5"
                         : DOCKET_SELECT_TICKET
            "WHERE t.workspace = $1 AND (CAST($2 AS TEXT) IS NULL OR t.queue = $2) "
            "AND (CAST($3 AS TEXT) IS NULL OR t.requester = $3) AND (CAST($4 AS TEXT) IS NULL OR t.assignee = $4) "
            "ORDER BY t.number DESC LIMIT $5"
    );
    q.bind(workspace_, wanted.queue, wanted.requester, wanted.assignee, wanted.limit);
    return read_all(q);
}

std::vector<core::ticket> tickets::open_of(const core::member_id& assignee) const
{
    auto q = tx_.prepare(DOCKET_SELECT_TICKET
                         "WHERE t.workspace = $1 AND t.ended IS NULL AND t.assignee = $2 ORDER BY t.number");
    q.bind(workspace_, assignee);
    return read_all(q);
}

std::vector<core::ticket> tickets::still_talked_in(core::instant since, int limit) const
{
    // Two parts, each with an index. (Every number is above 0: see for_report.)
    auto q = tx_.prepare(DOCKET_SELECT_TICKET
                         "WHERE t.workspace = $1 AND t.number > 0 AND t.ended IS NULL UNION ALL " DOCKET_SELECT_TICKET
                         "WHERE t.workspace = $1 AND t.ended >= $2");
    q.bind(workspace_, since);
    auto all = read_all(q);
    std::ranges::stable_sort(all, std::ranges::greater(), &core::ticket::touched);
    all.resize(std::min(all.size(), static_cast<std::size_t>(limit)), core::ticket());
    return all;
}

tickets::report_input tickets::for_report(
    core::instant from, core::instant to, const std::vector<core::queue_id>& queues
) const
{
    const auto wanted = [&queues](const core::queue_id& q) {
        return queues.empty() || std::ranges::find(queues, q) != queues.end();
    };
    report_input input;
    // Three parts that do not overlap, each with an index: opened in the period; ended in it; open now. (Every number
    // is above 0: said only so that SQLite prefers the index of open tickets, which has it.)
    auto q = tx_.prepare(
        "SELECT queue, status, priority, opened, first_answer, ended, resolved FROM ticket "
        "WHERE workspace = $1 AND opened >= $2 AND opened < $3 "
        "UNION ALL SELECT queue, status, priority, opened, first_answer, ended, resolved FROM ticket "
        "WHERE workspace = $1 AND ended >= $2 AND ended < $3 AND NOT (opened >= $2 AND opened < $3) "
        "UNION ALL SELECT queue, status, priority, opened, first_answer, ended, resolved FROM ticket "
        "WHERE workspace = $1 AND number > 0 AND ended IS NULL AND NOT (opened >= $2 AND opened < $3)"
    );
    q.bind(workspace_, from, to);
    while (q.step()) {
        core::queue_id queue(q.text(0));
        if (!wanted(queue))
            continue;
        core::report_row row;
        row.queue = std::move(queue);
        row.status = known(core::status_named(q.text(1)), q.text(1));
        row.priority = known(core::priority_named(q.text(2)), q.text(2));
        row.opened = q.time(3);
        row.first_answer = q.optional_time(4);
        row.ended = q.optional_time(5);
        row.fixed = row.ended && q.optional_time(6);
        input.rows.push_back(std::move(row));
    }
    auto nobodys = tx_.prepare("SELECT queue FROM ticket WHERE workspace = $1 AND ended IS NULL AND assignee IS NULL");
    nobodys.bind(workspace_);
    while (nobodys.step())
        input.unassigned_now += wanted(core::queue_id(nobodys.text(0))) ? 1 : 0;
    return input;
}

}  // namespace docket::storage

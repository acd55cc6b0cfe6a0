// Fills a database with years of tickets, so that it can be seen whether anything gets slower by them.
//
//   bench_seed --database FILE --tickets N --team T --channel C --triage C --user U [--waiting N]
//
// Plain SQL of the real schema, because a million tickets by way of the repositories would take minutes. The last of
// fifty tickets is open, all others are closed, each with its history, its messages, what was delivered about it, and
// the requests that caused it. With --waiting, so many deliveries are due besides: half of them words for one person,
// half of them questions about a person each, every one in a lane of its own.

#include "storage/database.hpp"
#include "storage/transaction.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <iostream>

namespace storage = docket::storage;

namespace {

// Every statement counts from 1 to $2 and uses all of these, so that each can be bound alike:
// $1 workspace, $2 tickets, $3 intake channel, $4 triage channel, $5 requester.
#define COUNTING                                                                                            \
    "WITH RECURSIVE given (w, n, intake, triage, who) AS (SELECT $1, $2, $3, $4, $5), "                     \
    "t (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t, given WHERE i < n), "                                \
    "ticket_of (i, ts, at, open) AS (SELECT i, printf('%d.%06d', 1700000000 + i / 10, i % 10 * 1000 + 7), " \
    "1700000000000 + i * 100, i > n - n / 50 FROM t, given) "
#define TITLE "'The printer on floor ' || i % 40 || ' shows E' || i || ' and prints nothing since this morning'"
#define DETAILS                                                                                                  \
    "'I have switched it off and on again twice, and I have a meeting at ten for which I need the contracts on " \
    "paper.'"

constexpr std::array fillings{
    "INSERT INTO ticket_counter (workspace, last) " COUNTING
    "SELECT w, n FROM given WHERE intake <> triage AND who <> ''",

    "INSERT INTO ticket (workspace, number, queue, status, priority, requester, assignee, source, "
    "conversation_channel, "
    "conversation_ts, title, details, outcome, opened, assigned, first_answer, resolved, closed, ended, touched, "
    "informed, question, reopened, events) " COUNTING
    "SELECT w, i, 'q0', iif(open, 'in_progress', 'closed'), 'normal', iif(i % 3, who, 'U0SEED' || i % 500), "
    "'U0AGENT' || i % 9, 'intake_channel', intake, ts, " TITLE ", " DETAILS
    ", iif(open, '', 'Emptied the tray and printed a page.'), at, at + 60000, at + 90000, "
    "iif(open, NULL, at + 900000), iif(open, NULL, at + 990000), iif(open, NULL, at + 900000), at + 990000, at + "
    "60000, "
    "0, 0, 4 FROM ticket_of, given WHERE triage <> ''",

    "INSERT INTO event (workspace, ticket, place, kind, at, actor, cause, body) " COUNTING
    "SELECT w, i, p.place, p.kind, at + p.place * 1000, who, 'asked', iif(p.place = 1, "
    "json_object('queue', 'q0', 'requester', who, 'source', 'intake_channel', 'priority', 'normal', 'title', " TITLE
    ", 'details', " DETAILS
    ", 'conversation', json_object('channel', intake, 'ts', ts)), p.body) "
    "FROM ticket_of, given, (SELECT 1 AS place, 'opened' AS kind, '' AS body "
    "UNION ALL SELECT 2, 'assigned', '{\"to\":\"U0AGENT1\"}' UNION ALL SELECT 3, 'requester_wrote', '{\"message\":1}' "
    "UNION ALL SELECT 4, 'status_changed', '{\"to\":\"in_progress\"}') p WHERE triage <> '' ORDER BY i, p.place",

    "INSERT INTO message (workspace, ticket, side, role, author, channel, ts, text, files, at) " COUNTING
    "SELECT w, i, 'conversation', 'requester', who, intake, iif(p.second, ts || '2', ts), " TITLE " || ' ' || " DETAILS
    ", '[]', at FROM ticket_of, given, (SELECT 0 AS second UNION ALL SELECT 1) p WHERE triage <> '' ORDER BY i",

    "INSERT INTO delivery (workspace, ticket, kind, subject, payload, urgency, lane, state, wanted, shown, channel, "
    "ts, "
    "created, due, attempts, tried, error) " COUNTING
    "SELECT w, i, p.kind, iif(p.place < 3, '', p.place || '.' || i), '', p.place > 2, iif(p.place = 2, intake, "
    "triage), "
    "'shown', 2, 2, iif(p.place = 2, intake, triage), ts || p.place, at, at, 0, at, '' "
    "FROM ticket_of, given, (SELECT 1 AS place, 'card' AS kind UNION ALL SELECT 2, 'status_line' "
    "UNION ALL SELECT 3, 'mirror' UNION ALL SELECT 4, 'mirror') p WHERE who <> '' ORDER BY i, p.place",

    "INSERT INTO seen (workspace, key, at) " COUNTING
    "SELECT w, printf('event:EvSeed%012d.%d', i, p.second), at FROM ticket_of, given, "
    "(SELECT 0 AS second UNION ALL SELECT 1) p WHERE intake <> triage AND who <> ''",
};

constexpr auto waiting =
    "INSERT INTO delivery (workspace, ticket, kind, subject, payload, urgency, lane, state, wanted, shown, created, "
    "due, attempts, error) " COUNTING
    "SELECT w, 0, iif(i % 2, 'tell', 'fetch_person'), iif(i % 2, 'seed:' || i, 'U0WAITING' || i), "
    "iif(i % 2, json_object('who', who, 'text', " TITLE
    "), ''), iif(i % 2, 0, 2), "
    "iif(i % 2, 'tell:' || who, 'fetch:U0WAITING' || i), 'due', 1, 0, at, at, 0, '' "
    "FROM ticket_of, given WHERE intake <> triage";

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app("Fills a database for Docket's benchmarks.");
    std::string database, team, channel, triage, user;
    std::int64_t tickets = 1000;
    std::int64_t due = 0;
    app.add_option("--database", database)->required();
    app.add_option("--tickets", tickets)->required();
    app.add_option("--team", team)->required();
    app.add_option("--channel", channel)->required();
    app.add_option("--triage", triage)->required();
    app.add_option("--user", user)->required();
    app.add_option("--waiting", due, "deliveries that are due");
    CLI11_PARSE(app, argc, argv);
    try {
        const auto open = storage::open_for_writing(database);
        storage::migrate(*open);
        storage::transaction tx(*open);
        tx.prepare("BEGIN IMMEDIATE").run();
        const auto fill = [&](const char* sql, std::int64_t count) {
            auto q = tx.prepare(sql);
            q.bind(team, count, channel, triage, user);
            q.run();
        };
        for (const auto* sql : fillings)
            fill(sql, tickets);
        if (due > 0)
            fill(waiting, due);
        tx.prepare("COMMIT").run();
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "bench_seed: " << e.what() << "\n";
        return 1;
    }
}

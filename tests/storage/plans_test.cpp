#include "shelf.hpp"
#include "storage/deliveries.hpp"
#include "storage/desks.hpp"
#include "storage/messages.hpp"
#include "storage/seen.hpp"
#include "storage/timers.hpp"
#include "storage/workspaces.hpp"

#include <sqlite3.h>
#include <catch2/catch.hpp>
#include <map>
#include <vector>

using namespace docket;
using namespace docket::tests;

namespace {

/// Calls everything once, so that every statement of the repositories is prepared.
void use_everything(shelf& s)
{
    const core::ticket_number one(1);
    const core::member_id who("U1");
    const core::channel_id channel("C1");
    storage::tickets tickets(s.tx, s.workspace);
    static_cast<void>(tickets.take_number());
    tickets.put(ticket(1));
    tickets.append(one, {core::reopened{}, at(1), {}});
    static_cast<void>(tickets.history(one));
    static_cast<void>(tickets.find(one));
    static_cast<void>(tickets.find_by_conversation(place("C1", "1.1")));
    static_cast<void>(tickets.find_by_card(place("C1", "1.1")));
    storage::tickets::filter f;
    static_cast<void>(tickets.list(f));
    f.open_only = false;
    static_cast<void>(tickets.list(f));
    static_cast<void>(tickets.open_of(who));
    static_cast<void>(tickets.still_talked_in(at(0), 1));
    static_cast<void>(tickets.for_report(at(0), at(1), {}));

    storage::messages messages(s.tx, s.workspace);
    core::message m;
    m.ticket = one;
    const auto id = messages.add(m).value();
    messages.edit(id, "", {}, at(1));
    messages.erase(id, at(1));
    static_cast<void>(messages.find(id));
    static_cast<void>(messages.find_at(place("C1", "1.1")));
    static_cast<void>(messages.of(one));
    messages.join_burst(channel, who, one, at(1));
    static_cast<void>(messages.burst(channel, who, at(1), std::chrono::minutes(3)));
    static_cast<void>(messages.lively_channels());

    storage::deliveries outbox(s.tx, s.workspace);
    storage::delivery d;
    outbox.ask(d, true, at(1));
    const auto row = outbox.ask(d, true, at(1));
    outbox.begin(row, true, at(1));
    static_cast<void>(outbox.go_on(row, 1, "", "", at(1)));
    outbox.retry(row, true, at(1), "");
    outbox.succeed(row, 1, std::nullopt, at(1));
    outbox.fail(row, "");
    outbox.revive("", at(1));
    outbox.revive(row, "", at(1));
    outbox.lose(row, at(1));
    static_cast<void>(outbox.failed_of(one));
    static_cast<void>(outbox.find(row));
    static_cast<void>(outbox.find_at(place("C1", "1.1")));
    static_cast<void>(outbox.next_in_lanes("", 1));
    static_cast<void>(outbox.ready(row, at(1)));
    static_cast<void>(outbox.failed(1));
    static_cast<void>(outbox.count());
    outbox.forget(at(1));

    storage::desks desks(s.tx, s.workspace);
    desks.put({}, std::nullopt, "setup", at(1));
    desks.put_group(core::group_id("S1"), {who});
    storage::person p;
    p.id = who;
    desks.put_person(p);
    static_cast<void>(desks.load());
    static_cast<void>(desks.version());
    static_cast<void>(desks.origin());
    static_cast<void>(desks.intake_since());
    desks.set_last_assigned(core::queue_id("it"), who);
    static_cast<void>(desks.last_assigned(core::queue_id("it")));

    storage::first_time(s.tx, s.workspace, "key", at(1));
    storage::forget_seen(s.tx, at(1), 100);
    storage::set_timers(s.tx, s.workspace, one, {{core::timer_kind::remind_assignee, at(1)}});
    storage::set_timers(s.tx, s.workspace, one, {});
    static_cast<void>(storage::timers_due(s.tx, at(1), 1));
    static_cast<void>(storage::next_timer(s.tx));
    storage::put_workspace(s.tx, {});
    storage::put_last_heard(s.tx, s.workspace, at(1));
    static_cast<void>(storage::last_heard(s.tx, s.workspace));
    static_cast<void>(storage::find_workspace(s.tx, s.workspace));
}

/// How SQLite goes about every statement that was prepared, a line for each table it touches.
std::map<std::string, std::vector<std::string>> plans(SQLite::Database& database)
{
    std::vector<std::string> statements;
    for (auto* p = sqlite3_next_stmt(database.getHandle(), nullptr); p != nullptr;
         p = sqlite3_next_stmt(database.getHandle(), p))
        statements.emplace_back(sqlite3_sql(p));
    std::map<std::string, std::vector<std::string>> all;
    for (const auto& sql : statements) {
        SQLite::Statement plan(database, "EXPLAIN QUERY PLAN " + sql);
        while (plan.executeStep())
            all[sql].push_back(plan.getColumn(3).getString());
    }
    return all;
}

/// The plan of the only statement that contains all of `parts`, as one text.
std::string plan_of(
    const std::map<std::string, std::vector<std::string>>& all, const std::string& begin, const std::string& part
)
{
    std::string found;
    for (const auto& [sql, lines] : all) {
        if (!sql.starts_with(begin) || sql.find(part) == std::string::npos)
            continue;
        REQUIRE(found.empty());
        for (const auto& line : lines)
            found += line + "\n";
    }
    return found;
}

}  // namespace

TEST_CASE("no statement reads a whole table", "[storage]")
{
    shelf s;
    use_everything(s);
    const auto all = plans(s.database());
    CHECK(all.size() > 40);
    for (const auto& [sql, lines] : all) {
        for (const auto& line : lines) {
            INFO(sql << "\n" << line);
            // The waiting lanes and their heads are no tables: they are as many as there are lanes.
            const bool whole = line.starts_with("SCAN ") && line != "SCAN waiting" && line != "SCAN CONSTANT ROW";
            CHECK_FALSE(whole);
            CHECK(line.find("AUTOMATIC") == std::string::npos);
        }
    }
}

TEST_CASE("whoever looks for work in the outbox sees only unfinished rows", "[storage]")
{
    shelf s;
    use_everything(s);
    for (const auto& [sql, lines] : plans(s.database())) {
        if (sql.find("WITH RECURSIVE waiting") == std::string::npos && sql.find("d.due <= $3") == std::string::npos)
            continue;
        for (const auto& line : lines) {
            INFO(line);
            if (line.starts_with("SEARCH delivery") || line.starts_with("SEARCH o ") || line.starts_with("SEARCH f "))
                CHECK(line.find("delivery_lane") != std::string::npos);
            if (line.starts_with("SEARCH e "))
                CHECK(line.find("delivery_ticket") != std::string::npos);
            if (line.starts_with("SEARCH d "))
                CHECK(line.find("INTEGER PRIMARY KEY") != std::string::npos);
        }
    }
}

TEST_CASE("lists of open tickets and reports go by the indexes that were made for them", "[storage]")
{
    using Catch::Matchers::Contains;
    shelf s;
    use_everything(s);
    const auto all = plans(s.database());
    CHECK_THAT(plan_of(all, "SELECT t.", "t.assignee = $2 ORDER BY"), Contains("ticket_open"));
    CHECK_THAT(plan_of(all, "SELECT t.", "ended IS NULL AND (CAST($2"), Contains("ticket_open"));
    CHECK_THAT(plan_of(all, "SELECT queue FROM ticket", "assignee IS NULL"), Contains("ticket_open"));
    const auto report = plan_of(all, "SELECT queue, status", "UNION ALL");
    CHECK_THAT(
        report, Contains("COVERING INDEX ticket_opened") && Contains("ticket_ended") && Contains("ticket_open ")
    );
    CHECK_THAT(plan_of(all, "SELECT t.", "t.conversation_ts = $3"), Contains("ticket_conversation"));
    CHECK_THAT(plan_of(all, "SELECT t.", "JOIN delivery"), Contains("delivery_place"));
    CHECK_THAT(plan_of(all, "SELECT d.", "d.state = 'failed' ORDER BY d.id DESC"), Contains("delivery_failed"));
}

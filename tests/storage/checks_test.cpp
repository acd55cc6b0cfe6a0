#include "shelf.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace docket;
using namespace docket::tests;

namespace {

std::vector<std::string> tables_of(SQLite::Database& database)
{
    std::vector<std::string> all;
    SQLite::Statement q(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (q.executeStep())
        all.push_back(q.getColumn(0).getString());
    return all;
}

bool builds_a_table_first(SQLite::Database& database, const std::string& sql)
{
    SQLite::Statement steps(database, "EXPLAIN " + sql);
    while (steps.executeStep()) {
        if (steps.getColumn(1).getString() == "OpenEphemeral")
            return true;
    }
    return false;
}

}  // namespace

TEST_CASE("a database of any schema so far comes to refuse words that nobody wrote down", "[storage]")
{
    const auto before = GENERATE(0, 1, 5);
    const folder f;
    const auto opened = storage::open_for_writing(f.file());
    auto& database = *opened;
    storage::migrate_to(database, before);
    storage::migrate(database);
    storage::transaction tx(database);
    storage::tickets(tx, core::workspace_id("T1")).put(ticket(1));

    CHECK(database.exec("UPDATE ticket SET status = 'waiting', priority = 'urgent'") == 1);
    CHECK_THROWS_AS(database.exec("UPDATE ticket SET status = 'lost'"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE ticket SET priority = 'mad'"), SQLite::Exception);
    const std::string message =
        "INSERT INTO message (workspace, ticket, author, text, files, at, side, role) VALUES ('T1', 1, 'U1', '', '[]', "
        "1, ";
    CHECK(database.exec(message + "'note', 'agent')") == 1);
    CHECK_THROWS_AS(database.exec(message + "'aside', 'agent')"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec(message + "'note', 'guest')"), SQLite::Exception);
    const std::string delivery =
        "INSERT INTO delivery (workspace, ticket, kind, subject, payload, urgency, lane, wanted, shown, created, due, "
        "attempts, error, state) VALUES ('T1', 1, 'card', '', '', 0, '', 1, 0, 1, 1, 0, '', ";
    CHECK(database.exec(delivery + "'due')") == 1);
    CHECK_THROWS_AS(database.exec(delivery + "'sent')"), SQLite::Exception);
}

TEST_CASE("checking a new row costs no table of SQLite's own", "[storage]")
{
    shelf s;
    auto& database = s.database();
    for (const auto& table : tables_of(database)) {
        INFO(table);
        CHECK_FALSE(builds_a_table_first(database, "INSERT INTO " + table + " DEFAULT VALUES"));
    }
}

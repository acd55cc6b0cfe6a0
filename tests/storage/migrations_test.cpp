#include "storage/migrations.hpp"
#include "shelf.hpp"
#include "storage/deliveries.hpp"
#include "storage/messages.hpp"
#include "storage/workspaces.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using Catch::Matchers::Contains;

namespace {

int rows(SQLite::Database& database, const std::string& table)
{
    return database.execAndGet("SELECT COUNT(*) FROM " + table).getInt();
}

/// A database of the first schema with a ticket in it.
fs::path first_schema(const fs::path& file)
{
    const auto database = storage::open_for_writing(file);
    storage::migrate_to(*database, 1);
    // As `ticket(1)` was written then.
    database->exec(
        "INSERT INTO ticket (workspace, number, queue, status, priority, requester, source, title, details, outcome, "
        "opened, touched, informed, question, reopened, events) VALUES ('T1', 1, 'it', 'fresh', 'normal', 'U1', "
        "'command', 'The printer is on fire', '', '', 1000, 1000, 1000, 0, 0, 1)"
    );
    return file;
}

}  // namespace

TEST_CASE("an empty file gets the newest schema, and migrating again changes nothing", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(f.file());
    const auto known = storage::known_migrations();
    REQUIRE_FALSE(known.empty());

    const auto applied = storage::migrate(*database);

    CHECK(applied.size() == known.size());
    CHECK(applied.back() == known.back().version);
    CHECK(storage::migrate(*database).empty());
    SQLite::Statement dangling(*database, "PRAGMA foreign_key_check");
    CHECK_FALSE(dangling.executeStep());
}

TEST_CASE("migrations are numbered without a gap", "[storage]")
{
    int expected = 0;
    for (const auto& m : storage::known_migrations())
        CHECK(m.version == ++expected);
}

TEST_CASE("a database of the first schema keeps its tickets when it learns of workspaces", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(first_schema(f.file()));

    CHECK(storage::migrate(*database).front() == 2);

    storage::transaction tx(*database);
    CHECK(storage::tickets(tx, core::workspace_id("T1")).find(core::ticket_number(1)) == ticket(1));
    storage::workspace w;
    w.id = core::workspace_id("T1");
    w.name = "Acme";
    storage::put_workspace(tx, w);
    CHECK(storage::only_workspace(tx)->name == "Acme");
}

TEST_CASE("an outbox of the second schema goes on, the more urgent first", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(first_schema(f.file()));
    storage::migrate_to(*database, 2);
    storage::transaction tx(*database);
    storage::deliveries outbox(tx, core::workspace_id("T1"));
    storage::delivery d;
    d.kind = "mirror";
    d.lane = "C1";
    outbox.ask(d, false, at(1));
    d.kind = "card";
    d.urgency = storage::urgency::answer;
    const auto card = outbox.ask(d, false, at(2));

    CHECK(storage::migrate(*database).front() == 3);

    const auto next = outbox.next_in_lanes("", 10).rows;
    REQUIRE(next.size() == 1);
    CHECK(next.front().id == card);
}

TEST_CASE("a ticket of the third schema was asked for when it was opened, and nothing was heard before", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(first_schema(f.file()));
    storage::migrate_to(*database, 3);

    CHECK(storage::migrate(*database).front() == 4);

    storage::transaction tx(*database);
    const core::workspace_id workspace("T1");
    CHECK(storage::tickets(tx, workspace).find(core::ticket_number(1)) == ticket(1));
    CHECK_FALSE(storage::last_heard(tx, workspace));
    storage::put_last_heard(tx, workspace, at(9));
    storage::put_last_heard(tx, workspace, at(7));  // the machine's clock was set back
    CHECK(storage::last_heard(tx, workspace) == at(7));
}

TEST_CASE("a burst of the fourth schema goes on", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(first_schema(f.file()));
    storage::migrate_to(*database, 4);
    database->exec("INSERT INTO burst (workspace, channel, author, ticket, at) VALUES ('T1', 'C1', 'U1', 1, 100)");

    CHECK(storage::migrate(*database).front() == 5);

    storage::transaction tx(*database);
    storage::messages said(tx, core::workspace_id("T1"));
    const core::channel_id channel("C1");
    const core::member_id author("U1");
    constexpr std::chrono::milliseconds within(50);
    CHECK(said.burst(channel, author, at(150), within) == core::ticket_number(1));
    said.join_burst(channel, author, core::ticket_number(1), at(1'000));
    CHECK(said.burst(channel, author, at(150), within) == core::ticket_number(1));
}

TEST_CASE("a migration that fails leaves the schema as it was", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(first_schema(f.file()));
    database->exec("CREATE TABLE workspace (in_the_way TEXT)");

    CHECK_THROWS_AS(storage::migrate(*database), storage::broken);

    CHECK(database->execAndGet("SELECT MAX(version) FROM schema_version").getInt() == 1);
    CHECK(rows(*database, "ticket") == 1);
    database->exec("DROP TABLE workspace");
    CHECK(storage::migrate(*database).front() == 2);
}

TEST_CASE("a process that dies in the middle of a migration leaves the schema as it was", "[storage]")
{
    const folder f;
    const auto file = first_schema(f.file());
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto database = storage::open_for_writing(file);
        database->exec("BEGIN IMMEDIATE");
        database->exec(storage::known_migrations().back().sql);
        database->exec("INSERT INTO schema_version VALUES (99, 'half done')");
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) == 0);

    const auto database = storage::open_for_writing(file);
    CHECK(database->execAndGet("SELECT MAX(version) FROM schema_version").getInt() == 1);
    CHECK(storage::migrate(*database).front() == 2);
    CHECK(rows(*database, "ticket") == 1);
}

TEST_CASE("a database of a newer Docket is refused with a sentence", "[storage]")
{
    const folder f;
    {
        const auto database = storage::open_for_writing(migrated(f.file()));
        database->exec("INSERT INTO schema_version VALUES (4711, 'of the future')");
        CHECK_THROWS_WITH(storage::migrate(*database), Contains("newer Docket") && Contains("4711"));
    }
    CHECK_THROWS_WITH(storage::open_for_writing(f.file()), Contains("newer Docket") && Contains("backup"));
}

TEST_CASE("a file that is no database is refused with a sentence and left as it is", "[storage]")
{
    const auto content = GENERATE(
        as<std::string>(), "This is my shopping list.\n", std::string(20000, 'x'), std::string("SQLite format 3\0", 16)
    );
    const folder f;
    write_file(f.file(), content);

    CHECK_THROWS_WITH(storage::open_for_writing(f.file()), Contains("docket.db"));
    CHECK_THROWS_AS(storage::open_for_writing(f.file()), storage::broken);

    CHECK(content_of(f.file()) == content);
}

TEST_CASE("a damaged database is told of at the start and left as it is", "[storage]")
{
    const folder f;
    migrated(f.file());
    auto content = content_of(f.file());
    REQUIRE(content.size() > 20000);
    SECTION("cut short")
    {
        content.resize(content.size() / 2);
    }
    SECTION("overwritten at the beginning")
    {
        content.replace(0, 100, std::string(100, '\xff'));
    }
    SECTION("overwritten in the middle")
    {
        content.replace(8192, 8192, std::string(8192, '\x2a'));
    }
    write_file(f.file(), content);

    CHECK_THROWS_AS(storage::open_for_writing(f.file()), storage::broken);

    CHECK(content_of(f.file()) == content);
}

TEST_CASE("the beginning of every table of a large damaged database is looked at", "[storage]")
{
    const folder f;
    {
        const auto database = storage::open_for_writing(migrated(f.file()));
        database->exec(
            "INSERT INTO settings (workspace, version, body, origin, at) "
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
            "SELECT 'T1', i, hex(zeroblob(50000)), 'setup', i FROM n"
        );
    }
    auto content = content_of(f.file());
    REQUIRE(content.size() > std::size_t{17} << 20);
    content.replace(4096, 4096 * 10, std::string(4096 * 10, '\x2a'));
    write_file(f.file(), content);

    CHECK_THROWS_WITH(storage::open_for_writing(f.file()), Contains("damaged"));
}

TEST_CASE("another program's database is refused and not mixed with ours", "[storage]")
{
    const folder f;
    {
        SQLite::Database other(f.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE recipe (title TEXT)");
    }
    CHECK_THROWS_WITH(storage::open_for_writing(f.file()), Contains("another program"));
}

TEST_CASE("a folder that does not exist is named", "[storage]")
{
    const folder f;
    CHECK_THROWS_WITH(
        storage::open_for_writing(f.file("nowhere/docket.db")), Contains("nowhere/docket.db") && Contains("folder")
    );
    CHECK_THROWS_AS(storage::open_for_reading(f.file("missing.db")), storage::broken);
}

TEST_CASE("what was committed survives a power cut, and constraints hold", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(migrated(f.file()));
    CHECK(database->execAndGet("PRAGMA journal_mode").getString() == "wal");
    CHECK(database->execAndGet("PRAGMA synchronous").getInt() == 2);  // FULL
    CHECK(database->execAndGet("PRAGMA foreign_keys").getInt() == 1);
    const auto loose = database->execAndGet(
        "SELECT COUNT(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND strict = 0"
    );
    CHECK(loose.getInt() == 0);
}

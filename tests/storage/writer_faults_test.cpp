#include "crowd.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using Catch::Matchers::Contains;

TEST_CASE("a command is all or nothing: a trigger that refuses its last insert undoes its first", "[storage]")
{
    const folder f;
    {
        const auto database = storage::open_for_writing(migrated(f.file()));
        database->exec("CREATE TRIGGER refuse BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no history today'); END"
        );
    }
    asio::io_context context(1);
    storage::writer w(f.file());
    auto open = [](storage::transaction& tx) {
        storage::tickets all(tx, workspace);
        all.put(ticket(all.take_number().value()));
        all.append(core::ticket_number(1), {core::reopened{}, at(1), {}});
        return true;
    };

    CHECK_THROWS_WITH(wait_for(context, w.run(open)), Contains("no history today"));

    CHECK(committed_rows(f.file(), "ticket") == 0);
    CHECK(committed_rows(f.file(), "ticket_counter") == 0);
}

TEST_CASE("when COMMIT fails, nobody of the group hears that it was kept", "[storage]")
{
    const folder f;
    migrated(f.file());
    told heard;
    asio::io_context context(1);
    storage::writer w(f.file(), 4096, heard.events());
    crowd all(context, w);
    for (int i = 0; i < 10; ++i)
        all.add(keeping("event:" + std::to_string(i)));
    all.add([](storage::transaction& tx) {
        execute(tx, "PRAGMA defer_foreign_keys = ON");
        storage::tickets(tx, workspace).append(core::ticket_number(999), {core::reopened{}, at(1), {}});
        return true;
    });

    all.go();

    CHECK(all.broken == 11);
    CHECK(all.kept == 0);
    heard.first_refusal.get_future().wait();
    CHECK_FALSE(w.healthy());
    CHECK(committed_rows(f.file()) == 0);
    auto later = keeping("event:later");
    CHECK(wait_for(context, w.run(later)));
    CHECK(w.healthy());
    CHECK(committed_rows(f.file()) == 1);
}

TEST_CASE("when the database undoes everything by itself, the whole group hears so", "[storage]")
{
    const folder f;
    {
        const auto database = storage::open_for_writing(migrated(f.file()));
        database->exec("CREATE TRIGGER undo BEFORE INSERT ON event BEGIN SELECT RAISE(ROLLBACK, 'all gone'); END");
        storage::transaction tx(*database);
        storage::tickets(tx, workspace).put(ticket(1));
    }
    asio::io_context context(1);
    storage::writer w(f.file());
    crowd all(context, w);
    all.add(keeping("event:before"));
    all.add([](storage::transaction& tx) {
        storage::tickets(tx, workspace).append(core::ticket_number(1), {core::reopened{}, at(1), {}});
        return true;
    });
    all.add(keeping("event:after"));

    all.go();

    CHECK(all.broken == 3);
    CHECK(committed_rows(f.file()) == 0);
}

TEST_CASE("a full disk refuses what does not fit, and writing goes on once there is room", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::writer w(f.file());
    auto fill = [](storage::transaction& tx) {
        execute(tx, "PRAGMA max_page_count = 1");  // as small as it is now
        return true;
    };
    wait_for(context, w.run(fill));
    auto big = keeping("event:" + std::string(100'000, 'x'));

    CHECK_THROWS_AS(wait_for(context, w.run(big)), storage::broken);

    CHECK_FALSE(w.healthy());
    CHECK(committed_rows(f.file()) == 0);
    auto make_room = [](storage::transaction& tx) {
        execute(tx, "PRAGMA max_page_count = 100000");
        return true;
    };
    wait_for(context, w.run(make_room));
    CHECK(wait_for(context, w.run(big)));
    CHECK(w.healthy());
}

TEST_CASE("while another program has the database locked, writing is refused and later goes on", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::writer w(f.file());
    auto be_impatient = [](storage::transaction& tx) {
        execute(tx, "PRAGMA busy_timeout = 1");
        return true;
    };
    wait_for(context, w.run(be_impatient));
    const auto other = storage::open_for_writing(f.file());
    other->exec("BEGIN IMMEDIATE");
    auto work = keeping("event:Ev1");

    CHECK_THROWS_WITH(wait_for(context, w.run(work)), Contains("locked by another program"));

    CHECK_FALSE(w.healthy());
    other->exec("ROLLBACK");
    CHECK(wait_for(context, w.run(work)));
    CHECK(w.healthy());
}

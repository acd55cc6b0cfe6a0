#include "shelf.hpp"
#include "storage/seen.hpp"
#include "storage/writer.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace docket;
using namespace docket::tests;
using Catch::Matchers::Contains;

namespace {

const core::workspace_id workspace("T1");

int rows(const fs::path& file, const std::string& table)
{
    const auto database = storage::open_for_writing(file);
    return database->execAndGet("SELECT COUNT(*) FROM " + table).getInt();
}

}  // namespace

TEST_CASE("a backup made while others write is of one moment and restores", "[storage]")
{
    const folder f;
    migrated(f.file());
    const auto copy = f.file("copy.db");
    std::atomic<bool> enough = false;
    std::atomic<int> kept = 0;
    std::thread busy([&] {
        asio::io_context context(1);
        storage::writer w(f.file());
        for (int i = 1; !enough; ++i) {
            // Two tables, one command: a copy in which they differ was not of one moment.
            auto work = [i](storage::transaction& tx) {
                storage::tickets(tx, workspace).put(ticket(i));
                return storage::first_time(tx, workspace, "event:" + std::to_string(i) + std::string(3000, 'x'), at(i));
            };
            kept += wait_for(context, w.run(work)) ? 1 : 0;
        }
    });
    while (kept < 50)
        std::this_thread::yield();
    const int before = kept;

    storage::backup(f.file(), copy);

    enough = true;
    busy.join();
    const auto in_copy = rows(copy, "ticket");
    CHECK(in_copy >= before);
    CHECK(in_copy <= kept);
    CHECK(rows(copy, "seen") == in_copy);
    CHECK_FALSE(fs::exists(f.file("copy.db.partial")));
    const auto database = storage::open_for_writing(copy);
    CHECK(storage::migrate(*database).empty());
}

TEST_CASE("a backup is one file, readable without any beside it", "[storage]")
{
    const folder f;
    migrated(f.file());
    storage::backup(f.file(), f.file("copy.db"));
    CHECK_FALSE(fs::exists(f.file("copy.db-wal")));
    SQLite::Database copy(f.file("copy.db").string());
    CHECK(copy.execAndGet("PRAGMA journal_mode").getString() == "delete");
}

TEST_CASE("a backup overwrites nothing", "[storage]")
{
    const folder f;
    migrated(f.file());
    const auto copy = f.file("copy.db");
    write_file(copy, "the only copy of something else");
    CHECK_THROWS_WITH(storage::backup(f.file(), copy), Contains("copy.db") && Contains("exists"));
    CHECK(content_of(copy) == "the only copy of something else");
    CHECK_THROWS_AS(storage::backup(f.file(), f.file()), storage::broken);
}

TEST_CASE("a backup that cannot be made says why and leaves nothing behind", "[storage]")
{
    const folder f;
    migrated(f.file());
    CHECK_THROWS_AS(storage::backup(f.file(), f.file("nowhere/copy.db")), storage::broken);
    CHECK_THROWS_WITH(storage::backup(f.file("missing.db"), f.file("copy.db")), Contains("missing.db"));
    CHECK_FALSE(fs::exists(f.file("missing.db")));

    auto content = content_of(f.file());
    content.replace(8192, 8192, std::string(8192, '\x2a'));
    write_file(f.file(), content);
    CHECK_THROWS_WITH(storage::backup(f.file(), f.file("copy.db")), Contains("damaged"));
    CHECK_FALSE(fs::exists(f.file("copy.db")));
    CHECK_FALSE(fs::exists(f.file("copy.db.partial")));
}

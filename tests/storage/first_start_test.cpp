#include "shelf.hpp"
#include "storage/migrations.hpp"

#include <barrier>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>
#include <vector>

using namespace docket;
using namespace docket::tests;

TEST_CASE("several first starts at once make one database, and none of them fails", "[storage]")
{
    constexpr int starts = 4;
    const auto newest = storage::known_migrations().back().version;
    for (int round = 0; round < 25; ++round) {
        const folder f;
        std::vector<std::string> failures;
        std::mutex guard;
        std::barrier together(starts);
        {
            std::vector<std::jthread> all;
            for (int i = 0; i < starts; ++i)
                all.emplace_back([&] {
                    together.arrive_and_wait();
                    try {
                        static_cast<void>(storage::open_for_writing(f.file()));
                    } catch (const std::exception& e) {
                        const std::lock_guard lock(guard);
                        failures.emplace_back(e.what());
                    }
                });
        }
        CHECK(failures == std::vector<std::string>());
        const auto database = storage::open_for_writing(f.file());
        storage::migrate(*database);
        CHECK(database->execAndGet("SELECT MAX(version) FROM schema_version").getInt() == newest);
        CHECK(database->execAndGet("PRAGMA journal_mode").getString() == "wal");
        CHECK_FALSE(fs::exists(f.file("docket.db.new")));
    }
}

TEST_CASE("what a first start left that was cut off is in nobody's way", "[storage]")
{
    const folder f;
    std::ofstream(f.file("docket.db.new")) << "half a database";
    CHECK(fs::exists(migrated(f.file())));
    CHECK_FALSE(fs::exists(f.file("docket.db.new")));
}

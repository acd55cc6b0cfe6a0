#include "requests.hpp"
#include "storage/readers.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/support/scratch_folder.hpp"

#include <sqlite3.h>
#include <catch2/catch.hpp>
#include <iostream>

// Every call that the storage makes of its disk is refused in turn, once or until the disk is mended: what was answered
// is kept, what was not is whole or absent, and all goes on without a restart once the disk does.

using namespace docket;
using namespace docket::tests;

namespace {

struct way_to_fail {
    std::string name;
    disk_call of;
    int code;
    bool half;
    int stride;  ///< an ordinary run tries each so many-th call
};

const std::vector<way_to_fail> ways{
    {"no room", disk_call::write, SQLITE_FULL, false, 5},
    {"short write, no room", disk_call::write, SQLITE_FULL, true, 5},
    {"write error", disk_call::write, SQLITE_IOERR_WRITE, false, 5},
    {"short write", disk_call::write, SQLITE_IOERR_WRITE, true, 5},
    {"read error", disk_call::read, SQLITE_IOERR_READ, false, 3},
    {"sync error", disk_call::sync, SQLITE_IOERR_FSYNC, false, 1},
    {"truncate error", disk_call::truncate, SQLITE_IOERR_TRUNCATE, false, 1},
    {"no file may be opened", disk_call::open, SQLITE_CANTOPEN, false, 1},
    {"no shared memory", disk_call::map, SQLITE_IOERR_SHMMAP, false, 1},
    {"no file may be removed", disk_call::remove, SQLITE_IOERR_DELETE, false, 1},
};

/// A service's storage on a disk that fails at one call.
class patient {
public:
    explicit patient(faulty_disk& disk) : disk_(disk)
    {
        migrated(file());
        disk_.watch(home_.path());
    }

    /// @return whether the fault was met
    bool live(disk_fault f)
    {
        disk_.fail(f);
        {
            asio::io_context context(1);
            auto t = open();
            petitioners people(context, *t.writes);
            for (const auto& group : std::vector<std::vector<int>>{{1}, {2, 3, 4}, {5}, {6, 7}}) {
                acknowledge(people.ask(group));
                look(context, *t.reads);
                if (group.size() == 1)
                    empty_log();
            }
            disk_.mend();
            const auto kept = people.ask({1, 2, 3, 4, 5, 6, 7, 8});  // as Slack repeats what was refused
            CHECK(kept.size() == 8);
            CHECK(t.writes->healthy());
            acknowledge(kept);
            CHECK(look(context, *t.reads));
            judge();
            disk_.fail(f);  // and again when it ends
        }
        const bool met = disk_.failed() || met_;
        disk_.mend();
        judge();
        return met;
    }

private:
    [[nodiscard]] fs::path file() const { return home_.path() / "docket.db"; }

    struct threads {
        explicit threads(const fs::path& file)
        {
            static_cast<void>(storage::open_for_writing(file));
            writes = std::make_unique<storage::writer>(file);
            reads = std::make_unique<storage::readers>(file, 1);
        }
        std::unique_ptr<storage::writer> writes;
        std::unique_ptr<storage::readers> reads;
    };

    /// As the start does: it tells what is wrong, and the next start finds the disk mended.
    threads open()
    {
        try {
            return threads(file());
        } catch (const storage::broken&) {
            met_ = true;
            disk_.mend();
            return threads(file());
        }
    }

    bool look(asio::io_context& context, storage::readers& reads)
    {
        auto all = [](storage::transaction& tx) { return storage::tickets(tx, workspace).list({}).size(); };
        try {
            return wait_for(context, reads.run(all)) > 0;
        } catch (const storage::broken&) {
            return false;
        }
    }

    void empty_log()
    {
        try {
            const auto other = storage::open_for_writing(file());
            other->exec("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (const storage::broken&) {
        } catch (const SQLite::Exception&) {
        }
    }

    void acknowledge(const std::set<int>& which) { acknowledged_.insert(which.begin(), which.end()); }

    /// What is there, and what would be after a power cut at this moment.
    void judge()
    {
        check(*storage::open_for_writing(file()));
        for (const auto what : {surviving::everything, surviving::nothing, surviving::some}) {
            const scratch_folder place;
            restore(disk_.after_power_cut(what, chance_), place.path());
            check(*storage::open_for_writing(place.path() / "docket.db"));
        }
    }
    void check(SQLite::Database& database)
    {
        const auto found = look_through(database);
        CHECK(found.wrong == "");
        CHECK(std::ranges::includes(found.whole, acknowledged_));
    }

    faulty_disk& disk_;
    std::mt19937 chance_{fault_seed()};
    scratch_folder home_;
    std::set<int> acknowledged_;
    bool met_ = false;
};

}  // namespace

TEST_CASE("whatever call of a disk fails, what was answered is kept, nothing is doubled, and all goes on when it works")
{
    const bool thorough = std::getenv("DOCKET_FAULT_ROUNDS") != nullptr;
    int failures = 0;
    faulty_disk disk;
    for (const auto& way : ways) {
        for (const bool lasting : {false, true}) {
            const int stride = thorough ? 1 : way.stride;
            const int first = 1 + static_cast<int>(fault_seed()) % stride;
            bool met = true;
            for (int at = first; met && at < 2000; at += stride) {
                INFO(way.name << (lasting ? ", lasting" : ", once") << ", call " << at);
                disk_fault f;
                f.of = way.of;
                f.code = way.code;
                f.half = way.half;
                f.at = at;
                f.lasting = lasting;
                met = patient(disk).live(f);
                failures += met ? 1 : 0;
            }
            CHECK_FALSE(met);
        }
    }
    CHECK(failures > 50);
    std::cout << failures << " failures of a disk\n";
}

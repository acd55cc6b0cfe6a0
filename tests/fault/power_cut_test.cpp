#include "requests.hpp"
#include "storage/migrations.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>
#include <iostream>

// The power fails before every single call that changes a file, one after the other: what is found then, with the calls
// that no sync followed done, left undone, or torn, is opened as a start would, and everything acknowledged is there.

using namespace docket;
using namespace docket::tests;

namespace {

/// The disk of a service and what would be found of it at any instant.
class powerhouse {
public:
    explicit powerhouse(unsigned seed) : chance_(seed)
    {
        disk_.watch(home_.path());
        disk_.before_change([this] { power_fails(); });
    }
    ~powerhouse() { disk_.before_change({}); }
    powerhouse(const powerhouse&) = delete;
    powerhouse& operator=(const powerhouse&) = delete;

    [[nodiscard]] fs::path file() const { return home_.path() / "docket.db"; }
    void acknowledge(const std::set<int>& which) { acknowledged_.insert(which.begin(), which.end()); }
    void migrated_to(int version) { version_ = version; }
    /// What was found wrong; empty when all was well.
    [[nodiscard]] const std::string& wrong() const { return wrong_; }
    [[nodiscard]] int looked_at() const { return looked_at_; }

private:
    void power_fails()
    {
        ++call_;
        if (!wrong_.empty())
            return;
        for (const auto what : {surviving::everything, surviving::nothing, surviving::some}) {
            const auto why = judge(disk_.after_power_cut(what, chance_));
            if (!why.empty())
                wrong_ = "before call " + std::to_string(call_) + " (surviving " +
                         std::to_string(static_cast<int>(what)) + "): " + why;
            ++looked_at_;
        }
    }

    /// Starts on what was found and goes on with it.
    std::string judge(const faulty_disk::files& found)
    {
        const scratch_folder place;
        restore(found, place.path());
        try {
            const auto database = storage::open_for_writing(place.path() / "docket.db");
            const auto applied = storage::migrate(*database);
            if (version_ > 0 && !applied.empty() && applied.front() <= version_)
                return "the schema fell behind " + std::to_string(version_);
            const auto before = look_through(*database);
            if (!before.wrong.empty())
                return before.wrong;
            if (!std::ranges::includes(before.whole, acknowledged_))
                return "something acknowledged is missing";
            storage::transaction tx(*database);
            request(9999)(tx);
            return look_through(*database).wrong;
        } catch (const std::exception& e) {
            return e.what();
        }
    }

    std::mt19937 chance_;
    scratch_folder home_;
    faulty_disk disk_;
    std::set<int> acknowledged_;
    int version_ = 0;
    int call_ = 0;
    int looked_at_ = 0;
    std::string wrong_;
};

/// As the checkpointer does once the log is long.
void empty_log(const fs::path& file, const std::string& how)
{
    const auto other = storage::open_for_writing(file);
    other->execAndGet("PRAGMA wal_checkpoint(" + how + ")");
}

/// A life of a service, from no file at all over two starts.
void live(powerhouse& p)
{
    {
        const auto database = storage::open_for_writing(p.file());
        for (const auto& m : storage::known_migrations()) {
            storage::migrate_to(*database, m.version);
            p.migrated_to(m.version);
        }
    }
    asio::io_context context(1);
    {
        storage::writer w(p.file());
        petitioners people(context, w);
        p.acknowledge(people.ask({1}));
        p.acknowledge(people.ask({2, 3, 4, 5, 6}));
        empty_log(p.file(), "PASSIVE");
        p.acknowledge(people.ask({7, 2}));  // 2 once more, as Slack repeats
        empty_log(p.file(), "RESTART");
        p.acknowledge(people.ask({8, 9, 10}));  // into the log from its beginning
    }
    storage::writer again(p.file());
    petitioners people(context, again);
    p.acknowledge(people.ask({11, 12}));
    empty_log(p.file(), "TRUNCATE");
    p.acknowledge(people.ask({13}));
}

}  // namespace

TEST_CASE("whenever the power fails, everything acknowledged is there whole after the start, and nothing by halves")
{
    const int rounds = fault_rounds(1);
    int looked_at = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto seed = fault_seed() + static_cast<unsigned>(round);
        INFO("DOCKET_FAULT_SEED=" << seed);
        powerhouse p(seed);
        live(p);
        CHECK(p.wrong() == "");
        looked_at += p.looked_at();
    }
    CHECK(looked_at > 100);
    std::cout << looked_at << " power cuts\n";
}

#include "storage/readers.hpp"
#include "shelf.hpp"
#include "storage/seen.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;

namespace {

const core::workspace_id workspace("T1");

std::int64_t count(storage::transaction& tx)
{
    auto q = tx.prepare("SELECT COUNT(*) FROM seen");
    q.step();
    return q.integer(0);
}

}  // namespace

TEST_CASE("a reader sees what is committed, without waiting for a writer", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(migrated(f.file()));
    storage::transaction writing(*database);
    asio::io_context context(1);
    storage::readers r(f.file());
    auto read = [](storage::transaction& tx) { return count(tx); };
    writing.prepare("BEGIN IMMEDIATE").run();
    storage::first_time(writing, workspace, "event:Ev1", at(1));

    CHECK(wait_for(context, r.run(read)) == 0);

    writing.prepare("COMMIT").run();
    CHECK(wait_for(context, r.run(read)) == 1);
}

TEST_CASE("one read sees one consistent moment", "[storage]")
{
    const folder f;
    const auto database = storage::open_for_writing(migrated(f.file()));
    storage::transaction writing(*database);
    asio::io_context context(1);
    storage::readers r(f.file());
    auto read = [&writing](storage::transaction& tx) {
        const auto before = count(tx);
        storage::first_time(writing, workspace, "event:Ev1", at(1));  // commits in between
        return count(tx) - before;
    };
    CHECK(wait_for(context, r.run(read)) == 0);
}

TEST_CASE("a reader cannot write", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::readers r(f.file());
    auto write = [](storage::transaction& tx) { return storage::first_time(tx, workspace, "event:Ev1", at(1)); };
    CHECK_THROWS_AS(wait_for(context, r.run(write)), storage::broken);
}

TEST_CASE("what a read throws reaches whoever asked, and the next read works", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::readers r(f.file(), 1);
    auto fail = [](storage::transaction&) -> int { throw std::out_of_range("no such thing"); };
    auto read = [](storage::transaction& tx) { return count(tx); };
    CHECK_THROWS_AS(wait_for(context, r.run(fail)), std::out_of_range);
    CHECK(wait_for(context, r.run(read)) == 0);
}

TEST_CASE("many reads at once all come back", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    int ended = 0;
    auto read = [](storage::transaction& tx) { return count(tx); };
    storage::readers r(f.file(), 3);
    for (int i = 0; i < 200; ++i)
        asio::co_spawn(context, r.run(read), [&ended](std::exception_ptr e, std::int64_t) { ended += e ? 0 : 1; });
    run_until(context, [&ended] { return ended == 200; });
    CHECK(ended == 200);
}

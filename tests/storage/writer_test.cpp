#include "crowd.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using Catch::Matchers::Contains;

TEST_CASE("a command's value comes back once it is on disk", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::writer w(f.file());
    auto work = keeping("event:Ev1");

    CHECK(wait_for(context, w.run(work)));

    CHECK(committed_rows(f.file()) == 1);
    CHECK_FALSE(wait_for(context, w.run(work)));
    CHECK(w.healthy());
    CHECK(w.waiting() == 0);
}

TEST_CASE(
    "three hundred commands at once, some refusing, throwing or breaking rules: each gets its own end", "[storage]"
)
{
    const folder f;
    migrated(f.file());
    told heard;
    {
        asio::io_context context(1);
        storage::writer w(f.file(), 4096, heard.events());
        crowd all(context, w);
        for (int i = 0; i < 300; ++i) {
            const auto key = "event:" + std::to_string(i);
            switch (i % 6) {
                case 0:  // refuses: nothing was written
                    all.add([](storage::transaction&) { return false; });
                    break;
                case 1:  // throws after writing
                    all.add([key](storage::transaction& tx) -> bool {
                        storage::first_time(tx, workspace, key, at(1));
                        throw std::runtime_error("changed my mind");
                    });
                    break;
                case 2:  // breaks a rule of the schema after writing
                    all.add([key](storage::transaction& tx) -> bool {
                        storage::first_time(tx, workspace, key, at(1));
                        storage::tickets(tx, workspace).append(core::ticket_number(999), {core::reopened{}, at(1), {}});
                        return true;
                    });
                    break;
                default:
                    all.add(keeping(key));
            }
        }
        all.go();
        CHECK(all.refused == 50);
        CHECK(all.thrown == 100);
        CHECK(all.kept == 150);
        CHECK(all.broken == 0);
        CHECK(w.healthy());
    }
    CHECK(committed_rows(f.file()) == 150);
    CHECK(heard.groups <= 3);  // the one that held them up, and they
    CHECK(heard.refused == 0);
}

TEST_CASE("more than the bound is refused at once", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    std::promise<void> release;
    std::promise<void> held;
    {
        storage::writer w(f.file(), 2);
        auto hold = [&](storage::transaction&) {
            held.set_value();
            release.get_future().wait();
            return true;
        };
        int kept = 0;
        const auto count = [&kept](std::exception_ptr failed, bool) { kept += failed ? 0 : 1; };
        asio::co_spawn(context, w.run(hold), count);
        context.poll();
        held.get_future().wait();
        auto first = keeping("event:1");
        auto second = keeping("event:2");
        auto third = keeping("event:3");
        asio::co_spawn(context, w.run(first), count);
        asio::co_spawn(context, w.run(second), count);
        context.restart();
        context.poll();
        CHECK(w.waiting() == 3);

        CHECK_THROWS_WITH(wait_for(context, w.run(third)), Contains("try again"));

        release.set_value();
        run_until(context, [&kept] { return kept == 3; });
    }
    CHECK(committed_rows(f.file()) == 2);
}

TEST_CASE("what waits when the writer ends is still written", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    std::vector<std::function<bool(storage::transaction&)>> works;
    for (int i = 0; i < 100; ++i)
        works.emplace_back(keeping("event:" + std::to_string(i)));
    int ended = 0;
    {
        storage::writer w(f.file());
        for (auto& work : works)
            asio::co_spawn(context, w.run(work), [&ended](std::exception_ptr, bool) { ++ended; });
        context.poll();
    }
    CHECK(committed_rows(f.file()) == 100);
    run_until(context, [&ended] { return ended == 100; });
}

TEST_CASE("a context that stops before its commands have ended harms nothing", "[storage]")
{
    const folder f;
    migrated(f.file());
    {
        asio::io_context context(1);
        auto work = keeping("event:Ev1");
        storage::writer w(f.file());
        asio::co_spawn(context, w.run(work), asio::detached);
        context.poll();
        context.stop();
    }
    CHECK(committed_rows(f.file()) == 1);
}

TEST_CASE("commands of one caller are done in their order", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::writer w(f.file());
    std::vector<int> order;
    std::vector<std::function<bool(storage::transaction&)>> works;
    for (int i = 0; i < 50; ++i)
        works.emplace_back([&order, i](storage::transaction&) {
            order.push_back(i);
            return true;
        });
    int ended = 0;
    for (auto& work : works)
        asio::co_spawn(context, w.run(work), [&ended](std::exception_ptr, bool) { ++ended; });
    run_until(context, [&ended] { return ended == 50; });
    CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("the log does not grow without end while writing never pauses", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::writer w(f.file());
    constexpr int commits = 400;
    constexpr int pages_each = 50;  // 80 MB in all
    for (int i = 0; i < commits; ++i) {
        auto work = keeping("event:" + std::to_string(i) + std::string(pages_each * 4096, 'x'));
        REQUIRE(wait_for(context, w.run(work)));
    }
    auto log = f.file();
    log += "-wal";
    CHECK(fs::file_size(log) < std::uintmax_t{32} << 20);
}

#include "storage/writer.hpp"
#include "shelf.hpp"
#include "storage/seen.hpp"

#include <atomic>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>
#include <future>
#include <mutex>

using namespace docket;
using namespace docket::tests;
using Catch::Matchers::Contains;

namespace {

const core::workspace_id workspace("T1");

int committed_rows(const fs::path& file, const std::string& table = "seen")
{
    const auto database = storage::open_for_reading(file);
    return database->execAndGet("SELECT COUNT(*) FROM " + table).getInt();
}

/// Keeps `key`; the value tells whether it was new.
auto keeping(const std::string& key)
{
    return [key](storage::transaction& tx) { return storage::first_time(tx, workspace, key, at(1)); };
}

void execute(storage::transaction& tx, std::string_view sql)
{
    auto q = tx.prepare(sql);
    while (q.step()) {
    }
}

/// What the writer told its owner.
struct told {
    std::atomic<int> groups = 0;
    std::atomic<int> refused = 0;
    std::promise<void> first_refusal;

    storage::writer_events events()
    {
        storage::writer_events e;
        e.committed = [this](std::size_t, std::chrono::microseconds) { ++groups; };
        e.failed = [this](const std::string&) {
            if (refused++ == 0)
                first_refusal.set_value();
        };
        return e;
    }
};

/// Many commands at once, while the writer is held up so that they make one group.
class crowd {
public:
    crowd(asio::io_context& context, storage::writer& w) : context_(context), writer_(w) {}

    template <class Work>
    void add(Work work)
    {
        ++expected_;
        asio::co_spawn(context_, one(std::move(work)), asio::detached);
    }
    /// Lets all of them go and waits for their ends.
    void go()
    {
        asio::co_spawn(context_, hold(), asio::detached);
        while (!holding_ || writer_.waiting() < expected_ + 1)
            context_.poll();
        release_.set_value();
        run_until(context_, [this] { return ended_ == expected_; });
    }

    int kept = 0;
    int refused = 0;
    int thrown = 0;
    int broken = 0;

private:
    asio::awaitable<void> hold()
    {
        auto work = [this](storage::transaction&) {
            holding_ = true;
            release_.get_future().wait();
            return true;
        };
        co_await writer_.run(work);
    }

    template <class Work>
    asio::awaitable<void> one(Work work)
    {
        while (!holding_)
            co_await asio::post(asio::use_awaitable);
        try {
            const bool did = co_await writer_.run(work);
            ++(did ? kept : refused);
        } catch (const storage::broken&) {
            ++broken;
        } catch (const std::exception&) {
            ++thrown;
        }
        ++ended_;
    }

    asio::io_context& context_;
    storage::writer& writer_;
    std::atomic<bool> holding_ = false;
    std::promise<void> release_;
    std::size_t expected_ = 0;
    std::size_t ended_ = 0;
};

}  // namespace

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

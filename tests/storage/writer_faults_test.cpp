#include "crowd.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using Catch::Matchers::Contains;

namespace {

/// Asks the writer to keep something.
class petitioner {
public:
    petitioner(asio::io_context& context, storage::writer& w, std::string key) : key_(std::move(key))
    {
        asio::co_spawn(context, ask(w), asio::detached);
    }
    petitioner(const petitioner&) = delete;
    petitioner& operator=(const petitioner&) = delete;

    [[nodiscard]] bool ended() const { return ended_; }

    bool refused = false;
    std::function<void()> when_refused = [] {};

private:
    asio::awaitable<void> ask(storage::writer& w)
    {
        auto work = keeping(key_);
        try {
            co_await w.run(work);
        } catch (const storage::broken&) {
            refused = true;
        }
        ended_ = true;
        if (refused)
            when_refused();
    }

    std::string key_;
    bool ended_ = false;
};

}  // namespace

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

TEST_CASE("whoever came while the database was locked is refused with those who came before", "[storage]")
{
    const folder f;
    migrated(f.file());
    asio::io_context context(1);
    storage::writer w(f.file(), 1);  // takes the next one only once the writer has the one before in hand
    auto be_impatient = [](storage::transaction& tx) {
        execute(tx, "PRAGMA busy_timeout = 500");
        return true;
    };
    wait_for(context, w.run(be_impatient));
    const auto other = storage::open_for_writing(f.file());

    bool behind = false;
    for (int attempt = 0; attempt < 20 && !behind; ++attempt) {
        other->exec("BEGIN IMMEDIATE");
        petitioner first(context, w, "event:first");
        first.when_refused = [&other] { other->exec("ROLLBACK"); };
        std::optional<petitioner> second;
        do {
            second.emplace(context, w, "event:second");
            context.restart();  // it stops whenever nothing was left to do
            context.poll();
        } while (second->ended() && !first.ended());
        behind = w.waiting() == 2;  // else all was too slow, and it was not there in time
        run_until(context, [&] { return first.ended() && second->ended(); });
        CHECK(first.refused);
        if (behind)
            CHECK(second->refused);
    }

    CHECK(behind);
    auto later = keeping("event:later");
    CHECK(wait_for(context, w.run(later)));
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

#include "bot/scheduler.hpp"
#include "tests/storage/shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

core::settings with_reminders()
{
    core::queue it;
    it.key = core::queue_id("it");
    it.update_requester = 24h;
    core::settings s;
    s.queues = {it};
    return s;
}

/// An office that opens, and its scheduler at work in it.
struct open_office {
    tests::folder place;
    std::filesystem::path file = tests::migrated(place.file());
    asio::io_context context;
    slack::manual_clock time{tests::at(1'000'000'000)};
    storage::writer writes{file};
    storage::readers reads{file};
    bot::metrics counts;
    bot::office where{writes, reads, time, counts, ours()};
    bot::scheduler timers{context.get_executor(), where, [] {}};

    open_office()
    {
        take_settings();
        asio::co_spawn(context, timers.run(), [](const std::exception_ptr& how) {
            if (how)
                std::rethrow_exception(how);
        });
        tests::run_until(context, [this] { return timers.quiet(); });
    }
    ~open_office()
    {
        timers.stop();
        context.restart();
        context.run_for(10s);
    }

    static storage::workspace ours()
    {
        storage::workspace w;
        w.id = core::workspace_id("T1");
        return w;
    }

    void take_settings()
    {
        auto take = [](bot::ledger& l) {
            storage::put_workspace(l.tx(), l.workspace());
            l.take_settings(with_reminders(), std::nullopt, "file");
            return true;
        };
        tests::wait_for(context, where.commit(take));
    }

    void open_ticket()
    {
        auto open = [](bot::ledger& l) {
            core::request r;
            r.requester = core::member_id("U1");
            r.text = "My laptop does not start";
            return l.open_new(r, r.requester).has_value();
        };
        REQUIRE(tests::wait_for(context, where.commit(open)));
    }
};

}  // namespace

TEST_CASE("a timer is waited for as soon as it is set, whatever else there is to look at", "[bot]")
{
    open_office o;
    CHECK(o.timers.next() == slack::instant::max());
    const auto due = o.time.now() + 24h;
    o.open_ticket();
    CHECK(o.timers.next() == due);
    tests::run_until(o.context, [&] { return o.timers.quiet(); });
    CHECK(o.timers.next() == due);
}

TEST_CASE("a timer that comes after others disturbs nobody", "[bot]")
{
    open_office o;
    const auto due = o.time.now() + 24h;
    o.open_ticket();
    tests::run_until(o.context, [&] { return o.timers.quiet(); });
    o.time.advance(1s);
    o.open_ticket();
    CHECK(o.timers.quiet());
    CHECK(o.timers.next() == due);
}

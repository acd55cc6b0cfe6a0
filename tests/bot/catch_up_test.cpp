#include "bot/catch_up.hpp"
#include "tests/storage/shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;

TEST_CASE("busy channels do not crowd out the direct messages that somebody used", "[bot]")
{
    tests::shelf s;
    storage::workspace ours;
    ours.id = s.workspace;
    const core::desk desk;
    bot::ledger l(s.tx, ours, desk, tests::at(1));
    const auto one = tests::ticket(1);
    l.tickets().put(one);
    const auto used = [&](const char* channel, std::int64_t when) {
        l.messages().join_burst(core::channel_id(channel), one.requester, one.number, tests::at(when));
    };
    used("D1", 1);
    used("D2", 2);
    used("C1", 3);
    used("C2", 4);
    CHECK(bot::known_directs(l, 1) == std::vector{core::channel_id("D2")});
    CHECK(bot::known_directs(l, 9) == std::vector{core::channel_id("D2"), core::channel_id("D1")});
}

#include "bot/desk_cache.hpp"
#include "storage/desks.hpp"
#include "tests/storage/shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using bot::desk_cache;

namespace {

core::settings ruled_by(const char* who)
{
    core::settings s;
    s.administrators = {core::member_id(who)};
    return s;
}

void put(tests::shelf& s, const core::settings& what)
{
    storage::desks(s.tx, s.workspace).put(what, std::nullopt, "setup", core::instant{});
}

}  // namespace

TEST_CASE("settings whose commit was undone are not those of the next version", "[bot]")
{
    tests::shelf s;
    desk_cache cache;
    put(s, ruled_by("U1"));
    CHECK(cache.of(s.tx, s.workspace, desk_cache::seen::perhaps)->set == ruled_by("U1"));
    s.tx.prepare("ROLLBACK").run();

    s.tx.prepare("BEGIN IMMEDIATE").run();
    put(s, ruled_by("U2"));
    CHECK(cache.of(s.tx, s.workspace, desk_cache::seen::perhaps)->set == ruled_by("U2"));
    s.tx.prepare("COMMIT").run();
    CHECK(cache.of(s.tx, s.workspace, desk_cache::seen::committed)->set == ruled_by("U2"));
}

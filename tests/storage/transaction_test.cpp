#include "shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;

TEST_CASE("every kind of value comes back as it was bound", "[storage]")
{
    shelf s;
    auto q = s.tx.prepare("SELECT $1, $2, $3, $4, $5, $6, $7, $8");
    const std::string with_zero("a\0b", 3);
    q.bind(
        std::int64_t{1} << 40, true, with_zero, core::member_id("U1"), at(-5), std::optional<core::ticket_number>(),
        std::optional(core::ticket_number(7)), std::nullopt
    );
    REQUIRE(q.step());
    CHECK(q.integer(0) == std::int64_t{1} << 40);
    CHECK(q.integer(1) == 1);
    CHECK(q.text(2) == with_zero);
    CHECK(q.text(3) == "U1");
    CHECK(q.time(4) == at(-5));
    CHECK_FALSE(q.optional_integer(5));
    CHECK(q.optional_integer(6) == 7);
    CHECK_FALSE(q.optional_text(7));
    CHECK_FALSE(q.optional_time(7));
    CHECK_FALSE(q.step());
}

TEST_CASE("a statement comes back from the cache without what was bound before", "[storage]")
{
    shelf s;
    constexpr auto sql = "SELECT $1";
    {
        auto q = s.tx.prepare(sql);
        q.bind("left over");
        REQUIRE(q.step());
    }
    auto again = s.tx.prepare(sql);
    REQUIRE(again.step());
    CHECK_FALSE(again.optional_text(0));
}

TEST_CASE("a row that must be unique is told apart from a rule of the schema that is broken", "[storage]")
{
    shelf s;
    constexpr auto sql = "INSERT INTO last_assigned (workspace, queue, member) VALUES ($1, $2, $3)";
    const auto insert = [&](std::optional<std::string> member) {
        auto q = s.tx.prepare(sql);
        q.bind("T1", "it", member);
        return q.run();
    };
    CHECK(insert("U1") == 1);
    CHECK_THROWS_AS(insert("U2"), storage::duplicate);
    CHECK_THROWS_AS(insert(std::nullopt), std::logic_error);
    CHECK_THROWS_AS(s.tx.prepare("SELECT nothing FROM nowhere"), std::logic_error);
}

TEST_CASE("a statement cannot be used again while it is being read", "[storage]")
{
    shelf s;
    constexpr auto sql = "SELECT 1 UNION ALL SELECT 2";
    auto outer = s.tx.prepare(sql);
    REQUIRE(outer.step());
    CHECK_THROWS_AS(s.tx.prepare(sql), std::logic_error);
}

TEST_CASE("parameters mean their number, whatever SQLite thinks", "[storage]")
{
    shelf s;
    CHECK_THROWS_AS(s.tx.prepare("SELECT $2, $1"), std::logic_error);
}

#include "bot/breather.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using docket::bot::pace_of_looks;

namespace {

/// Looks as often as the pace allows. @param now  when it began, and then when it ended @return how many began in
/// `span`
int looks_within(
    pace_of_looks& pace, pace_of_looks::instant& now, std::chrono::milliseconds span, std::chrono::milliseconds took
)
{
    const auto end = now + span;
    int count = 0;
    for (now = std::max(now, pace.next()); now < end; now = std::max(now, pace.next())) {
        pace.looked(now, now + took);
        now += took;
        ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("what comes after a rest is looked at without a pause, several times over", "[bot]")
{
    pace_of_looks pace;
    pace_of_looks::instant now(1h);
    CHECK(looks_within(pace, now, 1ms, 0ms) == pace_of_looks::at_once);
    now += 1s;
    CHECK(looks_within(pace, now, 1ms, 0ms) == pace_of_looks::at_once);
}

TEST_CASE("however often a loop is rung, 4 ms lie between two looks in the long run", "[bot]")
{
    pace_of_looks pace;
    pace_of_looks::instant now(1h);
    looks_within(pace, now, 1s, 1ms);
    const auto count = looks_within(pace, now, 1s, 1ms);
    CHECK(count >= 199);
    CHECK(count <= 201);
}

TEST_CASE("a look that takes long is followed by as long a rest as any other", "[bot]")
{
    pace_of_looks pace;
    pace_of_looks::instant now(1h);
    looks_within(pace, now, 2s, 20ms);
    pace.looked(now, now + 20ms);
    CHECK(pace.next() == now + 24ms);
}

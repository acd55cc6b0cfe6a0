#include "bot/refusal_log.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <vector>

using namespace docket;
using namespace std::chrono_literals;

namespace {

/// What so many refusals of one kind, one right after the other, lead to: how many each line passes over.
std::vector<std::int64_t> lines(bot::refusal_log& log, int refusals, std::string_view kind = "stale")
{
    std::vector<std::int64_t> told;
    for (int i = 0; i < refusals; ++i) {
        if (const auto passed_over = log.speaks(kind))
            told.push_back(*passed_over);
    }
    return told;
}

}  // namespace

TEST_CASE("of many refused requests the log tells the first, then one line a minute with their number", "[bot]")
{
    slack::manual_clock time(slack::instant{1'772'438'400s});
    bot::refusal_log log(time);

    CHECK(lines(log, 3) == std::vector<std::int64_t>{0, 0, 0});
    CHECK(lines(log, 10'000) == std::vector<std::int64_t>{0, 0});
    CHECK(lines(log, 7, "mismatch").size() == 5);  // each kind for itself

    time.advance(59s);
    CHECK(lines(log, 100).empty());
    time.advance(1s);
    CHECK(lines(log, 100) == std::vector<std::int64_t>{10'098});
    time.advance(60s);
    CHECK(lines(log, 100) == std::vector<std::int64_t>{99});

    SECTION("when it is over, the next ones are told again, and what was left out before")
    {
        time.advance(24h);
        CHECK(lines(log, 1) == std::vector<std::int64_t>{99});
        time.advance(60s);
        CHECK(lines(log, 6) == std::vector<std::int64_t>{0, 0, 0, 0, 0});
    }
    SECTION("a clock that is set back silences nothing for long")
    {
        time.advance(-1h);
        CHECK(lines(log, 1) == std::vector<std::int64_t>{99});
    }
}

#include "slack/pacer.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using docket::slack::instant;
using docket::slack::pacer;
using docket::slack::tier_of;
using namespace std::chrono_literals;

namespace {

const instant start{std::chrono::milliseconds(1'700'000'000'000)};

/// Calls as fast as the pacer lets one, from `start` on.
std::vector<std::chrono::milliseconds> as_fast_as_allowed(const std::string& method, const std::string& channel, int n)
{
    pacer pace;
    auto now = start;
    std::vector<std::chrono::milliseconds> out;
    for (int i = 0; i < n; ++i) {
        now = pace.ready_at(method, channel, now);
        pace.took(method, channel, now);
        out.push_back(now - start);
    }
    return out;
}

}  // namespace

TEST_CASE("a channel takes three messages at once and then one a second")
{
    const auto out = as_fast_as_allowed("chat.postMessage", "C1", 6);
    CHECK(out == std::vector<std::chrono::milliseconds>{0ms, 0ms, 0ms, 1s, 2s, 3s});
}

TEST_CASE("channels do not wait for each other")
{
    pacer pace;
    for (int i = 0; i < 3; ++i)
        pace.took("chat.postMessage", "C1", start);
    CHECK(pace.ready_at("chat.postMessage", "C1", start) == start + 1s);
    CHECK(pace.ready_at("chat.postMessage", "C2", start) == start);
    CHECK(pace.ready_at("chat.update", "C1", start) == start);
}

TEST_CASE("a quiet channel regains its burst, and no more than that")
{
    pacer pace;
    for (int i = 0; i < 3; ++i)
        pace.took("chat.postMessage", "C1", start);
    const auto later = start + 1h;
    for (int i = 0; i < 3; ++i) {
        CHECK(pace.ready_at("chat.postMessage", "C1", later) == later);
        pace.took("chat.postMessage", "C1", later);
    }
    CHECK(pace.ready_at("chat.postMessage", "C1", later) == later + 1s);
}

TEST_CASE("no minute sees more calls of a method than its tier allows")
{
    const auto [method, per_minute] = GENERATE(table<std::string, int>({
        {"conversations.list", 20},
        {"usergroups.users.list", 20},
        {"chat.update", 50},
        {"conversations.replies", 50},
        {"views.open", 100},
        {"users.info", 100},
        {"some.method.of.tomorrow", 20},
    }));
    CAPTURE(method);
    CHECK(tier_of(method).per_minute == per_minute);
    const auto out = as_fast_as_allowed(method, "", 3 * per_minute);
    for (std::size_t first = 0; first < out.size(); ++first) {
        int in_minute = 0;
        for (std::size_t i = first; i < out.size() && out[i] < out[first] + 1min; ++i)
            ++in_minute;
        CHECK(in_minute <= per_minute);
    }
    CHECK(out.back() < 5min);  // and it is not needlessly slow
}

TEST_CASE("waiting until the named instant is enough")
{
    pacer pace;
    auto now = start;
    for (int i = 0; i < 500; ++i) {
        now = pace.ready_at("chat.update", "", now);
        REQUIRE(pace.ready_at("chat.update", "", now) == now);
        pace.took("chat.update", "", now);
    }
}

TEST_CASE("after a 429 nothing of that method goes out before Slack's time, and all else does")
{
    pacer pace;
    pace.blocked("chat.postMessage", start + 30s);
    CHECK(pace.ready_at("chat.postMessage", "C1", start) == start + 30s);
    CHECK(pace.ready_at("chat.postMessage", "C2", start + 10s) == start + 30s);
    CHECK(pace.ready_at("chat.update", "C1", start) == start);
    CHECK(pace.ready_at("chat.postMessage", "C1", start + 31s) == start + 31s);
}

TEST_CASE("a second 429 does not shorten the first")
{
    pacer pace;
    pace.blocked("chat.update", start + 30s);
    pace.blocked("chat.update", start + 5s);
    CHECK(pace.ready_at("chat.update", "", start) == start + 30s);
}

TEST_CASE("calls that could not wait are paid for by those that can")
{
    pacer pace;
    const auto burst = tier_of("views.open").burst;
    for (int i = 0; i < burst + 4; ++i)
        pace.took("views.open", "", start);
    CHECK(pace.ready_at("views.open", "", start) > start + 3s);
}

TEST_CASE("a clock set back neither hangs nor gives tokens away")
{
    pacer pace;
    for (int i = 0; i < 3; ++i)
        pace.took("chat.postMessage", "C1", start);
    const auto before = start - 1h;
    CHECK(pace.ready_at("chat.postMessage", "C1", before) == before + 1s);
}

TEST_CASE("thousands of channels are forgotten again")
{
    pacer pace;
    for (int i = 0; i < 5'000; ++i)
        pace.took("chat.postMessage", "C" + std::to_string(i), start + i * 10s);
    const auto now = start + 5'000 * 10s;
    CHECK(pace.ready_at("chat.postMessage", "C0", now) == now);
    CHECK(pace.ready_at("chat.postMessage", "C4999", now) == now);
}

#include "tests/fault/stormy_day.hpp"

#include "requests.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <iostream>
#include <random>

// Slack fails in every way it can while people work; then it is well again. The workspace is the oracle.

using namespace docket::tests;

namespace {

/// The days to live through: where none is asked for, some that failed once and as many that nobody has seen yet.
std::vector<unsigned> days(int usually)
{
    constexpr std::array failed_once{23U, 44U, 46U, 58U};
    const auto rounds = static_cast<std::size_t>(fault_rounds(usually));
    const bool asked_for = std::getenv("DOCKET_FAULT_SEED") != nullptr;
    std::random_device fresh;
    std::vector<unsigned> seeds;
    while (seeds.size() < rounds) {
        const auto i = seeds.size();
        if (asked_for)
            seeds.push_back(fault_seed() + static_cast<unsigned>(i));
        else if (i % 2 == 0 && i / 2 < failed_once.size())
            seeds.push_back(failed_once.at(i / 2));
        else
            seeds.push_back(fresh() % 1'000'000'000);  // as DOCKET_FAULT_SEED is read
    }
    return seeds;
}

void live_through(stormy_day::conditions how)
{
    INFO("again with DOCKET_FAULT_SEED=" << how.seed << " DOCKET_FAULT_ROUNDS=1");
    std::cout << "storm " << how.seed << ": " << std::flush;  // also where the process ends here
    stormy_day day(how);
    day.pass();
    day.clear_up();
    day.judge();
    std::cout << day.summary() << "\n";
}

}  // namespace

TEST_CASE(
    "whatever Slack does, each request has one ticket, each message is said once, and all that is shown holds",
    "[.storm]"
)
{
    for (const auto seed : days(8)) {
        stormy_day::conditions how;
        how.seed = seed;
        how.acts = 30;
        live_through(how);
    }
}

TEST_CASE("what Slack refuses for good is given up with its reason, and nothing else suffers from it", "[.storm]")
{
    for (const auto seed : days(4)) {
        stormy_day::conditions how;
        how.seed = seed;
        how.acts = 30;
        how.storm.share = 0.3;
        how.storm.refusals = 0.2;
        live_through(how);
    }
}

#include "tests/fault/stormy_day.hpp"

#include "requests.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <iostream>
#include <numeric>

// Slack fails in every way it can while people work; then it is well again. The workspace is the oracle.

using namespace docket::tests;

namespace {

/// The days to live through: where none is asked for, some that failed once. What is fresh belongs into long runs: what
/// it finds is nobody's change of today.
std::vector<unsigned> days(int usually)
{
    constexpr std::array failed_once{23U, 44U, 46U, 58U, 423U};
    std::vector<unsigned> seeds(failed_once.begin(), failed_once.begin() + usually);
    if (std::getenv("DOCKET_FAULT_SEED") == nullptr && std::getenv("DOCKET_FAULT_ROUNDS") == nullptr)
        return seeds;
    seeds.resize(static_cast<std::size_t>(fault_rounds(usually)));
    std::iota(seeds.begin(), seeds.end(), fault_seed());
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
    "[storm]"
)
{
    for (const auto seed : days(5)) {
        stormy_day::conditions how;
        how.seed = seed;
        how.acts = 30;
        live_through(how);
    }
}

TEST_CASE("what Slack refuses for good is given up with its reason, and nothing else suffers from it", "[storm]")
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

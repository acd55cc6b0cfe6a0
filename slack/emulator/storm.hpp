#pragma once

#include "slack/emulator/faults.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <random>
#include <string>

namespace docket::slack::emulator {

/// How bad a storm is.
struct storm_strength {
    double share = 0.4;     ///< of the calls that go wrong
    double refusals = 0.0;  ///< of those, the share that Slack refuses as if for good: missing_scope and the like
    double slow = 0.05;     ///< of the others, the share that is answered later than anybody waits
    /// How much later than asked for a slow call may have its effect.
    std::chrono::milliseconds latest_effect{10'000};
    std::size_t huge = 40 * 1024 * 1024;  ///< bytes of the largest answers
};

/// Chance decides what goes wrong with each call: before or after it had its effect, by silence, by words of Slack's
/// own or of something in between that speaks in its place. The same seed and the same calls give the same faults.
///
/// Never told is a plausible untruth: that a message is not there which is, or that something was done which was not.
/// Nobody who is told so can know.
class storm {
public:
    explicit storm(unsigned seed, storm_strength how = {}) : random_(seed), how_(how) {}

    /// For `fault_plan::by_chance`.
    std::optional<fault> operator()(const std::string& method);

private:
    bool chance(double share);
    std::size_t pick(std::size_t below);
    template <class Table>
    const auto& one_of(const Table& all)
    {
        return all[pick(all.size())];
    }
    fault nonsense();

    std::mt19937 random_;
    storm_strength how_;
};

}  // namespace docket::slack::emulator

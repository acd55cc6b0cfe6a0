#pragma once

#include "slack/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace docket::bot {

/// How often the log speaks of requests that were refused: whoever sends them must not be able to fill the disk. Of
/// each kind it tells the first few; where they go on, one line a minute that says how many were passed over. Metrics
/// count each of them all the same. For one thread.
class refusal_log {
public:
    explicit refusal_log(slack::clock& time) : time_(time) {}

    /// One more of a kind; kinds are few and ours to choose.
    /// @return nothing where the log stays silent; else how many were passed over since it last spoke of that kind
    std::optional<std::int64_t> speaks(std::string_view kind);

private:
    struct minute {
        slack::instant begun;
        int told = 0;
        std::int64_t passed_over = 0;
    };

    slack::clock& time_;
    std::map<std::string, minute, std::less<>> kinds_;
};

}  // namespace docket::bot

#pragma once

#include "slack/clock.hpp"

#include <map>
#include <optional>
#include <string>

namespace docket::slack::emulator {

/// How hard the workspace is about Slack's published tiers (docs.slack.dev/apis/web-api/rate-limits).
struct rate_rules {
    bool on = true;
    double burst = 0.5;             ///< share of a minute's calls that may come at once
    double posts_at_once = 4;       ///< chat.postMessage to one channel, before one per second
    double posts_per_minute = 300;  ///< "several hundred" for the workspace
};

/// Calls per minute of a method: 20, 50 or 100 by its tier. What has a special tier gets 200.
double calls_per_minute(const std::string& method);

/// One token bucket per method, and one per channel for posts. A value: told the time, tells what to answer.
class rate_limiter {
public:
    explicit rate_limiter(rate_rules rules = {}) : rules_(rules) {}

    /// @param channel  of a chat.postMessage, else empty
    /// @return nothing when the call may pass, else the Retry-After
    std::optional<std::chrono::seconds> admit(const std::string& method, const std::string& channel, instant now);

    void use(rate_rules rules) { rules_ = rules; }

private:
    struct bucket {
        double tokens = 0;
        instant filled;
    };
    std::optional<std::chrono::seconds> take(const std::string& key, double most, double per_second, instant now);

    rate_rules rules_;
    std::map<std::string, bucket> buckets_;
};

}  // namespace docket::slack::emulator

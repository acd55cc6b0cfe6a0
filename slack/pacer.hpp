#pragma once

#include "slack/clock.hpp"

#include <map>
#include <string>
#include <string_view>

namespace docket::slack {

/// How often Slack lets a method be called, per workspace and app (docs.slack.dev/apis/web-api/rate-limits).
struct tier {
    int per_minute;
    int burst;
};
tier tier_of(std::string_view method);

/// When the next call may go out. A value machine: it holds token buckets and is told the time; it never waits.
/// One per workspace token.
class pacer {
public:
    /// The earliest instant, `now` or later, at which `method` may be called; `channel` matters for posts
    /// (one message a second and channel, after a short burst) and may be empty.
    [[nodiscard]] instant ready_at(std::string_view method, std::string_view channel, instant now) const;

    /// Counts a call that goes out at `now`.
    void took(std::string_view method, std::string_view channel, instant now);

    /// Slack answered 429 with Retry-After: nothing of this method before `until`.
    void blocked(std::string_view method, instant until);

private:
    struct bucket {
        double tokens;
        instant at;
    };
    std::map<std::string, bucket, std::less<>> methods_;
    std::map<std::string, bucket, std::less<>> channels_;
    std::map<std::string, instant, std::less<>> blocked_;
};

}  // namespace docket::slack

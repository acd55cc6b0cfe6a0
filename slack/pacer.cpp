#include "slack/pacer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace docket::slack {

namespace {

using milliseconds = std::chrono::milliseconds;

struct method_tier {
    std::string_view method;
    tier allowed;
};

// Slack's tiers 2, 3 and 4. Bursts are unpublished: a fifth of a minute's worth is our choice.
constexpr tier second{20, 4};
constexpr tier third{50, 10};
constexpr tier fourth{100, 20};
// Special tiers: "several hundred messages per minute" for a workspace, and of what is unnamed a like amount.
constexpr tier special{300, 30};

constexpr std::array tiers = {
    method_tier{"auth.test", special},
    method_tier{"chat.delete", third},
    method_tier{"chat.getPermalink", special},
    method_tier{"chat.postEphemeral", fourth},
    method_tier{"chat.postMessage", special},
    method_tier{"chat.update", third},
    method_tier{"conversations.history", third},
    method_tier{"conversations.info", third},
    method_tier{"conversations.join", third},
    method_tier{"conversations.list", second},
    method_tier{"conversations.members", fourth},
    method_tier{"conversations.open", third},
    method_tier{"conversations.replies", third},
    method_tier{"files.completeUploadExternal", fourth},
    method_tier{"files.getUploadURLExternal", fourth},
    method_tier{"files.info", fourth},
    method_tier{"reactions.add", third},
    method_tier{"reactions.get", third},
    method_tier{"reactions.remove", second},
    method_tier{"response_url", special},  // no method: answers to a command or click, one a second for each
    method_tier{"team.info", third},
    method_tier{"usergroups.list", second},
    method_tier{"usergroups.users.list", second},
    method_tier{"users.conversations", second},
    method_tier{"users.info", fourth},
    method_tier{"users.list", second},
    method_tier{"views.open", fourth},
    method_tier{"views.publish", fourth},
    method_tier{"views.push", fourth},
    method_tier{"views.update", fourth},
};

// One message a second and channel, short bursts allowed (docs.slack.dev/apis/web-api/rate-limits).
constexpr double per_channel_and_second = 1.0;
constexpr double channel_burst = 3.0;
constexpr std::size_t most_channels = 1'000;

constexpr std::string_view posting = "chat.postMessage";

/// A bucket's speed: with the burst, no minute sees more calls than Slack allows in one.
double per_second(const tier& t)
{
    return (t.per_minute - t.burst) / 60.0;
}

double refilled(double tokens, instant since, instant now, double speed, double full)
{
    const auto passed = std::max(now - since, milliseconds(0));  // the clock may have been set back
    return std::min(full, tokens + speed * std::chrono::duration<double>(passed).count());
}

/// When a bucket that holds `tokens` now holds a whole one.
instant whole_at(double tokens, instant now, double speed)
{
    constexpr double rounding = 1e-6;  // of a token: what adding up fractions may lose
    if (tokens >= 1.0 - rounding)
        return now;
    return now + milliseconds(std::lround(std::ceil((1.0 - tokens - rounding) / speed * 1'000.0)));
}

}  // namespace

tier tier_of(std::string_view method)
{
    const auto known = std::find_if(tiers.begin(), tiers.end(), [&](const auto& t) { return t.method == method; });
    return known == tiers.end() ? second : known->allowed;  // an unknown method is taken for a slow one
}

instant pacer::ready_at(std::string_view method, std::string_view channel, instant now) const
{
    auto ready = now;
    const auto allowed = tier_of(method);
    if (const auto b = methods_.find(method); b != methods_.end()) {
        const auto tokens = refilled(b->second.tokens, b->second.at, now, per_second(allowed), allowed.burst);
        ready = std::max(ready, whole_at(tokens, now, per_second(allowed)));
    }
    if (const auto b = channels_.find(channel); method == posting && b != channels_.end()) {
        const auto tokens = refilled(b->second.tokens, b->second.at, now, per_channel_and_second, channel_burst);
        ready = std::max(ready, whole_at(tokens, now, per_channel_and_second));
    }
    if (const auto b = blocked_.find(method); b != blocked_.end())
        ready = std::max(ready, b->second);
    return ready;
}

void pacer::took(std::string_view method, std::string_view channel, instant now)
{
    const auto allowed = tier_of(method);
    const double full = allowed.burst;
    auto& all = methods_.try_emplace(std::string(method), bucket{full, now}).first->second;
    all = bucket{refilled(all.tokens, all.at, now, per_second(allowed), full) - 1.0, now};
    if (method != posting || channel.empty())
        return;
    if (channels_.size() >= most_channels)
        std::erase_if(channels_, [&](const auto& c) {
            const auto& b = c.second;
            return refilled(b.tokens, b.at, now, per_channel_and_second, channel_burst) >= channel_burst;
        });
    auto& one = channels_.try_emplace(std::string(channel), bucket{channel_burst, now}).first->second;
    one = bucket{refilled(one.tokens, one.at, now, per_channel_and_second, channel_burst) - 1.0, now};
}

void pacer::blocked(std::string_view method, instant until)
{
    auto& end = blocked_.try_emplace(std::string(method), until).first->second;
    end = std::max(end, until);
}

}  // namespace docket::slack

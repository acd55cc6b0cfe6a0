#include "slack/emulator/rate_limits.hpp"

#include <algorithm>
#include <cmath>

namespace docket::slack::emulator {

double calls_per_minute(const std::string& method)
{
    static const std::map<std::string, double> tiers{
        {"api.test", 100},
        {"apps.connections.open", 50},
        {"chat.update", 50},
        {"chat.delete", 50},
        {"chat.postEphemeral", 100},
        {"conversations.open", 50},
        {"conversations.info", 50},
        {"conversations.members", 100},
        {"conversations.list", 20},
        {"conversations.history", 50},
        {"conversations.replies", 50},
        {"conversations.join", 50},
        {"users.conversations", 50},
        {"users.info", 100},
        {"users.list", 20},
        {"usergroups.list", 20},
        {"usergroups.users.list", 20},
        {"reactions.add", 50},
        {"reactions.remove", 20},
        {"reactions.get", 50},
        {"views.open", 100},
        {"views.update", 100},
        {"views.push", 100},
        {"views.publish", 100},
        {"team.info", 50},
        {"bots.info", 50},
        {"files.info", 100},
        {"files.getUploadURLExternal", 100},
        {"files.completeUploadExternal", 100},
    };
    const auto known = tiers.find(method);
    return known == tiers.end() ? 200 : known->second;
}

std::optional<std::chrono::seconds> rate_limiter::admit(
    const std::string& method, const std::string& channel, instant now
)
{
    if (!rules_.on)
        return std::nullopt;
    if (method == "chat.postMessage") {
        if (const auto wait = take("post " + channel, rules_.posts_at_once, 1.0, now))
            return wait;
        return take("post", rules_.posts_per_minute, rules_.posts_per_minute / 60, now);
    }
    const auto per_minute = calls_per_minute(method);
    return take(method, std::max(1.0, per_minute * rules_.burst), per_minute / 60, now);
}

std::optional<std::chrono::seconds> rate_limiter::take(
    const std::string& key, double most, double per_second, instant now
)
{
    auto& b = buckets_.try_emplace(key, bucket{most, now}).first->second;
    const std::chrono::duration<double> passed = now - b.filled;
    b.tokens = std::min(most, b.tokens + std::max(0.0, passed.count()) * per_second);
    b.filled = now;
    if (b.tokens >= 1) {
        b.tokens -= 1;
        return std::nullopt;
    }
    return std::chrono::seconds(static_cast<long>(std::ceil((1 - b.tokens) / per_second)));
}

}  // namespace docket::slack::emulator

#pragma once

#include "slack/clock.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tl/expected.hpp>

namespace docket::slack::emulator {

/// What a trigger_id stands for.
struct trigger {
    instant issued;
    std::string user;
    std::string view_id;  ///< the modal it came from; empty elsewhere
    bool used = false;
};

/// The trigger_ids of a workspace: 3 s from issue and one use
/// (docs.slack.dev/interactivity/handling-user-interaction).
class trigger_book {
public:
    static constexpr std::chrono::seconds life{3};

    std::string issue(std::string user, std::string view_id, instant now);

    /// Uses it up.
    /// @errors Slack's error string: invalid_trigger_id, expired_trigger_id, exchanged_trigger_id
    tl::expected<trigger, std::string> exchange(const std::string& id, instant now);

private:
    std::map<std::string, trigger> known_;
    std::uint64_t issued_ = 0;
};

/// Where a response_url answers to.
struct response_target {
    enum class source {
        command,   ///< nothing of ours to replace
        shortcut,  ///< likewise
        message,   ///< a message of the app: replaceable
        ephemeral  ///< an ephemeral message of the app: replaceable, stays ephemeral
    };
    source from = source::command;
    instant issued;
    std::string user;
    std::string channel;
    std::string message_ts;
    std::string thread_ts;
    int uses = 0;
};

/// The response_urls of a workspace: 5 uses within 30 minutes of issue.
class response_book {
public:
    static constexpr std::chrono::minutes life{30};
    static constexpr int allowed_uses = 5;

    /// @return the last path segment of the URL
    std::string issue(response_target where);

    /// Counts one use.
    /// @errors no_such_url, expired_url, used_url
    tl::expected<response_target, std::string> use(const std::string& key, instant now);

private:
    std::map<std::string, response_target> known_;
    std::uint64_t issued_ = 0;
};

}  // namespace docket::slack::emulator

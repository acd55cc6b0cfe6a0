#pragma once

#include <chrono>
#include <string>
#include <tl/expected.hpp>

namespace docket::slack {

/// Why an outgoing call did not succeed, in the terms of what the caller can do about it.
class failure {
public:
    enum class kind {
        permanent,  ///< the same call can never succeed
        retry,      ///< it surely had no effect; trying again may help
        uncertain,  ///< it may have had its effect: look before trying again
        wait,       ///< refused for now: try again after `after`
        stop,       ///< the token is dead: nothing will succeed until an administrator acts
    };

    failure(kind what_, std::string error_, std::chrono::milliseconds after_ = {}, std::string detail_ = {})
        : what(what_), error(std::move(error_)), after(after_), detail(std::move(detail_))
    {
    }

    kind what;
    std::string error;                ///< Slack's error string ("is_archived") or ours ("timeout", "connect")
    std::chrono::milliseconds after;  ///< for kind::wait
    std::string detail;               ///< what Slack adds: missing scope, the pointer into a refused block
};

template <class T>
using result = tl::expected<T, failure>;

}  // namespace docket::slack

#pragma once

#include "slack/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <string>

namespace docket::slack::emulator {

/// One thing that goes wrong with calls to the Web API.
struct fault {
    enum class kind {
        rate_limited,  ///< 429 with Retry-After, no effect
        server_error,  ///< `status`
        slow,          ///< answered after `delay` on the clock
        lost_before,   ///< the connection closes, no effect
        lost_after,    ///< the call has its effect, then the connection closes: the caller hears nothing
        cut_short,     ///< the call has its effect, and half of its answer comes
        refused,       ///< {"ok":false,"error":`error`}
        replaced       ///< `status`, `content_type` and `body` come in place of Slack's answer
    };
    kind what = kind::server_error;
    std::string method = {};  ///< of the Web API, or "response_url"; empty: any
    int times = 1;
    std::chrono::seconds retry_after{1};
    /// The header's text in place of `retry_after`; empty: no such header.
    std::optional<std::string> retry_after_text = std::nullopt;
    std::chrono::milliseconds delay{0};
    unsigned status = 503;
    std::string error = {};
    std::string body = {};
    std::string content_type = "application/json; charset=utf-8";
    std::size_t padding = 0;  ///< blanks after `body`, in bytes
    /// slow, server_error, refused, replaced: the call has its effect before that. Else it has none, but for a slow
    /// one, which has it in the end.
    bool done = false;
};

/// Whether a call that `f` strikes has its effect.
[[nodiscard]] bool has_effect(const fault& f);
/// Whether the caller learns what came of it.
[[nodiscard]] bool is_heard(const fault& f);
/// What the caller gets in place of `answer`.
[[nodiscard]] http::response spoiled(const fault& f, http::response answer);

/// What goes wrong, switchable at any time. The server glue asks it before and after each call.
class fault_plan {
public:
    void add(fault what) { planned_.push_back(std::move(what)); }
    void clear() { planned_.clear(); }

    /// The next `times` calls of the method are answered 429.
    void rate_limit(std::string method, int times, std::chrono::seconds retry_after);
    void fail(std::string method, int times, unsigned status = 503);
    /// The next calls have their effect but their answer is lost.
    void lose_answers(std::string method, int times);
    void lose_requests(std::string method, int times);
    void slow_down(std::string method, int times, std::chrono::milliseconds delay);
    /// The next calls are answered `{"ok":false}` with that error, without effect.
    void refuse(std::string method, int times, std::string error);

    /// The fault for one call of the method, counted as used; nothing when all is well.
    std::optional<fault> take(const std::string& method);

    /// Takes back what is still to come of that kind. @param method  empty: for whatever method
    void end(fault::kind what, const std::string& method);

    /// What is still to come, in the order in which it was planned.
    [[nodiscard]] const std::list<fault>& planned() const { return planned_; }

    bool outage = false;       ///< every connection closes without an answer
    int duplicate_events = 0;  ///< so many of the next events are delivered twice at once, same event_id
    /// Asked where nothing was planned for a call of the method: see storm.hpp.
    std::function<std::optional<fault>(const std::string& method)> by_chance;

private:
    std::list<fault> planned_;
};

}  // namespace docket::slack::emulator

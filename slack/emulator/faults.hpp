#pragma once

#include <chrono>
#include <list>
#include <optional>
#include <string>

namespace docket::slack::emulator {

/// One thing that goes wrong with calls to the Web API.
struct fault {
    enum class kind {
        rate_limited,  ///< 429 with Retry-After, no effect
        server_error,  ///< `status`, no effect
        slow,          ///< answered after `delay` on the clock
        lost_before,   ///< the connection closes, no effect
        lost_after     ///< the call has its effect, then the connection closes: the caller hears nothing
    };
    kind what = kind::server_error;
    std::string method;  ///< of the Web API, or "response_url"; empty: any
    int times = 1;
    std::chrono::seconds retry_after{1};
    std::chrono::milliseconds delay{0};
    unsigned status = 503;
};

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

    /// The fault for one call of the method, counted as used; nothing when all is well.
    std::optional<fault> take(const std::string& method);

    /// Takes back what is still to come of that kind. @param method  empty: for whatever method
    void end(fault::kind what, const std::string& method);

    /// What is still to come, in the order in which it was planned.
    [[nodiscard]] const std::list<fault>& planned() const { return planned_; }

    bool outage = false;       ///< every connection closes without an answer
    int duplicate_events = 0;  ///< so many of the next events are delivered twice at once, same event_id

private:
    std::list<fault> planned_;
};

}  // namespace docket::slack::emulator

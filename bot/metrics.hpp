#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace docket::bot {

/// The numbers an operator alarms on. Counting is thread-safe. Words that come from outside (a retry's reason, an error
/// of Slack's) become "other" where they are unknown or too many, so that nobody can fill the memory with labels.
class metrics {
public:
    metrics();
    ~metrics();
    metrics(const metrics&) = delete;
    metrics& operator=(const metrics&) = delete;

    /// @param kind "event", "block_actions", "command", …; @param outcome "done", "duplicate", "refused", "unused",
    ///             "malformed", "unbelieved", "broken", "failed"
    /// @param took zero where nobody measured: then it is counted, but not among the times
    void request(std::string_view kind, std::string_view outcome, std::chrono::microseconds took);
    void distrusted(std::string_view why);
    /// @param reason  the header X-Slack-Retry-Reason
    void slack_retry(std::string_view reason);
    void delivery(std::string_view kind, std::string_view outcome);
    void rate_limited(std::string_view method);
    /// @param outcome  "ok", or the error of Slack's or ours
    void api_call(std::string_view method, std::string_view outcome, std::chrono::microseconds took);
    void committed(std::size_t commands, std::chrono::microseconds took);
    void timer(std::string_view kind, bool late);
    /// A message read after an absence. @param where  "channel", "direct", "thread"; @param outcome as of requests
    void caught_up(std::string_view where, std::string_view outcome);
    void socket_up();
    /// @param reason  Slack's own ("warning", "refresh_requested", …) or ours ("closed", "silent", "no_hello", …)
    void socket_down(std::string_view reason);
    /// @param type  "events_api", "interactive", "slash_commands"; @param outcome "acknowledged", "refused" (Slack will
    ///              deliver it again), "unsent" (its connection had gone), "malformed"
    void envelope(std::string_view type, std::string_view outcome);
    void envelope_again(std::string_view type);

    /// Read when the text is made.
    struct gauges {
        std::int64_t writer_waiting = 0;
        std::int64_t deliveries_due = 0;
        std::int64_t deliveries_failed = 0;
        double oldest_delivery_seconds = 0;
        std::int64_t timers_overdue = 0;
        std::int64_t sockets_up = 0;
        std::int64_t conversations_to_read = 0;
        bool unheard = false;
        bool ready = false;
    };
    /// Prometheus text exposition, version 0.0.4.
    [[nodiscard]] std::string text(const gauges& g) const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace docket::bot

#include "bot/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <tuple>

namespace docket::bot {

namespace {

using buckets = prometheus::Histogram::BucketBoundaries;

constexpr std::string_view other = "other";

/// What Docket puts into labels: short names such as "view_submission" and "chat.postMessage". Anything else is not
/// ours.
bool is_word(std::string_view text)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), fits);
}

/// docs.slack.dev/apis/events-api, "Errors": the only reasons Slack gives.
std::string_view known_reason(std::string_view reason)
{
    static constexpr std::array<std::string_view, 6> reasons{"http_timeout", "too_many_redirects", "connection_failed",
                                                             "ssl_error",    "http_error",         "unknown_error"};
    return std::find(reasons.begin(), reasons.end(), reason) == reasons.end() ? other : reason;
}

double seconds(std::chrono::microseconds took)
{
    return std::chrono::duration<double>(took).count();
}

/// One metric by two labels. What was counted once is found again by comparing a few strings: labels are built only the
/// first time. Beyond `most` combinations everything is "other".
template <class Metric, class... Arguments>
class by_label {
public:
    by_label(
        prometheus::Family<Metric>& family, std::string first_label, std::string second_label, Arguments... arguments
    )
        : family_(family),
          first_label_(std::move(first_label)),
          second_label_(std::move(second_label)),
          arguments_(std::move(arguments)...)
    {
    }

    Metric& of(std::string_view first, std::string_view second = {})
    {
        {
            std::shared_lock reading(lock_);
            if (auto* found = find(first, second))
                return *found;
        }
        std::unique_lock writing(lock_);
        const bool second_fits = second_label_.empty() || is_word(second);
        return add(is_word(first) ? first : other, second_fits ? second : other);
    }

private:
    struct one {
        std::string first;
        std::string second;
        Metric* metric;
    };

    Metric* find(std::string_view first, std::string_view second)
    {
        for (const auto& o : known_)
            if (o.first == first && o.second == second)
                return o.metric;
        return nullptr;
    }

    Metric& add(std::string_view first, std::string_view second)
    {
        if (known_.size() >= most) {
            first = other;
            second = second_label_.empty() ? std::string_view() : other;
        }
        if (auto* found = find(first, second))
            return *found;
        prometheus::Labels labels{{first_label_, std::string(first)}};
        if (!second_label_.empty())
            labels.emplace(second_label_, second);
        auto& made = std::apply([&](const auto&... a) -> Metric& { return family_.Add(labels, a...); }, arguments_);
        known_.push_back(one{std::string(first), std::string(second), &made});
        return made;
    }

    static constexpr std::size_t most = 200;

    prometheus::Family<Metric>& family_;
    std::string first_label_;
    std::string second_label_;
    std::tuple<Arguments...> arguments_;
    std::shared_mutex lock_;
    std::deque<one> known_;
};

using counters = by_label<prometheus::Counter>;
using histograms = by_label<prometheus::Histogram, buckets>;

}  // namespace

class metrics::impl {
public:
    prometheus::Family<prometheus::Counter>& counter(const char* name, const char* help)
    {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }
    prometheus::Family<prometheus::Histogram>& histogram(const char* name, const char* help)
    {
        return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }
    prometheus::Gauge& gauge(const char* name, const char* help)
    {
        return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
    }

    prometheus::Registry registry;

    counters requests{
        counter("docket_requests_total", "Requests received, by kind and what came of them."), "kind", "outcome"
    };
    // Up to 3 s: Slack's limit for an answer.
    prometheus::Histogram& request_times =
        histogram("docket_request_seconds", "From a request's body to its answer.")
            .Add({}, buckets{0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3});
    counters unbelieved{counter("docket_unbelieved_total", "Requests whose signature was refused."), "why", ""};
    counters retries{counter("docket_slack_retries_total", "Requests that Slack delivered again."), "reason", ""};
    counters deliveries{
        counter("docket_deliveries_total", "Attempts to send, by what became of them."), "kind", "outcome"
    };
    counters limited{counter("docket_slack_rate_limited_total", "Calls that Slack told to wait."), "method", ""};
    histograms calls{
        histogram("docket_slack_call_seconds", "Calls of Slack's Web API."), "method", "outcome",
        buckets{0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3, 5, 10}
    };
    prometheus::Histogram& commit_times =
        histogram("docket_commit_seconds", "One group of commands, until it is on disk.")
            .Add({}, buckets{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5});
    prometheus::Histogram& commit_sizes =
        histogram("docket_commit_commands", "Commands in one group.").Add({}, buckets{1, 2, 5, 10, 20, 50, 100, 200});
    counters timers{
        counter("docket_timers_total", "Timers that fired; late: due while the service was down."), "kind", "late"
    };
    counters caught{
        counter("docket_caught_up_total", "Messages read after an absence; done: they had been missed."), "where",
        "outcome"
    };
    prometheus::Counter& sockets =
        counter("docket_socket_connects_total", "Socket Mode connections that Slack said hello on.").Add({});
    counters socket_ends{
        counter("docket_socket_disconnects_total", "Socket Mode connections, and attempts at them, that ended."),
        "reason", ""
    };
    counters envelopes{
        counter("docket_socket_envelopes_total", "Envelopes received over Socket Mode, by what came of them."), "type",
        "outcome"
    };
    counters envelopes_again{
        counter("docket_socket_redeliveries_total", "Envelopes that Slack delivered again."), "type", ""
    };

    prometheus::Gauge& sockets_up = gauge("docket_socket_connections", "Socket Mode connections that are up.");
    prometheus::Gauge& writer_waiting = gauge("docket_writer_waiting", "Commands that wait for the database.");
    prometheus::Gauge& deliveries_due = gauge("docket_deliveries_due", "Deliveries not yet sent.");
    prometheus::Gauge& deliveries_failed = gauge("docket_deliveries_failed", "Deliveries that can never succeed.");
    prometheus::Gauge& oldest_delivery = gauge("docket_oldest_delivery_seconds", "Age of the oldest delivery due.");
    prometheus::Gauge& timers_overdue = gauge("docket_timers_overdue", "Timers that are due and have not fired.");
    prometheus::Gauge& to_read = gauge("docket_conversations_to_read", "Still to read after an absence.");
    prometheus::Gauge& unheard =
        gauge("docket_slack_unheard", "1 while Slack holds messages that it does not deliver.");
    prometheus::Gauge& ready = gauge("docket_ready", "1 while requests of Slack are taken.");
    std::mutex making_text;  ///< so that the gauges of one text are of one moment
};

metrics::metrics() : impl_(std::make_unique<impl>()) {}

metrics::~metrics() = default;

void metrics::request(std::string_view kind, std::string_view outcome, std::chrono::microseconds took)
{
    impl_->requests.of(kind, outcome).Increment();
    if (took > std::chrono::microseconds(0))
        impl_->request_times.Observe(seconds(took));
}

void metrics::distrusted(std::string_view why)
{
    impl_->unbelieved.of(why).Increment();
}

void metrics::slack_retry(std::string_view reason)
{
    impl_->retries.of(known_reason(reason)).Increment();
}

void metrics::delivery(std::string_view kind, std::string_view outcome)
{
    impl_->deliveries.of(kind, outcome).Increment();
}

void metrics::rate_limited(std::string_view method)
{
    impl_->limited.of(method).Increment();
}

void metrics::api_call(std::string_view method, std::string_view outcome, std::chrono::microseconds took)
{
    impl_->calls.of(method, outcome).Observe(seconds(took));
}

void metrics::committed(std::size_t commands, std::chrono::microseconds took)
{
    impl_->commit_times.Observe(seconds(took));
    impl_->commit_sizes.Observe(static_cast<double>(commands));
}

void metrics::timer(std::string_view kind, bool late)
{
    impl_->timers.of(kind, late ? "yes" : "no").Increment();
}

void metrics::caught_up(std::string_view where, std::string_view outcome)
{
    impl_->caught.of(where, outcome).Increment();
}

void metrics::socket_up()
{
    impl_->sockets.Increment();
}

void metrics::socket_down(std::string_view reason)
{
    impl_->socket_ends.of(reason).Increment();
}

void metrics::envelope(std::string_view type, std::string_view outcome)
{
    impl_->envelopes.of(type, outcome).Increment();
}

void metrics::envelope_again(std::string_view type)
{
    impl_->envelopes_again.of(type).Increment();
}

std::string metrics::text(const gauges& g) const
{
    std::lock_guard alone(impl_->making_text);
    impl_->writer_waiting.Set(static_cast<double>(g.writer_waiting));
    impl_->deliveries_due.Set(static_cast<double>(g.deliveries_due));
    impl_->deliveries_failed.Set(static_cast<double>(g.deliveries_failed));
    impl_->oldest_delivery.Set(g.oldest_delivery_seconds);
    impl_->timers_overdue.Set(static_cast<double>(g.timers_overdue));
    impl_->sockets_up.Set(static_cast<double>(g.sockets_up));
    impl_->to_read.Set(static_cast<double>(g.conversations_to_read));
    impl_->unheard.Set(g.unheard ? 1 : 0);
    impl_->ready.Set(g.ready ? 1 : 0);
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace docket::bot

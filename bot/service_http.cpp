#include "bot/service.hpp"

#include "bot/house_numbers.hpp"
#include "bot/log.hpp"
#include "storage/timers.hpp"

#include <charconv>
#include <string_view>

// What Docket answers over HTTP.

namespace docket::bot {

namespace {

using slack::http::request;
using slack::http::response;

std::string_view name_of(slack::distrust d)
{
    switch (d) {
        case slack::distrust::missing_header:
            return "missing_header";
        case slack::distrust::bad_timestamp:
            return "bad_timestamp";
        case slack::distrust::stale:
            return "stale";
        case slack::distrust::wrong_version:
            return "wrong_version";
        case slack::distrust::mismatch:
            return "mismatch";
    }
    return "mismatch";
}

constexpr std::string_view timestamp_field = "X-Slack-Request-Timestamp";
constexpr std::string_view signature_field = "X-Slack-Signature";
constexpr std::size_t small_body = 4096;  // bytes

/// Whether a body is announced to be so short that reading it costs less than another connection would.
bool is_small(const request& head)
{
    const auto length = head.fields.find("Content-Length");
    std::size_t bytes = 0;
    return length && std::from_chars(length->data(), length->data() + length->size(), bytes).ec == std::errc{} &&
           bytes <= small_body;
}

bool is_slack_path(std::string_view path)
{
    return path == "/slack/events" || path == "/slack/interactions" || path == "/slack/commands";
}

response not_allowed(const char* allowed)
{
    response r(405, "Use " + std::string(allowed) + ".\n");
    r.fields.set("Allow", allowed);
    return r;
}

}  // namespace

asio::awaitable<response> service::answer(request r)
{
    const auto path = r.path();
    if (is_slack_path(path)) {
        if (r.method != "POST")
            co_return not_allowed("POST");
        co_return co_await slack_request(std::move(r));
    }
    const bool known = path == "/healthz" || path == "/readyz" || path == "/metrics";
    if (!known)
        co_return response(404, "Nothing here. Slack posts to /slack/events.\n");
    if (r.method != "GET" && r.method != "HEAD")
        co_return not_allowed("GET");
    if (path == "/healthz")
        co_return response(200, "alive\n");
    if (path == "/metrics")
        co_return co_await scrape();
    if (!writes_->healthy() && !trying_) {
        auto trial = try_writing();
        spawn(std::move(trial), "trial of the database");
    }
    const auto why = not_ready();
    const auto more = complaint();
    if (!why.empty())
        co_return response(503, why + (more.empty() ? "" : "; " + more) + "\n");
    co_return response(200, more.empty() ? "ready\n" : "ready, but " + more + "\n");
}

/// Without a body that is still to come, a stranger's is not waited for.
std::optional<response> service::turn_away(const request& head)
{
    if (!is_slack_path(head.path()) || head.method != "POST" || is_small(head))
        return std::nullopt;
    const auto doubt =
        slack::signer::check_headers(head.fields.find(timestamp_field), head.fields.find(signature_field), time_.now());
    if (!doubt)
        return std::nullopt;
    not_believed(*doubt, head.body.size());
    return response(401);
}

void service::not_believed(slack::distrust why, std::size_t bytes)
{
    counts_.distrusted(name_of(why));
    if (const auto passed_over = refusals_.speaks(name_of(why)))
        log::warn("request not believed", {{"why", name_of(why)}, {"bytes", bytes}, {"passed_over", *passed_over}});
}

asio::awaitable<response> service::slack_request(request r)
{
    const auto timestamp = r.fields.find(timestamp_field);
    const auto signature = r.fields.find(signature_field);
    const auto doubt =
        signer_ ? signer_->check(timestamp, signature, r.body, time_.now()) : std::optional(slack::distrust::mismatch);
    if (doubt) {
        not_believed(*doubt, r.body.size());
        co_return response(401);
    }
    if (r.fields.find("X-Slack-Retry-Num"))
        counts_.slack_retry(r.fields.find("X-Slack-Retry-Reason").value_or("unknown"));
    const auto type = std::string(r.fields.find("Content-Type").value_or(""));
    if (!serving_) {
        // Slack proves that the address is ours before it would tell who we are.
        auto what = slack::decode(type, r.body);
        if (const auto* challenge = what ? std::get_if<slack::url_verification>(&*what) : nullptr)
            co_return response(200, challenge->challenge);
        co_return response(503, trouble_ + "\n");
    }
    co_return co_await serving_->receives.receive(type, std::move(r.body));
}

asio::awaitable<response> service::scrape()
{
    auto make = [this] { return numbers(); };
    auto text = co_await scrapes_.get(make);
    co_return response(200, std::move(text), "text/plain; version=0.0.4; charset=utf-8");
}

asio::awaitable<std::string> service::numbers()
{
    metrics::gauges now;
    now.ready = not_ready().empty();
    now.sockets_up = socket_ ? static_cast<std::int64_t>(socket_->up()) : 0;
    now.writer_waiting = static_cast<std::int64_t>(writes_->waiting());
    if (serving_) {
        auto read = [](ledger& l) {
            return std::pair(l.deliveries().count(), storage::timers_due(l.tx(), l.now(), 1000));
        };
        const auto [outbox, timers] = co_await serving_->where.look(read);
        now.deliveries_due = outbox.due;
        now.deliveries_failed = outbox.failed;
        now.conversations_to_read = outbox.to_read;
        now.unheard = serving_->where.tally().unheard;
        if (outbox.oldest)
            now.oldest_delivery_seconds = std::chrono::duration<double>(time_.now() - *outbox.oldest).count();
        now.timers_overdue = static_cast<std::int64_t>(timers.size());
    }
    co_return counts_.text(now) + house_numbers(environment_.database);
}

}  // namespace docket::bot

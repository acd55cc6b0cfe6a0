#include "bot/metrics.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace docket::bot;
using namespace std::chrono_literals;

namespace {

/// The value of one line of the exposition; -1 when there is none.
double value(const std::string& text, const std::string& series)
{
    const auto at = ("\n" + text).find("\n" + series + " ");
    if (at == std::string::npos)
        return -1;
    return std::stod(text.substr(at + series.size() + 1));
}

std::size_t lines_with(const std::string& text, const std::string& start)
{
    std::size_t n = 0;
    const auto all = "\n" + text;
    for (auto at = all.find("\n" + start); at != std::string::npos; at = all.find("\n" + start, at + 1))
        ++n;
    return n;
}

}  // namespace

TEST_CASE("requests are counted by kind and outcome, and timed where somebody measured", "[bot]")
{
    metrics m;
    m.request("event", "done", 1500us);
    m.request("event", "done", 15ms);
    m.request("event", "duplicate", 0us);
    m.request("command", "refused", 2s);
    const auto text = m.text({});
    CHECK(value(text, R"(docket_requests_total{kind="event",outcome="done"})") == 2);
    CHECK(value(text, R"(docket_requests_total{kind="event",outcome="duplicate"})") == 1);
    CHECK(value(text, R"(docket_requests_total{kind="command",outcome="refused"})") == 1);
    CHECK(value(text, "docket_request_seconds_count") == 3);
    CHECK(value(text, R"(docket_request_seconds_bucket{le="0.001"})") == 0);
    CHECK(value(text, R"(docket_request_seconds_bucket{le="0.0025"})") == 1);
    CHECK(value(text, R"(docket_request_seconds_bucket{le="3"})") == 3);
}

TEST_CASE("every number of the README has its name", "[bot]")
{
    metrics m;
    m.distrusted("stale");
    m.slack_retry("http_timeout");
    m.delivery("card", "sent");
    m.rate_limited("chat.postMessage");
    m.api_call("chat.update", "ok", 90ms);
    m.committed(7, 3ms);
    m.timer("remind", true);
    metrics::gauges g;
    g.writer_waiting = 1;
    g.deliveries_due = 2;
    g.deliveries_failed = 3;
    g.oldest_delivery_seconds = 4.5;
    g.timers_overdue = 5;
    g.ready = true;
    const auto text = m.text(g);
    CHECK(value(text, R"(docket_unbelieved_total{why="stale"})") == 1);
    CHECK(value(text, R"(docket_slack_retries_total{reason="http_timeout"})") == 1);
    CHECK(value(text, R"(docket_deliveries_total{kind="card",outcome="sent"})") == 1);
    CHECK(value(text, R"(docket_slack_rate_limited_total{method="chat.postMessage"})") == 1);
    CHECK(value(text, R"(docket_slack_call_seconds_bucket{method="chat.update",outcome="ok",le="0.1"})") == 1);
    CHECK(value(text, R"(docket_slack_call_seconds_bucket{method="chat.update",outcome="ok",le="0.05"})") == 0);
    CHECK(value(text, "docket_commit_seconds_count") == 1);
    CHECK(value(text, R"(docket_commit_commands_bucket{le="5"})") == 0);
    CHECK(value(text, R"(docket_commit_commands_bucket{le="10"})") == 1);
    CHECK(value(text, R"(docket_timers_total{kind="remind",late="yes"})") == 1);
    CHECK(value(text, "docket_writer_waiting") == 1);
    CHECK(value(text, "docket_deliveries_due") == 2);
    CHECK(value(text, "docket_deliveries_failed") == 3);
    CHECK(value(text, "docket_oldest_delivery_seconds") == 4.5);
    CHECK(value(text, "docket_timers_overdue") == 5);
    CHECK(value(text, "docket_ready") == 1);
    CHECK(value(m.text({}), "docket_ready") == 0);
}

TEST_CASE("words from outside cannot fill the memory with labels or forge a line", "[bot]")
{
    metrics m;
    m.slack_retry("my\n own=\"reason\"");
    m.slack_retry("another");
    m.distrusted("a\"} 1\nforged 7");
    m.distrusted("");
    m.api_call("users.info", "no such \xff", 1ms);
    for (int i = 0; i < 5000; ++i)
        m.api_call("method" + std::to_string(i), "error" + std::to_string(i), 1ms);
    const auto text = m.text({});
    CHECK(value(text, R"(docket_slack_retries_total{reason="other"})") == 2);
    CHECK(value(text, R"(docket_unbelieved_total{why="other"})") == 2);
    CHECK(text.find("forged") == std::string::npos);
    CHECK(value(text, R"(docket_slack_call_seconds_count{method="users.info",outcome="other"})") == 1);
    CHECK(lines_with(text, "docket_slack_call_seconds_count{") <= 201);
    CHECK(value(text, R"(docket_slack_call_seconds_count{method="other",outcome="other"})") >= 4800);
}

TEST_CASE("counts of many threads all arrive", "[bot]")
{
    metrics m;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&m] {
                for (int i = 0; i < 500; ++i) {
                    m.request("event", i % 2 == 0 ? "done" : "unused", 1ms);
                    if (i % 100 == 0)
                        (void)m.text({});
                }
            });
    }
    const auto text = m.text({});
    CHECK(value(text, R"(docket_requests_total{kind="event",outcome="done"})") == 1000);
    CHECK(value(text, R"(docket_requests_total{kind="event",outcome="unused"})") == 1000);
}

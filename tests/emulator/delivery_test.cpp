#include "stage.hpp"

using namespace emulator_tests;

namespace {

std::string field(const http::request& request, std::string_view name)
{
    return std::string(request.fields.find(name).value_or(""));
}

}  // namespace

TEST_CASE("events are signed and say who sees them", "[emulator]")
{
    stage s;
    const auto ts = s.slack.post(s.ann, "#help", "the printer is on fire");
    s.settle();
    REQUIRE(s.app.asked.size() == 1);
    const auto& request = s.app.asked[0];
    const signer signer({options().signing_secret});
    CHECK_FALSE(signer.check(
        request.fields.find("X-Slack-Request-Timestamp"), request.fields.find("X-Slack-Signature"), request.body,
        s.time.now()
    ));
    const auto envelope = s.app.last();
    CHECK(envelope["type"] == "event_callback");
    CHECK(envelope["authorizations"][0]["user_id"] == s.slack.bot());
    CHECK(envelope["event"]["ts"] == ts);
    CHECK(envelope["event"]["blocks"][0]["type"] == "rich_text");
    CHECK(field(request, "X-Slack-Retry-Num").empty());
}

TEST_CASE("an event that fails comes again at once, after one minute and after five, then never", "[emulator]")
{
    stage s;
    s.app.answer = [](const http::request&) { return http::response(500); };
    s.slack.post(s.ann, "#help", "hello");
    s.settle();
    CHECK(s.app.asked.size() == 2);
    CHECK(field(s.app.asked[1], "X-Slack-Retry-Num") == "1");
    CHECK(field(s.app.asked[1], "X-Slack-Retry-Reason") == "http_error");
    CHECK(s.app.asked[0].body == s.app.asked[1].body);
    s.pass(59s);
    CHECK(s.app.asked.size() == 2);
    s.pass(1s);
    CHECK(s.app.asked.size() == 3);
    s.pass(5min);
    REQUIRE(s.app.asked.size() == 4);
    CHECK(field(s.app.asked[3], "X-Slack-Retry-Num") == "3");
    s.pass(24h);
    CHECK(s.app.asked.size() == 4);
}

TEST_CASE("an app that says no-retry is left alone", "[emulator]")
{
    stage s;
    s.app.answer = [](const http::request&) {
        http::response no(500);
        no.fields.set("X-Slack-No-Retry", "1");
        return no;
    };
    s.slack.post(s.ann, "#help", "hello");
    s.settle();
    s.pass(1h);
    CHECK(s.app.asked.size() == 1);
}

TEST_CASE("a connection lost or refused and an answer too late count as failures", "[emulator]")
{
    stage s;
    s.app.answer = [](const http::request&) {
        http::response none;
        none.drop = true;
        return none;
    };
    s.slack.post(s.ann, "#help", "hello");
    s.settle();
    CHECK(s.slack.post_office().deliveries().back().failure == "connection_failed");
    CHECK(s.slack.post_office().waiting() == 1);

    s.slack.set_app_url("http://127.0.0.1:1/slack/events");
    s.pass(1min);
    CHECK(s.slack.post_office().deliveries().back().failure == "connection_failed");
    CHECK(s.slack.post_office().deliveries().back().attempt == 2);

    s.slack.set_app_url(s.app.url());
    s.app.answer = [](const http::request&) { return http::response(200); };
    s.pass(5min);
    CHECK(s.slack.post_office().deliveries().back().status == 200);
    CHECK(s.slack.post_office().waiting() == 0);
}

TEST_CASE("a duplicate has the same event_id", "[emulator]")
{
    stage s;
    s.slack.faults().duplicate_events = 1;
    s.slack.post(s.ann, "#help", "hello");
    s.slack.post(s.ann, "#help", "again");
    s.settle();
    REQUIRE(s.app.asked.size() == 3);
    const auto& done = s.slack.post_office().deliveries();
    CHECK(std::count_if(done.begin(), done.end(), [&](const auto& d) { return d.id == done.front().id; }) == 2);
}

TEST_CASE("the request URL is verified by an echoed challenge", "[emulator]")
{
    stage s;
    s.app.answer = [](const http::request& asked) {
        return http::response(200, json::parse(asked.body)["challenge"].get<std::string>());
    };
    CHECK(s.run(s.slack.verify_url()));
    s.app.answer = [](const http::request&) { return http::response(200, "no"); };
    CHECK_FALSE(s.run(s.slack.verify_url()));
}

TEST_CASE("the app hears of its own posts, by whichever way they came", "[emulator]")
{
    stage s;
    json post = json::object();
    post["channel"] = s.help;
    post["text"] = "card";
    const auto posted = s.call("chat.postMessage", post);
    s.settle();
    CHECK(s.app.last()["event"]["bot_id"] == s.slack.world().app.bot_id);
    CHECK(s.slack.calls_of("chat.postMessage").size() == 1);
    CHECK(posted["ts"] == s.slack.messages("#help").back().ts);
}

TEST_CASE("a lost answer had its effect, a lost request had none", "[emulator]")
{
    stage s;
    json post = json::object();
    post["channel"] = s.help;
    post["text"] = "once";
    s.slack.faults().lose_answers("chat.postMessage", 1);
    CHECK_FALSE(s.post("/api/chat.postMessage", post));
    CHECK(s.slack.messages("#help").size() == 1);
    CHECK(s.slack.calls().back().lost);
    s.slack.faults().lose_requests("chat.postMessage", 1);
    CHECK_FALSE(s.post("/api/chat.postMessage", post));
    CHECK(s.slack.messages("#help").size() == 1);
    s.slack.faults().outage = true;
    CHECK_FALSE(s.post("/api/chat.postMessage", post));
    s.slack.faults().outage = false;
    CHECK(s.call("chat.postMessage", post)["ok"] == true);
}

TEST_CASE("429 and 503 come on demand, for one method, and go away", "[emulator]")
{
    stage s;
    json post = json::object();
    post["channel"] = s.help;
    post["text"] = "hi";
    s.slack.faults().rate_limit("chat.postMessage", 1, 7s);
    s.slack.faults().fail("chat.postMessage", 1);
    CHECK(s.call("auth.test", json::object())["ok"] == true);
    const auto limited = s.post("/api/chat.postMessage", post);
    REQUIRE(limited);
    CHECK(limited->status == 429);
    CHECK(limited->fields.find("Retry-After") == "7");
    CHECK(s.post("/api/chat.postMessage", post)->status == 503);
    CHECK(s.call("chat.postMessage", post)["ok"] == true);
}

TEST_CASE("a slow answer takes its time on the clock", "[emulator]")
{
    stage s;
    s.slack.faults().slow_down("auth.test", 1, 10s);
    std::optional<json> answer;
    auto ask = [&]() -> asio::awaitable<void> {
        http::request request("POST", "/api/auth.test");
        request.fields.set("Authorization", "Bearer " + options().token);
        const auto where = http::parse_url(s.slack.api_url() + "auth.test");
        const auto got = co_await s.web.send(*where, std::move(request), 5s);
        if (got)
            answer = json::parse(got->body);
    };
    asio::co_spawn(s.io, ask(), asio::detached);
    for (int step = 0; step < 10'000 && s.time.next_wake() == instant::max(); ++step)
        s.io.run_one_for(100ms);
    CHECK_FALSE(answer);
    s.time.advance(10s);
    for (int step = 0; step < 10'000 && !answer; ++step)
        s.io.run_one_for(100ms);
    REQUIRE(answer);
    CHECK((*answer)["ok"] == true);
}

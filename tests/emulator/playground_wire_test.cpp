#include "playground_browser.hpp"
#include "slack/emulator/playground/wire.hpp"

using namespace emulator_tests;

namespace {

json exchanges(browser& page, std::uint64_t after = 0)
{
    return parsed(page.ask("/playground/wire?after=" + std::to_string(after)).body)["exchanges"];
}

/// Those that the app began.
json calls(browser& page)
{
    auto found = json::array();
    const auto all = exchanges(page);
    for (const auto& each : all)
        if (each["direction"] == "from_app")
            found.push_back(each);
    return found;
}

std::string header(const json& request, const std::string& name)
{
    for (const auto& field : request["headers"])
        if (field[0] == name)
            return field[1];
    return "";
}

}  // namespace

TEST_CASE("nothing is kept of the wire before somebody looks", "[playground]")
{
    stage s;
    s.slack.post(s.ann, s.help, "early");
    s.settle();
    browser page(s, s.ann);
    CHECK(exchanges(page).empty());
}

TEST_CASE("what is sent to the app shows with its signature and whether that was believed", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    page.say(s.help, "hello");
    s.settle();
    s.app.answer = [](const http::request&) { return http::response(401, "no"); };
    page.say(s.help, "again");
    s.settle();
    const auto seen = exchanges(page);
    REQUIRE(seen.size() >= 2);
    CHECK(seen[0]["direction"] == "to_app");
    CHECK(seen[0]["via"] == "http");
    CHECK(seen[0]["kind"] == "event");
    CHECK(seen[0]["what"] == "message");
    CHECK(seen[0]["attempt"] == 0);
    CHECK(seen[0]["at"] == nine.time_since_epoch().count());
    CHECK(seen[0]["took"] > 0);
    CHECK(seen[0]["request"]["method"] == "POST");
    CHECK(seen[0]["request"]["url"] == s.app.url());
    CHECK(seen[0]["request"]["json"]["event"]["text"] == "hello");
    CHECK(seen[0]["response"]["status"] == 200);
    const auto signature = seen[0]["signature"];
    const auto stamp =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(nine.time_since_epoch()).count());
    CHECK(signature["timestamp"] == stamp);
    CHECK(signature["signed"].get<std::string>().find("v0:" + stamp + ":{") == 0);
    CHECK(signature["value"] == header(seen[0]["request"], "X-Slack-Signature"));
    CHECK(signature["verdict"] == "accepted");
    CHECK(seen[1]["signature"]["verdict"] == "refused");
    CHECK(seen[1]["id"] > seen[0]["id"]);
    CHECK(exchanges(page, seen[0]["id"])[0]["id"] == seen[1]["id"]);
}

TEST_CASE("an app that is not there leaves an exchange without an answer", "[playground]")
{
    stage s;
    s.slack.set_app_url("http://127.0.0.1:1/");
    browser page(s, s.ann);
    auto line = browser::in(s.help);
    line["text"] = "/ticket";
    page.act("command", line);
    const auto seen = exchanges(page)[0];
    CHECK(seen["kind"] == "command");
    CHECK(seen["what"] == "/ticket");
    CHECK(seen["request"]["json"]["command"] == "/ticket");
    CHECK(seen["response"].is_null());
    CHECK(seen["failure"] == "connection_failed");
    CHECK(seen["signature"]["verdict"] == "none");
}

TEST_CASE("what the app calls shows with its answer and without the token", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    page.see("workspace");
    auto post = parsed(R"({"text":"one"})");
    post["channel"] = s.help;
    s.call("chat.postMessage", post);
    post["channel"] = "C9";
    s.call("chat.postMessage", post);
    s.post("/response/none", parsed(R"({"text":"x"})"));
    CHECK(page.ask("/playground/wire").body.find(options().token) == std::string::npos);
    const auto seen = calls(page);
    REQUIRE(seen.size() == 3);
    CHECK(seen[0]["kind"] == "api");
    CHECK(seen[0]["what"] == "chat.postMessage");
    CHECK(seen[0]["error"] == "");
    CHECK(seen[0]["signature"].is_null());
    CHECK(header(seen[0]["request"], "Authorization") == "Bearer xoxb-…");
    CHECK(seen[0]["request"]["json"]["text"] == "one");
    CHECK(seen[0]["response"]["json"]["ok"] == true);
    CHECK(seen[1]["error"] == "channel_not_found");
    CHECK(seen[2]["kind"] == "response_url");
    CHECK(seen[2]["response"]["status"] == 404);
}

TEST_CASE("exchanges are heard as they end", "[playground]")
{
    stage s;
    listener wire(s, "/playground/wire");
    s.call("auth.test", json::object());
    CHECK(wire.next()["what"] == "auth.test");
}

TEST_CASE("faults are switched on and off, and counted down for all to see", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    listener ann(s, "/playground/live?as=" + s.ann);
    auto answer = page.post(
        "fault", parsed(R"({"kind":"rate_limited","on":true,"method":"auth.test","times":2,"retry_after":7})")
    );
    CHECK(answer["faults"]["planned"][0]["times"] == 2);
    CHECK(ann.next("faults")["faults"]["planned"][0]["kind"] == "rate_limited");
    const auto limited = s.post("/api/auth.test", json::object());
    CHECK(limited->status == 429);
    CHECK(limited->fields.find("Retry-After") == "7");
    CHECK(ann.next("faults")["faults"]["planned"][0]["times"] == 1);
    CHECK(s.post("/api/api.test", json::object())->status == 200);
    answer = page.post("fault", parsed(R"({"kind":"rate_limited","on":false})"));
    CHECK(answer["faults"]["planned"].empty());
    CHECK(s.call("auth.test", json::object())["ok"] == true);

    page.post("fault", parsed(R"({"kind":"server_error","on":true})"));
    CHECK(s.post("/api/auth.test", json::object())->status == 503);
    page.post("fault", parsed(R"({"kind":"lost_before","on":true})"));
    CHECK_FALSE(s.post("/api/auth.test", json::object()));
    page.post("fault", parsed(R"({"kind":"lost_after","on":true})"));
    auto post = parsed(R"({"text":"one"})");
    post["channel"] = s.help;
    CHECK_FALSE(s.post("/api/chat.postMessage", post));
    CHECK(page.texts(s.help) == std::vector<std::string>{"one"});

    const auto seen = calls(page);
    const auto& lost = seen.back();
    CHECK(lost["lost"] == true);
    CHECK(lost["response"]["json"]["ok"] == true);
    const auto& never = seen[seen.size() - 2];
    CHECK(never["lost"] == false);
    CHECK(never["response"].is_null());
}

TEST_CASE("an outage hides the workspace from the app but not from the page", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    CHECK(page.post("fault", parsed(R"({"kind":"outage","on":true})"))["faults"]["outage"] == true);
    CHECK_FALSE(s.post("/api/auth.test", json::object()));
    const auto seen = calls(page);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0]["what"] == "auth.test");
    CHECK(seen[0]["failure"] == "connection lost before anything was done");
    CHECK(page.see("workspace")["faults"]["outage"] == true);
    page.post("fault", parsed(R"({"kind":"slow","on":true,"delay":1})"));
    const auto over = page.post("fault", parsed(R"({"kind":"all","on":false})"))["faults"];
    CHECK(over["outage"] == false);
    CHECK(over["planned"].empty());
    CHECK(s.call("auth.test", json::object())["ok"] == true);
    for (const auto* wrong :
         {R"({"kind":"plague","on":true})", R"({"on":true})", R"({"kind":"slow","on":true,"times":0})",
          R"({"kind":"slow","on":true,"delay":1e18})", R"({"kind":"slow","on":"yes"})",
          R"({"kind":"slow","on":true,"times":18446744073709551615})"})
        CHECK(page.tell("/playground/fault", wrong).status == 400);
}

TEST_CASE("what is planned to go wrong has bounds", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    auto wrong = parsed(R"({"kind":"slow","on":true})");
    wrong["method"] = std::string(101, 'x');
    CHECK(page.tell("/playground/fault", wrong.dump()).status == 400);
    wrong["method"] = "chat.update";
    for (int n = 0; n < 100; ++n)
        page.post("fault", wrong);
    CHECK(page.tell("/playground/fault", wrong.dump()).status == 400);
    CHECK(page.see("workspace")["faults"]["planned"].size() == 100);
}

TEST_CASE("the last five hundred exchanges are kept, long bodies cut", "[playground]")
{
    wire_log log;
    log.add({});
    CHECK(log.after(0, 10).empty());
    log.switch_on();
    for (int n = 0; n < 600; ++n) {
        exchange one;
        one.request.body = std::string(n == 599 ? wire_log::largest_body + 5 : 1, 'x');
        log.add(std::move(one));
    }
    const auto kept = log.after(0, 1'000);
    CHECK(kept.size() == wire_log::kept);
    CHECK(kept.front()->id == 101);
    CHECK(kept.back()->request.body.ends_with("… (5 bytes more)"));
    CHECK(log.after(598, 10).size() == 2);
    CHECK(log.after(600, 10).empty());
}

TEST_CASE("tokens are shortened wherever they stand", "[playground]")
{
    CHECK(without_tokens("Bearer xoxb-12-ab") == "Bearer xoxb-…");
    CHECK(without_tokens("token=xoxb-1-2&x=xapp-1-A0&y") == "token=xoxb-…&x=xapp-…&y");
    CHECK(without_tokens("fox xox xx") == "fox xox xx");
    CHECK(without_tokens("") == "");
    CHECK(signature_base("17", "{\"a\":1}") == "v0:17:{\"a\":1}");
    CHECK(signature_base("17", std::string(500, 'x')) == "v0:17:" + std::string(100, 'x') + "…");
}

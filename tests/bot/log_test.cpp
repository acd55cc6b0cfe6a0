#include "bot/log.hpp"
#include "tests/support/caught_errors.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

using namespace docket;
using tests::caught_errors;
namespace log_ = docket::bot::log;

namespace {

/// 2026-03-01T09:02:03.004Z
const core::instant morning{std::chrono::milliseconds(1'772'355'723'004)};

}  // namespace

TEST_CASE("a line of the log is an event with fields, for eyes or for machines", "[bot]")
{
    CHECK(
        log_::line(
            morning, "info", "ticket opened", {{"ticket", 12}, {"source", "reaction"}, {"late", false}}, false
        ) == "2026-03-01T09:02:03.004Z info  ticket opened ticket=12 source=reaction late=no"
    );
    CHECK(
        log_::line(morning, "warn", "ticket opened", {{"ticket", 12}, {"source", "reaction"}, {"late", true}}, true) ==
        R"({"at":"2026-03-01T09:02:03.004Z","level":"warn","event":"ticket opened","ticket":12,"source":"reaction","late":true})"
    );
}

TEST_CASE("no value can begin a line of its own in the log, or break its JSON", "[bot]")
{
    const std::string nasty = "a\n2026 error forged=\"yes\"\x01\xff";
    const auto text = log_::line(morning, "info", "event", {{"value", nasty}}, false);
    CHECK(text.find('\n') == std::string::npos);
    CHECK(text.find(R"(value="a\n2026 error forged=\"yes\"\u0001)") != std::string::npos);
    const auto json = log_::line(morning, "info", "event", {{"value", nasty}}, true);
    CHECK(json.find('\n') == std::string::npos);
    CHECK(nlohmann::json::parse(json).at("value").get<std::string>().starts_with("a\n2026 error"));
}

TEST_CASE("no value acts on the terminal that shows the log", "[bot]")
{
    const std::string nasty = "\x1B[31m \u009B31m \x7F \u202Etxt";
    for (const bool json : {false, true}) {
        const auto line = log_::line(morning, "info", "event", {{"value", nasty}}, json);
        CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 0x7F; }));
    }
}

TEST_CASE("secrets of Slack's are blotted out of a log line", "[bot]")
{
    struct row {
        std::string text, want;
    };
    const auto r = GENERATE(values<row>({
        {"token xoxb-123-456-AbCdEf bad", "token xoxb-*** bad"},
        {"xoxe.xoxb-1-Mi0yLTI", "xoxe.***"},
        {"\"xoxp-1-2\"", "\"xoxp-***\""},
        {"xapp-1-A111-222-abc", "xapp-***"},
        {"xwfp-abc", "xwfp-***"},
        {"to https://hooks.slack.com/actions/T1/2/x?y=1 it", "to https://hooks.slack.com/*** it"},
        {"https://hooks.slack-gov.com/commands/1", "https://hooks.slack-gov.com/***"},
        {"wss://wss-primary.slack.com/link/?ticket=12&app_id=3", "wss://***"},
        {"trigger 13345224609.738474920.8088930838d88f008e0 late", "trigger *** late"},
        {"{\"trigger_id\":\"1234.5678.abc\",\"team\":\"T1\"}", "{\"trigger_id\":\"***\",\"team\":\"T1\"}"},
        {"{\"interactor\":{\"secret\": \"abc\"}}", "{\"interactor\":{\"secret\": \"***\"}}"},
        {R"({\"token\":\"Jhj5dZrV\"})", R"({\"token\":\"***\"})"},
        {"token=Jhj5dZrV&team_id=T1", "token=***&team_id=T1"},
        {"{\"bot_access_token\":\"A1B2C3\"}", "{\"bot_access_token\":\"***\"}"},
        {"Authorization: Bearer abc.def", "Authorization: Bearer ***"},
    }));
    CHECK(log_::redacted(r.text) == r.want);
}

TEST_CASE("what is no secret stays readable", "[bot]")
{
    const auto text = GENERATE(
        as<std::string>(), "message 1700000000.000100 in C0HELP", "version 1.2.3", "10.20.30.40:3000", "token expired",
        "boxoxb-1", "https://slack.com/api/chat.postMessage", "12.5 s", "the secretary", "", "xoxb", "xoxb-"
    );
    CHECK(log_::redacted(text) == text);
}

TEST_CASE("a field that is a secret by its name is blotted out whatever it holds", "[bot]")
{
    const auto text = log_::line(morning, "info", "e", {{"signing_secret", "8f742231"}, {"bot_token", "odd"}}, false);
    CHECK(text.ends_with("signing_secret=*** bot_token=***"));
    CHECK(log_::line(morning, "info", "uses xoxb-1-2", {}, false).ends_with("uses xoxb-***"));
}

TEST_CASE("lines go to stderr from the chosen level on", "[bot]")
{
    std::string text;
    {
        const caught_errors errors;
        log_::configure("warn", false);
        log_::debug("one");
        log_::info("two");
        log_::warn("three", {{"n", 3}});
        log_::error("four");
        log_::configure("debug", true);
        log_::debug("five");
        text = errors.text();
    }
    log_::configure("info", false);
    CHECK(text.find("one") == std::string::npos);
    CHECK(text.find("two") == std::string::npos);
    CHECK(text.find("warn  three n=3\n") != std::string::npos);
    CHECK(text.find("error four\n") != std::string::npos);
    CHECK(text.find(R"("level":"debug","event":"five"})") != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 3);
}

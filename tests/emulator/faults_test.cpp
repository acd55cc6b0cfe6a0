#include "slack/emulator/storm.hpp"
#include "stage.hpp"

using namespace emulator_tests;

namespace {

json a_post(const stage& s)
{
    json post = json::object();
    post["channel"] = s.help;
    post["text"] = "hi";
    return post;
}

fault of_kind(fault::kind what, bool done)
{
    fault f;
    f.what = what;
    f.method = "chat.postMessage";
    f.done = done;
    return f;
}

std::string written(const std::optional<fault>& f)
{
    if (!f)
        return "well";
    return std::to_string(static_cast<int>(f->what)) + " " + std::to_string(f->status) + " " + f->error + " " +
           f->body + " " + f->retry_after_text.value_or("-") + (f->done ? " done " : " ") +
           std::to_string(f->delay.count());
}

}  // namespace

TEST_CASE("what comes in place of an answer comes after the call had its effect, or without any", "[emulator]")
{
    stage s;
    const auto done = GENERATE(false, true);
    auto page = of_kind(fault::kind::replaced, done);
    page.status = 200;
    page.body = "<html>";
    page.content_type = "text/html";
    page.padding = 100'000;
    s.slack.faults().add(page);
    auto refused = of_kind(fault::kind::refused, done);
    refused.error = "fatal_error";
    s.slack.faults().add(refused);
    s.slack.faults().add(of_kind(fault::kind::server_error, done));

    const auto got = s.post("/api/chat.postMessage", a_post(s));
    REQUIRE(got);
    CHECK(got->body.size() == 100'006);
    CHECK(got->fields.find("Content-Type") == "text/html");
    CHECK(s.call("chat.postMessage", a_post(s))["error"] == "fatal_error");
    CHECK(s.post("/api/chat.postMessage", a_post(s))->status == 503);
    CHECK(s.slack.messages("#help").size() == (done ? 3 : 0));
    CHECK(s.call("chat.postMessage", a_post(s))["ok"] == true);
}

TEST_CASE("an answer that is cut short ends in the middle", "[emulator]")
{
    stage s;
    s.slack.faults().add(of_kind(fault::kind::cut_short, false));
    const auto got = s.post("/api/chat.postMessage", a_post(s));
    REQUIRE(got);
    CHECK(json::parse(got->body, nullptr, false).is_discarded());
    CHECK(s.slack.messages("#help").size() == 1);
    CHECK(s.slack.calls().back().lost);
}

TEST_CASE("Retry-After says what it is told to, or is missing", "[emulator]")
{
    stage s;
    auto later = of_kind(fault::kind::rate_limited, false);
    later.retry_after_text = "-5";
    s.slack.faults().add(later);
    later.retry_after_text = "";
    s.slack.faults().add(later);
    CHECK(s.post("/api/chat.postMessage", a_post(s))->fields.find("Retry-After") == "-5");
    CHECK_FALSE(s.post("/api/chat.postMessage", a_post(s))->fields.find("Retry-After"));
}

TEST_CASE("a call that is slow for longer than its caller waits has its effect all the same", "[emulator]")
{
    stage s;
    const auto done = GENERATE(false, true);
    auto slow = of_kind(fault::kind::slow, done);
    slow.delay = 10s;
    s.slack.faults().add(slow);
    http::request request("POST", "/api/chat.postMessage");
    request.fields.set("Authorization", "Bearer " + options().token);
    request.fields.set("Content-Type", "application/json; charset=utf-8");
    request.body = a_post(s).dump();
    const auto where = http::parse_url(s.slack.api_url() + "chat.postMessage");
    CHECK_FALSE(s.run(s.web.send(*where, std::move(request), 200ms)));
    s.settle();
    CHECK(s.slack.messages("#help").size() == (done ? 1 : 0));
    CHECK(s.slack.next() == s.time.now() + 10s);
    s.pass(10s);
    CHECK(s.slack.messages("#help").size() == 1);
}

TEST_CASE("a storm repeats itself, and leaves some calls alone", "[emulator]")
{
    storm one(7);
    storm other(7);
    storm another(8);
    std::string first, second, third;
    int well = 0;
    for (int i = 0; i < 500; ++i) {
        const auto f = one("chat.update");
        well += f ? 0 : 1;
        first += written(f) + "\n";
        second += written(other("chat.update")) + "\n";
        third += written(another("chat.update")) + "\n";
    }
    CHECK(first == second);
    CHECK(first != third);
    CHECK(well > 200);
    CHECK(well < 400);
}

#include "desk.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

TEST_CASE("posts to one channel pass once a second after a short burst, other channels are not held up", "[emulator]")
{
    rate_limiter limits;
    for (int post = 0; post < 4; ++post)
        CHECK_FALSE(limits.admit("chat.postMessage", "C1", nine));
    CHECK(limits.admit("chat.postMessage", "C1", nine) == 1s);
    CHECK_FALSE(limits.admit("chat.postMessage", "C2", nine));
    CHECK_FALSE(limits.admit("chat.postMessage", "C1", nine + 1s));
    CHECK(limits.admit("chat.postMessage", "C1", nine + 1s) == 1s);
}

TEST_CASE("each method has the calls per minute of its tier", "[emulator]")
{
    struct row {
        std::string method;
        int at_once;
        std::chrono::seconds wait;
    };
    const auto r = GENERATE(values<row>({
        {"users.list", 10, 3s},
        {"chat.update", 25, 2s},
        {"users.info", 50, 1s},
    }));
    rate_limiter limits;
    for (int call = 0; call < r.at_once; ++call)
        CHECK_FALSE(limits.admit(r.method, "", nine));
    CHECK(limits.admit(r.method, "", nine) == r.wait);
    CHECK_FALSE(limits.admit("auth.test", "", nine));
    CHECK_FALSE(limits.admit(r.method, "", nine + r.wait));
}

TEST_CASE("too many calls are answered 429 with the seconds to wait, and have no effect", "[emulator]")
{
    desk d;
    d.limits.use(rate_rules{});
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = "hi";
    for (int count = 0; count < 4; ++count)
        CHECK(d.call("chat.postMessage", post)["ok"] == true);
    const auto refused = d.send("chat.postMessage", "application/json; charset=utf-8", post.dump());
    CHECK(refused.status == 429);
    const std::pair<std::string, std::string> wait{"Retry-After", "1"};
    CHECK(std::find(refused.headers.begin(), refused.headers.end(), wait) != refused.headers.end());
    CHECK(d.world.channels.at(d.help).messages.size() == 4);
}

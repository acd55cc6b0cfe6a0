#include "slack/http/server.hpp"

#include "tests/slack/gate.hpp"
#include "tests/slack/http_house.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Many connections at once, and what all of them together may take.

namespace asio = boost::asio;
namespace http = docket::slack::http;
using namespace docket::tests;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t crowd = 300;

/// Files and connections that this process has open.
std::size_t descriptors()
{
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::vector<peer> visitors(house& docket, std::size_t number)
{
    std::vector<peer> all;
    for (std::size_t i = 0; i < number; ++i)
        all.push_back(docket.visitor());
    return all;
}

void hang_up(std::vector<peer>& all)
{
    for (auto& each : all)
        each.hang_up();
}

/// Runs the server until it has that many connections, whose other ends this process has, too.
void run_until_open(house& docket, std::size_t before, std::size_t ends)
{
    run_until(docket.context, [&] { return descriptors() == before + ends; });
}

}  // namespace

TEST_CASE("at the cap the connection longest without a request gives way to a new one", "[http][server]")
{
    http::server_limits limits;
    limits.connections = 2;
    house docket(limits);
    auto silent = docket.visitor();
    auto busy = docket.visitor();
    for (int i = 0; i < 2; ++i) {
        busy.say(get);
        CHECK(starts(busy.hear("?verbose=1 0"), "HTTP/1.1 200 "));
    }
    CHECK(starts(docket.exchange(last_get), "HTTP/1.1 200 "));
    CHECK(silent.hear_all().empty());
    busy.say(last_get);
    CHECK(starts(busy.hear_all(), "HTTP/1.1 200 "));
}

TEST_CASE("at the cap nobody whose request is being answered gives way: others wait", "[http][server]")
{
    http::server_limits limits;
    limits.connections = 1;
    const auto held = std::make_shared<gate>();
    std::vector<std::string> began;
    house docket(limits, [&](http::request asked) -> asio::awaitable<http::response> {
        began.push_back(asked.target);
        co_await gate::pass(held);
        co_return http::response(200);
    });
    auto first = docket.visitor();
    first.say(last_get);
    run_until(docket.context, [&] { return began.size() == 1; });
    auto second = docket.visitor();
    second.say(last_get);
    docket.context.restart();
    docket.context.run_for(20ms);
    CHECK(began.size() == 1);
    held->open();
    CHECK(starts(first.hear_all(), "HTTP/1.1 200 "));
    CHECK(starts(second.hear_all(), "HTTP/1.1 200 "));
}

TEST_CASE("bodies that do not end share a bounded memory: the slowest give way", "[http][server]")
{
    http::server_limits limits;
    limits.memory = 4 * mebibyte;
    house docket(limits);
    const auto half = post(mebibyte).substr(0, mebibyte / 2);
    std::vector<peer> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(docket.visitor());
        slow.back().say(half);
    }
    CHECK(starts(docket.exchange(post(mebibyte)), "HTTP/1.1 200 "));
    CHECK(slow.front().hear_all().empty());
    slow.back().say(std::string(post(mebibyte).size() - half.size(), 'x'));
    CHECK(starts(slow.back().hear_all(), "HTTP/1.1 200 "));
}

TEST_CASE("a body that finds no room is answered 503", "[http][server]")
{
    http::server_limits limits;
    limits.memory = mebibyte / 2;
    house docket(limits);
    CHECK(starts(docket.exchange(post(mebibyte)), "HTTP/1.1 503 "));
    CHECK(docket.refused == std::vector<unsigned>{503});
    CHECK(starts(docket.exchange(post(1000)), "HTTP/1.1 200 "));
}

TEST_CASE("a crowd that hangs up at once keeps nobody waiting until all of it is closed", "[http][server]")
{
    std::size_t still_open = 0;
    house docket({}, [&](http::request) -> asio::awaitable<http::response> {
        still_open = descriptors();
        co_return http::response(200);
    });
    auto honest = docket.visitor();
    honest.say(get);
    CHECK(starts(honest.hear("\r\n\r\n"), "HTTP/1.1 200 "));
    const auto before = descriptors();
    auto many = visitors(docket, crowd);
    run_until_open(docket, before, 2 * crowd);

    hang_up(many);
    honest.leave_word(get);
    CHECK(starts(honest.hear("\r\n\r\n"), "HTTP/1.1 200 "));

    CHECK(still_open > before + crowd / 2);
    run_until_open(docket, before, 0);
}

TEST_CASE("those who are too slow together are closed a few at a time", "[http][server]")
{
    http::server_limits limits;
    limits.idle_time = 50ms;
    house docket(limits);
    const auto many = visitors(docket, crowd);
    const auto without = descriptors();
    auto open = without;
    std::size_t highest = 0;
    std::size_t most_at_once = 0;
    run_until(docket.context, [&] {
        const auto before = std::exchange(open, descriptors());
        highest = std::max(highest, open);
        most_at_once = std::max(most_at_once, before - std::min(before, open));
        return highest > without && open == without;
    });
    CHECK(most_at_once < 20);
}

TEST_CASE("nobody gives way while those who hung up make room", "[http][server]")
{
    http::server_limits limits;
    limits.connections = crowd;
    house docket(limits);
    auto idle = docket.visitor();
    idle.say(get);
    CHECK(starts(idle.hear("?verbose=1 0"), "HTTP/1.1 200 "));
    const auto before = descriptors();
    auto many = visitors(docket, crowd - 1);
    run_until_open(docket, before, 2 * (crowd - 1));

    hang_up(many);
    CHECK(starts(docket.exchange(last_get), "HTTP/1.1 200 "));
    idle.say(last_get);
    CHECK(starts(idle.hear_all(), "HTTP/1.1 200 "));
}

TEST_CASE("stop closes those, too, that wait to be closed", "[http][server]")
{
    house docket;
    const auto before = descriptors();
    auto many = visitors(docket, crowd);
    run_until_open(docket, before, 2 * crowd);
    hang_up(many);
    run_until(docket.context, [&] { return descriptors() < before + crowd; });
    docket.stop(GENERATE(as<std::chrono::milliseconds>{}, 0, 3'600'000));
    CHECK(descriptors() == before - 1);  // without the one that listened
}

TEST_CASE("a connection that gave way asks nothing any more", "[http][server]")
{
    http::server_limits limits;
    limits.connections = 1;
    house docket(limits);
    auto slow = docket.visitor();
    slow.say("GET /slow HTTP/1.1\r\n");
    docket.context.restart();
    docket.context.poll();  // it is being read
    slow.leave_word("Host: docket\r\nX: " + std::string(6000, 'x') + "\r\n\r\n");
    CHECK(starts(docket.exchange(last_get), "HTTP/1.1 200 "));
    REQUIRE(docket.heard.size() == 1);
    CHECK(docket.heard.front().target == "/last");
}

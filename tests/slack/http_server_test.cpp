#include "slack/http/server.hpp"

#include "tests/slack/gate.hpp"
#include "tests/slack/http_house.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace http = docket::slack::http;
using namespace docket::tests;
using namespace std::chrono_literals;

namespace {

std::string chunked(std::size_t size)
{
    std::string text =
        "POST /chunks HTTP/1.1\r\nHost: docket\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::size_t step = 65536 + 1;
    for (std::size_t sent = 0; sent < size; sent += step) {
        const auto part = std::min(step, size - sent);
        std::array<char, 17> digits{};
        std::snprintf(digits.data(), digits.size(), "%zx", part);
        text += digits.data();
        text += "\r\n" + std::string(part, 'y') + "\r\n";
    }
    return text + "0\r\n\r\n";
}

}  // namespace

TEST_CASE("a request reaches the handler whole, and its answer the peer", "[http][server]")
{
    house docket;
    const auto answer = docket.exchange(
        "POST /slack/events?x=1 HTTP/1.1\r\nHost: docket\r\nx-slack-signature: v0=ab\r\n"
        "Content-Type: application/json\r\nConnection: close\r\nContent-Length: 11\r\n\r\n{\"a\":\"\\n\"}\n"
    );

    CHECK(starts(answer, "HTTP/1.1 200 OK\r\n"));
    CHECK(answer.find("\r\nContent-Length: 25\r\n") != std::string::npos);
    CHECK(answer.find("\r\nDate: ") != std::string::npos);
    CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(answer.substr(answer.size() - 29) == "\r\n\r\nPOST /slack/events?x=1 11");
    REQUIRE(docket.heard.size() == 1);
    const auto& heard = docket.heard.front();
    CHECK(heard.path() == "/slack/events");
    CHECK(heard.fields.find("X-Slack-Signature") == "v0=ab");
    CHECK(heard.fields.find("x-slack-signature") == "v0=ab");
    CHECK_FALSE(heard.fields.find("X-Slack-Request-Timestamp"));
    CHECK(heard.body == "{\"a\":\"\\n\"}\n");
}

TEST_CASE("a body of one mebibyte is taken, one byte more is answered 413", "[http][server]")
{
    house docket;
    CHECK(starts(docket.exchange(post(mebibyte)), "HTTP/1.1 200 "));
    CHECK(starts(docket.exchange(chunked(mebibyte)), "HTTP/1.1 200 "));
    REQUIRE(docket.heard.size() == 2);
    CHECK(docket.heard[0].body == std::string(mebibyte, 'x'));
    CHECK(docket.heard[1].body == std::string(mebibyte, 'y'));

    CHECK(starts(docket.exchange(post(mebibyte + 1)), "HTTP/1.1 413 "));
    CHECK(starts(docket.exchange(chunked(mebibyte + 1)), "HTTP/1.1 413 "));
    CHECK(docket.heard.size() == 2);
    CHECK(docket.refused == std::vector<unsigned>{413, 413});
}

TEST_CASE("a header of 16 KiB is taken, a larger one is answered 431", "[http][server]")
{
    house docket;
    const std::string front =
        "GET /" + std::string(3000, 'p') + " HTTP/1.1\r\nHost: docket\r\nConnection: close\r\nX: ";
    const auto fill = 16 * 1024 - front.size() - 4;

    CHECK(starts(docket.exchange(front + std::string(fill, 'h') + "\r\n\r\n"), "HTTP/1.1 200 "));
    CHECK(starts(docket.exchange(front + std::string(fill + 1, 'h') + "\r\n\r\n"), "HTTP/1.1 431 "));
    CHECK(starts(docket.exchange(std::string(20'000, 'G')), "HTTP/1.1 431 "));
    CHECK(docket.refused == std::vector<unsigned>{431, 431});
}

TEST_CASE("what is not HTTP is answered 400", "[http][server]")
{
    house docket;
    const std::string text = GENERATE(
        as<std::string>{}, "hello\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/3.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: docket\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nHost : docket\r\n\r\n",
        "\x16\x03\x01 a TLS greeting", "POST / HTTP/1.1\r\nHost: docket\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: docket\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: docket\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n"
    );
    CHECK(starts(docket.exchange(text), "HTTP/1.1 400 "));
    CHECK(docket.heard.empty());
    CHECK(docket.refused == std::vector<unsigned>{400});
}

TEST_CASE("a request whose end two readers could see in two places is answered 400", "[http][server]")
{
    house docket;
    const std::string fields = GENERATE(
        as<std::string>{}, "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked, gzip\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 0\r\nContent-Length: 0\r\n", "Content-Length: 0, 0\r\n", "Content-Length: +0\r\n",
        "Transfer-Encoding:\r\n chunked\r\n", "X: y\r\n\tTransfer-Encoding: chunked\r\n", "X:\r\n \r\n"
    );
    const std::string head = "POST / HTTP/1.1\r\nHost: docket\r\n";
    CHECK(starts(docket.exchange(head + fields + "\r\n0\r\n\r\n" + last_get), "HTTP/1.1 400 "));
    CHECK(docket.heard.empty());
}

TEST_CASE("a request says whom it asks once, and chunks are not of HTTP/1.0", "[http][server]")
{
    house docket;
    const std::string head = GENERATE(
        as<std::string>{}, "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: docket\r\nhost: docket\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n", "PRI * HTTP/2.0\r\n", "GET / HTTP/0.9\r\n"
    );
    CHECK(starts(docket.exchange(head + "\r\n0\r\n\r\n"), "HTTP/1.1 400 "));
    CHECK(docket.heard.empty());
}

TEST_CASE("a request of more fields than anybody needs is answered 431", "[http][server]")
{
    house docket;
    std::string fields;
    for (int i = 0; i < 126; ++i)
        fields += "a:\r\n";
    const std::string head = "GET / HTTP/1.1\r\nHost: docket\r\nConnection: close\r\n";
    CHECK(starts(docket.exchange(head + fields + "\r\n"), "HTTP/1.1 200 "));
    CHECK(starts(docket.exchange(head + fields + "a:\r\n\r\n"), "HTTP/1.1 431 "));
}

TEST_CASE("chunk extensions and trailers are skipped, but not without end", "[http][server]")
{
    house docket;
    const std::string head =
        "POST / HTTP/1.1\r\nHost: docket\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3;a=b\r\nabc\r\n";
    CHECK(starts(docket.exchange(head + "0\r\nX-Slack-Signature: forged\r\n\r\n"), "HTTP/1.1 200 "));
    REQUIRE(docket.heard.size() == 1);
    CHECK(docket.heard[0].body == "abc");
    CHECK_FALSE(docket.heard[0].fields.find("X-Slack-Signature"));

    CHECK(starts(docket.exchange(head + "1;" + std::string(200'000, 'e')), "HTTP/1.1 400 "));
    CHECK(docket.heard.size() == 1);
}

TEST_CASE("a peer that asks before it sends the body is told to go on", "[http][server]")
{
    house docket;
    const std::string head = "POST / HTTP/1.1\r\nHost: docket\r\nExpect: 100-Continue\r\nConnection: close\r\n";
    auto visit = docket.visitor();
    visit.say(head + "Content-Length: 4\r\n\r\n");
    CHECK(visit.hear("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    visit.say("body");
    CHECK(starts(visit.hear_all(), "HTTP/1.1 200 "));

    const auto refused = docket.exchange(head + "Content-Length: 9999999\r\n\r\n");
    CHECK(starts(refused, "HTTP/1.1 413 "));
}

TEST_CASE("one connection serves request after request, also when they come all at once", "[http][server]")
{
    house docket;
    auto visit = docket.visitor();
    visit.say(get);
    CHECK(visit.hear("?verbose=1 0").find("Connection: close") == std::string::npos);
    visit.say(get + post(10, "") + post(20, "") + last_get);
    const auto answers = visit.hear_all();

    const auto first = answers.find("GET /healthz?verbose=1 0HTTP/1.1 200");
    const auto second = answers.find("POST /slack/events 10HTTP/1.1 200");
    const auto third = answers.find("POST /slack/events 20HTTP/1.1 200");
    const auto fourth = answers.find("GET /last 0");
    REQUIRE(fourth != std::string::npos);
    CHECK(first < second);
    CHECK(second < third);
    CHECK(third < fourth);
    CHECK(docket.heard.size() == 5);
}

TEST_CASE("a request that comes byte by byte is the same request", "[http][server]")
{
    house docket;
    auto visit = docket.visitor();
    for (const char c :
         std::string("POST /slow HTTP/1.1\r\nHost: docket\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab"))
        visit.say(std::string(1, c));
    CHECK(starts(visit.hear_all(), "HTTP/1.1 200 "));
    REQUIRE(docket.heard.size() == 1);
    CHECK(docket.heard[0].body == "ab");
}

TEST_CASE("chunks that come byte by byte are the same body", "[http][server]")
{
    house docket;
    const std::string chunks = GENERATE(as<std::string>{}, "0\r\n\r\n", "2\r\nab\r\n0\r\nT: t\r\n\r\n");
    auto visit = docket.visitor();
    visit.say("POST /slow HTTP/1.1\r\nHost: docket\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    for (const char c : chunks) {
        visit.say(std::string(1, c));
        docket.context.restart();
        docket.context.run_for(2ms);  // so that each byte is read alone
    }
    CHECK(starts(visit.hear_all(), "HTTP/1.1 200 "));
}

TEST_CASE("the answer to HEAD has the length and no body, HTTP/1.0 is answered and closed", "[http][server]")
{
    house docket;
    const auto head = docket.exchange("HEAD /x HTTP/1.1\r\nHost: docket\r\nConnection: close\r\n\r\n");
    CHECK(head.find("\r\nContent-Length: 9\r\n") != std::string::npos);
    CHECK(head.substr(head.size() - 4) == "\r\n\r\n");
    CHECK(starts(docket.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), "HTTP/1.1 200 "));
}

TEST_CASE("whoever is slow is closed: before a request, in its header, in its body", "[http][server]")
{
    struct row {
        std::chrono::milliseconds http::server_limits::* limit;
        std::string said;
    };
    using limits_of = http::server_limits;
    const auto r = GENERATE(values<row>({
        {&limits_of::idle_time, ""},
        {&limits_of::header_time, "GET / HTT"},
        {&limits_of::header_time, "GET / HTTP/1.1\r\nHost: docket\r\n"},
        {&limits_of::body_time, "POST / HTTP/1.1\r\nHost: docket\r\nContent-Length: 5\r\n\r\nabc"},
        {&limits_of::body_time, "POST / HTTP/1.1\r\nHost: docket\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"},
    }));
    http::server_limits limits;
    limits.*r.limit = 50ms;
    house docket(limits);
    CHECK(docket.exchange(r.said).empty());
    CHECK(docket.heard.empty());
    CHECK(docket.refused.empty());
}

TEST_CASE("a kept connection is closed when no request follows", "[http][server]")
{
    http::server_limits limits;
    limits.idle_time = 500ms;
    house docket(limits);
    CHECK(starts(docket.exchange(get), "HTTP/1.1 200 "));
}

TEST_CASE("a peer that does not take its answer is closed", "[http][server]")
{
    http::server_limits limits;
    limits.write_time = 50ms;
    bool asked = false;
    const http::handler large = [&](http::request) -> asio::awaitable<http::response> {
        asked = true;
        co_return http::response(200, std::string(64 * mebibyte, 'l'));
    };
    house docket(limits, large);
    auto visit = docket.visitor();
    visit.say(get);
    run_until(docket.context, [&] { return asked; });
    docket.stop(1h);  // would take its whole grace if the connection were still writing
    CHECK(visit.hear_all().size() < 64 * mebibyte);
}

TEST_CASE("a large answer arrives whole", "[http][server]")
{
    const http::handler large = [](http::request) -> asio::awaitable<http::response> {
        co_return http::response(200, std::string(16 * mebibyte, 'l'));
    };
    house docket({}, large);
    const auto answer = docket.exchange(last_get);
    CHECK(std::count(answer.begin(), answer.end(), 'l') >= static_cast<std::ptrdiff_t>(16 * mebibyte));
}

TEST_CASE("a handler that throws is answered 500 and reported, and the connection goes on", "[http][server]")
{
    const http::handler broken = [](http::request asked) -> asio::awaitable<http::response> {
        if (asked.path() == "/last")
            co_return http::response(204);
        throw std::runtime_error("disk full");
    };
    house docket({}, broken);
    const auto answers = docket.exchange(get + last_get);
    CHECK(starts(answers, "HTTP/1.1 500 "));
    CHECK(answers.find("disk full") == std::string::npos);
    CHECK(answers.find("HTTP/1.1 204 No Content\r\n") != std::string::npos);
    CHECK(docket.failures == std::vector<std::string>{"disk full"});
}

TEST_CASE("a handler may drop the connection instead of answering", "[http][server]")
{
    const http::handler lost = [](http::request) -> asio::awaitable<http::response> {
        http::response none(200, "never heard");
        none.drop = true;
        co_return none;
    };
    house docket({}, lost);
    CHECK(docket.exchange(get).empty());
}

TEST_CASE("a field cannot smuggle in a line, nor say where the answer ends", "[http][server]")
{
    const http::handler careless = [](http::request) -> asio::awaitable<http::response> {
        http::response answer(200, "ok");
        answer.fields.add("X-Note", "a\r\nSet-Cookie: b");
        answer.fields.add("Content-Length", "99");
        answer.fields.add("Retry-After", "7");
        co_return answer;
    };
    house docket({}, careless);
    const auto answer = docket.exchange(last_get);
    CHECK(answer.find("Set-Cookie") == std::string::npos);
    CHECK(answer.find("99") == std::string::npos);
    CHECK(answer.find("\r\nRetry-After: 7\r\n") != std::string::npos);
    CHECK(answer.find("\r\nContent-Length: 2\r\n") != std::string::npos);
}

TEST_CASE("who is turned away at the door need not send the body", "[http][server]")
{
    const auto look = [](const http::request& head) -> std::optional<http::response> {
        if (head.fields.find("Ticket"))
            return std::nullopt;
        return http::response(401);
    };
    house docket({}, {}, look);
    auto stranger = docket.visitor();
    stranger.say(post(mebibyte).substr(0, 2000));
    const auto answer = stranger.hear_all();
    CHECK(starts(answer, "HTTP/1.1 401 "));
    CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
    const auto asking =
        docket.exchange("POST / HTTP/1.1\r\nHost: docket\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
    CHECK(starts(asking, "HTTP/1.1 401 "));
    CHECK(docket.heard.empty());
    CHECK(starts(docket.exchange(post(mebibyte, "Ticket: 1\r\nConnection: close\r\n")), "HTTP/1.1 200 "));
}

namespace {

http::handler waiting_at(std::shared_ptr<gate> place)
{
    return [place](http::request) -> asio::awaitable<http::response> {
        co_await gate::pass(place);
        co_return http::response(200, "done");
    };
}

}  // namespace

TEST_CASE("stop ends idle connections at once and lets a request in hand finish", "[http][server]")
{
    const auto place = std::make_shared<gate>();
    house docket({}, waiting_at(place));
    auto idle = docket.visitor();
    auto busy = docket.visitor();
    busy.say(get);
    run_until(docket.context, [&] { return docket.server.in_hand() == 1; });

    bool stopped = false;
    const auto over = [&](std::exception_ptr) { stopped = true; };
    asio::co_spawn(docket.context, docket.server.stop(1h), over);
    CHECK(idle.hear_all().empty());  // closed, while the other is still being handled
    CHECK(docket.server.in_hand() == 1);
    CHECK_FALSE(stopped);
    CHECK_THROWS(docket.visitor());  // nobody is let in any more

    place->open();
    const auto answer = busy.hear_all();
    CHECK(starts(answer, "HTTP/1.1 200 "));
    CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
    run_until(docket.context, [&] { return stopped; });
    CHECK(docket.server.in_hand() == 0);
    docket.stop(1h);  // again: nothing left to do
}

TEST_CASE("stop cuts a handler that is stuck when the grace is over", "[http][server]")
{
    const auto place = std::make_shared<gate>();
    house docket({}, waiting_at(place));
    auto stuck = docket.visitor();
    stuck.say(get);
    run_until(docket.context, [&] { return docket.server.in_hand() == 1; });

    docket.stop(50ms);

    CHECK(docket.server.in_hand() == 0);
    CHECK(stuck.hear_all().empty());
    CHECK(docket.failures.empty());  // our doing, not the handler's
    docket.context.restart();
    CHECK(docket.context.run_for(5s) < 100);
    CHECK(docket.context.stopped());  // nothing of the server is left to run
}

TEST_CASE("a server may go while connections and handlers still are", "[http][server]")
{
    const auto place = std::make_shared<gate>();
    asio::io_context context;
    auto server = std::make_unique<http::server>(context, "127.0.0.1", std::uint16_t{0}, waiting_at(place));
    server->start();
    peer idle(context, server->port());
    peer busy(context, server->port());
    busy.say(get);
    run_until(context, [&] { return server->in_hand() == 1; });
    SECTION("and what waited ends when the context runs on")
    {
        server.reset();
        CHECK(idle.hear_all().empty());
        CHECK(busy.hear_all().empty());
    }
    SECTION("and so may the context, right after")
    {
        server.reset();
    }
}

TEST_CASE("an address that is taken is refused at once", "[http][server]")
{
    house docket;
    const http::handler none = [](http::request) -> asio::awaitable<http::response> { co_return http::response(); };
    CHECK_THROWS_AS(http::server(docket.context, "127.0.0.1", docket.server.port(), none), boost::system::system_error);
}

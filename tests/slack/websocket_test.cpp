#include "slack/http/websocket.hpp"

#include "slack/http/server.hpp"
#include "slack/http/websocket_client.hpp"
#include "tests/slack/gate.hpp"
#include "tests/slack/waiting.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace http = docket::slack::http;
using asio::ip::tcp;
using docket::slack::failure;
using docket::tests::gate;
using docket::tests::run_until;
using docket::tests::wait_for;
using namespace std::chrono_literals;

namespace {

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t mebibyte = 1024 * 1024;

const std::string handshake =
    "GET /live HTTP/1.1\r\nHost: docket\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// A server that repeats what it hears on /live, and remembers how each conversation ended.
class house {
public:
    explicit house(http::server_limits limits = {}, http::conversation talk = {})
        : talk_(talk ? std::move(talk) : repeating()),
          server(
              context, "127.0.0.1", 0, [this](http::request asked) { return answer(std::move(asked)); }, limits,
              {[this](std::string what) { failures.push_back(std::move(what)); }, {}}
          ),
          client(context)
    {
        server.start();
    }

    std::string url() const { return "ws://127.0.0.1:" + std::to_string(server.port()) + "/live"; }

    std::shared_ptr<http::websocket> visit()
    {
        const auto opened = wait_for(context, client.connect(url(), 50s));
        REQUIRE(opened);
        return *opened;
    }

    std::optional<std::string> hear(const std::shared_ptr<http::websocket>& line)
    {
        return wait_for(context, line->read());
    }

    /// What a peer that does not know WebSocket's manners gets for `text`.
    std::string exchange(std::string text) { return wait_for(context, exchanged(std::move(text))); }

    void stop(std::chrono::milliseconds grace) { wait_for(context, server.stop(grace)); }

    asio::io_context context{1};
    std::vector<std::uint16_t> ended;
    std::vector<std::string> failures;

private:
    http::conversation repeating()
    {
        return [this](http::websocket& line) { return repeat(line); };
    }

    asio::awaitable<void> repeat(http::websocket& line)
    {
        for (;;) {
            auto heard = co_await line.read();
            if (!heard)
                break;
            line.send(std::move(*heard));
        }
        ended.push_back(line.closed_with());
    }

    asio::awaitable<http::response> answer(http::request asked)
    {
        http::response made(200, asked.method + " " + asked.target);
        if (asked.path() == "/live")
            made.talk = talk_;
        co_return made;
    }

    asio::awaitable<std::string> exchanged(std::string text)
    {
        tcp::socket socket(context);
        socket.connect({asio::ip::make_address("127.0.0.1"), server.port()});
        co_await asio::async_write(socket, asio::buffer(text), quiet);
        std::string heard;
        std::array<char, 4096> some{};
        while (heard.find("\r\n\r\n") == std::string::npos) {
            const auto [ec, size] = co_await socket.async_read_some(asio::buffer(some), quiet);
            if (ec)
                break;
            heard.append(some.data(), size);
        }
        co_return heard;
    }

    http::conversation talk_;

public:
    http::server server;
    http::websocket_client client;
};

std::string without(std::string text, const std::string& what)
{
    const auto found = text.find(what);
    REQUIRE(found != std::string::npos);
    return text.erase(found, what.size());
}

http::server_limits hurried(http::websocket_limits limits)
{
    http::server_limits all;
    all.websocket = limits;
    return all;
}

}  // namespace

TEST_CASE("a message goes there and back", "[http][websocket]")
{
    house h;
    const auto line = h.visit();
    CHECK(line->send("Grüße"));
    CHECK(h.hear(line) == "Grüße");
}

TEST_CASE("many messages arrive whole and in their order", "[http][websocket]")
{
    house h;
    const auto line = h.visit();
    constexpr int many = 2'000;
    for (int i = 0; i < many; ++i)
        REQUIRE(line->send(std::to_string(i)));
    for (int i = 0; i < many; ++i)
        REQUIRE(h.hear(line) == std::to_string(i));
}

TEST_CASE("a message of a mebibyte passes, and one more byte closes with 1009", "[http][websocket]")
{
    house h;
    const auto line = h.visit();
    const std::string large(mebibyte, 'x');
    line->send(large);
    CHECK(h.hear(line) == large);

    line->send(large + "x");
    CHECK_FALSE(h.hear(line));
    CHECK(line->closed_with() == 1009);
}

TEST_CASE("the goodbye comes after all that was queued", "[http][websocket]")
{
    house h;
    const auto line = h.visit();
    for (int i = 0; i < 100; ++i)
        line->send(std::string(1'000, 'x'));
    line->close();
    CHECK_FALSE(line->send("too late"));
    wait_for(h.context, line->ended());
    run_until(h.context, [&] { return !h.ended.empty(); });
    CHECK(h.ended.front() == 1000);
    CHECK(line->closed_with() == 1000);
}

TEST_CASE("a conversation that returns closes with 1000, one that throws with 1011", "[http][websocket]")
{
    SECTION("returns")
    {
        house h({}, [](http::websocket& line) -> asio::awaitable<void> {
            line.send("that is all");
            co_return;
        });
        const auto line = h.visit();
        CHECK(h.hear(line) == "that is all");
        CHECK_FALSE(h.hear(line));
        CHECK(line->closed_with() == 1000);
    }
    SECTION("throws")
    {
        house h({}, [](http::websocket&) -> asio::awaitable<void> {
            throw std::runtime_error("lost the thread");
            co_return;
        });
        const auto line = h.visit();
        CHECK_FALSE(h.hear(line));
        CHECK(line->closed_with() == 1011);
        CHECK(h.failures == std::vector<std::string>{"lost the thread"});
    }
}

TEST_CASE("an open conversation is no request in hand", "[http][websocket]")
{
    house h;
    const auto line = h.visit();
    line->send("still here");
    CHECK(h.hear(line) == "still here");
    CHECK(h.server.in_hand() == 0);
}

TEST_CASE("a server that stops says goodbye with 1001", "[http][websocket]")
{
    house h;
    const auto line = h.visit();
    std::optional<std::string> heard = "nothing yet";
    asio::co_spawn(h.context, line->read(), [&](std::exception_ptr, std::optional<std::string> what) { heard = what; });
    h.stop(5s);
    CHECK(h.ended.size() == 1);
    run_until(h.context, [&] { return !heard; });
    CHECK(line->closed_with() == 1001);
}

TEST_CASE(
    "a server that stops waits neither for a deaf peer nor for a conversation that does not end", "[http][websocket]"
)
{
    const auto stuck = std::make_shared<gate>();
    const bool deaf = GENERATE(true, false);
    http::websocket_limits patient;
    patient.closing_time = 1h;  // not what ends it here
    house h(hurried(patient), deaf ? http::conversation() : [stuck](http::websocket&) { return gate::pass(stuck); });
    const auto line = h.visit();  // nobody reads here, so nobody says goodbye either
    h.stop(100ms);                // throws when it takes long
    CHECK(h.failures.empty());
}

TEST_CASE("a peer that vanishes is given up", "[http][websocket]")
{
    http::websocket_limits impatient;
    impatient.ping_every = 20ms;
    impatient.silence = 200ms;
    house h(hurried(impatient));
    const auto line = h.visit();  // nobody reads here: pings stay unanswered
    run_until(h.context, [&] { return !h.ended.empty(); });
    CHECK(h.ended.front() == 1006);
}

TEST_CASE("a quiet peer that answers pings is kept", "[http][websocket]")
{
    http::websocket_limits impatient;
    impatient.ping_every = 50ms;
    impatient.silence = 1s;
    house h(hurried(impatient));
    const auto line = h.visit();
    bool over = false;
    asio::co_spawn(h.context, line->read(), [&](std::exception_ptr, std::optional<std::string>) { over = true; });
    const auto began = line->last_heard();
    run_until(h.context, [&] { return line->last_heard() - began > 2s; });
    CHECK_FALSE(over);
    CHECK(h.ended.empty());
}

TEST_CASE("a peer that takes nothing is cut when its queue is full", "[http][websocket]")
{
    house h;
    const auto line = h.visit();
    const std::string large(mebibyte, 'x');
    int taken = 0;
    while (taken < 100 && line->send(large))  // the context does not run: nothing leaves
        ++taken;
    CHECK(taken == 8);
    CHECK_FALSE(h.hear(line));
}

TEST_CASE("a WebSocket that somebody drops is over for the other side", "[http][websocket]")
{
    house h;
    auto line = h.visit();
    line.reset();
    run_until(h.context, [&] { return !h.ended.empty(); });
    CHECK(h.ended.front() == 1006);
}

TEST_CASE("what asks for no WebSocket, or wrongly, is told so and can ask again", "[http][websocket]")
{
    house h;
    CHECK(h.exchange("GET /live HTTP/1.1\r\nHost: docket\r\n\r\n").starts_with("HTTP/1.1 426 "));
    CHECK(h.exchange(without(handshake, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")).starts_with("HTTP/1.1 400 ")
    );
    const auto old = h.exchange(without(handshake, "3\r\n\r\n") + "\r\n\r\n");  // version 1
    CHECK(old.starts_with("HTTP/1.1 426 "));
    CHECK(old.find("Sec-WebSocket-Version: 13\r\n") != std::string::npos);
    CHECK(h.exchange(handshake + "frames before the answer").starts_with("HTTP/1.1 400 "));
}

TEST_CASE("an offer of a WebSocket to an ordinary page gets the page", "[http][websocket]")
{
    house h;
    auto page = handshake;
    page.replace(0, std::string("GET /live").size(), "GET /page");
    CHECK(h.exchange(page).starts_with("HTTP/1.1 200 "));
    CHECK(h.exchange(handshake).find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
}

TEST_CASE("a client that finds no WebSocket says why", "[http][websocket]")
{
    house h;
    const auto at = [&](std::string url, std::chrono::milliseconds patience = 60s) {
        const auto opened = wait_for(h.context, h.client.connect(std::move(url), patience));
        REQUIRE_FALSE(opened);
        return opened.error();
    };
    const auto port = std::to_string(h.server.port());
    CHECK(at("http://127.0.0.1:" + port + "/live").error == "bad_url");
    const auto declined = at("ws://127.0.0.1:" + port + "/page");
    CHECK(declined.error == "declined");
    CHECK(declined.detail == "200");

    tcp::acceptor mute(h.context, {asio::ip::make_address("127.0.0.1"), 0});  // takes the connection and says nothing
    CHECK(at("ws://127.0.0.1:" + std::to_string(mute.local_endpoint().port()), 100ms).error == "timeout");
}

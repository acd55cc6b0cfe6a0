#include "slack/http/client.hpp"

#include "slack/http/server.hpp"
#include "tests/slack/gate.hpp"
#include "tests/slack/waiting.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace http = docket::slack::http;
namespace slack = docket::slack;
namespace tests = docket::tests;
using asio::ip::tcp;
using slack::failure;
using tests::run_until;
using tests::wait_for;
using namespace std::chrono_literals;

namespace {

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

/// A peer that follows a script: for each connection, what it answers to each request, as raw bytes. After the last
/// answer of a connection it closes; an empty answer is none at all, and the connection stays.
class scripted_peer {
public:
    using answers = std::vector<std::string>;

    scripted_peer(asio::io_context& context, std::deque<answers> script)
        : acceptor_(context, {asio::ip::make_address("127.0.0.1"), 0}), script_(std::move(script))
    {
        asio::co_spawn(context, serve(), [](std::exception_ptr) {});
    }

    [[nodiscard]] http::url address() const
    {
        return {"http", "127.0.0.1", std::to_string(acceptor_.local_endpoint().port()), "/"};
    }

    int connections = 0;
    std::vector<std::string> heard;  ///< requests, header and body
    bool closed = false;             ///< the last connection with a full script was closed by us

private:
    asio::awaitable<void> serve()
    {
        while (!script_.empty()) {
            tcp::socket socket(acceptor_.get_executor());
            co_await acceptor_.async_accept(socket, asio::use_awaitable);
            ++connections;
            const auto lines = std::move(script_.front());
            script_.pop_front();
            asio::co_spawn(acceptor_.get_executor(), speak(std::move(socket), lines), [](std::exception_ptr) {});
        }
    }

    asio::awaitable<void> speak(tcp::socket socket, answers lines)
    {
        for (const auto& line : lines) {
            heard.push_back(co_await hear(socket));
            if (line.empty()) {
                std::array<char, 1> none{};
                co_await socket.async_read_some(asio::buffer(none), quiet);  // until the client gives up
                co_return;
            }
            co_await asio::async_write(socket, asio::buffer(line), quiet);
        }
        socket.close();
        closed = true;
    }

    static asio::awaitable<std::string> hear(tcp::socket& socket)
    {
        std::string text;
        std::array<char, 4096> some{};
        while (!whole(text)) {
            const auto [ec, size] = co_await socket.async_read_some(asio::buffer(some), quiet);
            if (ec)
                break;
            text.append(some.data(), size);
        }
        co_return text;
    }

    static bool whole(const std::string& text)
    {
        const auto end = text.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        const auto length = text.find("Content-Length: ");
        const auto body = length == std::string::npos ? 0 : std::stoul(text.substr(length + 16));
        return text.size() >= end + 4 + body;
    }

    tcp::acceptor acceptor_;
    std::deque<answers> script_;
};

http::request post(std::string body = "hello")
{
    http::request asked("POST", "/api/chat.postMessage");
    asked.fields.set("Authorization", "Bearer token");
    asked.body = std::move(body);
    return asked;
}

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Note: a\r\n\r\nok";

/// A server of ours that answers what it was asked, once its gate is open.
class held_server {
public:
    explicit held_server(asio::io_context& context) : server(context, "127.0.0.1", 0, answering(gate))
    {
        server.start();
    }

    [[nodiscard]] http::url address() const { return {"http", "127.0.0.1", std::to_string(server.port()), "/"}; }

    std::shared_ptr<tests::gate> gate = std::make_shared<tests::gate>();
    http::server server;

private:
    static http::handler answering(std::shared_ptr<tests::gate> gate)
    {
        return [gate](http::request asked) -> asio::awaitable<http::response> {
            co_await tests::gate::pass(gate);
            co_return http::response(200, asked.body);
        };
    }
};

}  // namespace

TEST_CASE("a request goes out whole and its response comes back", "[http][client]")
{
    asio::io_context context{1};
    scripted_peer peer(context, {{ok}});
    http::client client(context);

    const auto got = wait_for(context, client.send(peer.address(), post(), 50s));

    REQUIRE(got);
    CHECK(got->status == 200);
    CHECK(got->fields.find("x-note") == "a");
    CHECK(got->body == "ok");
    REQUIRE(peer.heard.size() == 1);
    CHECK(
        peer.heard[0] == "POST /api/chat.postMessage HTTP/1.1\r\nHost: 127.0.0.1:" + peer.address().port +
                             "\r\nAuthorization: Bearer token\r\nContent-Length: 5\r\n\r\nhello"
    );
}

TEST_CASE("responses end where HTTP says they end", "[http][client]")
{
    struct row {
        std::string raw, body;
        unsigned status;
    };
    const auto r = GENERATE(values<row>({
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nT: 1\r\n\r\n", "abcde", 200
        },
        {"HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end", 200},
        {"HTTP/1.1 204 No Content\r\n\r\n", "", 204},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + ok, "ok", 200},
        {"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", "", 429},
        {"HTTP/1.0 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n", "", 302},
    }));
    asio::io_context context{1};
    scripted_peer peer(context, {{r.raw}});
    http::client client(context);
    const auto got = wait_for(context, client.send(peer.address(), post(), 50s));
    REQUIRE(got);
    CHECK(got->status == r.status);
    CHECK(got->body == r.body);
}

TEST_CASE("a response to HEAD has no body, whatever length it names", "[http][client]")
{
    asio::io_context context{1};
    scripted_peer peer(context, {{"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", ok}});
    http::client client(context);
    http::request head("HEAD", "/file");
    const auto first = wait_for(context, client.send(peer.address(), head, 50s));
    REQUIRE(first);
    CHECK(first->body.empty());
    CHECK(wait_for(context, client.send(peer.address(), post(), 50s)));
    CHECK(peer.connections == 1);
}

TEST_CASE("the next request uses the same connection", "[http][client]")
{
    asio::io_context context{1};
    scripted_peer peer(context, {{ok, ok, ok}});
    http::client client(context);
    for (int i = 0; i < 3; ++i)
        CHECK(wait_for(context, client.send(peer.address(), post(), 50s)));
    CHECK(peer.connections == 1);
    CHECK(peer.heard.size() == 3);
}

TEST_CASE("a connection is not used again once the peer has closed it, said so, or sent too much", "[http][client]")
{
    const std::string first = GENERATE_COPY(
        as<std::string>{}, ok, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", ok + "HTTP/1.1 408 Request Timeout\r\n\r\n"
    );
    asio::io_context context{1};
    scripted_peer peer(context, {{first}, {ok}});
    http::client client(context);
    REQUIRE(wait_for(context, client.send(peer.address(), post(), 50s)));
    run_until(context, [&] { return peer.closed; });

    const auto second = wait_for(context, client.send(peer.address(), post(), 50s));
    REQUIRE(second);
    CHECK(second->body == "ok");
    CHECK(peer.connections == 2);
}

TEST_CASE("an idle connection is not used again when it has aged", "[http][client]")
{
    asio::io_context context{1};
    scripted_peer peer(context, {{ok, ok}, {ok}});
    http::client_limits limits;
    limits.keep_alive = 0s;
    http::client client(context, limits);
    REQUIRE(wait_for(context, client.send(peer.address(), post(), 50s)));
    REQUIRE(wait_for(context, client.send(peer.address(), post(), 50s)));
    CHECK(peer.connections == 2);
}

TEST_CASE("a request nobody can have seen is to be retried", "[http][client]")
{
    asio::io_context context{1};
    http::client client(context);
    SECTION("nobody listens")
    {
        tcp::acceptor closed(context, {asio::ip::make_address("127.0.0.1"), 0});
        const http::url nobody{"http", "127.0.0.1", std::to_string(closed.local_endpoint().port()), "/"};
        closed.close();
        const auto got = wait_for(context, client.send(nobody, post(), 50s));
        REQUIRE_FALSE(got);
        CHECK(got.error().what == failure::kind::retry);
        CHECK(got.error().error == "connect");
    }
    SECTION("the name leads nowhere")
    {
        const http::url nowhere{"http", "nobody.invalid", "80", "/"};  // RFC 6761: never resolves
        const auto got = wait_for(context, client.send(nowhere, post(), 50s));
        REQUIRE_FALSE(got);
        CHECK(got.error().what == failure::kind::retry);
    }
    SECTION("it does not speak TLS")
    {
        scripted_peer peer(context, {{"HTTP/1.1 400 Bad Request\r\n\r\n"}});
        auto where = peer.address();
        where.scheme = "https";
        http::client_limits limits;
        limits.connect_time = 100ms;
        http::client hasty(context, limits);
        const auto got = wait_for(context, hasty.send(where, post(), 50s));
        REQUIRE_FALSE(got);
        CHECK(got.error().what == failure::kind::retry);
    }
}

TEST_CASE("a request somebody may have seen is uncertain", "[http][client]")
{
    struct row {
        std::string raw, error;
    };
    const auto r = GENERATE(values<row>({
        {"", "timeout"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "reset"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf", "reset"},
        {"HTTP/1.1 200", "reset"},
        {"SSH-2.0-OpenSSH_9.2p1\r\n", "bad_response"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "bad_response"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", "too_large"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n", "too_large"},
        {"HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'), "too_large"},
    }));
    asio::io_context context{1};
    scripted_peer peer(context, {{r.raw}});
    http::client_limits limits;
    limits.body = 1000;
    http::client client(context, limits);
    const auto got = wait_for(context, client.send(peer.address(), post(), r.error == "timeout" ? 100ms : 50s));
    REQUIRE_FALSE(got);
    CHECK(got.error().what == failure::kind::uncertain);
    CHECK(got.error().error == r.error);
    CHECK(peer.heard.size() == 1);
}

TEST_CASE("a kept connection that ends without an answer is uncertain, and nothing is sent twice", "[http][client]")
{
    asio::io_context context{1};
    const std::string close_unanswered = "\r\n";  // not even a status line
    scripted_peer peer(context, {{ok, close_unanswered}, {ok}});
    http::client client(context);
    REQUIRE(wait_for(context, client.send(peer.address(), post("first"), 50s)));
    const auto got = wait_for(context, client.send(peer.address(), post("second"), 50s));
    REQUIRE_FALSE(got);
    CHECK(got.error().what == failure::kind::uncertain);
    CHECK(peer.connections == 1);
    CHECK(peer.heard.size() == 2);
}

TEST_CASE("requests over the cap wait for a connection, first come first served", "[http][client]")
{
    asio::io_context context{1};
    held_server held(context);
    http::client_limits limits;
    limits.connections_per_host = 2;
    http::client client(context, limits);
    std::vector<std::string> order;
    for (int i = 0; i < 6; ++i)
        asio::co_spawn(
            context, client.send(held.address(), post(std::to_string(i)), 50s),
            [&](std::exception_ptr, slack::result<http::response> got) { order.push_back(got ? got->body : "lost"); }
        );
    std::size_t most = 0;
    run_until(context, [&] { return held.server.in_hand() == 2; });
    CHECK(order.empty());
    held.gate->open();
    run_until(context, [&] {
        most = std::max(most, held.server.in_hand());
        return order.size() == 6;
    });

    CHECK(most == 2);
    CHECK(order.front().back() == '0');
    CHECK(order.back().back() == '5');
}

TEST_CASE("a request that waits for a connection beyond its budget was never sent", "[http][client]")
{
    asio::io_context context{1};
    held_server held(context);
    http::client_limits limits;
    limits.connections_per_host = 1;
    http::client client(context, limits);
    bool first_done = false;
    asio::co_spawn(
        context, client.send(held.address(), post(), 50s),
        [&](std::exception_ptr, slack::result<http::response> got) { first_done = got.has_value(); }
    );
    run_until(context, [&] { return held.server.in_hand() == 1; });

    const auto second = wait_for(context, client.send(held.address(), post(), 50ms));
    REQUIRE_FALSE(second);
    CHECK(second.error().what == failure::kind::retry);
    CHECK(second.error().error == "timeout");

    held.gate->open();
    run_until(context, [&] { return first_done; });
    CHECK(wait_for(context, client.send(held.address(), post(), 50s)));  // the place was given back
}

TEST_CASE("a request without any budget is not sent", "[http][client]")
{
    asio::io_context context{1};
    http::client client(context);
    tcp::acceptor deaf(context, {asio::ip::make_address("127.0.0.1"), 0});
    const http::url where{"https", "127.0.0.1", std::to_string(deaf.local_endpoint().port()), "/"};
    const auto got = wait_for(context, client.send(where, post(), 50ms));  // no TLS handshake ever comes
    REQUIRE_FALSE(got);
    CHECK(got.error().what == failure::kind::retry);
    CHECK(got.error().error == "timeout");
}

TEST_CASE("a warm connection is ready for the first request, and warming never fails", "[http][client]")
{
    asio::io_context context{1};
    scripted_peer peer(context, {{ok}});
    http::client client(context);
    wait_for(context, client.warm(peer.address()));
    wait_for(context, client.warm(peer.address()));
    run_until(context, [&] { return peer.connections == 1; });
    CHECK(wait_for(context, client.send(peer.address(), post(), 50s)));
    CHECK(peer.connections == 1);

    const http::url nowhere{"http", "nobody.invalid", "80", "/"};
    wait_for(context, client.warm(nowhere));
}

TEST_CASE("what cannot be written down as HTTP is not sent", "[http][client]")
{
    asio::io_context context{1};
    http::client client(context);
    const http::url nobody{"http", "127.0.0.1", "1", "/"};
    auto asked = post();
    SECTION("a line in the target")
    {
        asked.target = "/a HTTP/1.1\r\nX: y";
    }
    SECTION("no target")
    {
        asked.target.clear();
    }
    SECTION("a line in a field")
    {
        asked.fields.set("X", "a\r\nY: b");
    }
    SECTION("a space in the method")
    {
        asked.method = "GET /";
    }
    const auto got = wait_for(context, client.send(nobody, asked, 50s));
    REQUIRE_FALSE(got);
    CHECK(got.error().what == failure::kind::permanent);
}

TEST_CASE("a cancelled request ends at once and gives its place back", "[http][client]")
{
    asio::cancellation_signal stop;
    asio::io_context context{1};
    held_server held(context);
    http::client_limits limits;
    limits.connections_per_host = 1;
    http::client client(context, limits);
    bool ended = false;
    const auto over = [&](std::exception_ptr, slack::result<http::response>) { ended = true; };
    asio::co_spawn(context, client.send(held.address(), post(), 1h), asio::bind_cancellation_slot(stop.slot(), over));
    run_until(context, [&] { return held.server.in_hand() == 1; });
    asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
    run_until(context, [&] { return ended; });

    held.gate->open();
    CHECK(wait_for(context, client.send(held.address(), post(), 50s)));
}

TEST_CASE("requests may outlive their client, and their context", "[http][client]")
{
    asio::io_context context{1};
    held_server held(context);
    http::client_limits limits;
    limits.connections_per_host = 1;
    auto client = std::make_unique<http::client>(context, limits);
    int answered = 0;
    const auto over = [&](std::exception_ptr, slack::result<http::response> got) { answered += got.has_value(); };
    asio::co_spawn(context, client->send(held.address(), post(), 50s), over);
    asio::co_spawn(context, client->send(held.address(), post(), 50s), over);
    run_until(context, [&] { return held.server.in_hand() == 1; });
    client.reset();
    SECTION("and are answered")
    {
        held.gate->open();
        run_until(context, [&] { return answered == 2; });
        CHECK(answered == 2);
    }
    SECTION("or end with the context, while one has the connection and one waits for it")
    {
        CHECK(answered == 0);
    }
}

TEST_CASE("names are looked up", "[http][client]")
{
    asio::io_context context{1};
    scripted_peer peer(context, {{ok}});
    http::client client(context);
    auto where = peer.address();
    where.host = "localhost";
    const auto got = wait_for(context, client.send(where, post(), 50s));
    REQUIRE(got);
    CHECK(peer.heard.at(0).find("\r\nHost: localhost:" + where.port + "\r\n") != std::string::npos);
}

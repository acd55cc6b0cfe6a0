#include "slack/http/websocket_offer.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

namespace http = docket::slack::http;

namespace {

/// The example of RFC 6455, 1.3, with one field said differently, or left out where `value` is empty.
http::request handshake(const std::string& name = {}, const std::string& value = {})
{
    http::request asked("GET", "/chat");
    asked.fields = http::headers({
        {"Host", "server.example.com"},
        {"Upgrade", "websocket"},
        {"Connection", "Upgrade"},
        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
        {"Sec-WebSocket-Version", "13"},
    });
    if (name.empty())
        return asked;
    std::vector<std::pair<std::string, std::string>> others;
    for (const auto& field : asked.fields.all())
        if (field.first != name)
            others.push_back(field);
    asked.fields = http::headers(std::move(others));
    if (!value.empty())
        asked.fields.add(name, value);
    return asked;
}

}  // namespace

TEST_CASE("the RFC's example is an offer to speak WebSocket", "[http][websocket]")
{
    const auto offered = http::read_offer(handshake());
    REQUIRE(offered);
    CHECK(offered->host == "server.example.com");
    CHECK(offered->key == "dGhlIHNhbXBsZSBub25jZQ==");
}

TEST_CASE("words of an offer are found among others, in any case", "[http][websocket]")
{
    CHECK(http::read_offer(handshake("Connection", "keep-alive, Upgrade")));
    CHECK(http::read_offer(handshake("Connection", "keep-alive ,\tupgrade ,")));
    CHECK(http::read_offer(handshake("Upgrade", "WebSocket")));
}

TEST_CASE("what is no valid offer is answered with what is wrong", "[http][websocket]")
{
    struct row {
        const char* name;
        const char* value;
        unsigned want;
    };
    const auto r = GENERATE(values<row>({
        {"Upgrade", "", 426},
        {"Upgrade", "h2c", 426},
        {"Connection", "close", 426},
        {"Connection", "Upgraded", 426},
        {"Sec-WebSocket-Version", "8", 426},
        {"Sec-WebSocket-Version", "", 400},
        {"Sec-WebSocket-Key", "", 400},
        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZQ==", 400},
        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ!!", 400},
        {"Host", "", 400},
    }));
    INFO(r.name << ": " << r.value);
    const auto offered = http::read_offer(handshake(r.name, r.value));
    REQUIRE_FALSE(offered);
    CHECK(offered.error().status == r.want);
    if (r.want == 426)
        CHECK(offered.error().fields.find("Sec-WebSocket-Version") == "13");
}

TEST_CASE("only a bare GET opens a WebSocket", "[http][websocket]")
{
    auto posted = handshake();
    posted.method = "POST";
    CHECK(http::read_offer(posted).error().status == 400);
    auto loaded = handshake();
    loaded.body = "early";
    CHECK(http::read_offer(loaded).error().status == 400);
}

#include "slack/http/websocket_client.hpp"
#include "stage.hpp"

using namespace emulator_tests;

namespace {

options socketed()
{
    options with;
    with.socket_mode = true;
    return with;
}

/// An app that receives over WebSockets, and says what it is told to say.
class socket_app {
public:
    explicit socket_app(stage& on) : on_(on), client_(on.io) {}

    json open(const std::string& token = options().app_token)
    {
        http::request asked("POST", "/api/apps.connections.open");
        asked.fields.set("Content-Type", "application/x-www-form-urlencoded");
        if (!token.empty())
            asked.fields.set("Authorization", "Bearer " + token);
        const auto where = http::parse_url(on_.slack.world().base_url + "/");
        const auto got = on_.run(on_.web.send(*where, std::move(asked), 5s));
        REQUIRE(got);
        return json::parse(got->body);
    }

    std::shared_ptr<http::websocket> connect(const std::string& url)
    {
        auto opened = on_.run(client_.connect(url, 5s));
        return opened ? std::move(*opened) : nullptr;
    }

    /// A new connection, and its first message.
    std::shared_ptr<http::websocket> connect(json& first)
    {
        auto line = connect(open().at("url").get<std::string>());
        REQUIRE(line);
        first = hear(line);
        return line;
    }
    std::shared_ptr<http::websocket> connect()
    {
        json first;
        auto line = connect(first);
        REQUIRE(first.at("type") == "hello");
        return line;
    }

    /// Null once the connection is over.
    json hear(const std::shared_ptr<http::websocket>& line)
    {
        const auto text = on_.run(line->read());
        return text ? json::parse(*text) : json();
    }

    static void acknowledge(const std::shared_ptr<http::websocket>& line, const json& envelope, json payload = nullptr)
    {
        json said{{"envelope_id", envelope.at("envelope_id")}};
        if (!payload.is_null())
            said["payload"] = std::move(payload);
        line->send(said.dump());
    }

private:
    stage& on_;
    http::websocket_client client_;
};

}  // namespace

TEST_CASE("apps.connections.open wants the app's own token with its scope", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    CHECK(app.open("").at("error") == "not_authed");
    CHECK(app.open("xapp-1-other").at("error") == "invalid_auth");
    CHECK(app.open(options().token).at("error") == "not_allowed_token_type");
    CHECK(app.open().at("url").get<std::string>().starts_with("ws://127.0.0.1:"));

    auto bare = socketed();
    bare.app_token_scopes = {};
    stage poor(bare);
    CHECK(socket_app(poor).open().at("error") == "missing_scope");
}

TEST_CASE("a link opens one connection, which begins with hello, and not another", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    const auto url = app.open().at("url").get<std::string>();
    const auto line = app.connect(url + "&debug_reconnects=true");
    REQUIRE(line);
    const auto hello = app.hear(line);
    CHECK(hello.at("type") == "hello");
    CHECK(hello.at("num_connections") == 1);
    CHECK(hello.at("connection_info").at("app_id") == s.slack.world().app.app_id);
    CHECK(hello.at("debug_info").at("approximate_connection_time") == 360);
    CHECK(app.connect(url) == nullptr);
}

TEST_CASE("a link that nobody used in time is worth nothing", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    const auto url = app.open().at("url").get<std::string>();
    s.time.advance(31s);
    CHECK(app.connect(url) == nullptr);
}

TEST_CASE("an event comes in an envelope that accepts no response", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    const auto line = app.connect();
    s.slack.post(s.ann, s.help, "hello");
    const auto envelope = app.hear(line);
    CHECK(envelope.at("type") == "events_api");
    CHECK(envelope.at("accepts_response_payload") == false);
    CHECK(envelope.at("retry_attempt") == 0);
    CHECK(envelope.at("payload").at("event").at("text") == "hello");
    socket_app::acknowledge(line, envelope);
    s.settle();
    CHECK(s.slack.post_office().deliveries().back().failure.empty());
    CHECK(s.app.asked.empty());  // nothing over HTTP
}

TEST_CASE("an event that nobody acknowledges comes again and says why", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    const auto line = app.connect();
    s.slack.post(s.ann, s.help, "hello");
    const auto first = app.hear(line);
    const auto second = app.hear(line);
    CHECK(second.at("retry_attempt") == 1);
    CHECK(second.at("retry_reason") == "timeout");
    CHECK(second.at("envelope_id") != first.at("envelope_id"));
    CHECK(second.at("payload").at("event_id") == first.at("payload").at("event_id"));
    socket_app::acknowledge(line, second);
    s.settle();
    CHECK(s.slack.post_office().waiting() == 0);
}

TEST_CASE("a command is answered in its acknowledgement", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    const auto line = app.connect();
    std::optional<app_answer> answer;
    asio::co_spawn(s.io, s.slack.command(s.ann, s.help, "/ticket", "mine"), [&](std::exception_ptr, app_answer got) {
        answer = std::move(got);
    });
    const auto envelope = app.hear(line);
    CHECK(envelope.at("type") == "slash_commands");
    CHECK(envelope.at("accepts_response_payload") == true);
    CHECK(envelope.at("payload").at("text") == "mine");
    socket_app::acknowledge(line, envelope, {{"text", "You have none."}});
    s.settle();
    REQUIRE(answer);
    CHECK(answer->ok());
    CHECK(s.slack.ephemerals(s.ann).back().text == "You have none.");
}

TEST_CASE("payloads go to any of the open connections", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    std::array<int, 2> got{};
    std::array lines{app.connect(), app.connect()};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto listen = [](std::shared_ptr<http::websocket> line, int& count) -> asio::awaitable<void> {
            for (;;) {
                const auto text = co_await line->read();
                if (!text)
                    co_return;
                ++count;
                socket_app::acknowledge(line, json::parse(*text));
            }
        };
        asio::co_spawn(s.io, listen(lines[i], got[i]), asio::detached);
    }
    for (int i = 0; i < 20; ++i)
        s.slack.post(s.ann, s.help, "hello");
    s.settle();
    CHECK(got[0] + got[1] == 20);
    CHECK(got[0] > 0);
    CHECK(got[1] > 0);
    lines[0]->cut();
    lines[1]->cut();
}

TEST_CASE("the eleventh connection is told that it is one too many", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    std::vector<std::shared_ptr<http::websocket>> lines;
    for (int i = 0; i < 10; ++i)
        lines.push_back(app.connect());
    json first;
    const auto line = app.connect(first);
    CHECK(first.at("type") == "disconnect");
    CHECK(first.at("reason") == "too_many_websockets");
    CHECK(app.hear(line).is_null());
    for (int step = 0; step < 100 && s.slack.sockets().connections() != 10; ++step)
        s.io.run_one_for(100ms);
    CHECK(s.slack.sockets().connections() == 10);
}

TEST_CASE("a refresh is announced, what is sent meanwhile goes by another connection", "[emulator][socket]")
{
    stage s(socketed());
    socket_app app(s);
    const auto old = app.connect();
    s.slack.sockets().refresh("warning");
    const auto said = app.hear(old);
    CHECK(said.at("type") == "disconnect");
    CHECK(said.at("reason") == "warning");
    const auto fresh = app.connect();
    s.slack.post(s.ann, s.help, "hello");
    const auto envelope = app.hear(fresh);
    CHECK(envelope.at("payload").at("event").at("text") == "hello");
    socket_app::acknowledge(fresh, envelope);
    s.settle();
}

TEST_CASE("without Socket Mode in the app's settings every connection is told so", "[emulator][socket]")
{
    stage s;
    socket_app app(s);
    json first;
    const auto line = app.connect(first);
    CHECK(first.at("reason") == "link_disabled");
    CHECK(app.hear(line).is_null());
}

TEST_CASE("with no connection open a command fails at once, and an event waits for its next try", "[emulator][socket]")
{
    stage s(socketed());
    const auto answer = s.run(s.slack.command(s.ann, s.help, "/ticket", "mine"));
    CHECK(answer.failure == "connection_failed");
    s.slack.post(s.ann, s.help, "hello");
    s.settle();
    CHECK(s.slack.post_office().waiting() == 1);
}

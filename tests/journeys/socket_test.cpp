#include "workplace.hpp"

#include "bot/views/ids.hpp"
#include "slack/emulator/payloads.hpp"
#include "slack/http/client.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

using namespace journeys;
namespace ids = docket::bot::ids;

namespace {

workplace::options over_sockets()
{
    workplace::options with;
    with.socket_mode = true;
    with.signing_secret = false;
    with.slack = [](slack::emulator::options& o) {
        o.patience = 1s;  // what is not acknowledged comes again sooner than from Slack
    };
    return with;
}

/// The value of one series, by the beginning of its line.
double envelopes(workplace& w, const std::string& type, const std::string& outcome)
{
    return w.metric("docket_socket_envelopes_total{outcome=\"" + outcome + "\",type=\"" + type + "\"}");
}

/// Runs until it is so.
template <class Done>
void until(workplace& w, Done done)
{
    const auto latest = std::chrono::steady_clock::now() + 60s;  // not so many steps: an envelope may take hundreds
    while (!done() && std::chrono::steady_clock::now() < latest)
        w.io.run_one_for(10ms);
    REQUIRE(done());
}

/// Socket Mode whose requests are only handled once the test says so, in Docket's place.
class slow_desk {
public:
    explicit slow_desk(workplace& w, bot::socket_bounds most = {}) : w_(w), web_(wire_, w.slack.api_url(), "xoxb-")
    {
        w.stop_docket();
        slack::socket_mode::timing how;
        how.slow_pause = 100ms;
        desk = std::make_unique<bot::socket_mode>(
            w.io, web_, slack::emulator::options().app_token, counts_,
            [this](slack::inbound, std::size_t bytes) { return handle(bytes); }, how, most
        );
        asio::co_spawn(w.io, desk->run(), [this](std::exception_ptr) { over_ = true; });
        until(w, [&] { return w.slack.sockets().connections() == 2 && desk->up() == 2; });
    }
    ~slow_desk()
    {
        go_on();
        desk->stop();
        until(w_, [&] { return over_; });
    }
    slow_desk(const slow_desk&) = delete;
    slow_desk& operator=(const slow_desk&) = delete;

    /// Slack sends so many envelopes of that size at once.
    void receive(int many, std::size_t bytes)
    {
        for (int i = 0; i < many; ++i) {
            slack::emulator::enveloped what;
            what.type = "events_api";
            what.payload["type"] = "event_callback";
            what.payload["padding"] = std::string(bytes, 'x');
            asio::co_spawn(w_.io, send(std::move(what)), asio::detached);
        }
    }
    void go_on()
    {
        open_ = true;
        let_go_.ring();
    }

    std::unique_ptr<bot::socket_mode> desk;
    std::size_t held = 0;       ///< bytes being handled
    std::size_t most_held = 0;  ///< of them at once
    int acknowledged = 0;

private:
    asio::awaitable<slack::http::response> handle(std::size_t bytes)
    {
        held += bytes;
        most_held = std::max(most_held, held);
        while (!open_)
            co_await let_go_.wait(std::chrono::steady_clock::time_point::max());
        held -= bytes;
        co_return slack::http::response(200);
    }
    asio::awaitable<void> send(slack::emulator::enveloped what)
    {
        const auto came = co_await w_.slack.sockets().send(std::move(what));
        acknowledged += came.failure.empty() ? 1 : 0;
    }

    workplace& w_;
    slack::http::client wire_{w_.io};
    slack::web_client web_;
    bot::metrics counts_;
    slack::http::bell let_go_;
    bool open_ = false;
    bool over_ = false;
};

}  // namespace

TEST_CASE("without a public address: a ticket from a reaction to the end, all over Socket Mode", "[journeys][socket]")
{
    workplace w(over_sockets());
    CHECK(w.slack.sockets().connections() == 2);

    const auto request = w.ask(w.ana, "My laptop does not start");
    REQUIRE(w.ticket(1));
    CHECK(has(w.seen_card(1), "My laptop does not start"));

    CHECK(w.press_card(w.ben, 1, "ticket.claim").ok());
    CHECK(w.ticket(1)->assignee == core::member_id(w.ben));

    const auto told = w.command(w.ana, "mine");
    CHECK(told.ok());
    CHECK(has(workplace::words(told), "#1"));

    CHECK(w.command(w.ben, "resolve #1 New battery").ok());
    CHECK(w.ticket(1)->status == core::status::resolved);
    CHECK(w.slack.post_office().deliveries().size() >= 4);
    CHECK(w.metric("docket_requests_total{kind=\"event\",outcome=\"done\"}") >= 1);
    CHECK(envelopes(w, "interactive", "acknowledged") >= 1);
    CHECK(w.metric("docket_socket_connections") == 2);
    CHECK(w.get("/readyz").first == 200);
}

TEST_CASE("a form's mistake is told in the acknowledgement, and mended in the same form", "[journeys][socket]")
{
    workplace w(over_sockets());
    w.ask(w.ana, "The printer eats paper");
    REQUIRE(w.press_card(w.ben, 1, "ticket.resolve").ok());
    REQUIRE(w.slack.open_view(w.ben) != nullptr);
    const auto refused = w.fill(w.ben, {{"text", "   "}});
    CHECK_FALSE(refused.errors.empty());
    CHECK(w.fill(w.ben, {{"text", "New rollers"}}).ok());
    CHECK(w.slack.open_view(w.ben) == nullptr);
}

TEST_CASE("a form whose acknowledgement was lost closes when it is sent again", "[journeys][socket]")
{
    workplace w(over_sockets());
    w.ask(w.ana, "The printer eats paper");
    REQUIRE(w.press_card(w.ben, 1, "ticket.resolve").ok());
    w.slack.sockets().lose_acknowledgements(1);
    CHECK_FALSE(w.fill(w.ben, {{"text", "New rollers"}}).ok());
    CHECK(w.ticket(1)->status == core::status::resolved);
    REQUIRE(w.slack.open_view(w.ben) != nullptr);
    const auto again = w.fill(w.ben, {{"text", "New rollers"}});
    CHECK(again.ok());  // not: somebody has resolved it already
    CHECK(w.slack.open_view(w.ben) == nullptr);
}

TEST_CASE("nothing is believed over HTTP where there is no signing secret", "[journeys][socket]")
{
    workplace w(over_sockets());
    CHECK(w.deliver(R"({"type":"url_verification","challenge":"x"})", "application/json").first == 401);
    CHECK(w.metric("docket_unbelieved_total") >= 1);
}

TEST_CASE(
    "a refresh in the middle loses nothing: the new connection is up before the old one goes", "[journeys][socket]"
)
{
    workplace w(over_sockets());
    for (int round = 0; round < 3; ++round) {
        w.slack.sockets().refresh(round == 0 ? "warning" : "refresh_requested");
        const auto before = w.tickets();
        w.ask(w.ana, "Laptop number " + std::to_string(round));  // while connections change
        CHECK(w.tickets() == before + 1);
        CHECK(w.docket->not_ready().empty());
        until(w, [&] { return w.metric("docket_socket_connects_total") == 2 * (round + 2); });
        until(w, [&] { return w.slack.sockets().connections() == 2; });
    }
    CHECK(w.metric("docket_socket_disconnects_total{reason=\"warning\"}") == 2);
    CHECK(w.metric("docket_socket_disconnects_total{reason=\"closed\"}") == 0);
}

TEST_CASE("an envelope whose acknowledgement was lost comes again, and changes nothing twice", "[journeys][socket]")
{
    workplace w(over_sockets());
    SECTION("an event")
    {
        w.slack.sockets().lose_acknowledgements(1);
        w.post(w.ana, w.help, "The scanner is jammed");
        CHECK(w.tickets() == 1);
        CHECK(w.slack.messages(w.it_desk).size() == 1);
        CHECK(w.metric("docket_socket_redeliveries_total{type=\"events_api\"}") == 1);
        CHECK(w.metric("docket_requests_total{kind=\"event\",outcome=\"duplicate\"}") >= 1);
    }
    SECTION("a connection cut before it was acknowledged")
    {
        w.slack.post(w.ana, w.help, "The scanner is jammed");
        w.slack.sockets().cut();
        until(w, [&] { return w.slack.sockets().connections() == 0; });
        until(w, [&] { return w.slack.sockets().connections() == 2; });
        w.pass(6min);  // Slack's later tries
        CHECK(w.tickets() == 1);
        CHECK(w.slack.messages(w.it_desk).size() == 1);
    }
}

TEST_CASE("one event by both transports is one event", "[journeys][socket]")
{
    auto with = over_sockets();
    with.signing_secret = true;
    workplace w(with);
    const json event = {
        {"type", "event_callback"},
        {"team_id", w.slack.world().team_id},
        {"event_id", "Ev0BOTHWAYS"},
        {"event",
         {{"type", "message"},
          {"channel", w.help},
          {"channel_type", "channel"},
          {"user", w.ana},
          {"text", "The scanner is jammed"},
          {"ts", "1772438400.000100"}}}
    };
    slack::emulator::enveloped same;
    same.type = "events_api";
    same.payload = event;
    CHECK(w.deliver(event.dump(), "application/json").first == 200);
    CHECK(w.run(w.slack.sockets().send(same)).failure.empty());
    CHECK(w.run(w.slack.sockets().send(same)).failure.empty());
    w.calm();
    CHECK(w.tickets() == 1);
    CHECK(w.metric("docket_requests_total{kind=\"event\",outcome=\"duplicate\"}") == 2);
}

TEST_CASE("a click, a command and a shortcut that come twice happen once", "[journeys][socket]")
{
    workplace w(over_sockets());
    const auto twice = [&w](slack::emulator::enveloped what) {
        CHECK(w.run(w.slack.sockets().send(what)).failure.empty());
        CHECK(w.run(w.slack.sockets().send(what)).failure.empty());
        w.calm();
    };
    slack::emulator::enveloped what;
    what.accepts_response = true;
    SECTION("a command")
    {
        what.type = "slash_commands";
        what.payload = json::object();
        const auto& channel = *w.slack.world().find_channel(w.general);
        for (const auto& [name, value] : slack::emulator::command_fields(
                 w.slack.world(), w.ana, channel, "/ticket", "new The scanner is jammed", w.time.now()
             ))
            what.payload[name] = value;
        twice(what);
        CHECK(w.tickets() == 1);
    }
    SECTION("a shortcut")
    {
        what.type = "interactive";
        what.payload = slack::emulator::global_shortcut(w.slack.world(), w.ana, ids::global_shortcut, w.time.now());
        twice(what);
        CHECK(w.slack.open_view(w.ana) != nullptr);
        CHECK(w.slack.calls_of("views.open").size() == 1);
        CHECK(w.whispers(w.ana).empty());
    }
    SECTION("the command that opens the settings")
    {
        what.type = "slash_commands";
        what.payload = json::object();
        const auto& channel = *w.slack.world().find_channel(w.general);
        for (const auto& [name, value] :
             slack::emulator::command_fields(w.slack.world(), w.ida, channel, "/ticket", "setup", w.time.now()))
            what.payload[name] = value;
        twice(what);
        CHECK(w.slack.calls_of("views.open").size() == 1);
        CHECK(w.whispers(w.ida).empty());
    }
}

TEST_CASE("what was said while no connection was up arrives with Slack's next try", "[journeys][socket]")
{
    workplace w(over_sockets());
    w.stop_docket();
    CHECK(w.slack.sockets().connections() == 0);
    w.slack.post(w.ana, w.help, "Nobody hears me");
    w.settle();
    w.start_docket();
    w.pass(2min);
    CHECK(w.tickets() == 1);
}

TEST_CASE("a restart in the middle of work loses and doubles nothing", "[journeys][socket]")
{
    workplace w(over_sockets());
    w.ask(w.ana, "My laptop does not start");
    w.slack.post(w.ana, w.help, "And the screen is dark");
    w.stop_docket();  // acknowledges what is in hand, and takes nothing more
    w.start_docket();
    w.pass(6min);
    CHECK(w.tickets() == 2);
    CHECK(w.press_card(w.ben, 1, "ticket.claim").ok());
    CHECK(w.ticket(1)->assignee == core::member_id(w.ben));
}

TEST_CASE("what the database cannot take is not acknowledged, and taken when Slack asks again", "[journeys][socket]")
{
    workplace w(over_sockets());
    SQLite::Database other((w.folder.path() / "docket.db").string(), SQLite::OPEN_READWRITE, 1'000);
    other.exec("BEGIN IMMEDIATE");
    w.slack.post(w.ana, w.help, "The scanner is jammed");
    w.settle();
    CHECK(w.tickets() == 0);
    CHECK(envelopes(w, "events_api", "refused") >= 1);
    CHECK(envelopes(w, "events_api", "acknowledged") == 0);
    other.exec("ROLLBACK");
    w.pass(2min);
    CHECK(w.tickets() == 1);
}

TEST_CASE(
    "Socket Mode that is switched off in the app's settings is said at /readyz, and its return noticed",
    "[journeys][socket]"
)
{
    workplace w(over_sockets());
    w.stop_docket();
    w.slack.sockets().disable();
    w.start_docket();
    const auto [status, why] = w.get("/readyz");
    CHECK(status == 503);
    CHECK(has(why, "not connected to Slack's Socket Mode yet"));
    CHECK(has(why, "switched off"));
    w.slack.sockets().disable(false);
    until(w, [&] { return w.docket->not_ready().empty(); });
    w.post(w.ana, w.help, "The scanner is jammed");
    CHECK(w.tickets() == 1);
}

TEST_CASE("a token without the right says which right at /readyz", "[journeys][socket]")
{
    auto with = over_sockets();
    with.slack = [](slack::emulator::options& o) { o.app_token_scopes = {}; };
    workplace w(with);
    const auto [status, why] = w.get("/readyz");
    CHECK(status == 503);
    CHECK(has(why, "connections:write"));
}

TEST_CASE("where HTTP works as well, /readyz still says that Socket Mode does not", "[journeys][socket]")
{
    auto with = over_sockets();
    with.signing_secret = true;
    workplace w(with);
    CHECK(w.get("/readyz").second == "ready\n");
    w.stop_docket();
    w.slack.sockets().disable();
    w.start_docket();
    until(w, [&] { return has(w.get("/readyz").second, "switched off"); });
    CHECK(w.get("/readyz").first == 200);
}

TEST_CASE(
    "what is in hand of Socket Mode has a bound, and what goes beyond waits and is not lost", "[journeys][socket]"
)
{
    constexpr std::size_t size = 100'000;
    constexpr int many = 60;
    auto with = over_sockets();
    with.slack = [](slack::emulator::options& o) { o.patience = 60s; };
    workplace w(with);
    bot::socket_bounds most;
    SECTION("in bytes")
    {
        most.bytes = 5 * size;
    }
    SECTION("in number")
    {
        most.envelopes = 5;
    }
    slow_desk slow(w, most);
    slow.receive(many, size);
    until(w, [&] { return slow.held >= 5 * size; });
    w.io.run_for(50ms);
    CHECK(slow.most_held < 7 * (size + 1'000));  // each connection finishes the message that it reads
    CHECK(slow.acknowledged == 0);
    slow.go_on();
    until(w, [&] { return slow.acknowledged == many; });
    CHECK(slow.most_held < 7 * (size + 1'000));
    CHECK(slow.desk->in_hand() == 0);
}

TEST_CASE("what is in hand when Slack sends the connections away is finished and acknowledged", "[journeys][socket]")
{
    const std::string reason = GENERATE("link_disabled", "too_many_websockets");
    auto with = over_sockets();
    with.slack = [](slack::emulator::options& o) { o.patience = 60s; };
    workplace w(with);
    slow_desk slow(w);
    slow.receive(4, 100);
    until(w, [&] { return slow.desk->in_hand() == 4; });
    w.slack.sockets().refresh(reason);
    until(w, [&] { return slow.desk->up() == 0; });
    CHECK(has(slow.desk->not_ready(), "switched off in the app's settings") == (reason == "link_disabled"));
    CHECK(slow.acknowledged == 0);
    slow.go_on();
    until(w, [&] { return slow.acknowledged == 4; });
    until(w, [&] { return w.slack.sockets().connections() == 0 || slow.desk->up() > 0; });
}

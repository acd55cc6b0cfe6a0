#include "slack/envelope.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

namespace slack = docket::slack;
using nlohmann::json;

namespace {

template <class Frame>
Frame frame_of(const json& said)
{
    const auto frame = slack::decode_frame(said.dump());
    REQUIRE(frame);
    REQUIRE(std::holds_alternative<Frame>(*frame));
    return std::get<Frame>(*frame);
}

json wrapped(const std::string& type, json payload)
{
    return {
        {"envelope_id", "e-1"},
        {"type", type},
        {"accepts_response_payload", type != "events_api"},
        {"payload", std::move(payload)}
    };
}

}  // namespace

TEST_CASE("hello says whose connection it is, how many there are and how long it lives", "[envelope]")
{
    const auto h = frame_of<slack::hello>(json::parse(R"({
        "type":"hello","num_connections":2,"connection_info":{"app_id":"A1"},
        "debug_info":{"host":"applink-1","build_number":54,"approximate_connection_time":3600}})"));
    CHECK(h.app == "A1");
    CHECK(h.connections == 2);
    CHECK(h.lifetime == std::chrono::hours(1));
}

TEST_CASE("disconnect says why", "[envelope]")
{
    const auto d = frame_of<slack::disconnect>({{"type", "disconnect"}, {"reason", "warning"}});
    CHECK(d.reason == "warning");
    const auto wordy = frame_of<slack::disconnect>({{"type", "disconnect"}, {"reason", std::string(300'000, 'x')}});
    CHECK(wordy.reason.size() <= 64);  // it goes into the log
}

TEST_CASE("an event comes as over HTTP", "[envelope]")
{
    auto said = wrapped("events_api", json::parse(R"({
        "type":"event_callback","team_id":"T1","api_app_id":"A1","event_id":"Ev1",
        "event":{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home"}})"));
    said["retry_attempt"] = 2;
    said["retry_reason"] = "timeout";
    const auto e = frame_of<slack::envelope>(said);
    CHECK(e.id == "e-1");
    CHECK(e.type == "events_api");
    CHECK_FALSE(e.accepts_response_payload);
    CHECK(e.retry_attempt == 2);
    CHECK(e.retry_reason == "timeout");
    const auto& event = std::get<slack::event_callback>(e.what);
    CHECK(event.event_id == "Ev1");
    CHECK(std::get<slack::app_home_opened>(event.what).user == "U1");
}

TEST_CASE("an interaction comes without the wrapping of its form", "[envelope]")
{
    const auto e = frame_of<slack::envelope>(wrapped("interactive", json::parse(R"({
        "type":"block_actions","team":{"id":"T1"},"user":{"id":"U1","team_id":"T1"},"trigger_id":"1.2.a",
        "actions":[{"action_id":"claim","block_id":"b","value":"7","action_ts":"1.5"}]})")));
    CHECK(e.accepts_response_payload);
    const auto& pressed = std::get<slack::block_actions>(e.what);
    CHECK(pressed.who.id == "U1");
    CHECK(pressed.actions.front().value == "7");
}

TEST_CASE("a slash command comes as an object of its form's fields", "[envelope]")
{
    const auto e = frame_of<slack::envelope>(wrapped("slash_commands", json::parse(R"({
        "token":"x","team_id":"T1","channel_id":"C1","channel_name":"help","user_id":"U1","command":"/ticket",
        "text":"new Grüße & more","api_app_id":"A1","is_enterprise_install":"false","trigger_id":"1.2.b",
        "response_url":"https://hooks.slack.com/commands/1"})")));
    const auto& typed = std::get<slack::slash_command>(e.what);
    CHECK(typed.command == "/ticket");
    CHECK(typed.text == "new Grüße & more");
    CHECK(typed.trigger_id == "1.2.b");
    CHECK(typed.who.id == "U1");
}

TEST_CASE("an envelope of a kind we do not know can still be acknowledged", "[envelope]")
{
    const auto e = frame_of<slack::envelope>(wrapped("telepathy", {{"type", "thought"}}));
    CHECK(e.id == "e-1");
    CHECK(std::get<slack::unused_request>(e.what).type == "telepathy");
}

TEST_CASE("an envelope whose payload is of the wrong type is unused, not an error", "[envelope]")
{
    const std::string type = GENERATE("events_api", "interactive", "slash_commands");
    const json payload = GENERATE(json(), json("text"), json::array({1}), json(7));
    CHECK(std::holds_alternative<slack::unused_request>(frame_of<slack::envelope>(wrapped(type, payload)).what));
}

TEST_CASE("a message without an id to acknowledge is nothing to us", "[envelope]")
{
    CHECK(frame_of<slack::unused_frame>({{"type", "news"}}).type == "news");
}

TEST_CASE("what is no JSON object is malformed", "[envelope]")
{
    const std::string text = GENERATE("", "hello", "[]", "{\"type\":", "\"\xff\"", "7");
    CHECK_FALSE(slack::decode_frame(text));
}

TEST_CASE("nesting without end is malformed", "[envelope]")
{
    CHECK_FALSE(slack::decode_frame(R"({"envelope_id":"e","payload":)" + std::string(100'000, '[')));
}

TEST_CASE("an acknowledgement has the answer in it where there is one", "[envelope]")
{
    CHECK(json::parse(slack::acknowledgement("e-1", json())) == json{{"envelope_id", "e-1"}});
    const json answer{{"response_action", "errors"}, {"errors", {{"title", "Say more."}}}};
    CHECK(json::parse(slack::acknowledgement("e-1", answer)) == json{{"envelope_id", "e-1"}, {"payload", answer}});
}

#include "slack/emulator/views.hpp"
#include "desk.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

namespace {

json modal(const std::string& title = "Form")
{
    auto view = parsed(R"({"type":"modal","title":{"type":"plain_text","text":"x"},
        "blocks":[{"type":"section","text":{"type":"plain_text","text":"hello"}}]})");
    view["title"]["text"] = title;
    return view;
}

json open(desk& d, const std::string& trigger, const json& view = modal())
{
    json arguments = json::object();
    arguments["trigger_id"] = trigger;
    arguments["view"] = view;
    return d.call("views.open", arguments);
}

json push(desk& d, const std::string& trigger)
{
    json arguments = json::object();
    arguments["trigger_id"] = trigger;
    arguments["view"] = modal();
    return d.call("views.push", arguments);
}

}  // namespace

TEST_CASE("a trigger opens one modal within three seconds", "[emulator]")
{
    desk d;
    const auto in_time = d.trigger();
    d.now += 3s;
    CHECK(open(d, in_time)["ok"] == true);
    CHECK(error_of(open(d, in_time)) == "exchanged_trigger_id");
    const auto late = d.trigger();
    d.now += 3001ms;
    CHECK(error_of(open(d, late)) == "expired_trigger_id");
    CHECK(error_of(open(d, "1.2.3")) == "invalid_trigger_id");
}

TEST_CASE("a view that Slack refuses does not use up the trigger", "[emulator]")
{
    desk d;
    const auto trigger = d.trigger();
    const auto answer = open(d, trigger, modal(std::string(25, 'x')));
    CHECK(error_of(answer) == "invalid_arguments");
    CHECK(
        answer["response_metadata"]["messages"].back() ==
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    );
    CHECK(open(d, trigger)["ok"] == true);
    auto heavy = modal();
    heavy["blocks"] = json(95, parsed(R"({"type":"section","text":{"type":"plain_text","text":"x"}})"));
    for (auto& block : heavy["blocks"])
        block["text"]["text"] = std::string(3000, 'x');
    CHECK(error_of(open(d, d.trigger(), heavy)) == "view_too_large");
}

TEST_CASE("three modals stack up, pushed only from inside one", "[emulator]")
{
    desk d;
    CHECK(error_of(push(d, d.trigger())) == "not_found");
    const std::string root = open(d, d.trigger())["view"]["id"];
    const auto second = push(d, d.trigger(root))["view"];
    CHECK(second["root_view_id"] == root);
    CHECK(second["previous_view_id"] == root);
    const std::string second_id = second["id"];
    CHECK(push(d, d.trigger(second_id))["ok"] == true);
    CHECK(error_of(push(d, d.trigger(second_id))) == "push_limit_reached");
    CHECK(d.world.modals[d.ann].size() == 3);
}

TEST_CASE("an update needs an open view and its latest hash", "[emulator]")
{
    desk d;
    const auto opened = open(d, d.trigger())["view"];
    json arguments = json::object();
    arguments["view_id"] = opened["id"];
    arguments["hash"] = opened["hash"];
    arguments["view"] = modal("Next");
    const auto updated = d.call("views.update", arguments);
    CHECK(updated["view"]["id"] == opened["id"]);
    CHECK(updated["view"]["hash"] != opened["hash"]);
    CHECK(error_of(d.call("views.update", arguments)) == "hash_conflict");
    close_all(d.world, d.ann);
    CHECK(error_of(d.call("views.update", arguments)) == "not_found");
}

TEST_CASE("an external id belongs to one view at a time", "[emulator]")
{
    desk d;
    auto named = modal();
    named["external_id"] = "ticket-12";
    CHECK(open(d, d.trigger(), named)["ok"] == true);
    const auto bens = d.world.triggers.issue(d.ben, "", d.now);
    CHECK(error_of(open(d, bens, named)) == "duplicate_external_id");
    json arguments = json::object();
    arguments["external_id"] = "ticket-12";
    arguments["view"] = named;
    CHECK(d.call("views.update", arguments)["ok"] == true);
}

TEST_CASE("what somebody typed survives an update that keeps the ids", "[emulator]")
{
    desk d;
    auto form = modal();
    form["submit"] = parsed(R"({"type":"plain_text","text":"Send"})");
    form["blocks"] = parsed(R"([{"type":"input","block_id":"what","label":{"type":"plain_text","text":"What"},
        "element":{"type":"plain_text_input","action_id":"v"}}])");
    const auto opened = open(d, d.trigger(), form)["view"];
    CHECK(opened["state"]["values"]["what"]["v"]["value"].is_null());
    d.world.open_view(d.ann)->typed["what"]["v"]["value"] = "printer";
    json arguments = json::object();
    arguments["view_id"] = opened["id"];
    arguments["view"] = form;
    CHECK(d.call("views.update", arguments)["view"]["state"]["values"]["what"]["v"]["value"] == "printer");
    arguments["view"]["blocks"][0]["block_id"] = "what2";
    CHECK(d.call("views.update", arguments)["view"]["state"]["values"]["what2"]["v"]["value"].is_null());
}

TEST_CASE("a Home tab is published for a person, not against a newer one", "[emulator]")
{
    desk d;
    auto arguments = parsed(R"({"view":{"type":"home","blocks":[{"type":"divider"}]}})");
    arguments["user_id"] = d.ann;
    const auto first = d.call("views.publish", arguments)["view"];
    arguments["hash"] = first["hash"];
    CHECK(d.call("views.publish", arguments)["ok"] == true);
    CHECK(error_of(d.call("views.publish", arguments)) == "hash_conflict");
    arguments["user_id"] = "U000";
    CHECK(error_of(d.call("views.publish", arguments)) == "invalid_arguments");
    d.world.app.home_tab = false;
    arguments["user_id"] = d.ben;
    CHECK(error_of(d.call("views.publish", arguments)) == "not_enabled");
}

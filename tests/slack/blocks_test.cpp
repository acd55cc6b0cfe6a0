#include "slack/blocks.hpp"

#include "slack/mrkdwn.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace blocks = docket::slack::blocks;
using docket::slack::mrkdwn::length;
using nlohmann::json;

namespace {

const std::string endless(10'000, 'x');

std::string repeated(const std::string& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

/// Every text object in a document has text, and mrkdwn is never parsed for bare mentions.
void check_texts(const json& from)
{
    if (from.is_object() && from.contains("type") && (from["type"] == "plain_text" || from["type"] == "mrkdwn")) {
        CHECK_FALSE(from["text"].get<std::string>().empty());
        CHECK(length(from["text"].get<std::string>()) <= 3'000);
        if (from["type"] == "mrkdwn")
            CHECK(from["verbatim"] == true);
    }
    if (from.is_structured())
        for (const auto& each : from)
            check_texts(each);
}

blocks::choice choice_of(int options)
{
    blocks::choice c{.action_id = "a", .options = {}};
    for (int i = 0; i < options; ++i)
        c.options.push_back({.text = "option " + std::to_string(i), .value = std::to_string(i)});
    return c;
}

}  // namespace

TEST_CASE("a section holds markup that Slack does not parse further")
{
    CHECK(
        blocks::section("*#12* VPN down") ==
        json::parse(R"({"type":"section","text":{"type":"mrkdwn","text":"*#12* VPN down","verbatim":true}})")
    );
    const auto with = blocks::section("x", blocks::element(blocks::button{.action_id = "a", .text = "b"}));
    CHECK(with["accessory"]["type"] == "button");
}

TEST_CASE("no text of a person can make Slack refuse a message")
{
    const auto text = GENERATE(values<std::string>({
        "",
        " ",
        "\n",
        "\x01",
        endless,
        repeated("🙂", 5'000),
        repeated("&amp;", 2'000),
        repeated("<@U1>", 1'000),
        "\xFF\xFE",
    }));
    const json message = blocks::message_blocks({
        blocks::section(text),
        blocks::fields({text, text}),
        blocks::header(text),
        blocks::divider(),
        blocks::context(text),
        blocks::context(std::vector<std::string>(30, text)),
        blocks::quote(text),
        blocks::table({{text, text}, {text}}),
        blocks::actions(
            "row", {blocks::element(blocks::button{
                       .action_id = "a", .text = text, .confirm = blocks::confirm{text, text, text, text, true}
                   })}
        ),
        blocks::input(
            {.block_id = "b", .label = text, .hint = text},
            blocks::plain_text_input({.action_id = "a", .initial = text, .placeholder = text})
        ),
    });
    check_texts(message);
    CHECK(length(message[2]["text"]["text"].get<std::string>()) <= 150);
    CHECK(length(message[1]["fields"][0]["text"].get<std::string>()) <= 2'000);
    CHECK(message[5]["elements"].size() == 10);
    CHECK_FALSE(message[6]["elements"][0]["elements"][0]["text"].get<std::string>().empty());
    const auto& button = message[8]["elements"][0];
    CHECK(length(button["text"]["text"].get<std::string>()) <= 75);
    CHECK(length(button["confirm"]["title"]["text"].get<std::string>()) <= 100);
    CHECK(length(button["confirm"]["text"]["text"].get<std::string>()) <= 300);
    CHECK(length(button["confirm"]["confirm"]["text"].get<std::string>()) <= 30);
    CHECK(length(button["confirm"]["deny"]["text"].get<std::string>()) <= 30);
    CHECK(length(message[9]["element"].value("initial_value", "")) <= 3'000);
    CHECK_NOTHROW(message.dump());
}

TEST_CASE("an empty text is shown as a dash")
{
    CHECK(blocks::header(" ")["text"]["text"] == "—");
    CHECK(blocks::section("")["text"]["text"] == "—");
    CHECK(blocks::fields({})["fields"].size() == 1);
}

TEST_CASE("a button says what it carries")
{
    const auto b = blocks::element(
        blocks::button{.action_id = "ticket.claim", .text = "Claim", .value = "v1:12", .style = blocks::style::primary}
    );
    CHECK(b == json::parse(R"({"type":"button","action_id":"ticket.claim","value":"v1:12","style":"primary",
                             "text":{"type":"plain_text","text":"Claim","emoji":true}})"));
    CHECK_FALSE(blocks::element(blocks::button{.action_id = "a", .text = "b"}).contains("style"));
    const auto link = blocks::element(blocks::button{.action_id = "a", .text = "Open", .url = "https://x.example"});
    CHECK(link["url"] == "https://x.example");
}

TEST_CASE("what must come back unchanged is refused rather than cut")
{
    CHECK_THROWS_AS(blocks::element(blocks::button{.action_id = endless, .text = "b"}), std::length_error);
    CHECK_THROWS_AS(
        blocks::element(blocks::button{.action_id = "a", .text = "b", .value = endless}), std::length_error
    );
    CHECK_THROWS_AS(
        blocks::static_select({.action_id = "a", .options = {{"text", std::string(151, 'v')}}}), std::length_error
    );
    CHECK_THROWS_AS(
        blocks::view({.callback_id = "c", .title = "t", .private_metadata = endless}, {}), std::length_error
    );
    CHECK_THROWS_AS(blocks::actions("b", {}), std::length_error);
    CHECK_NOTHROW(blocks::static_select({.action_id = "a", .options = {{"text", std::string(150, 'v')}}}));
}

TEST_CASE("a list of options fits, has no doubles and is never empty")
{
    CHECK(blocks::static_select(choice_of(120))["options"].size() == 100);
    CHECK(blocks::checkboxes(choice_of(12))["options"].size() == 10);
    CHECK(blocks::radio_buttons(choice_of(12))["options"].size() == 10);
    CHECK(blocks::overflow(choice_of(7))["options"].size() == 5);
    auto doubles = choice_of(3);
    doubles.options.push_back(doubles.options.front());
    CHECK(blocks::multi_static_select(doubles)["options"].size() == 3);
    const auto none = blocks::static_select(choice_of(0));
    REQUIRE(none["options"].size() == 1);
    CHECK(none["options"][0]["value"] == blocks::no_choice);
    CHECK(none["options"][0]["text"]["text"] == "—");
}

TEST_CASE("what is chosen beforehand is one of the options, word for word")
{
    auto c = choice_of(120);
    c.initial = {"7", "119", "nothing"};
    const auto one = blocks::static_select(c);
    CHECK(one["initial_option"] == one["options"][7]);
    const auto several = blocks::checkboxes(c);
    CHECK(several["initial_options"] == json::array({several["options"][7]}));
    c.initial = {"nothing"};
    CHECK_FALSE(blocks::static_select(c).contains("initial_option"));
    CHECK_FALSE(blocks::overflow(choice_of(3)).contains("initial_option"));
}

TEST_CASE("people and channels are picked by the element for them")
{
    const blocks::picker p{.action_id = "a", .initial = {"U1", "U2"}, .placeholder = "Who?"};
    CHECK(blocks::users_select(p)["initial_user"] == "U1");
    CHECK(blocks::multi_users_select(p)["initial_users"] == json::array({"U1", "U2"}));
    CHECK(blocks::users_select(p)["placeholder"]["text"] == "Who?");
    CHECK(blocks::channels_select({.action_id = "a", .initial = {"C1"}})["initial_channel"] == "C1");
    CHECK(blocks::multi_channels_select({.action_id = "a", .initial = {"C1"}})["initial_channels"].size() == 1);
    const auto channel = blocks::conversations_select({.action_id = "a"});
    CHECK(channel["filter"]["include"] == json::array({"public", "private"}));
    CHECK_FALSE(channel.contains("initial_conversation"));
    CHECK(blocks::multi_conversations_select({.action_id = "a"})["type"] == "multi_conversations_select");
}

TEST_CASE("an input asks for text or a number within bounds")
{
    const auto text = blocks::plain_text_input(
        {.action_id = "a", .initial = endless, .multiline = true, .least = 9'999, .most = 9'999}
    );
    CHECK(text["max_length"] == 3'000);
    CHECK(text["min_length"] == 3'000);
    CHECK(length(text["initial_value"].get<std::string>()) == 3'000);
    const auto number = blocks::element(blocks::number_input{.action_id = "a", .initial = 3, .least = 1, .most = 60});
    CHECK(number["initial_value"] == "3");
    CHECK(number["min_value"] == "1");
    CHECK(number["max_value"] == "60");
    CHECK(number["is_decimal_allowed"] == false);
    const auto block =
        blocks::input({.block_id = "what", .label = "What?", .optional = true, .tells_at_once = true}, text);
    CHECK(block["optional"] == true);
    CHECK(block["dispatch_action"] == true);
    CHECK_FALSE(block.contains("hint"));
}

TEST_CASE("a modal that asks can be submitted")
{
    const auto asks = blocks::view(
        {.callback_id = "ticket.new", .title = endless, .close = "Cancel", .private_metadata = "{}"},
        {blocks::input({.block_id = "b", .label = "l"}, blocks::plain_text_input({.action_id = "a"}))}
    );
    CHECK(asks["type"] == "modal");
    CHECK(asks["submit"]["text"] == "Submit");
    CHECK(length(asks["title"]["text"].get<std::string>()) == 24);
    CHECK_FALSE(asks.contains("notify_on_close"));
    const auto tells = blocks::view({.callback_id = "c", .title = "t"}, {blocks::divider()});
    CHECK_FALSE(tells.contains("submit"));
    CHECK(blocks::view({.callback_id = "c", .title = "t"}, {})["blocks"].size() == 1);
}

TEST_CASE("what does not fit into a surface is counted, not refused")
{
    const std::vector<json> many(140, blocks::divider());
    const auto home = blocks::home(many);
    CHECK(home["type"] == "home");
    REQUIRE(home["blocks"].size() == 100);
    CHECK(home["blocks"][99]["elements"][0]["text"] == "… 41 more not shown");
    CHECK(blocks::message_blocks(many).size() == 50);
    CHECK(blocks::message_blocks(std::vector<json>(50, blocks::divider()))[49]["type"] == "divider");
    CHECK(blocks::message_blocks({}).is_array());

    const auto heavy = blocks::home(std::vector<json>(90, blocks::section(repeated("🙂", 3'000))));
    CHECK(heavy.dump().size() <= 250'000);
    CHECK(heavy["blocks"].back()["type"] == "context");
}

TEST_CASE("a table is rectangular and within Slack's bounds")
{
    const auto t = blocks::table(
        {{"queue", "open"}, {"IT"}, {"HR", "3", "late"}}, {{}, {.where = blocks::align::right, .wrapped = true}}
    );
    REQUIRE(t["rows"].size() == 3);
    for (const auto& row : t["rows"])
        CHECK(row.size() == 3);
    CHECK(t["rows"][1][1]["text"] == "—");
    CHECK(t["column_settings"][1]["align"] == "right");
    CHECK(t["column_settings"][1]["is_wrapped"] == true);

    const auto big =
        blocks::table(std::vector<std::vector<std::string>>(150, std::vector<std::string>(30, std::string(500, 'x'))));
    REQUIRE(big["rows"].size() == 100);
    std::size_t characters = 0;
    for (const auto& row : big["rows"]) {
        CHECK(row.size() == 20);
        for (const auto& cell : row)
            characters += length(cell["text"].get<std::string>());
    }
    CHECK(characters <= 10'000);
    CHECK(blocks::table({})["rows"].size() == 1);
}

TEST_CASE("a data table carries numbers that can be sorted")
{
    const auto t = blocks::data_table("Open by age", {"age", "tickets"}, {{{"< 1 day"}, {"7", 7.0}}, {{"older"}}});
    CHECK(t["caption"] == "Open by age");
    REQUIRE(t["rows"].size() == 3);
    CHECK(t["rows"][1][1] == json::parse(R"({"type":"raw_number","value":7.0,"text":"7"})"));
    CHECK(t["rows"][2][1]["text"] == "—");
    CHECK(blocks::data_table("c", {}, {})["rows"].size() == 2);
    const std::vector<std::vector<blocks::cell>> many(400, {{"x"}});
    CHECK(blocks::data_table("c", {"h"}, many)["rows"].size() == 101);
    CHECK(t["page_size"] == 5);
    CHECK(blocks::data_table("c", {"h"}, many, 1000)["page_size"] == 100);
}

TEST_CASE("a chart has one point of every series for each of its categories")
{
    const blocks::axis days{{"Mon", "Tue", "Wed"}, "Day"};
    const auto c = blocks::axis_chart(blocks::chart::line, "Last week", days, {{"Opened", {1, 2.5}}, {"Resolved", {}}});
    CHECK(c == json::parse(R"({
        "type": "data_visualization", "title": "Last week",
        "chart": {
            "type": "line",
            "series": [
                {"name": "Opened", "data": [
                    {"label": "Mon", "value": 1}, {"label": "Tue", "value": 2.5}, {"label": "Wed", "value": 0}]},
                {"name": "Resolved", "data": [
                    {"label": "Mon", "value": 0}, {"label": "Tue", "value": 0}, {"label": "Wed", "value": 0}]}],
            "axis_config": {"categories": ["Mon", "Tue", "Wed"], "x_label": "Day"}}})"));
    CHECK(c["chart"]["series"][0]["data"][0]["value"].dump() == "1");
}

TEST_CASE("a chart is cut to what Slack takes, and its labels stay apart")
{
    const std::string longer(60, 'x');
    const blocks::axis many{std::vector<std::string>(30, longer), longer, longer};
    const std::vector<blocks::series> all(9, {longer, std::vector<double>(30, std::nan(""))});
    const auto c = blocks::axis_chart(blocks::chart::bar, longer, many, all);
    CHECK(length(c["title"].get<std::string>()) == 50);
    const auto& drawn = c["chart"];
    REQUIRE(drawn["series"].size() == 6);
    std::set<std::string> names;
    std::set<std::string> labels;
    for (const auto& s : drawn["series"]) {
        names.insert(s["name"].get<std::string>());
        REQUIRE(s["data"].size() == 20);
        CHECK(s["data"][19]["value"] == 0);
        CHECK(s["data"][19]["label"] == drawn["axis_config"]["categories"][19]);
    }
    for (const auto& l : drawn["axis_config"]["categories"])
        labels.insert(l.get<std::string>());
    CHECK(names.size() == 6);
    CHECK(labels.size() == 20);
    for (const auto& l : labels)
        CHECK(length(l) <= 20);
    CHECK(length(drawn["axis_config"]["y_label"].get<std::string>()) == 50);
    CHECK_THROWS_AS(blocks::axis_chart(blocks::chart::bar, "t", {}, all), std::length_error);
    CHECK_THROWS_AS(blocks::axis_chart(blocks::chart::bar, "t", many, {}), std::length_error);
}

TEST_CASE("a pie has six slices at most, the last of them for all the others")
{
    const auto few = blocks::pie_chart("By queue", {{"IT", 3}, {"Finance", 0}, {"HR", 1}});
    CHECK(few["chart"] == json::parse(R"({"type": "pie", "segments": [
        {"label": "IT", "value": 3}, {"label": "HR", "value": 1}]})"));
    const auto many = blocks::pie_chart("By queue", std::vector<blocks::slice>(9, {"Queue", 2}));
    REQUIRE(many["chart"]["segments"].size() == 6);
    CHECK(many["chart"]["segments"][1]["label"] == "Queue 2");
    CHECK(many["chart"]["segments"][5] == json::parse(R"({"label": "Other", "value": 8})"));
    CHECK_THROWS_AS(blocks::pie_chart("t", {{"IT", 0}, {"HR", -1}}), std::length_error);
}

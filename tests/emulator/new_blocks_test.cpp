#include "desk.hpp"
#include "slack/emulator/block_rules.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

namespace {

/// Where the first complaint about a block points to; empty when there is none.
std::string wrong_in(const json& block, surface where = surface::message)
{
    const auto complaints = complaints_about_blocks(json::array({block}), where, "/blocks");
    if (complaints.empty())
        return "";
    const auto begin = complaints.front().find("/blocks/0") + 9;
    return "at " + complaints.front().substr(begin, complaints.front().size() - begin - 1);
}

/// `block` with another value at `pointer`.
json changed(json block, const std::string& pointer, json value)
{
    block[json::json_pointer(pointer)] = std::move(value);
    return block;
}

json without(json block, const std::string& key)
{
    block.erase(key);
    return block;
}

const json table = json::parse(R"({"type": "data_table", "caption": "Queues", "page_size": 10,
    "row_header_column_index": 0, "rows": [
    [{"type": "raw_text", "text": "Queue"}, {"type": "raw_text", "text": "Open"}],
    [{"type": "raw_text", "text": "IT"}, {"type": "raw_number", "value": 3, "text": "3"}]]})");

const json pie = json::parse(R"({"type": "data_visualization", "title": "By queue", "chart": {"type": "pie",
    "segments": [{"label": "IT", "value": 3}, {"label": "HR", "value": 0.5}]}})");

const json bars = json::parse(R"({"type": "data_visualization", "title": "Per day", "chart": {"type": "bar",
    "series": [{"name": "Opened", "data": [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 0}]}],
    "axis_config": {"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "Tickets"}}})");

const json card = json::parse(R"({"type": "card", "title": {"type": "mrkdwn", "text": "A card"},
    "icon": {"type": "image", "alt_text": "x", "image_url": "https://example.com/x.png"},
    "actions": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}]})");

const json container = json::parse(R"({"type": "container", "title": {"type": "plain_text", "text": "A box"},
    "width": "wide", "is_collapsible": true, "default_collapsed": true, "child_blocks": [{"type": "divider"}]})");

const json task = json::parse(R"({"type": "task_card", "task_id": "1", "title": "Look", "status": "complete",
    "sources": [{"type": "url", "url": "https://example.com", "text": "example"}]})");

const json feedback = json::parse(R"({"type": "context_actions", "elements": [{"type": "feedback_buttons",
    "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "good"},
    "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"}},
    {"type": "icon_button", "icon": "trash", "text": {"type": "plain_text", "text": "Delete"}}]})");

json carousel_of(std::size_t cards)
{
    json block = json::object();
    block["type"] = "carousel";
    block["elements"] = json(cards, card);
    return block;
}

json plan_of(const json& task_card)
{
    json block = json::object();
    block["type"] = "plan";
    block["title"] = "What to do";
    block["tasks"] = json::array({task_card});
    return block;
}

json many(std::size_t count, const json& each)
{
    return json(count, each);
}

}  // namespace

TEST_CASE("a data table has a header of plain cells, a caption and rows of one length", "[emulator]")
{
    const auto row = table["rows"][1];
    const auto rich = json::parse(R"({"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "IT"}]}]})");
    CHECK(wrong_in(table) == "");
    CHECK(wrong_in(changed(table, "/rows/1/0", rich)) == "");
    CHECK(wrong_in(changed(table, "/rows/0/0", rich)) == "at /rows/0/0/type");
    CHECK(wrong_in(without(table, "caption")) == "at ");
    CHECK(wrong_in(changed(table, "/caption", "")) == "at /caption");
    CHECK(wrong_in(changed(table, "/rows", many(1, row))) == "at /rows");
    CHECK(wrong_in(changed(table, "/rows", many(101, row))) == "");
    CHECK(wrong_in(changed(table, "/rows", many(102, row))) == "at /rows");
    CHECK(wrong_in(changed(table, "/rows/1", json::array({row[0]}))) == "at /rows/1");
    CHECK(wrong_in(changed(table, "/rows/1/1/value", "3")) == "at /rows/1/1/value");
    CHECK(wrong_in(changed(table, "/rows/1/1/text", "")) == "at /rows/1/1/text");
    CHECK(wrong_in(changed(table, "/page_size", 101)) == "at /page_size");
    CHECK(wrong_in(changed(table, "/rows/1/0/text", std::string(10'001, 'x'))) == "at /rows");
}

TEST_CASE("a chart is a pie of positive slices, or series with one point for every category", "[emulator]")
{
    const auto slice = pie["chart"]["segments"][0];
    CHECK(wrong_in(pie) == "");
    CHECK(wrong_in(changed(pie, "/title", std::string(51, 'x'))) == "at /title");
    CHECK(wrong_in(changed(pie, "/chart/type", "doughnut")) == "at /chart/type");
    CHECK(wrong_in(changed(pie, "/chart/segments/0/value", 0)) == "at /chart/segments/0/value");
    CHECK(wrong_in(changed(pie, "/chart/segments/0/label", std::string(21, 'x'))) == "at /chart/segments/0/label");
    CHECK(wrong_in(changed(pie, "/chart/segments", many(6, slice))) == "");
    CHECK(wrong_in(changed(pie, "/chart/segments", many(7, slice))) == "at /chart/segments");
    CHECK(wrong_in(changed(pie, "/chart/segments", json::array())) == "at /chart/segments");

    CHECK(wrong_in(bars) == "");
    CHECK(wrong_in(changed(bars, "/chart/type", "line")) == "");
    CHECK(wrong_in(changed(bars, "/chart/type", "area")) == "");
    CHECK(wrong_in(changed(bars, "/chart/type", "pie")) != "");
    const auto data = std::string("/chart/series/0/data");
    CHECK(wrong_in(changed(bars, data + "/0/label", "Sun")) == "at " + data);
    CHECK(wrong_in(changed(bars, data + "/2", bars["chart"]["series"][0]["data"][0])) == "at " + data);
    CHECK(wrong_in(changed(bars, data + "/0/value", "1")) == "at " + data + "/0/value");
    CHECK(wrong_in(changed(bars, "/chart/series/1", bars["chart"]["series"][0])) == "at /chart/series/1/name");
    CHECK(
        wrong_in(changed(bars, "/chart/axis_config/y_label", std::string(51, 'x'))) == "at /chart/axis_config/y_label"
    );
    CHECK(wrong_in(changed(bars, "/chart/axis_config", nullptr)) == "at /chart");
}

TEST_CASE("a message has at most two charts", "[emulator]")
{
    CHECK(complaints_about_blocks(many(2, bars), surface::message, "/blocks").empty());
    CHECK(complaints_about_blocks(many(3, bars), surface::message, "/blocks").size() == 1);
}

TEST_CASE("cards, carousels and containers keep their limits", "[emulator]")
{
    CHECK(wrong_in(card) == "");
    CHECK(wrong_in(without(without(card, "title"), "actions")) == "at ");
    CHECK(wrong_in(changed(card, "/title/text", std::string(151, 'x'))) == "at /title/text");
    CHECK(wrong_in(changed(card, "/actions", many(4, card["actions"][0]))) == "at /actions");
    CHECK(wrong_in(changed(card, "/icon/type", "button")) == "at /icon/type");

    CHECK(wrong_in(carousel_of(10)) == "");
    CHECK(wrong_in(carousel_of(11)) == "at /elements");
    CHECK(wrong_in(carousel_of(0)) == "at /elements");
    CHECK(wrong_in(changed(carousel_of(1), "/elements/0/type", "section")) == "at /elements/0/type");

    CHECK(wrong_in(container) == "");
    CHECK(wrong_in(without(container, "title")) == "at ");
    CHECK(wrong_in(without(container, "is_collapsible")) == "at /default_collapsed");
    CHECK(wrong_in(changed(container, "/width", "huge")) == "at /width");
    CHECK(wrong_in(changed(container, "/child_blocks", many(11, container["child_blocks"][0]))) == "at /child_blocks");
    CHECK(wrong_in(changed(container, "/child_blocks/0", container)) == "at /child_blocks/0/type");
}

TEST_CASE("tasks, plans and feedback keep their limits", "[emulator]")
{
    CHECK(wrong_in(task) == "");
    CHECK(wrong_in(changed(task, "/status", "done")) == "at /status");
    CHECK(wrong_in(changed(task, "/sources/0/type", "file")) == "at /sources/0/type");
    CHECK(wrong_in(plan_of(task)) == "");
    CHECK(wrong_in(plan_of(without(task, "task_id"))) == "at /tasks/0");
    CHECK(wrong_in(feedback) == "");
    CHECK(wrong_in(changed(feedback, "/elements/0/negative_button", nullptr)) == "at /elements/0");
    CHECK(wrong_in(changed(feedback, "/elements", many(6, feedback["elements"][1]))) == "at /elements");
}

TEST_CASE("what a block may stand in is enforced", "[emulator]")
{
    for (const auto& block : {table, pie, container, plan_of(task), feedback}) {
        CAPTURE(block["type"]);
        CHECK(wrong_in(block, surface::message) == "");
        CHECK(wrong_in(block, surface::modal) == "at /type");
        CHECK(wrong_in(block, surface::home) == "at /type");
    }
    CHECK(wrong_in(card, surface::modal) == "");
    CHECK(wrong_in(carousel_of(1), surface::home) == "");
    CHECK(wrong_in(carousel_of(1), surface::modal) == "at /type");
}

TEST_CASE("a workspace without the blocks of 2026 refuses them by name", "[emulator]")
{
    desk d;
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = "A report";
    post["blocks"] = json::array({bars, table});
    CHECK(d.call("chat.postMessage", post)["ok"] == true);

    d.world.knows_blocks_of_2026 = false;
    const auto answer = d.call("chat.postMessage", post);
    CHECK(error_of(answer) == "invalid_blocks");
    const auto messages = answer["response_metadata"]["messages"];
    REQUIRE(messages.size() == 2);
    CHECK(messages[0] == "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]");
}

#include "slack/emulator/block_rules.hpp"
#include "desk.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace emulator_tests;

namespace {

std::string times(std::size_t count)
{
    return std::string(count, 'x');
}

json plain(const std::string& text)
{
    json t = json::object();
    t["type"] = "plain_text";
    t["text"] = text;
    return t;
}

json button(const std::string& text)
{
    json b = json::object();
    b["type"] = "button";
    b["text"] = plain(text);
    b["action_id"] = "go";
    return b;
}

json actions(std::size_t count)
{
    json block = json::object();
    block["type"] = "actions";
    block["elements"] = json::array();
    for (std::size_t index = 0; index < count; ++index) {
        block["elements"].push_back(button("Go"));
        block["elements"].back()["action_id"] = "go" + std::to_string(index);
    }
    return block;
}

json select(std::size_t options)
{
    json element = json::object();
    element["type"] = "static_select";
    element["action_id"] = "pick";
    element["options"] = json::array();
    for (std::size_t index = 0; index < options; ++index) {
        json option = json::object();
        option["text"] = plain("option " + std::to_string(index));
        option["value"] = std::to_string(index);
        element["options"].push_back(option);
    }
    return element;
}

json section(const std::string& text)
{
    json block = json::object();
    block["type"] = "section";
    block["text"] = plain(text);
    return block;
}

json with(json block, const char* key, json value)
{
    block[key] = std::move(value);
    return block;
}

json list(std::vector<json> blocks)
{
    return json(std::move(blocks));
}

json input(json element)
{
    json block = json::object();
    block["type"] = "input";
    block["label"] = plain("Label");
    block["element"] = std::move(element);
    return block;
}

std::vector<std::string> pointers(const json& blocks, surface where = surface::message)
{
    std::vector<std::string> found;
    for (const auto& complaint : complaints_about_blocks(blocks, where, "/blocks")) {
        const auto begin = complaint.find("[json-pointer:") + 14;
        found.push_back(complaint.substr(begin, complaint.size() - begin - 1));
    }
    return found;
}

using at = std::vector<std::string>;

}  // namespace

TEST_CASE("each limit of Block Kit is kept to the character and points to where it is broken", "[emulator]")
{
    auto header = with(section("h"), "type", "header");
    struct row {
        std::string name;
        json blocks;
        at wrong;
    };
    std::vector<json> two_ids{with(section("a"), "block_id", "same"), with(section("b"), "block_id", "same")};
    const std::vector<row> rows{
        {"section at its limit", list({section(times(3000))}), {}},
        {"section above it", list({section(times(3001))}), {"/blocks/0/text/text"}},
        {"umlauts count once", list({section("ü" + times(2999))}), {}},
        {"empty text", list({section("")}), {"/blocks/0/text/text"}},
        {"header at its limit", list({with(header, "text", plain(times(150)))}), {}},
        {"header above it", list({with(header, "text", plain(times(151)))}), {"/blocks/0/text/text"}},
        {"two blocks of one id", list(two_ids), {"/blocks/1/block_id"}},
        {"an unknown member", list({with(section("a"), "colour", "red")}), {"/blocks/0"}},
        {"an unknown block", list({with(section("a"), "type", "poem")}), {"/blocks/0/type"}},
        {"button text", list({with(section("a"), "accessory", button(times(76)))}), {"/blocks/0/accessory/text/text"}},
        {"button value",
         list({with(section("a"), "accessory", with(button("Go"), "value", times(2001)))}),
         {"/blocks/0/accessory/value"}},
        {"25 buttons", list({actions(25)}), {}},
        {"26 buttons", list({actions(26)}), {"/blocks/0/elements"}},
        {"100 options", list({with(section("a"), "accessory", select(100))}), {}},
        {"101 options", list({with(section("a"), "accessory", select(101))}), {"/blocks/0/accessory/options"}},
        {"no options", list({with(section("a"), "accessory", select(0))}), {"/blocks/0/accessory/options"}},
        {"a text field beside a section",
         list({with(section("a"), "accessory", with(select(1), "type", "plain_text_input"))}),
         {"/blocks/0/accessory/type"}},
        {"an initial option that is none",
         list({with(section("a"), "accessory", with(select(2), "initial_option", select(3)["options"][2]))}),
         {"/blocks/0/accessory/initial_option"}},
        {"an alert in a message", list({with(section("a"), "type", "alert")}), {"/blocks/0/type"}},
        {"not an array", json::object(), {"/blocks"}},
    };
    for (const auto& [name, blocks, wrong] : rows) {
        CAPTURE(name);
        CHECK(pointers(blocks) == wrong);
    }
    const json fifty(50, section("a"));
    const json fifty_one(51, section("a"));
    CHECK(pointers(fifty).empty());
    CHECK(pointers(fifty_one) == at{"/blocks"});
    CHECK(pointers(fifty_one, surface::modal).empty());
}

TEST_CASE("a refused message says what is wrong and where", "[emulator]")
{
    desk d;
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = "hi";
    post["blocks"] = list({section(times(3001))});
    const auto answer = d.call("chat.postMessage", post);
    CHECK(error_of(answer) == "invalid_blocks");
    CHECK(
        answer["response_metadata"]["messages"][0] ==
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    );
    post["blocks"] = json(5, section(times(2999)));
    CHECK(error_of(d.call("chat.postMessage", post)) == "msg_blocks_too_long");
}

TEST_CASE("a modal keeps its own rules", "[emulator]")
{
    auto modal = json::object();
    modal["type"] = "modal";
    modal["title"] = plain(times(24));
    modal["blocks"] = list({section("a")});
    CHECK(complaints_about_view(modal).empty());
    CHECK(complaints_about_view(with(modal, "title", plain(times(25)))).size() == 1);
    CHECK(complaints_about_view(with(modal, "private_metadata", times(3000))).empty());
    CHECK(complaints_about_view(with(modal, "private_metadata", times(3001))).size() == 1);
    CHECK(complaints_about_view(with(modal, "callback_id", times(256))).size() == 1);

    json field = json::object();
    field["type"] = "plain_text_input";
    field["action_id"] = "v";
    const auto form = with(modal, "blocks", list({input(field)}));
    CHECK(complaints_about_view(form).size() == 1);
    CHECK(complaints_about_view(with(form, "submit", plain("Send"))).empty());
    auto untitled = modal;
    untitled.erase("title");
    CHECK(
        complaints_about_view(untitled) ==
        std::vector<std::string>{"[ERROR] missing required field: title [json-pointer:/view]"}
    );
    CHECK(
        complaints_about_view(json::object()) ==
        std::vector<std::string>{"[ERROR] missing required field: type [json-pointer:/view]"}
    );
}

TEST_CASE("Slack gives ids to blocks and elements that came without", "[emulator]")
{
    auto unnamed = button("Go");
    unnamed.erase("action_id");
    const auto kept = kept_blocks(list({with(section("a"), "accessory", unnamed)}), 7);
    CHECK(kept[0]["block_id"].is_string());
    CHECK(kept[0]["accessory"]["action_id"].is_string());
    CHECK(kept[0]["text"]["emoji"] == true);
}

TEST_CASE("every documented example of a block is accepted where it may stand", "[emulator]")
{
    namespace fs = std::filesystem;
    const auto* named = std::getenv("DOCKET_SLACK_SAMPLES");
    const auto beside = fs::path(DOCKET_SOURCE_DIR) / ".." / "shared" / "slack" / "samples";
    const auto folder = (named != nullptr ? fs::path(named) : beside) / "block-kit" / "valid";
    if (!fs::exists(folder)) {
        WARN("Slack's samples are not here; nothing to compare with.");
        return;
    }
    std::size_t accepted = 0;
    for (const auto& entry : fs::directory_iterator(folder / "blocks")) {
        std::ifstream in(entry.path());
        const auto block = json::parse(in);
        const auto type = block.at("type").get<std::string>();
        if (type == "file")
            continue;  // read-only
        CAPTURE(entry.path().filename().string());
        const auto where = type == "alert" ? surface::modal : surface::message;
        const auto complaints = complaints_about_blocks(list({block}), where, "/blocks");
        CHECK(complaints == std::vector<std::string>{});
        ++accepted;
    }
    CHECK(accepted > 10);
    for (const auto& entry : fs::directory_iterator(folder / "views")) {
        std::ifstream in(entry.path());
        CAPTURE(entry.path().filename().string());
        CHECK(complaints_about_view(json::parse(in)) == std::vector<std::string>{});
    }
    for (const auto& entry : fs::directory_iterator(folder.parent_path())) {
        if (!entry.path().filename().string().starts_with("views_view"))
            continue;
        std::ifstream in(entry.path());
        CAPTURE(entry.path().filename().string());
        CHECK(complaints_about_view(json::parse(in)) == std::vector<std::string>{});
    }
}

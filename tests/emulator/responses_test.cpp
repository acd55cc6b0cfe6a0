#include "slack/emulator/responses.hpp"
#include "desk.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

namespace {

using source = response_target::source;

std::string url_for(desk& d, source from, const std::string& ts = "")
{
    response_target to;
    to.from = from;
    to.issued = d.now;
    to.user = d.ann;
    to.channel = d.help;
    to.message_ts = ts;
    return d.world.responses.issue(std::move(to));
}

std::string bot_message(desk& d)
{
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = "card";
    return d.call("chat.postMessage", post)["ts"];
}

}  // namespace

TEST_CASE("a response_url works five times within thirty minutes", "[emulator]")
{
    desk d;
    const auto five = url_for(d, source::command);
    for (int use = 0; use < 5; ++use)
        CHECK(receive_response(d.world, five, R"({"text":"hi"})", d.now).status == 200);
    CHECK(receive_response(d.world, five, R"({"text":"hi"})", d.now).body.find("used_url") != std::string::npos);

    const auto old = url_for(d, source::command);
    d.now += 30min;
    CHECK(receive_response(d.world, old, R"({"text":"hi"})", d.now).status == 200);
    d.now += 1ms;
    CHECK(receive_response(d.world, old, R"({"text":"hi"})", d.now).status == 404);
    CHECK(receive_response(d.world, "unknown", R"({"text":"hi"})", d.now).status == 404);
}

TEST_CASE("an answer to a command is private unless it says in_channel", "[emulator]")
{
    desk d;
    const auto url = url_for(d, source::command);
    receive_response(d.world, url, R"({"text":"for you"})", d.now);
    CHECK(d.world.ephemerals[d.ann].back().text == "for you");
    receive_response(d.world, url, R"({"text":"for all","response_type":"in_channel"})", d.now);
    const auto& posted = d.world.channels.at(d.help).messages.rbegin()->second;
    CHECK(posted.text == "for all");
    CHECK(posted.subtype == "bot_message");
    CHECK(receive_response(d.world, url, R"({"delete_original":true})", d.now).status == 404);
}

TEST_CASE("a clicked message is replaced, deleted or left alone", "[emulator]")
{
    desk d;
    const auto ts = bot_message(d);
    const auto url = url_for(d, source::message, ts);
    receive_response(d.world, url, R"({"text":"new","replace_original":true})", d.now);
    CHECK(d.world.find_message(d.help, ts)->text == "new");
    receive_response(d.world, url, R"({"text":"aside","replace_original":false})", d.now);
    CHECK(d.world.find_message(d.help, ts)->text == "new");
    CHECK(d.world.ephemerals[d.ann].back().text == "aside");
    receive_response(d.world, url, R"({"delete_original":true})", d.now);
    CHECK(d.world.find_message(d.help, ts) == nullptr);
}

TEST_CASE("a reply lands in the thread only with in_channel and replace_original false", "[emulator]")
{
    desk d;
    const auto ts = bot_message(d);
    const auto url = url_for(d, source::message, ts);
    json said = json::object();
    said["text"] = "in thread";
    said["thread_ts"] = ts;
    said["response_type"] = "in_channel";
    said["replace_original"] = false;
    receive_response(d.world, url, said.dump(), d.now);
    CHECK(d.world.channels.at(d.help).replies(ts).size() == 1);
    said["response_type"] = "ephemeral";
    receive_response(d.world, url, said.dump(), d.now);
    CHECK(d.world.channels.at(d.help).replies(ts).size() == 1);
}

TEST_CASE("an ephemeral message stays ephemeral however it is replaced", "[emulator]")
{
    desk d;
    ephemeral shown;
    shown.channel = d.help;
    shown.to = d.ann;
    shown.text = "old";
    const auto ts = changes::show(d.world, std::move(shown), d.now);
    const auto url = url_for(d, source::ephemeral, ts);
    const auto before = d.world.channels.at(d.help).messages.size();
    receive_response(d.world, url, R"({"text":"new","replace_original":true,"response_type":"in_channel"})", d.now);
    CHECK(d.world.ephemerals[d.ann].back().text == "new");
    CHECK(d.world.channels.at(d.help).messages.size() == before);
    receive_response(d.world, url, R"({"delete_original":true})", d.now);
    CHECK(d.world.ephemerals[d.ann].empty());
}

TEST_CASE("what cannot be shown is refused", "[emulator]")
{
    desk d;
    const auto url = url_for(d, source::command);
    CHECK(receive_response(d.world, url, "nonsense", d.now).status == 400);
    CHECK(receive_response(d.world, url, "{}", d.now).body == "no_text");
    CHECK(receive_response(d.world, url, R"({"blocks":[{"type":"poem"}]})", d.now).body == "invalid_blocks");
}

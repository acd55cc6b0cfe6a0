#include "bot/demo/screen.hpp"

#include "slack/emulator/changes.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace docket::bot::demo;
namespace emulator = docket::slack::emulator;

namespace {

const docket::slack::instant now{std::chrono::hours(500'000)};

std::string say(
    emulator::workspace& where, const std::string& channel, const std::string& text, std::string thread = ""
)
{
    emulator::message draft;
    draft.user = emulator::slackbot;
    draft.text = text;
    draft.thread_ts = std::move(thread);
    return emulator::changes::post(where, where.channels.at(channel), std::move(draft), now).ts;
}

}  // namespace

TEST_CASE("only what looks new is shown again, and replies are set in", "[bot][demo]")
{
    emulator::workspace where(emulator::installation(), now);
    const auto channel = where.add_channel("help", emulator::channel_kind::public_channel, {emulator::slackbot}, now);
    const auto root = say(where, channel, "first");
    memory eva;
    CHECK(eva.news(where, channel).size() == 1);
    CHECK(eva.news(where, channel).empty());
    say(where, channel, "second", root);
    const auto reply = eva.news(where, channel);
    REQUIRE(reply.size() == 1);
    CHECK(reply.front().starts_with("    "));
    where.find_message(channel, root)->text = "changed";
    CHECK(eva.news(where, channel).size() == 1);
    CHECK(memory().news(where, channel).size() == 2);
}

TEST_CASE("text is set in line by line", "[bot][demo]")
{
    CHECK(set_in("a\n\nb\n\n", "| ") == "| a\n\n| b\n");
    CHECK(set_in("", "| ").empty());
}

TEST_CASE("stars become bold, or go", "[bot][demo]")
{
    CHECK(emphasised("*#1* is *New*", false) == "#1 is New");
    CHECK(emphasised("*#1*", true) == "\033[1m#1\033[0m");
    CHECK(emphasised("2 * 3", false) == "2 * 3");
    CHECK(emphasised("one * line\nanother * line", false) == "one * line\nanother * line");
    CHECK(emphasised("**", false) == "**");
}

TEST_CASE("what nobody sees is not headed", "[bot][demo]")
{
    std::ostringstream out;
    screen shown(out, false);
    shown.tell("It begins.");
    shown.show("Eva, in #general", {});
    CHECK(out.str() == "\n1. It begins.\n");
}

#include "slack/emulator/manifest.hpp"

#include "slack/emulator/payloads.hpp"
#include "stage.hpp"

#include <fstream>
#include <iterator>

using namespace emulator_tests;

TEST_CASE("a manifest is read as far as manifests go", "[emulator]")
{
    const auto read = read_manifest(
        "# an app\n"
        "features:\n"
        "  app_home:\n"
        "    home_tab_enabled: false\n"
        "  shortcuts:\n"
        "    - name: Open a ticket  # in the menu of a message\n"
        "      type: message\n"
        "    - name: \"#2\"\n"
        "      type: global\n"
        "oauth_config:\n"
        "  scopes:\n"
        "    bot:\n"
        "    - chat:write\n"
        "    - commands\n"
    );
    CHECK(read == parsed(R"({"features":{"app_home":{"home_tab_enabled":false},
            "shortcuts":[{"name":"Open a ticket","type":"message"},{"name":"#2","type":"global"}]},
            "oauth_config":{"scopes":{"bot":["chat:write","commands"]}}})"));
    CHECK_THROWS_AS(read_manifest("a: b\n  c\n"), std::invalid_argument);
    CHECK_THROWS_AS(read_manifest("just words\n"), std::invalid_argument);
}

TEST_CASE("an app installed from a manifest may do what stands there and nothing more", "[emulator]")
{
    options with;
    apply_manifest(
        "features:\n"
        "  bot_user:\n"
        "    display_name: helper\n"
        "  slash_commands:\n"
        "    - command: /help\n"
        "      should_escape: false\n"
        "oauth_config:\n"
        "  scopes:\n"
        "    bot:\n"
        "      - commands\n"
        "settings:\n"
        "  event_subscriptions:\n"
        "    bot_events:\n"
        "      - message.channels\n",
        with
    );
    stage s(with);
    s.slack.post(s.ann, "#help", "hello");
    s.settle();
    CHECK(s.app.asked.empty());  // subscribed, but channels:history is not granted
    json post = json::object();
    post["channel"] = s.help;
    post["text"] = "hi";
    CHECK(s.call("chat.postMessage", post)["needed"] == "chat:write");
    CHECK(s.call("auth.test", json::object())["user"] == "helper");
    CHECK(s.run(s.slack.command(s.ann, "#help", "/help", "@ben")).ok());
    CHECK_THROWS_AS(s.run(s.slack.command(s.ann, "#help", "/ticket", "")), std::invalid_argument);
    CHECK_THROWS_AS(s.slack.global_shortcut(s.ann, "open_ticket"), std::invalid_argument);
}

TEST_CASE("Docket's own manifest installs", "[emulator]")
{
    std::ifstream in(std::string(DOCKET_SOURCE_DIR) + "/manifest.yaml");
    REQUIRE(in);
    const std::string yaml(std::istreambuf_iterator<char>(in), {});
    options with;
    apply_manifest(yaml, with);
    CHECK(with.scopes.count("chat:write") == 1);
    CHECK(with.subscriptions.count("message.channels") == 1);
    CHECK(with.commands == std::vector<std::string>{"/ticket"});
    CHECK(with.message_shortcuts == std::vector<std::string>{"open_ticket_from_message"});
    CHECK(with.global_shortcuts == std::vector<std::string>{"open_ticket"});
    CHECK(with.escapes_commands);
}

TEST_CASE("names in a command's text arrive as ids", "[emulator]")
{
    desk d;
    const auto group = d.world.add_group("it", {d.ben}, d.now);
    struct row {
        std::string typed, sent;
    };
    const std::vector<row> rows{
        {"assign #12 @ben", "assign #12 <@" + d.ben + "|ben>"},
        {"move #help #secret", "move <#" + d.help + "|help> <#" + d.secret + "|>"},
        {"ask @it now", "ask <!subteam^" + group + "|@it> now"},
        {"a  b & c", "a  b &amp; c"},
        {"see https://x.example", "see <https://x.example>"},
        {"<@" + d.ben + "> <https://x.example|a b>", "<@" + d.ben + "> <https://x.example|a b>"},
        {"", ""},
    };
    for (const auto& [typed, sent] : rows)
        CHECK(escaped_command_text(d.world, typed) == sent);
}

TEST_CASE("who was deactivated does nothing any more", "[emulator]")
{
    stage s;
    s.slack.deactivate(s.ann);
    s.settle();
    CHECK(s.app.last()["event"]["user"]["deleted"] == true);
    CHECK_THROWS_AS(s.slack.post(s.ann, "#help", "hello"), std::invalid_argument);
    CHECK_THROWS_AS(s.slack.global_shortcut(s.ann, "open_ticket"), std::invalid_argument);
}

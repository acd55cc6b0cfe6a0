#include "desk.hpp"
#include "slack/emulator/payloads.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

namespace {

std::vector<std::string> told(desk& d)
{
    std::vector<std::string> names;
    for (const auto& each : d.world.take_occurrences())
        if (is_heard(d.world, each))
            names.push_back(each.subscription);
    return names;
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("the bot hears only of conversations it is in", "[emulator]")
{
    desk d;
    d.say(d.ann, d.help, "hello");
    CHECK(told(d) == names{"message.channels"});
    d.say(d.ben, d.desk_room, "hello");
    CHECK(told(d) == names{"message.groups"});
    d.say(d.ann, d.world.open_im(d.ann, d.now).id, "hello");
    CHECK(told(d) == names{"message.im"});
    d.say(d.ann, d.lounge, "hello <@" + d.bot() + ">");
    d.say(d.ann, d.secret, "hello");
    CHECK(told(d).empty());
}

TEST_CASE("a mention arrives twice, as app_mention and as message, except in a direct message", "[emulator]")
{
    desk d;
    d.say(d.ann, d.help, "<@" + d.bot() + "> help");
    const auto both = d.world.take_occurrences();
    REQUIRE(both.size() == 2);
    CHECK(both[0].event["type"] == "message");
    CHECK(both[1].event["type"] == "app_mention");
    CHECK(both[0].event["ts"] == both[1].event["ts"]);
    CHECK(
        event_envelope(d.world, both[0].event, d.now)["event_id"] !=
        event_envelope(d.world, both[1].event, d.now)["event_id"]
    );
    d.say(d.ann, d.world.open_im(d.ann, d.now).id, "<@" + d.bot() + "> help");
    CHECK(told(d) == names{"message.im"});
}

TEST_CASE("what was not subscribed to or lacks its scope is not told", "[emulator]")
{
    desk d;
    d.world.app.subscriptions.erase("app_mention");
    d.say(d.ann, d.help, "<@" + d.bot() + "> help");
    CHECK(told(d) == names{"message.channels"});
    d.world.app.scopes.erase("channels:history");
    d.say(d.ann, d.help, "hello");
    CHECK(told(d).empty());
}

TEST_CASE("the bot's own posts come back without a subtype but with its bot_id and metadata", "[emulator]")
{
    desk d;
    auto post = parsed(R"({"text":"a","metadata":{"event_type":"docket","event_payload":{"id":"7"}}})");
    post["channel"] = d.help;
    const auto posted = d.call("chat.postMessage", post);
    const auto events = d.world.take_occurrences();
    REQUIRE(events.size() == 1);
    const auto& event = events[0].event;
    CHECK_FALSE(event.contains("subtype"));
    CHECK(event["bot_id"] == d.world.app.bot_id);
    CHECK(event["app_id"] == d.world.app.app_id);
    CHECK(event["user"] == d.bot());
    CHECK(event["metadata"]["event_payload"]["id"] == "7");
    CHECK(event["channel_type"] == "channel");

    json change = json::object();
    change["channel"] = d.help;
    change["ts"] = posted["ts"];
    change["text"] = "b";
    d.call("chat.update", change);
    const auto changed = d.world.take_occurrences();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].event["subtype"] == "message_changed");
    CHECK(changed[0].event["message"]["text"] == "b");
    CHECK(changed[0].event["previous_message"]["text"] == "a");
    CHECK(changed[0].event["message"]["ts"] == posted["ts"]);
    CHECK(changed[0].event["ts"] != posted["ts"]);
}

TEST_CASE("a reaction tells who, what and on which message, and nothing of its text", "[emulator]")
{
    desk d;
    const auto ts = d.say(d.ann, d.help, "hello");
    d.world.take_occurrences();
    changes::add_reaction(d.world, d.world.channels.at(d.help), ts, d.ben, "ticket", d.now);
    const auto event = d.world.take_occurrences().at(0).event;
    CHECK(event["user"] == d.ben);
    CHECK(event["item_user"] == d.ann);
    CHECK(event["item"]["ts"] == ts);
    CHECK_FALSE(event.contains("text"));
    CHECK_FALSE(event.contains("thread_ts"));
}

TEST_CASE("a deactivated person's entry says so and little more", "[emulator]")
{
    desk d;
    d.world.people.at(d.ben).deleted = true;
    changes::announce_person(d.world, d.ben, d.now);
    const auto event = d.world.take_occurrences().at(0).event;
    CHECK(event["type"] == "user_change");
    CHECK(event["user"]["deleted"] == true);
    CHECK_FALSE(event["user"].contains("is_admin"));
}

TEST_CASE("the bot hears of its own coming and going", "[emulator]")
{
    desk d;
    auto& lounge = d.world.channels.at(d.lounge);
    changes::join(d.world, lounge, d.bot(), d.ann, d.now);
    const auto joined = d.world.take_occurrences();
    REQUIRE(joined.size() == 2);
    CHECK(joined[0].event["type"] == "member_joined_channel");
    CHECK(joined[0].event["inviter"] == d.ann);
    CHECK(joined[1].event["subtype"] == "channel_join");
    changes::leave(d.world, lounge, d.bot(), d.now);
    CHECK(told(d) == names{"member_left_channel", "channel_left"});
    changes::archive(d.world, d.world.channels.at(d.desk_room), d.ben, d.now);
    CHECK(told(d) == names{"message.groups", "group_archive"});
}

TEST_CASE("a message with a file is a file_share in events and plain in listings", "[emulator]")
{
    desk d;
    message draft;
    draft.user = d.ann;
    draft.subtype = "file_share";
    draft.files = parsed(R"([{"id":"F1"}])");
    changes::post(d.world, d.world.channels.at(d.help), std::move(draft), d.now);
    CHECK(d.world.take_occurrences().at(0).event["subtype"] == "file_share");
    CHECK_FALSE(d.form("conversations.history", {{"channel", d.help}})["messages"][0].contains("subtype"));
}

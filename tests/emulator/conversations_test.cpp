#include "desk.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

namespace {

std::vector<std::string> texts_of(const json& answer)
{
    std::vector<std::string> texts;
    for (const auto& each : answer.at("messages"))
        texts.push_back(each.at("text").get<std::string>());
    return texts;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("history is newest first, without replies, and only where the bot is", "[emulator]")
{
    desk d;
    const auto root = d.say(d.ann, d.help, "one");
    d.say(d.ben, d.help, "reply", root);
    d.say(d.ann, d.help, "two");
    CHECK(texts_of(d.form("conversations.history", {{"channel", d.help}})) == texts{"two", "one"});
    CHECK(error_of(d.form("conversations.history", {{"channel", d.lounge}})) == "not_in_channel");
    CHECK(error_of(d.form("conversations.history", {{"channel", d.secret}})) == "channel_not_found");
    CHECK(error_of(d.form("conversations.history", {{"channel", d.help}, {"oldest", "x"}})) == "invalid_ts_oldest");
    CHECK(error_of(d.form("conversations.history", {{"channel", d.help}, {"cursor", "x"}})) == "invalid_cursor");
}

TEST_CASE("a span of history holds its ends only when asked to", "[emulator]")
{
    desk d;
    const auto one = d.say(d.ann, d.help, "one");
    d.say(d.ann, d.help, "two");
    const auto three = d.say(d.ann, d.help, "three");
    CHECK(
        texts_of(d.form("conversations.history", {{"channel", d.help}, {"oldest", one}, {"latest", three}})) ==
        texts{"two"}
    );
    CHECK(
        texts_of(d.form(
            "conversations.history", {{"channel", d.help}, {"oldest", one}, {"latest", three}, {"inclusive", "true"}}
        )) == texts{"three", "two", "one"}
    );
    CHECK(
        texts_of(
            d.form("conversations.history", {{"channel", d.help}, {"latest", one}, {"inclusive", "1"}, {"limit", "1"}})
        ) == texts{"one"}
    );
}

TEST_CASE("pages of a history are not shifted by what is posted meanwhile", "[emulator]")
{
    desk d;
    for (const auto* text : {"1", "2", "3", "4", "5"})
        d.say(d.ann, d.help, text);
    const auto first = d.form("conversations.history", {{"channel", d.help}, {"limit", "2"}});
    CHECK(texts_of(first) == texts{"5", "4"});
    CHECK(first["has_more"] == true);
    const std::string cursor = first["response_metadata"]["next_cursor"];
    CHECK(cursor.back() == '=');
    d.say(d.ann, d.help, "6");
    const auto second = d.form("conversations.history", {{"channel", d.help}, {"limit", "2"}, {"cursor", cursor}});
    CHECK(texts_of(second) == texts{"3", "2"});
}

TEST_CASE("replies start with the parent, a reply's own ts gives only that reply", "[emulator]")
{
    desk d;
    const auto root = d.say(d.ann, d.help, "root");
    const auto reply = d.say(d.ben, d.help, "reply", root);
    d.say(d.ann, d.help, "thanks", root);
    const auto whole = d.form("conversations.replies", {{"channel", d.help}, {"ts", root}});
    CHECK(texts_of(whole) == texts{"root", "reply", "thanks"});
    CHECK(whole["messages"][0]["thread_ts"] == root);
    CHECK(whole["messages"][0]["reply_count"] == 2);
    CHECK(whole["messages"][1]["parent_user_id"] == d.ann);

    const auto single = d.form("conversations.replies", {{"channel", d.help}, {"ts", reply}});
    CHECK(texts_of(single) == texts{"reply"});
    CHECK(single["messages"][0]["thread_ts"] == root);
    CHECK(
        texts_of(d.form("conversations.replies", {{"channel", d.help}, {"ts", root}, {"oldest", reply}})) ==
        texts{"root", "thanks"}
    );
    CHECK(error_of(d.form("conversations.replies", {{"channel", d.help}, {"ts", "1.000001"}})) == "thread_not_found");
}

TEST_CASE("conversations that the bot may not know of are not found", "[emulator]")
{
    desk d;
    CHECK(error_of(d.form("conversations.info", {{"channel", d.secret}})) == "channel_not_found");
    const auto open_one = d.form("conversations.info", {{"channel", d.lounge}, {"include_num_members", "true"}});
    CHECK(open_one["channel"]["is_member"] == false);
    CHECK(open_one["channel"]["num_members"] == 1);

    const auto listed = d.form("conversations.list", {{"types", "public_channel,private_channel"}});
    CHECK(listed["channels"].size() == 3);
    CHECK(error_of(d.form("conversations.list", {{"types", "rooms"}})) == "invalid_types");
    CHECK(error_of(d.form("conversations.list", {{"limit", "1001"}})) == "invalid_limit");
    CHECK(error_of(d.form("conversations.list", {{"types", "mpim"}})) == "missing_scope");
    CHECK(d.form("users.conversations", {{"types", "public_channel,private_channel"}})["channels"].size() == 2);
}

TEST_CASE("a list is read to its end by cursors", "[emulator]")
{
    desk d;
    for (int count = 0; count < 5; ++count)
        d.world.add_channel("room" + std::to_string(count), channel_kind::public_channel, {}, d.now);
    std::set<std::string> seen;
    std::string cursor;
    for (int pages = 0; pages < 10; ++pages) {
        const auto page = d.form("conversations.list", {{"limit", "2"}, {"cursor", cursor}});
        for (const auto& each : page["channels"])
            seen.insert(each["id"].get<std::string>());
        cursor = page["response_metadata"]["next_cursor"];
        if (cursor.empty())
            break;
    }
    CHECK(seen.size() == 7);
}

TEST_CASE("opening a direct message answers the same id twice and refuses who cannot be written to", "[emulator]")
{
    desk d;
    const auto open = [&](const std::string& users) {
        json arguments = json::object();
        arguments["users"] = users;
        return d.call("conversations.open", arguments);
    };
    const auto first = open(d.ann);
    const auto again = open(d.ann);
    CHECK(first["channel"]["id"] == again["channel"]["id"]);
    CHECK_FALSE(first.contains("already_open"));
    CHECK(again["already_open"] == true);
    d.world.people.at(d.ben).deleted = true;
    CHECK(error_of(open(d.ben)) == "user_disabled");
    CHECK(error_of(open("U000")) == "user_not_found");
    CHECK(error_of(open("")) == "users_list_not_supplied");
    CHECK(error_of(open(d.bot())) == "cannot_dm_bot");
}

TEST_CASE("the bot joins public channels only", "[emulator]")
{
    desk d;
    const auto enter = [&](const std::string& channel) {
        json arguments = json::object();
        arguments["channel"] = channel;
        return d.call("conversations.join", arguments);
    };
    CHECK(enter(d.lounge)["channel"]["is_member"] == true);
    CHECK(enter(d.lounge)["warning"] == "already_in_channel");
    CHECK(error_of(enter(d.desk_room)) == "method_not_supported_for_channel_type");
    CHECK(error_of(enter(d.secret)) == "channel_not_found");
}

TEST_CASE("reactions are added once, named without colons, and seen by reactions.get", "[emulator]")
{
    desk d;
    const auto ts = d.say(d.ann, d.help, "hello");
    const auto react = [&](const std::string& method, const std::string& name, const std::string& at) {
        json arguments = json::object();
        arguments["channel"] = d.help;
        arguments["timestamp"] = at;
        arguments["name"] = name;
        return error_of(d.call(method, arguments));
    };
    CHECK(react("reactions.add", "eyes", ts) == "");
    CHECK(react("reactions.add", "eyes", ts) == "already_reacted");
    CHECK(react("reactions.add", ":eyes:", ts) == "invalid_name");
    CHECK(react("reactions.add", "eyes", "1.000001") == "message_not_found");
    CHECK(react("reactions.add", "eyes", "now") == "bad_timestamp");
    CHECK(react("reactions.remove", "ticket", ts) == "no_reaction");

    const auto seen = d.form("reactions.get", {{"channel", d.help}, {"timestamp", ts}, {"full", "true"}});
    CHECK(seen["message"]["reactions"][0]["name"] == "eyes");
    CHECK(react("reactions.remove", "eyes", ts) == "");
}

TEST_CASE("a permalink to a reply names its thread", "[emulator]")
{
    desk d;
    const auto root = d.say(d.ann, d.help, "root");
    const auto reply = d.say(d.ben, d.help, "reply", root);
    const std::string link = d.form("chat.getPermalink", {{"channel", d.help}, {"message_ts", reply}})["permalink"];
    CHECK(link.find("?thread_ts=" + root) != std::string::npos);
    CHECK(error_of(d.form("chat.getPermalink", {{"channel", d.help}, {"message_ts", "1.2"}})) == "message_not_found");
}

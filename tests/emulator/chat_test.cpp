#include "desk.hpp"

#include <catch2/catch.hpp>

using namespace emulator_tests;

TEST_CASE("what stands in the way of a post is said in Slack's words", "[emulator]")
{
    desk d;
    const auto ts = d.say(d.ann, d.help, "hello");
    const auto reply = d.say(d.ben, d.help, "yes?", ts);
    const auto gone = d.add("gone");
    d.world.people.at(gone).deleted = true;
    const auto old = d.world.add_channel("old", channel_kind::public_channel, {d.bot()}, d.now);
    d.world.channels.at(old).archived = true;
    struct row {
        std::string arguments;
        std::string error;
    };
    const std::vector<row> rows{
        {R"({"channel":")" + d.help + R"(","text":"hi"})", ""},
        {R"({"channel":"#help","text":"hi"})", ""},
        {R"({"channel":")" + d.ann + R"(","text":"hi"})", ""},
        {R"({"text":"hi"})", "channel_not_found"},
        {R"({"channel":"C000","text":"hi"})", "channel_not_found"},
        {R"({"channel":")" + d.secret + R"(","text":"hi"})", "channel_not_found"},
        {R"({"channel":")" + d.lounge + R"(","text":"hi"})", "not_in_channel"},
        {R"({"channel":")" + old + R"(","text":"hi"})", "is_archived"},
        {R"({"channel":")" + gone + R"(","text":"hi"})", "channel_not_found"},
        {R"({"channel":")" + d.bot() + R"(","text":"hi"})", "cannot_dm_bot"},
        {R"({"channel":")" + d.help + R"("})", "no_text"},
        {R"({"channel":")" + d.help + R"(","text":null,"blocks":[]})", "no_text"},
        {R"({"channel":")" + d.help + R"(","text":"hi","thread_ts":")" + ts + R"("})", ""},
        {R"({"channel":")" + d.help + R"(","text":"hi","thread_ts":")" + reply + R"("})", "cannot_reply_to_message"},
        {R"({"channel":")" + d.help + R"(","text":"hi","thread_ts":"1.000001"})", "thread_not_found"},
        {R"({"channel":")" + d.help + R"(","text":"hi","thread_ts":"soon"})", "invalid_thread_ts"},
        {R"({"channel":")" + d.help + R"(","text":"hi","blocks":"nonsense"})", "invalid_blocks_format"},
        {R"({"channel":")" + d.help + R"(","text":"hi","markdown_text":"*hi*"})", "markdown_text_conflict"},
        {R"({"channel":")" + d.help + R"(","text":"hi","metadata":{"event_type":"a"}})", "invalid_metadata_schema"},
        {R"({"channel":")" + d.help + R"(","text":"hi","metadata":"x"})", "invalid_metadata_format"},
        {R"({"channel":")" + d.help + R"(","text":"hi","metadata":{"event_type":"a","event_payload":{"b":[[1]]}}})",
         "invalid_metadata_schema"},
        {R"({"channel":")" + d.help + R"(","text":"hi","username":"boss"})", "missing_scope"},
    };
    for (const auto& [arguments, error] : rows) {
        CAPTURE(arguments);
        CHECK(error_of(d.call("chat.postMessage", parsed(arguments))) == error);
    }
}

TEST_CASE("a call needs a token in the right place and an argument Slack can read", "[emulator]")
{
    desk d;
    const auto body = R"({"channel":")" + d.help + R"(","text":"hi","token":"xoxb-1"})";
    const std::string as_json = "application/json; charset=utf-8";

    CHECK(error_of(d.call("chat.sing", json::object())) == "unknown_method");
    CHECK(error_of(d.send("chat.postMessage", as_json, "{").body) == "invalid_json");
    CHECK(error_of(d.send("chat.postMessage", as_json, "[]").body) == "json_not_object");
    CHECK(error_of(d.send("chat.postMessage", "text/plain", "hi").body) == "invalid_post_type");
    CHECK(error_of(d.send("chat.postMessage", "", "hi").body) == "missing_post_type");
    CHECK(d.send("chat.postMessage", "application/json", body).body["warning"] == "missing_charset");

    d.token = "xoxb-2";
    CHECK(error_of(d.call("auth.test", json::object())) == "invalid_auth");
    api_request bare;
    bare.method = "chat.postMessage";
    bare.content_type = as_json;
    bare.body = body;
    CHECK(error_of(answer_call(d.world, d.limits, bare, d.now).body) == "not_authed");
    bare.content_type = "application/x-www-form-urlencoded";
    bare.body = "token=xoxb-1&text=hi&channel=" + d.help;
    CHECK(answer_call(d.world, d.limits, bare, d.now).body["ok"] == true);

    d.token = "xoxb-1";
    d.world.app.installed = false;
    CHECK(error_of(d.call("auth.test", json::object())) == "account_inactive");
}

TEST_CASE("JSON sent to a form-only method is not seen", "[emulator]")
{
    desk d;
    json arguments = json::object();
    arguments["user"] = d.ann;
    CHECK(error_of(d.call("users.info", arguments)) == "user_not_found");
    CHECK(d.form("users.info", {{"user", d.ann}})["user"]["name"] == "ann");
}

TEST_CASE("a missing scope is named together with those granted, and every answer lists them", "[emulator]")
{
    desk d({"channels:read", "users:read"});
    json arguments = json::object();
    arguments["channel"] = d.help;
    arguments["text"] = "hi";
    const auto refused = d.call("chat.postMessage", arguments);
    CHECK(error_of(refused) == "missing_scope");
    CHECK(refused["needed"] == "chat:write");
    CHECK(refused["provided"] == "channels:read,users:read");

    const auto private_room = d.form("conversations.info", {{"channel", d.desk_room}});
    CHECK(private_room["needed"] == "groups:read");
    const auto answer = d.send("auth.test", "", "");
    const std::pair<std::string, std::string> scopes{"X-OAuth-Scopes", "channels:read,users:read"};
    CHECK(std::find(answer.headers.begin(), answer.headers.end(), scopes) != answer.headers.end());
}

TEST_CASE("an e-mail address is shown only with its own scope", "[emulator]")
{
    desk d;
    CHECK_FALSE(d.form("users.info", {{"user", d.ann}})["user"]["profile"].contains("email"));
    d.world.app.scopes.insert("users:read.email");
    CHECK(d.form("users.info", {{"user", d.ann}})["user"]["profile"]["email"] == "ann@example.com");
}

TEST_CASE("people are found by their address, in any case, while they are active", "[emulator]")
{
    desk d;
    d.world.app.scopes.insert("users:read.email");
    CHECK(d.form("users.lookupByEmail", {{"email", "Ann@Example.com"}})["user"]["id"] == d.ann);
    CHECK(error_of(d.form("users.lookupByEmail", {{"email", "nobody@example.com"}})) == "users_not_found");
    CHECK(error_of(d.form("users.lookupByEmail", {{"email", ""}})) == "users_not_found");
    d.world.find_person(d.ann)->deleted = true;
    CHECK(error_of(d.form("users.lookupByEmail", {{"email", "ann@example.com"}})) == "users_not_found");
    d.world.app.scopes = {"users:read"};
    CHECK(d.form("users.lookupByEmail", {{"email", "ben@example.com"}})["needed"] == "users:read.email");
}

TEST_CASE("only the author updates and deletes, and an update's text is shorter than a post's", "[emulator]")
{
    desk d;
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = std::string(4001, 'x');
    const auto posted = d.call("chat.postMessage", post);
    REQUIRE(posted["ok"] == true);
    json change = json::object();
    change["channel"] = d.help;
    change["ts"] = posted["ts"];
    change["text"] = std::string(4001, 'x');
    CHECK(error_of(d.call("chat.update", change)) == "msg_too_long");
    change["text"] = "short";
    CHECK(d.call("chat.update", change)["text"] == "short");

    change["ts"] = d.say(d.ann, d.help, "mine");
    CHECK(error_of(d.call("chat.update", change)) == "cant_update_message");
    CHECK(error_of(d.call("chat.delete", change)) == "cant_delete_message");
    change["ts"] = "1.000001";
    CHECK(error_of(d.call("chat.update", change)) == "message_not_found");

    d.world.channels.at(d.help).archived = true;
    change["ts"] = posted["ts"];
    CHECK(error_of(d.call("chat.update", change)) == "is_inactive");
}

TEST_CASE("an update with text alone takes the blocks away", "[emulator]")
{
    desk d;
    auto post = parsed(R"({"text":"a","blocks":[{"type":"divider"}]})");
    post["channel"] = d.help;
    const auto posted = d.call("chat.postMessage", post);
    REQUIRE(posted["message"]["blocks"].size() == 1);
    auto change = parsed(R"({"text":"b"})");
    change["channel"] = d.help;
    change["ts"] = posted["ts"];
    CHECK_FALSE(d.call("chat.update", change)["message"].contains("blocks"));
}

TEST_CASE("what people could abuse in a text is escaped, and addresses become links", "[emulator]")
{
    struct row {
        std::string sent, kept;
    };
    const auto r = GENERATE(values<row>({
        {"a < b & c > d", "a &lt; b &amp; c &gt; d"},
        {"&lt;b&gt; &amp;", "&lt;b&gt; &amp;"},
        {"<@U1> and <!here>", "<@U1> and <!here>"},
        {"<https://x.example|x>", "<https://x.example|x>"},
        {"see https://x.example/a.", "see <https://x.example/a>."},
        {"<script>", "&lt;script&gt;"},
    }));
    desk d;
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = r.sent;
    CHECK(d.call("chat.postMessage", post)["message"]["text"] == r.kept);
}

TEST_CASE("metadata is kept on update unless given, removed by {}, and its payload shown only on request", "[emulator]")
{
    desk d;
    auto post = parsed(R"({"text":"a","metadata":{"event_type":"docket","event_payload":{"id":"7"}}})");
    post["channel"] = d.help;
    auto change = parsed(R"({"text":"b"})");
    change["channel"] = d.help;
    change["ts"] = d.call("chat.postMessage", post)["ts"];
    d.call("chat.update", change);

    const auto plain = d.form("conversations.history", {{"channel", d.help}});
    CHECK(plain["messages"][0]["metadata"] == parsed(R"({"event_type":"docket"})"));
    const auto whole = d.form("conversations.history", {{"channel", d.help}, {"include_all_metadata", "true"}});
    CHECK(whole["messages"][0]["metadata"]["event_payload"]["id"] == "7");

    change["metadata"] = json::object();
    d.call("chat.update", change);
    const auto none = d.form("conversations.history", {{"channel", d.help}, {"include_all_metadata", "true"}});
    CHECK_FALSE(none["messages"][0].contains("metadata"));
}

TEST_CASE("an ephemeral message needs its reader and the bot in the channel", "[emulator]")
{
    desk d;
    auto show = parsed(R"({"text":"psst"})");
    show["channel"] = d.help;
    show["user"] = d.ann;
    CHECK(d.call("chat.postEphemeral", show).contains("message_ts"));
    CHECK(d.world.ephemerals[d.ann].size() == 1);
    show["channel"] = d.desk_room;
    CHECK(error_of(d.call("chat.postEphemeral", show)) == "user_not_in_channel");
    show["channel"] = d.lounge;
    CHECK(error_of(d.call("chat.postEphemeral", show)) == "not_in_channel");
}

TEST_CASE("timestamps rise within a channel and are the same in two channels at the same instant", "[emulator]")
{
    desk d;
    const auto first = d.say(d.ann, d.help, "one");
    const auto second = d.say(d.ann, d.help, "two");
    CHECK(first < second);
    CHECK(d.say(d.ben, d.desk_room, "one") == first);
}

TEST_CASE("a deleted parent leaves a tombstone in its thread and nothing in the history", "[emulator]")
{
    desk d;
    json post = json::object();
    post["channel"] = d.help;
    post["text"] = "hello";
    const std::string ts = d.call("chat.postMessage", post)["ts"];
    d.say(d.ann, d.help, "re", ts);
    json gone = json::object();
    gone["channel"] = d.help;
    gone["ts"] = ts;
    d.world.take_occurrences();
    CHECK(d.call("chat.delete", gone)["ok"] == true);

    const auto told = d.world.take_occurrences();
    REQUIRE(told.size() == 1);
    CHECK(told[0].event["message"]["subtype"] == "tombstone");
    CHECK(d.form("conversations.history", {{"channel", d.help}})["messages"].empty());
    const auto thread = d.form("conversations.replies", {{"channel", d.help}, {"ts", ts}});
    CHECK(thread["messages"][0]["subtype"] == "tombstone");
    CHECK(thread["messages"].size() == 2);
    post["thread_ts"] = ts;
    CHECK(error_of(d.call("chat.postMessage", post)) == "cannot_reply_to_message");
}

TEST_CASE("whatever an app sends is answered, never thrown back", "[emulator]")
{
    desk d;
    const std::vector<std::string> junk{
        "null",
        "5",
        "\"x\"",
        "[1,null,{}]",
        R"([{"type":5}])",
        R"([{"type":"section","text":"words"}])",
        R"([{"type":"section","text":null,"fields":[5]}])",
        R"([{"type":"actions","elements":[5,{"type":"button"}]}])",
        R"([{"type":"actions","elements":[{"type":"static_select","options":{"a":1},"initial_option":7}]}])",
        R"([{"type":"actions","elements":[{"type":"static_select","option_groups":[3],"initial_option":null}]}])",
        R"([{"type":"input","element":"x","label":[]}])",
        R"([{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[5,{"text":6}]}]}])",
        R"([{"type":"table","rows":[[5],6]}])",
        R"({"type":"modal","title":5,"blocks":[],"external_id":null,"private_metadata":null})",
        R"({"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":{"a":1}})",
        R"({"type":"home","blocks":null})",
        R"({"event_type":5,"event_payload":[]})",
    };
    for (const auto* method :
         {"chat.postMessage", "chat.update", "views.open", "views.publish", "files.completeUploadExternal",
          "conversations.open"})
        for (const auto& value : junk) {
            CAPTURE(method, value);
            json arguments = json::object();
            for (const auto* name : {"blocks", "view", "metadata", "attachments", "files", "users", "text", "limit"})
                arguments[name] = parsed(value);
            arguments["channel"] = d.help;
            arguments["user_id"] = d.ann;
            CHECK_NOTHROW(d.call(method, arguments));
        }
    CHECK(d.call("chat.postMessage", parsed(R"({"channel":"\u00fc","text":"x"})"))["ok"] == false);
    const auto bytes = d.send("chat.postMessage", "application/x-www-form-urlencoded", "text=%ff&channel=" + d.help);
    CHECK(error_of(bytes.body) == "invalid_form_data");
}

#include "playground_browser.hpp"
#include "slack/emulator/manifest.hpp"
#include "slack/emulator/playground/snapshot.hpp"
#include "slack/emulator/shapes.hpp"

#include <algorithm>

using namespace emulator_tests;

namespace {

std::vector<std::string> names(const json& list)
{
    std::vector<std::string> found;
    for (const auto& each : list)
        found.push_back(each["name"]);
    std::sort(found.begin(), found.end());
    return found;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("each person sees the channels they may", "[playground]")
{
    stage s;
    s.slack.add_channel("lounge", {s.ben});
    s.slack.add_channel("secret", {s.ben}, channel_kind::private_channel);
    person guest;
    guest.name = "gil";
    guest.guest = true;
    const auto gil = s.slack.add_person(guest);
    person partner;
    partner.name = "pia";
    partner.team_id = "T0OTHER";
    const auto pia = s.slack.add_person(partner);

    const auto ann_sees = browser(s, s.ann).see("workspace");
    CHECK(names(ann_sees["channels"]) == texts{"help", "lounge"});
    CHECK(ann_sees["me"] == s.ann);
    CHECK(ann_sees["now"] == nine.time_since_epoch().count());
    CHECK(ann_sees["team"]["name"] == "Lighthouse");
    CHECK(browser(s, s.ann).channel(s.help)["member"] == true);
    CHECK(names(browser(s, s.ben).see("workspace")["channels"]) == texts{"help", "lounge", "secret"});
    CHECK(browser(s, gil).see("workspace")["channels"].empty());
    CHECK(browser(s, pia).see("workspace")["channels"].empty());
    for (const auto& who : ann_sees["people"]) {
        CHECK(who["playable"] == (who["bot"] == false));
        CHECK(who["foreign"] == (who["id"] == pia));
        CHECK(who["guest"] == (who["id"] == gil));
    }
}

TEST_CASE("without a person the workspace shows who there is, and nothing personal", "[playground]")
{
    stage s;
    const auto seen = parsed(browser(s, "").ask("/playground/workspace").body);
    CHECK(seen["people"].size() == 4);
    CHECK(seen["channels"].empty());
    CHECK(seen["me"].is_null());
}

TEST_CASE("what is not there is answered 404 with a sentence", "[playground]")
{
    stage s;
    const auto secret = s.slack.add_channel("secret", {s.ben}, channel_kind::private_channel);
    browser page(s, s.ann);
    const std::vector<std::string> paths{
        "/playground/workspace?as=U9",
        "/playground/nothing?as=x",
        "/playground/live?as=U9",
        "/playground/workspace?as=" + s.slack.bot(),
        "/playground/messages?as=" + s.ann + "&channel=" + secret,
        "/playground/thread?as=" + s.ann + "&channel=" + s.help + "&ts=1.2",
    };
    for (const auto& path : paths) {
        const auto got = page.ask(path);
        INFO(path);
        CHECK(got.status == 404);
        CHECK_FALSE(error_of(parsed(got.body)).empty());
    }
    CHECK(page.ask("/playground/messages?as=" + s.ann + "&channel=" + s.help + "&limit=0").status == 400);
    CHECK(page.ask("/playground/messages?as=" + s.ann + "&channel=" + s.help + "&limit=many").status == 400);
    CHECK(page.ask("/playground/messages?as=%FF%FE&channel=%").status == 400);
}

TEST_CASE("an ephemeral message is seen by one person only, where it was said", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    browser ben(s, s.ben);
    ann.say(s.help, "before");
    auto said = parsed(R"({"text":"only you"})");
    said["channel"] = s.help;
    said["user"] = s.ann;
    s.call("chat.postEphemeral", said);
    const auto root = ann.say(s.help, "after");
    said["text"] = "only you, in the thread";
    said["thread_ts"] = root;
    s.call("chat.postEphemeral", said);

    CHECK(ann.texts(s.help) == texts{"before", "only you", "after"});
    CHECK(ben.texts(s.help) == texts{"before", "after"});
    CHECK(ann.see("messages", "&channel=" + s.help)["messages"][1]["ephemeral"] == true);
    const auto thread = "&channel=" + s.help + "&ts=" + root;
    CHECK(ann.see("thread", thread)["messages"].size() == 2);
    CHECK(ben.see("thread", thread)["messages"].size() == 1);
}

TEST_CASE("modals and the Home tab are each person's own", "[playground]")
{
    stage s;
    json open = json::object();
    open["trigger_id"] = s.slack.world().triggers.issue(s.ann, "", s.time.now());
    open["view"] = parsed(R"({"type":"modal","title":{"type":"plain_text","text":"New"},"blocks":[]})");
    REQUIRE(s.call("views.open", open)["ok"] == true);
    auto publish = parsed(R"({"view":{"type":"home","blocks":[{"type":"divider"}]}})");
    publish["user_id"] = s.ben;
    REQUIRE(s.call("views.publish", publish)["ok"] == true);

    const auto ann_sees = browser(s, s.ann).see("workspace");
    const auto ben_sees = browser(s, s.ben).see("workspace");
    CHECK(ann_sees["view"]["title"]["text"] == "New");
    CHECK(ann_sees["view"]["depth"] == 1);
    CHECK(ann_sees["home"].is_null());
    CHECK(ben_sees["view"].is_null());
    CHECK(ben_sees["home"]["blocks"][0]["type"] == "divider");
}

TEST_CASE("messages come in pages, newest first read, replies left out unless sent to the channel", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    std::vector<std::string> all;
    for (int n = 0; n < 7; ++n)
        all.push_back(ann.say(s.help, std::to_string(n)));
    ann.say(s.help, "a reply", all[1]);
    s.slack.broadcast(s.ben, s.help, "a reply for all", all[1]);

    const auto newest = ann.see("messages", "&channel=" + s.help + "&limit=3");
    REQUIRE(newest["messages"].size() == 3);
    CHECK(newest["messages"][2]["text"] == "a reply for all");
    CHECK(newest["messages"][2]["broadcast"] == true);
    CHECK(newest["messages"][0]["text"] == "5");
    CHECK(newest["has_more"] == true);
    const auto rest = ann.see("messages", "&channel=" + s.help + "&limit=5&before=" + all[5]);
    REQUIRE(rest["messages"].size() == 5);
    CHECK(rest["messages"][0]["ts"] == all[0]);
    CHECK(rest["has_more"] == false);
    CHECK(rest["messages"][1]["reply_count"] == 2);
    CHECK(rest["messages"][1]["reply_users"] == json(std::vector<std::string>{s.ann, s.ben}));

    const auto thread = ann.see("thread", "&channel=" + s.help + "&ts=" + all[1])["messages"];
    REQUIRE(thread.size() == 3);
    CHECK(thread[0]["text"] == "1");
    CHECK(thread[2]["text"] == "a reply for all");
}

TEST_CASE("what others posted is unread until it is read, mentions count besides", "[playground]")
{
    stage s;
    s.slack.post(s.ben, s.help, "long ago");
    browser ann(s, s.ann);
    browser ben(s, s.ben);
    CHECK(ann.channel(s.help)["unread"] == 0);  // what was there when the page opened is none of it
    const auto root = ben.say(s.help, "one");
    ben.say(s.help, "<@" + s.ann + "> two");
    ben.say(s.help, "a reply", root);
    CHECK(ann.channel(s.help)["unread"] == 2);
    CHECK(ann.channel(s.help)["mentioned"] == 1);
    CHECK(ben.channel(s.help)["unread"] == 0);
    s.slack.broadcast(s.ben, s.help, "three, for all", root);
    CHECK(ann.channel(s.help)["unread"] == 3);

    ann.act("read", browser::in(s.help));
    CHECK(ann.channel(s.help)["unread"] == 0);
    CHECK(ann.channel(s.help)["mentioned"] == 0);
    ben.say(s.help, "four");
    CHECK(ann.channel(s.help)["unread"] == 1);

    const std::string dm = ann.act("open_dm")["channel"];
    auto said = parsed(R"({"text":"hello"})");
    said["channel"] = dm;
    s.call("chat.postMessage", said);
    CHECK(ann.channel(dm)["kind"] == "im");
    CHECK(ann.channel(dm)["partner"] == s.slack.bot());
    CHECK(ann.channel(dm)["mentioned"] == 1);
    CHECK(ben.channel(dm).is_null());
}

TEST_CASE("a text file shows how it begins", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    auto with = browser::in(s.help);
    with["files"] = parsed(R"([{"name":"log.txt","mimetype":"text/plain","content":"line 1"},
                               {"name":"a.bin","mimetype":"application/octet-stream","content":"x"}])");
    ann.act("post", with);
    const auto files = ann.see("messages", "&channel=" + s.help)["messages"][0]["files"];
    CHECK(files[0]["preview"] == "line 1");
    CHECK_FALSE(files[1].contains("preview"));
}

TEST_CASE("a file that is no text arrives byte by byte", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    auto with = browser::in(s.help);
    const auto send = [&](const std::string& content) {
        with["files"] = parsed(R"([{"name":"a.png","mimetype":"image/png","base64":true}])");
        with["files"][0]["content"] = content;
    };
    for (const auto& [content, bytes] : std::map<std::string, std::string>{
             {"iVBORw==", "\x89PNG"}, {"AP+A", std::string("\0\xff\x80", 3)}, {"QUI=", "AB"}, {"", ""}
         }) {
        send(content);
        ann.act("post", with);
        const auto messages = ann.see("messages", "&channel=" + s.help)["messages"];
        const std::string id = messages.back()["files"][0]["id"];
        CHECK(s.slack.world().files.at(id).content == bytes);
    }
    for (const auto* none : {"QUI", "Q===", "a?==", "\xc3\xa4=="}) {
        send(none);
        CHECK(ann.refusal("post", with) == "The content of a.png is no base64.");
    }
}

TEST_CASE("a page of a channel with thousands of messages costs what the page costs", "[playground]")
{
    desk d;
    const auto root = d.say(d.ann, d.help, "root");
    for (int n = 0; n < 5'000; ++n)
        d.say(d.ann, d.help, "message", n % 2 == 0 ? root : "");
    const auto& in = d.world.channels.at(d.help);
    // Fifty messages of which each asks for its thread: without an index a walk over the channel for every one.
    const auto began = std::chrono::steady_clock::now();
    for (int turn = 0; turn < 20; ++turn)
        CHECK(messages_snapshot(d.world, d.ann, in, "", 50)["messages"].size() == 50);
    CHECK(std::chrono::steady_clock::now() - began < 2s);
    CHECK(message_json(d.world, in, in.messages.at(root), reading::listing)["reply_count"] == 2'500);
}

TEST_CASE("commands and shortcuts show the words of the manifest", "[playground]")
{
    options with;
    apply_manifest(
        "display_information:\n  name: Desk\n  description: Keeps requests.\n"
        "features:\n  bot_user:\n    display_name: desk\n"
        "  shortcuts:\n    - name: Open one\n      type: message\n      callback_id: open_it\n      description: From "
        "here\n"
        "  slash_commands:\n    - command: /desk\n      description: Ask\n      usage_hint: \"[new TEXT]\"\n",
        with
    );
    stage s(with);
    const auto app = browser(s, s.ann).see("workspace")["app"];
    CHECK(app["name"] == "desk");
    CHECK(app["description"] == "Keeps requests.");
    CHECK(app["commands"] == parsed(R"([{"command":"/desk","description":"Ask","usage_hint":"[new TEXT]"}])"));
    CHECK(
        app["message_shortcuts"] == parsed(R"([{"callback_id":"open_it","name":"Open one","description":"From here"}])")
    );
    CHECK(app["global_shortcuts"].empty());
    CHECK(app["home_tab"] == false);
}

TEST_CASE("what somebody does for a living stands in their profile", "[playground]")
{
    stage s;
    person who;
    who.name = "kim";
    who.title = "Agent, IT";
    const auto kim = s.slack.add_person(who);
    const auto seen = browser(s, kim).see("workspace");
    for (const auto& each : seen["people"])
        CHECK(each["title"] == (each["id"] == kim ? "Agent, IT" : ""));
    CHECK(user_json(s.slack.world(), s.slack.world().people.at(kim), false)["profile"]["title"] == "Agent, IT");
}

#include "playground_browser.hpp"

#include <algorithm>

using namespace emulator_tests;

namespace {

/// Hears as that person.
std::string as(const std::string& who)
{
    return "/playground/live?as=" + who;
}

}  // namespace

TEST_CASE("what the app posts, edits and deletes is heard at once", "[playground]")
{
    stage s;
    listener ann(s, as(s.ann));
    const auto hello = ann.next();
    CHECK(hello["type"] == "hello");
    CHECK(hello["now"] == nine.time_since_epoch().count());

    auto post = parsed(R"({"text":"one"})");
    post["channel"] = s.help;
    const std::string ts = s.call("chat.postMessage", post)["ts"];
    auto heard = ann.next();
    CHECK(heard["type"] == "message");
    CHECK(heard["channel"] == s.help);
    CHECK(heard["message"]["text"] == "one");
    heard = ann.next();
    CHECK(heard["type"] == "channel");
    CHECK(heard["channel"]["unread"] == 1);

    post["ts"] = ts;
    post["text"] = "two";
    s.call("chat.update", post);
    heard = ann.next();
    CHECK(heard["message"]["text"] == "two");
    CHECK(heard["message"]["ts"] == ts);
    s.call("chat.delete", post);
    heard = ann.next();
    CHECK(heard["type"] == "message_removed");
    CHECK(heard["ts"] == ts);
}

TEST_CASE("a reply brings its parent with the new counters", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    const auto root = page.say(s.help, "root");
    listener ben(s, as(s.ben));
    const auto reply = page.say(s.help, "reply", root);
    auto heard = ben.next("message");
    CHECK(heard["message"]["ts"] == reply);
    heard = ben.next();
    CHECK(heard["message"]["ts"] == root);
    CHECK(heard["message"]["reply_count"] == 1);
    page.act("delete", browser::in(s.help, reply));
    CHECK(ben.next()["thread_ts"] == root);
    CHECK_FALSE(ben.next("message")["message"].contains("reply_count"));
}

TEST_CASE("nobody hears of what they do not see", "[playground]")
{
    stage s;
    const auto secret = s.slack.add_channel("secret", {s.ben}, channel_kind::private_channel);
    listener ann(s, as(s.ann));
    listener ben(s, as(s.ben));
    browser page(s, s.ben);
    page.say(secret, "between us");
    auto said = parsed(R"({"text":"only you"})");
    said["channel"] = s.help;
    said["user"] = s.ben;
    s.call("chat.postEphemeral", said);
    json open = json::object();
    open["trigger_id"] = s.slack.world().triggers.issue(s.ben, "", s.time.now());
    open["view"] = parsed(R"({"type":"modal","title":{"type":"plain_text","text":"New"},"blocks":[]})");
    REQUIRE(s.call("views.open", open)["ok"] == true);
    page.say(s.help, "to all");

    CHECK(ben.next("message")["message"]["text"] == "between us");
    const auto ephemeral = ben.next("message")["message"];
    CHECK(ephemeral["text"] == "only you");
    CHECK(ephemeral["ephemeral"] == true);
    CHECK(ben.next("view")["view"]["title"]["text"] == "New");
    CHECK(ann.next()["type"] == "hello");
    CHECK(ann.next()["message"]["text"] == "to all");  // the first thing after hello
}

TEST_CASE("an ephemeral message that is answered over goes and changes for its reader", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    listener ann(s, as(s.ann));
    auto said = parsed(R"({"text":"?","blocks":[{"type":"actions","elements":[
        {"type":"button","action_id":"yes","text":{"type":"plain_text","text":"Yes"}}]}]})");
    said["channel"] = s.help;
    said["user"] = s.ann;
    const std::string ts = s.call("chat.postEphemeral", said)["message_ts"];
    CHECK(ann.next("message")["message"]["ts"] == ts);
    auto press = browser::in(s.help, ts);
    press["action_id"] = "yes";
    page.act("press", press);
    const std::string url = s.app.last()["response_url"];
    const auto path = url.substr(s.slack.world().base_url.size());
    s.post(path, parsed(R"({"text":"Thanks.","replace_original":true})"));
    CHECK(ann.next("message")["message"]["text"] == "Thanks.");
    s.post(path, parsed(R"({"delete_original":true})"));
    CHECK(ann.next()["ts"] == ts);
    CHECK(page.texts(s.help).empty());
}

TEST_CASE("channels come and go with membership, and people change", "[playground]")
{
    stage s;
    listener ann(s, as(s.ann));
    const auto secret = s.slack.add_channel("secret", {s.ben}, channel_kind::private_channel);
    s.slack.join(s.ann, secret, s.ben);
    auto heard = ann.next("channel");
    CHECK(heard["channel"]["id"] == secret);
    CHECK(heard["channel"]["member"] == true);
    s.slack.leave(s.ann, secret);
    heard = ann.next("channel_removed");
    CHECK(heard["channel"] == secret);
    s.slack.deactivate(s.ben);
    heard = ann.next("person");
    CHECK(heard["person"]["id"] == s.ben);
    CHECK(heard["person"]["playable"] == false);
}

TEST_CASE("a modal is heard of when it opens, is refused, and closes, as does the Home tab", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    listener ann(s, as(s.ann));
    json open = json::object();
    open["trigger_id"] = s.slack.world().triggers.issue(s.ann, "", s.time.now());
    open["view"] = parsed(R"({"type":"modal","title":{"type":"plain_text","text":"New"},
        "submit":{"type":"plain_text","text":"Send"},"blocks":[
          {"type":"input","block_id":"what","label":{"type":"plain_text","text":"What"},
           "element":{"type":"plain_text_input","action_id":"v"}}]})");
    REQUIRE(s.call("views.open", open)["ok"] == true);
    auto heard = ann.next("view");
    json with = json::object();
    with["view_id"] = heard["view"]["id"];
    with["values"] = parsed(R"({"what":{"v":"x"}})");
    s.app.answer = [](const http::request&) {
        return says(R"({"response_action":"errors","errors":{"what":"Say more."}})");
    };
    page.act("submit", with);
    CHECK(ann.next("view")["view"]["errors"]["what"] == "Say more.");
    s.app.answer = [](const http::request&) { return http::response(200); };
    page.act("submit", with);
    CHECK(ann.next("view")["view"].is_null());

    auto publish = parsed(R"({"view":{"type":"home","blocks":[{"type":"divider"}]}})");
    publish["user_id"] = s.ann;
    REQUIRE(s.call("views.publish", publish)["ok"] == true);
    CHECK(ann.next("home")["view"]["blocks"].size() == 1);
}

TEST_CASE("reading in one tab shows in the other", "[playground]")
{
    stage s;
    listener ann(s, as(s.ann));
    browser(s, s.ben).say(s.help, "hi");
    CHECK(ann.next("channel")["channel"]["unread"] == 1);
    browser(s, s.ann).act("read", browser::in(s.help));
    CHECK(ann.next("channel")["channel"]["unread"] == 0);
}

TEST_CASE("after more changes than are worth telling the page reads everything again", "[playground]")
{
    stage s;
    listener ann(s, as(s.ann));
    for (int n = 0; n < 2'000; ++n) {
        message draft;
        draft.user = s.ben;
        draft.text = "many";
        changes::post(s.slack.world(), s.slack.world().channels.at(s.help), std::move(draft), s.time.now());
    }
    static_cast<void>(s.slack.world().take_occurrences());
    s.slack.deliver();
    CHECK(ann.next()["type"] == "hello");
    CHECK(ann.next()["type"] == "restart");
}

TEST_CASE("time goes on when somebody can make it, and everybody hears that", "[playground]")
{
    stage s;
    browser page(s, s.ann);
    const auto refused = page.tell("/playground/clock", R"({"by":1000})");
    CHECK(refused.status == 400);
    CHECK_FALSE(error_of(parsed(refused.body)).empty());

    s.slack.set_travel([&](instant to) -> asio::awaitable<void> {
        s.time.advance(to - s.time.now());
        co_return;
    });
    listener ann(s, as(s.ann));
    const auto later = (nine + 1h).time_since_epoch().count();
    CHECK(page.post("clock", parsed(R"({"by":3600000})"))["now"] == later);
    auto heard = ann.next("clock");
    CHECK(heard["moving"] == true);
    heard = ann.next("clock");
    CHECK(heard["moving"] == false);
    CHECK(heard["now"] == later);
    for (const auto* wrong : {"{}", R"({"to":0})", R"({"by":-5})", R"({"to":"noon"})", R"({"by":1e300})", "[]"})
        CHECK(page.tell("/playground/clock", wrong).status == 400);

    s.slack.set_travel([](instant) -> asio::awaitable<void> {
        throw std::runtime_error("stuck");
        co_return;
    });
    CHECK(error_of(parsed(page.tell("/playground/clock", R"({"by":1})").body)) == "stuck");
    ann.next("clock");
    CHECK(ann.next("clock")["moving"] == false);
}

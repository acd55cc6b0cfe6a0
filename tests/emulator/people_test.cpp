#include "slack/emulator/render.hpp"
#include "stage.hpp"

using namespace emulator_tests;

namespace {

/// A card with a button, a menu and an overflow, posted by the app. @return its ts
std::string card(stage& s)
{
    auto post = parsed(R"({"text":"#1 printer","blocks":[
        {"type":"section","block_id":"head","text":{"type":"mrkdwn","text":"*#1* printer"},
         "accessory":{"type":"overflow","action_id":"more","options":[
            {"text":{"type":"plain_text","text":"Move"},"value":"move"},
            {"text":{"type":"plain_text","text":"Close"},"value":"close"}]}},
        {"type":"actions","block_id":"row","elements":[
            {"type":"button","action_id":"claim","value":"1","text":{"type":"plain_text","text":"Claim"}},
            {"type":"static_select","action_id":"priority","options":[
                {"text":{"type":"plain_text","text":"High"},"value":"high"},
                {"text":{"type":"plain_text","text":"Low"},"value":"low"}]},
            {"type":"users_select","action_id":"assign"}]}]})");
    post["channel"] = s.help;
    const std::string ts = s.call("chat.postMessage", post)["ts"];
    s.settle();
    return ts;
}

json form()
{
    return parsed(R"({"type":"modal","callback_id":"new","notify_on_close":true,"private_metadata":"m",
        "title":{"type":"plain_text","text":"New"},"submit":{"type":"plain_text","text":"Send"},
        "blocks":[
          {"type":"input","block_id":"what","label":{"type":"plain_text","text":"What"},
           "element":{"type":"plain_text_input","action_id":"v","max_length":20}},
          {"type":"input","block_id":"queue","optional":true,"label":{"type":"plain_text","text":"Queue"},
           "element":{"type":"static_select","action_id":"v","options":[
             {"text":{"type":"plain_text","text":"IT"},"value":"it"}]}},
          {"type":"input","block_id":"who","optional":true,"label":{"type":"plain_text","text":"Who"},
           "element":{"type":"external_select","action_id":"pick","min_query_length":0}}]})");
}

/// Opens the form for Ann by a trigger of hers.
void open_form(stage& s)
{
    json arguments = json::object();
    arguments["trigger_id"] = s.slack.world().triggers.issue(s.ann, "", s.time.now());
    arguments["view"] = form();
    REQUIRE(s.call("views.open", arguments)["ok"] == true);
}

}  // namespace

TEST_CASE("pressing a button tells who, where, on what, and gives ways to answer", "[emulator]")
{
    stage s;
    const auto ts = card(s);
    const auto answer = s.run(s.slack.press(s.ben, "#help", ts, "claim"));
    CHECK(answer.ok());
    const auto payload = s.app.last();
    CHECK(payload["type"] == "block_actions");
    CHECK(payload["user"]["id"] == s.ben);
    CHECK(payload["container"]["message_ts"] == ts);
    CHECK(payload["message"]["blocks"].size() == 2);
    CHECK(payload["actions"][0]["value"] == "1");
    CHECK(payload["actions"][0]["block_id"] == "row");
    CHECK(payload["state"]["values"]["row"]["priority"]["selected_option"].is_null());

    const std::string url = payload["response_url"];
    const auto path = url.substr(s.slack.world().base_url.size());
    const auto got = s.post(path, parsed(R"({"text":"only you","replace_original":false})"));
    REQUIRE(got);
    CHECK(got->body == "ok");
    CHECK(s.slack.ephemerals(s.ben).back().text == "only you");

    json open = json::object();
    open["trigger_id"] = payload["trigger_id"];
    open["view"] = form();
    CHECK(s.call("views.open", open)["ok"] == true);
    CHECK(s.slack.open_view(s.ben) != nullptr);
}

TEST_CASE("menus send what was chosen, in the shape of their kind", "[emulator]")
{
    stage s;
    const auto ts = card(s);
    s.run(s.slack.press(s.ben, "#help", ts, "priority", "high"));
    CHECK(s.app.last()["actions"][0]["selected_option"]["value"] == "high");
    CHECK(s.app.last()["state"]["values"]["row"]["priority"]["selected_option"]["value"] == "high");
    s.run(s.slack.press(s.ben, "#help", ts, "more", "close"));
    CHECK(s.app.last()["actions"][0]["type"] == "overflow");
    CHECK(s.app.last()["actions"][0]["selected_option"]["value"] == "close");
    s.run(s.slack.press(s.ben, "#help", ts, "assign", s.ann));
    CHECK(s.app.last()["actions"][0]["selected_user"] == s.ann);
    CHECK_THROWS_AS(s.slack.press(s.ben, "#help", ts, "resolve"), std::invalid_argument);
    CHECK_THROWS_AS(s.slack.press(s.ben, "#help", ts, "priority", "urgent"), std::invalid_argument);
}

TEST_CASE("a form is sent only when what is required is there", "[emulator]")
{
    stage s;
    open_form(s);
    const auto before = s.app.asked.size();
    auto values = parsed(R"({"queue":{"v":"it"}})");
    CHECK(s.run(s.slack.submit(s.ann, "", values)).trouble == "please complete what");
    CHECK(s.app.asked.size() == before);
    values["what"]["v"] = std::string(21, 'x');
    CHECK_THROWS_AS(s.run(s.slack.submit(s.ann, "", values)), std::invalid_argument);
    values["what"]["v"] = "printer";
    CHECK(s.run(s.slack.submit(s.ann, "", values)).ok());
    const auto view = s.app.last()["view"];
    CHECK(view["state"]["values"]["what"]["v"]["value"] == "printer");
    CHECK(view["state"]["values"]["queue"]["v"]["selected_option"]["value"] == "it");
    CHECK(view["private_metadata"] == "m");
    CHECK(s.slack.open_view(s.ann) == nullptr);
}

TEST_CASE("the answer to a form shows errors, another view, or closes all", "[emulator]")
{
    stage s;
    open_form(s);
    const auto values = parsed(R"({"what":{"v":"printer"}})");

    s.app.answer = [](const auto&) { return says(R"({"response_action":"errors","errors":{"what":"too vague"}})"); };
    const auto refused = s.run(s.slack.submit(s.ann, "", values));
    CHECK(refused.errors["what"] == "too vague");
    CHECK(s.slack.open_view(s.ann)->errors["what"] == "too vague");

    s.app.answer = [](const auto&) { return says(R"({"response_action":"errors","errors":{"v":"no block"}})"); };
    CHECK_FALSE(s.run(s.slack.submit(s.ann, "", values)).trouble.empty());

    json push = json::object();
    push["response_action"] = "push";
    push["view"] = form();
    s.app.answer = [&](const auto&) { return says(push.dump()); };
    CHECK(s.run(s.slack.submit(s.ann, "", values)).ok());
    CHECK(s.slack.world().modals[s.ann].size() == 2);

    s.app.answer = [](const auto&) { return says(R"({"ok":true})"); };
    CHECK_FALSE(s.run(s.slack.submit(s.ann, "", values)).trouble.empty());
    s.app.answer = [](const auto&) { return http::response(500); };
    CHECK_FALSE(s.run(s.slack.submit(s.ann, "", values)).trouble.empty());
    CHECK(s.slack.world().modals[s.ann].size() == 2);

    s.app.answer = [](const auto&) { return says(R"({"response_action":"clear"})"); };
    CHECK(s.run(s.slack.submit(s.ann, "", values)).ok());
    CHECK(s.slack.open_view(s.ann) == nullptr);
}

TEST_CASE("closing a form tells the app when the form asked for it", "[emulator]")
{
    stage s;
    open_form(s);
    CHECK(s.run(s.slack.close_view(s.ann)).ok());
    CHECK(s.app.last()["type"] == "view_closed");
    CHECK(s.app.last()["is_cleared"] == false);
    CHECK(s.slack.open_view(s.ann) == nullptr);
}

TEST_CASE("options are offered while typing, and only those may be chosen", "[emulator]")
{
    stage s;
    open_form(s);
    s.app.answer = [](const auto&) {
        return says(R"({"options":[{"text":{"type":"plain_text","text":"Ben"},"value":"b"}]})");
    };
    const auto offered = s.run(s.slack.type_for_options(s.ann, "", "pick", "be"));
    CHECK(s.app.last()["type"] == "block_suggestion");
    CHECK(s.app.last()["value"] == "be");
    REQUIRE(offered.size() == 1);
    s.app.answer = [](const auto&) { return http::response(200); };
    auto values = parsed(R"({"what":{"v":"x"},"who":{"pick":"c"}})");
    CHECK_THROWS_AS(s.run(s.slack.submit(s.ann, "", values)), std::invalid_argument);
    values["who"]["pick"] = "b";
    CHECK(s.run(s.slack.submit(s.ann, "", values)).ok());
}

TEST_CASE("a command is answered at once, privately or to all, or fails visibly", "[emulator]")
{
    stage s;
    s.app.answer = [](const auto&) { return http::response(200, "done"); };
    CHECK(s.run(s.slack.command(s.ann, "#help", "/ticket", "mine")).ok());
    CHECK(s.slack.ephemerals(s.ann).back().text == "done");
    const auto form = http::parse_form(s.app.asked.back().body);
    REQUIRE(form);
    CHECK(http::find(*form, "command") == "/ticket");
    CHECK(http::find(*form, "text") == "mine");
    CHECK(http::find(*form, "channel_name") == "help");

    s.app.answer = [](const auto&) { return says(R"({"text":"all","response_type":"in_channel"})"); };
    s.run(s.slack.command(s.ann, "#help", "/ticket", "report"));
    CHECK(s.slack.messages("#help").back().text == "all");

    s.app.answer = [](const auto&) { return http::response(500); };
    CHECK(s.run(s.slack.command(s.ann, "#help", "/ticket", "")).trouble == "dispatch_failed");
    CHECK(s.slack.ephemerals(s.ann).back().from == slackbot);
    CHECK_THROWS_AS(s.run(s.slack.command(s.ann, "#help", "/poem", "")), std::invalid_argument);
}

TEST_CASE("shortcuts carry the message, or only the person", "[emulator]")
{
    stage s;
    const auto ts = s.slack.post(s.ann, "#help", "hello");
    CHECK(s.run(s.slack.message_shortcut(s.ben, "#help", ts, "open_ticket_from_message")).ok());
    CHECK(s.app.last()["type"] == "message_action");
    CHECK(s.app.last()["message"]["text"] == "hello");
    CHECK(s.app.last()["channel"]["name"] == "help");
    CHECK(s.run(s.slack.global_shortcut(s.ben, "open_ticket")).ok());
    CHECK(s.app.last()["type"] == "shortcut");
    CHECK_FALSE(s.app.last().contains("channel"));
    CHECK_FALSE(s.app.last().contains("response_url"));
}

TEST_CASE("a button in an ephemeral message comes without the message", "[emulator]")
{
    stage s;
    auto show = parsed(R"({"text":"?","blocks":[{"type":"actions","elements":[
        {"type":"button","action_id":"yes","value":"7","text":{"type":"plain_text","text":"Yes"}}]}]})");
    show["channel"] = s.help;
    show["user"] = s.ann;
    const std::string ts = s.call("chat.postEphemeral", show)["message_ts"];
    CHECK(s.run(s.slack.press_ephemeral(s.ann, ts, "yes")).ok());
    const auto payload = s.app.last();
    CHECK(payload["container"]["is_ephemeral"] == true);
    CHECK_FALSE(payload.contains("message"));
    CHECK(payload["actions"][0]["value"] == "7");
}

TEST_CASE("the Home tab opens with what was published before", "[emulator]")
{
    stage s;
    s.slack.open_home(s.ann);
    s.settle();
    CHECK(s.app.last()["event"]["type"] == "app_home_opened");
    CHECK_FALSE(s.app.last()["event"].contains("view"));
    auto publish = parsed(R"({"view":{"type":"home","blocks":[{"type":"actions","elements":[
        {"type":"button","action_id":"mine","text":{"type":"plain_text","text":"Mine"}}]}]}})");
    publish["user_id"] = s.ann;
    s.call("views.publish", publish);
    s.slack.open_home(s.ann);
    s.settle();
    CHECK(s.app.last()["event"]["view"]["type"] == "home");
    const auto id = s.slack.home(s.ann)->id;
    CHECK(s.run(s.slack.in_view_press(s.ann, id, "mine")).ok());
    CHECK(s.app.last()["view"]["id"] == id);
}

TEST_CASE("a mail to a channel arrives as a file by Slackbot", "[emulator]")
{
    stage s;
    s.slack.email("#help", "kim@example.com", "Kim", "No network", "Since nine.");
    s.settle();
    const auto event = s.app.last()["event"];
    CHECK(event["subtype"] == "file_share");
    CHECK(event["user"] == "USLACKBOT");
    CHECK(event["files"][0]["filetype"] == "email");
    CHECK(event["files"][0]["from"][0]["address"] == "kim@example.com");
    CHECK(event["files"][0]["plain_text"] == "Since nine.");
    CHECK(event.contains("bot_id"));
}

TEST_CASE("a file goes up in three steps and comes down only with the token", "[emulator]")
{
    stage s;
    http::request ask("POST", "/api/files.getUploadURLExternal");
    ask.fields.set("Authorization", "Bearer " + options().token);
    ask.fields.set("Content-Type", "application/x-www-form-urlencoded");
    ask.body = "filename=report.csv&length=3";
    const auto where = http::parse_url(s.slack.api_url());
    const auto ticket = json::parse(s.run(s.web.send(*where, std::move(ask), 5s))->body);
    const std::string upload = ticket["upload_url"];
    const auto path = upload.substr(s.slack.world().base_url.size());

    auto complete = json::object();
    complete["channel_id"] = s.help;
    complete["files"] = json::array();
    complete["files"].push_back(json::object());
    complete["files"][0]["id"] = ticket["file_id"];
    CHECK(error_of(s.call("files.completeUploadExternal", complete)) == "file_not_found");

    http::request bytes("POST", path);
    bytes.fields.set("Content-Type", "application/octet-stream");
    bytes.body = "a;b";
    const auto sent = s.run(s.web.send(*http::parse_url(upload), std::move(bytes), 5s));
    CHECK(sent->body == "OK - 3");
    complete["channel_id"] = s.ann;
    CHECK(error_of(s.call("files.completeUploadExternal", complete)) == "channel_not_found");
    complete["channel_id"] = s.help;
    const auto done = s.call("files.completeUploadExternal", complete);
    CHECK(done["files"][0]["shares"].empty());
    CHECK(s.slack.messages("#help").back().files[0]["name"] == "report.csv");

    const std::string link = done["files"][0]["url_private_download"];
    http::request bare("GET", link.substr(s.slack.world().base_url.size()));
    const auto page = s.run(s.web.send(*http::parse_url(link), std::move(bare), 5s));
    CHECK(page->body.find("Sign in") != std::string::npos);
    http::request with_token("GET", link.substr(s.slack.world().base_url.size()));
    with_token.fields.set("Authorization", "Bearer " + options().token);
    const auto content = s.run(s.web.send(*http::parse_url(link), std::move(with_token), 5s));
    CHECK(content->body == "a;b");
}

TEST_CASE("people edit and remove only what they wrote", "[emulator]")
{
    stage s;
    const auto ts = s.slack.post(s.ann, "#help", "helo");
    s.slack.edit(s.ann, "#help", ts, "hello");
    s.settle();
    CHECK(s.app.last()["event"]["message"]["edited"]["user"] == s.ann);
    CHECK_THROWS_AS(s.slack.edit(s.ben, "#help", ts, "no"), std::invalid_argument);
    CHECK_THROWS_AS(s.slack.remove(s.ben, "#help", ts), std::invalid_argument);
    s.slack.remove(s.ann, "#help", ts);
    s.settle();
    CHECK(s.app.last()["event"]["deleted_ts"] == ts);
}

TEST_CASE("what people see is rendered for a terminal", "[emulator]")
{
    stage s;
    const auto ts = card(s);
    s.slack.react(s.ann, "#help", ts, "eyes");
    CHECK(
        render_text(s.slack.world(), s.slack.messages("#help").back()) ==
        "docket (app):\n*#1* printer [...]\n[Claim] [ v] [ v]\n:eyes: 1  \n"
    );
    open_form(s);
    CHECK(
        render_text(s.slack.world(), *s.slack.open_view(s.ann)) ==
        "== New ==\nWhat: []\nQueue (optional): [ v]\nWho (optional): [ v]\n[Send] \n"
    );
    CHECK(render_mrkdwn(s.slack.world(), "<@" + s.ann + "> &amp; <https://x.example|x>") == "@ann & x");
}

TEST_CASE("a reply sent to the channel too comes once, with its root, and a link's preview is no edit", "[emulator]")
{
    stage s;
    const auto root = s.slack.post(s.ann, "#help", "see https://example.com");
    s.slack.broadcast(s.ben, "#help", "seen", root);
    s.settle();
    REQUIRE(s.app.asked.size() == 2);
    CHECK(s.app.last()["event"]["subtype"] == "thread_broadcast");
    CHECK(s.app.last()["event"]["root"]["ts"] == root);
    s.slack.unfurl("#help", root);
    s.settle();
    CHECK(s.app.last()["event"]["subtype"] == "message_changed");
    CHECK_FALSE(s.app.last()["event"]["message"].contains("edited"));
}

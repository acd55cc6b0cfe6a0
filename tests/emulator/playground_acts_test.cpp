#include "playground_browser.hpp"

using namespace emulator_tests;

namespace {

/// A card of the app's with one of everything that can be used in a message. @return its ts
std::string card(stage& s)
{
    auto post = parsed(R"({"text":"#1 printer","blocks":[
        {"type":"section","block_id":"head","text":{"type":"mrkdwn","text":"*#1* printer"},
         "accessory":{"type":"overflow","action_id":"more","options":[
            {"text":{"type":"plain_text","text":"Move"},"value":"move"}]}},
        {"type":"actions","block_id":"one","elements":[
            {"type":"button","action_id":"go","value":"1","text":{"type":"plain_text","text":"Go"}},
            {"type":"users_select","action_id":"assign"},
            {"type":"multi_users_select","action_id":"watchers"},
            {"type":"datepicker","action_id":"day"},
            {"type":"timepicker","action_id":"time"},
            {"type":"datetimepicker","action_id":"instant"},
            {"type":"external_select","action_id":"find","min_query_length":0}]},
        {"type":"actions","block_id":"two","elements":[
            {"type":"button","action_id":"go","value":"2","text":{"type":"plain_text","text":"Go"}},
            {"type":"checkboxes","action_id":"ticks","options":[
                {"text":{"type":"plain_text","text":"A"},"value":"a"},
                {"text":{"type":"plain_text","text":"B"},"value":"b"}]},
            {"type":"radio_buttons","action_id":"either","options":[
                {"text":{"type":"plain_text","text":"A"},"value":"a"}]}]}]})");
    post["channel"] = s.help;
    const std::string ts = s.call("chat.postMessage", post)["ts"];
    s.settle();
    return ts;
}

void open_form(stage& s)
{
    json arguments = json::object();
    arguments["trigger_id"] = s.slack.world().triggers.issue(s.ann, "", s.time.now());
    arguments["view"] = parsed(R"({"type":"modal","callback_id":"new","notify_on_close":true,
        "title":{"type":"plain_text","text":"New"},"submit":{"type":"plain_text","text":"Send"},
        "blocks":[
          {"type":"input","block_id":"what","label":{"type":"plain_text","text":"What"},
           "element":{"type":"plain_text_input","action_id":"v"}},
          {"type":"input","block_id":"body","optional":true,"label":{"type":"plain_text","text":"Body"},
           "element":{"type":"rich_text_input","action_id":"v"}},
          {"type":"input","block_id":"files","optional":true,"label":{"type":"plain_text","text":"Files"},
           "element":{"type":"file_input","action_id":"v","filetypes":["txt"],"max_files":2}},
          {"type":"input","block_id":"find","optional":true,"label":{"type":"plain_text","text":"Find"},
           "element":{"type":"external_select","action_id":"v","min_query_length":0}},
          {"type":"actions","block_id":"row","elements":[
            {"type":"button","action_id":"more","text":{"type":"plain_text","text":"More"}}]}]})");
    REQUIRE(s.call("views.open", arguments)["ok"] == true);
}

json with_value(json with, const std::string& action_id, const json& value, const std::string& block_id = "")
{
    with["action_id"] = action_id;
    with["value"] = value;
    with["block_id"] = block_id;
    return with;
}

}  // namespace

TEST_CASE("people post, edit, react and delete from the page", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    browser ben(s, s.ben);
    const auto ts = ann.say(s.help, "helo");
    s.settle();
    CHECK(s.app.last()["event"]["text"] == "helo");
    auto edited = browser::in(s.help, ts);
    edited["text"] = "hello";
    ann.act("edit", edited);
    auto liked = browser::in(s.help, ts);
    liked["name"] = "+1";
    ben.act("react", liked);
    const auto seen = ann.see("messages", "&channel=" + s.help)["messages"][0];
    CHECK(seen["text"] == "hello");
    CHECK(seen["edited"]["user"] == s.ann);
    CHECK(seen["reactions"][0]["count"] == 1);
    ben.act("unreact", liked);
    CHECK_FALSE(ann.see("messages", "&channel=" + s.help)["messages"][0].contains("reactions"));
    CHECK_FALSE(ben.refusal("delete", browser::in(s.help, ts)).empty());
    ann.act("delete", browser::in(s.help, ts));
    CHECK(ann.texts(s.help).empty());
}

TEST_CASE("people join, leave and invite the app", "[playground]")
{
    stage s;
    const auto lounge = s.slack.add_channel("lounge", {s.ben});
    browser ann(s, s.ann);
    CHECK(ann.refusal("post", parsed(R"({"channel":")" + lounge + R"(","text":"hi"})")) == "Join #lounge first.");
    ann.act("join", browser::in(lounge));
    ann.say(lounge, "hi");
    ann.act("invite_bot", browser::in(lounge));
    CHECK(s.slack.world().bot_is_in(s.slack.world().channels.at(lounge)));
    ann.act("leave", browser::in(lounge));
    CHECK(ann.channel(lounge)["member"] == false);
    CHECK_FALSE(ann.refusal("leave", browser::in(lounge)).empty());
}

TEST_CASE("a command is a line that begins with its name", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    s.app.answer = [](const http::request&) { return http::response(200, "Noted."); };
    auto line = browser::in(s.help);
    line["text"] = "/ticket  new printer @ben";
    const auto answer = ann.act("command", line)["answer"];
    CHECK(answer["status"] == 200);
    CHECK(answer["trouble"] == "");
    const auto form = http::parse_form(s.app.asked.back().body);
    CHECK(http::find(*form, "command") == "/ticket");
    CHECK(http::find(*form, "text") == "new printer <@" + s.ben + "|ben>");
    CHECK(ann.texts(s.help) == std::vector<std::string>{"Noted."});
    line["text"] = "/unknown";
    CHECK(ann.refusal("command", line) == "/unknown is no command or shortcut of the app");
    s.app.answer = [](const http::request&) { return http::response(500); };
    line["text"] = "/ticket";
    CHECK(ann.act("command", line)["answer"]["trouble"] == "dispatch_failed");
}

TEST_CASE("elements of a message say what was chosen, in the shape of their kind", "[playground]")
{
    struct row {
        const char* action_id;
        const char* value;
        const char* key;
        const char* kept;
    };
    stage s;
    browser ben(s, s.ben);
    const auto at = browser::in(s.help, card(s));
    const auto used = [&](const std::string& action_id, const json& value, const std::string& block_id = "") {
        CHECK(ben.act("press", with_value(at, action_id, value, block_id))["answer"]["status"] == 200);
        return s.app.last()["actions"][0];
    };
    CHECK(used("go", nullptr, "one")["value"] == "1");
    CHECK(used("go", nullptr, "two")["value"] == "2");
    CHECK(used("assign", s.ann)["selected_user"] == s.ann);
    CHECK(used("watchers", json(std::vector<std::string>{s.ann}))["selected_users"][0] == s.ann);
    CHECK(used("instant", 1'772'442'000)["selected_date_time"] == 1'772'442'000);
    const auto r = GENERATE(values<row>({
        {"day", R"("2026-03-02")", "selected_date", R"("2026-03-02")"},
        {"time", R"("09:30")", "selected_time", R"("09:30")"},
        {"day", "null", "selected_date", "null"},
        {"more", R"("move")", "selected_option",
         R"({"text":{"emoji":true,"text":"Move","type":"plain_text"},"value":"move"})"},
        {"either", R"("a")", "selected_option", R"({"text":{"emoji":true,"text":"A","type":"plain_text"},"value":"a"})"
        },
    }));
    CHECK(used(r.action_id, parsed(r.value))[r.key] == parsed(r.kept));
    CHECK(used("ticks", parsed(R"(["a","b"])"))["selected_options"].size() == 2);
}

TEST_CASE("nobody chooses what a client would not offer", "[playground]")
{
    struct row {
        const char* action_id;
        const char* value;
    };
    const auto r = GENERATE(values<row>({
        {"none", "null"},
        {"assign", R"("U9")"},
        {"assign", "5"},
        {"watchers", R"("U9")"},
        {"watchers", "[[]]"},
        {"day", R"("soon")"},
        {"day", "{}"},
        {"time", "930"},
        {"instant", R"("now")"},
        {"ticks", R"(["z"])"},
        {"ticks", R"("a")"},
        {"either", R"({"a":1})"},
        {"more", R"("stay")"},
        {"find", R"("x")"},
    }));
    stage s;
    browser ben(s, s.ben);
    const auto at = browser::in(s.help, card(s));
    const auto before = s.app.asked.size();
    INFO(r.action_id << " " << r.value);
    CHECK_FALSE(ben.refusal("press", with_value(at, r.action_id, parsed(r.value))).empty());
    CHECK(s.app.asked.size() == before);
}

TEST_CASE("an external select asks the app, in a message, an ephemeral one and a view", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    const auto ts = card(s);
    open_form(s);
    s.app.answer = [](const http::request&) {
        return says(R"({"option_groups":[{"label":{"type":"plain_text","text":"Open"},"options":[
            {"text":{"type":"plain_text","text":"#7"},"value":"7"}]}]})");
    };
    auto typed = browser::in(s.help, ts);
    typed["action_id"] = "find";
    typed["block_id"] = "one";
    typed["typed"] = "prin";
    const auto offered = ann.act("options", typed);
    CHECK(offered["option_groups"][0]["options"][0]["value"] == "7");
    CHECK(offered["options"].empty());
    auto asked = s.app.last();
    CHECK(asked["type"] == "block_suggestion");
    CHECK(asked["value"] == "prin");
    CHECK(asked["container"]["type"] == "message");
    CHECK(asked["container"]["message_ts"] == ts);
    CHECK(asked["channel"]["id"] == s.help);
    CHECK(asked["message"]["ts"] == ts);

    json in_view = json::object();
    in_view["view_id"] = s.slack.open_view(s.ann)->id;
    in_view["action_id"] = "v";
    in_view["block_id"] = "find";
    ann.act("options", in_view);
    CHECK(s.app.last()["container"]["type"] == "view");
    CHECK(s.app.last()["block_id"] == "find");

    s.app.answer = [](const http::request&) { return http::response(200); };
    CHECK(ann.act("press", with_value(browser::in(s.help, ts), "find", "7"))["answer"]["status"] == 200);
    CHECK(s.app.last()["actions"][0]["selected_option"]["value"] == "7");
    CHECK_FALSE(ann.refusal("options", typed).empty());  // the app said nothing to choose from
}

TEST_CASE("an ephemeral message is used by the one who sees it", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    auto said = parsed(R"({"text":"?","blocks":[{"type":"actions","elements":[
        {"type":"button","action_id":"yes","text":{"type":"plain_text","text":"Yes"}}]}]})");
    said["channel"] = s.help;
    said["user"] = s.ann;
    const std::string ts = s.call("chat.postEphemeral", said)["message_ts"];
    auto press = with_value(browser::in(s.help, ts), "yes", nullptr);
    CHECK(ann.act("press", press)["answer"]["status"] == 200);
    CHECK(s.app.last()["container"]["is_ephemeral"] == true);
    press["ephemeral"] = true;
    CHECK(ann.act("press", press)["answer"]["status"] == 200);
    CHECK_FALSE(browser(s, s.ben).refusal("press", press).empty());
}

TEST_CASE("a form is filled in, refused, sent and closed", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    open_form(s);
    const auto view_id = s.slack.open_view(s.ann)->id;
    json with = json::object();
    with["view_id"] = view_id;
    with["values"] = parsed(R"({"what":{"v":"printer"},
        "body":{"v":{"type":"rich_text","elements":[]}},
        "files":{"v":[{"name":"log.txt","mimetype":"text/plain","content":"line"}]}})");
    s.app.answer = [](const http::request&) {
        return says(R"({"response_action":"errors","errors":{"what":"Say more."}})");
    };
    CHECK(ann.act("submit", with)["answer"]["errors"]["what"] == "Say more.");
    CHECK(ann.see("workspace")["view"]["errors"]["what"] == "Say more.");
    const auto values = s.app.last()["view"]["state"]["values"];
    CHECK(values["what"]["v"]["value"] == "printer");
    CHECK(values["body"]["v"]["rich_text_value"]["type"] == "rich_text");
    const std::string file = values["files"]["v"]["files"][0]["id"];
    CHECK(s.slack.world().files.at(file).content == "line");

    json press = json::object();
    press["view_id"] = view_id;
    press["action_id"] = "more";
    press["block_id"] = "row";
    ann.act("view_press", press);
    CHECK(s.app.last()["actions"][0]["block_id"] == "row");
    with["values"]["files"]["v"][0] = parsed(R"({"name":"log.txt","content":"/wD+","base64":true})");
    ann.act("submit", with);
    const std::string binary = s.app.last()["view"]["state"]["values"]["files"]["v"]["files"][0]["id"];
    CHECK(s.slack.world().files.at(binary).content == std::string("\xff\0\xfe", 3));
    with["values"]["files"]["v"][0]["content"] = "/wD";
    CHECK_FALSE(ann.refusal("submit", with).empty());
    with["values"]["files"]["v"][0]["name"] = "log.exe";
    CHECK_FALSE(ann.refusal("submit", with).empty());
    with["values"] = parsed(R"({"what":{"v":""}})");
    CHECK(ann.act("submit", with)["answer"]["trouble"] == "please complete what");
    ann.act("close_view");
    CHECK(s.app.last()["type"] == "view_closed");
    CHECK(ann.see("workspace")["view"].is_null());
    CHECK_FALSE(ann.refusal("close_view").empty());
}

TEST_CASE("shortcuts and the Home tab are those of the app", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    const auto ts = ann.say(s.help, "printer");
    auto from_message = browser::in(s.help, ts);
    from_message["callback_id"] = "open_ticket_from_message";
    CHECK(ann.act("message_shortcut", from_message)["answer"]["status"] == 200);
    CHECK(s.app.last()["type"] == "message_action");
    CHECK(ann.act("global_shortcut", parsed(R"({"callback_id":"open_ticket"})"))["answer"]["status"] == 200);
    CHECK_FALSE(ann.refusal("global_shortcut", parsed(R"({"callback_id":"other"})")).empty());
    ann.act("open_home");
    s.settle();
    CHECK(s.app.last()["event"]["type"] == "app_home_opened");
}

TEST_CASE("whatever a browser sends is answered with a sentence", "[playground]")
{
    stage s;
    browser ann(s, s.ann);
    const auto deep = std::string(500'000, '[');
    const auto nested =
        R"({"as":")" + s.ann + R"(","do":"press","value":)" + std::string(1'000, '[') + std::string(1'000, ']') + "}";
    const auto act = [&](const std::string& rest) { return R"({"as":")" + s.ann + R"(",)" + rest + "}"; };
    const auto in_help = R"("channel":")" + s.help + R"(",)";
    const std::vector<std::string> bodies{
        "",
        "{",
        "[]",
        "null",
        deep,
        nested,
        "{}",
        R"({"as":5,"do":"post"})",
        R"({"as":")" + s.slack.bot() + R"(","do":"open_dm"})",
        act(R"("do":null)"),
        act(R"("do":"fly")"),
        act(R"("do":"post")"),
        act(R"("do":"post","channel":["x"],"text":"x")"),
        act(R"("do":"post",)" + in_help + R"("text":{})"),
        act(R"("do":"post",)" + in_help + R"("text":"")"),
        act(R"("do":"post",)" + in_help + R"("text":")" + std::string(1'000'000, 'x') + "\""),
        act(R"("do":"post",)" + in_help + R"("text":"x","thread_ts":"1.2")"),
        act(R"("do":"post",)" + in_help + R"("text":"x","broadcast":"yes")"),
        act(R"("do":"post",)" + in_help + R"("text":"x","broadcast":true)"),
        act(R"("do":"post",)" + in_help + R"("files":{})"),
        act(R"("do":"post",)" + in_help + R"("files":[1])"),
        act(R"("do":"react",)" + in_help + R"("ts":"1.2","name":"<script>")"),
        act(R"("do":"command",)" + in_help + R"("text":"hello")"),
        act(R"("do":"submit","view_id":"V1","values":[1])"),
        act(R"("do":"submit","view_id":"V1","values":{"a":1})"),
        act(R"("do":"view_press","view_id":"V1","action_id":"a")"),
        act(R"("do":"options","action_id":"a")"),
        "\xff\xfe",
        act(R"("do":"open_dm","x":")" + std::string(9'000'000, 'x') + "\""),
    };
    for (const auto& body : bodies) {
        INFO(body.substr(0, 100));
        const auto got = ann.tell("/playground/act", body);
        CHECK(got.status == 400);
        CHECK_FALSE(error_of(parsed(got.body)).empty());
    }
    CHECK(ann.tell("/playground/act", act(R"("do":"read","channel":"C9")")).status == 404);
    CHECK(ann.see("workspace")["ok"] == true);
}

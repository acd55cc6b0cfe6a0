#include "slack/web_client.hpp"

#include <catch2/catch.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "slack/http/client.hpp"
#include "slack/http/form.hpp"
#include "slack/http/server.hpp"

using namespace docket::slack;
using nlohmann::json;
using kind = failure::kind;
using namespace std::chrono_literals;

namespace {

/// A Slack that gives the answers it was told to, in order, and keeps what it was asked.
class scripted_slack {
public:
    scripted_slack() : server_(context_, "127.0.0.1", 0, [this](http::request asked) { return answer(asked); })
    {
        server_.start();
    }

    void will_say(http::response answer) { script_.push_back(std::move(answer)); }
    void will_say(const json& body) { will_say(http::response(200, body.dump(), "application/json")); }
    void will_hang_up()
    {
        http::response none;
        none.drop = true;
        will_say(std::move(none));
    }
    void will_refuse(const std::string& error) { will_say(json{{"ok", false}, {"error", error}}); }

    [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
    [[nodiscard]] const std::vector<http::request>& asked() const { return asked_; }

    /// What the n-th request said, in its form or JSON.
    [[nodiscard]] std::string said(std::size_t n, const std::string& field) const
    {
        const auto form = http::parse_form(asked_.at(n).body);
        REQUIRE(form);
        return std::string(http::find(*form, field).value_or("(absent)"));
    }
    [[nodiscard]] json json_said(std::size_t n) const { return json::parse(asked_.at(n).body); }

    /// Runs one conversation to its end.
    template <class T>
    T run(asio::awaitable<T> work)
    {
        std::optional<T> outcome;
        auto whole = finish(std::move(work), outcome);
        asio::co_spawn(context_, std::move(whole), [](std::exception_ptr failed) {
            if (failed)
                std::rethrow_exception(failed);
        });
        context_.restart();
        context_.run_for(20s);
        REQUIRE(outcome);
        return *std::move(outcome);
    }

    asio::io_context& context() { return context_; }
    web_client client() { return web_client(wire_, address() + "/api/", "xoxb-secret"); }

private:
    asio::awaitable<http::response> answer(http::request asked)
    {
        asked_.push_back(std::move(asked));
        if (script_.empty())
            co_return http::response(500, "nothing to say");
        auto next = std::move(script_.front());
        script_.pop_front();
        co_return next;
    }

    template <class T>
    asio::awaitable<void> finish(asio::awaitable<T> work, std::optional<T>& outcome)
    {
        outcome.emplace(co_await std::move(work));
        context_.stop();
    }

    asio::io_context context_{1};
    std::deque<http::response> script_;
    std::vector<http::request> asked_;
    http::server server_;
    http::client wire_{context_};
};

json text_message(const std::string& text)
{
    return json{{"text", text}};
}

json page(const std::vector<std::string>& timestamps, const std::string& next = {})
{
    json messages = json::array();
    for (const auto& ts : timestamps)
        messages.push_back({{"type", "message"}, {"user", "U1"}, {"text", "text of " + ts}, {"ts", ts}});
    return {{"ok", true}, {"messages", messages}, {"response_metadata", {{"next_cursor", next}}}};
}

std::vector<std::string> timestamps(const std::vector<message>& messages)
{
    std::vector<std::string> found;
    for (const auto& m : messages)
        found.push_back(m.ts);
    return found;
}

}  // namespace

TEST_CASE("a message goes out as JSON, with the token in the header only")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(json{{"ok", true}, {"channel", "D9"}, {"ts", "1.2"}});
    const auto sent = slack.run(api.post_message("U1", text_message("Grüße & <b> \"🙂\"")));
    REQUIRE(sent);
    CHECK(sent->channel == "D9");
    CHECK(sent->ts == "1.2");
    const auto& asked = slack.asked().at(0);
    CHECK(asked.method == "POST");
    CHECK(asked.target == "/api/chat.postMessage");
    CHECK(asked.fields.find("authorization") == "Bearer xoxb-secret");
    CHECK(asked.fields.find("content-type") == "application/json; charset=utf-8");
    CHECK(asked.body.find("xoxb") == std::string::npos);
    CHECK(slack.json_said(0) == json{{"channel", "U1"}, {"text", "Grüße & <b> \"🙂\""}});
}

TEST_CASE("text that is no UTF-8 does not stop a message")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(json{{"ok", true}, {"channel", "C1"}, {"ts", "1.2"}});
    CHECK(slack.run(api.post_message("C1", text_message("broken \xFF byte"))));
    CHECK(slack.json_said(0)["text"] == "broken \uFFFD byte");
}

TEST_CASE("a method that reads goes out as a form, nested arguments as JSON text")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(json{{"ok", true}, {"user", {{"id", "U1"}}}});
    json arguments = {
        {"user", "U1&x=y z"}, {"include_locale", true}, {"limit", 7}, {"cursor", nullptr}, {"list", {1, 2}}
    };
    const auto answered = slack.run(api.call("users.info", std::move(arguments)));
    CHECK(answered);
    CHECK(slack.asked().at(0).fields.find("content-type") == "application/x-www-form-urlencoded; charset=utf-8");
    CHECK(slack.said(0, "user") == "U1&x=y z");
    CHECK(slack.said(0, "include_locale") == "true");
    CHECK(slack.said(0, "limit") == "7");
    CHECK(slack.said(0, "cursor") == "(absent)");
    CHECK(slack.said(0, "list") == "[1,2]");
}

TEST_CASE("the bot learns who it is and what it may do")
{
    scripted_slack slack;
    auto api = slack.client();
    http::response answer(
        200, R"({"ok":true,"url":"https://acme.slack.com/","team":"Acme","team_id":"T1","user_id":"U9","bot_id":"B9"})",
        "application/json"
    );
    answer.fields.set("x-oauth-scopes", "chat:write, commands,reactions:read");
    slack.will_say(std::move(answer));
    const auto self = slack.run(api.auth_test());
    REQUIRE(self);
    CHECK(self->team == "T1");
    CHECK(self->team_name == "Acme");
    CHECK(self->bot_user == "U9");
    CHECK(self->bot_id == "B9");
    CHECK(self->url == "https://acme.slack.com/");
    CHECK(self->scopes == std::vector<std::string>{"chat:write", "commands", "reactions:read"});
}

TEST_CASE("an answer without what was asked for leaves a post uncertain and the rest to be repeated")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(json{{"ok", true}, {"channel", "C1"}});
    slack.will_say(json{{"ok", true}, {"channel", "C1"}, {"ts", 1772438400.000123}});
    slack.will_say(json{{"ok", true}, {"channel", nullptr}, {"ts", "1772438400.000123"}});
    for (int i = 0; i < 3; ++i) {
        const auto posted = slack.run(api.post_message("C1", text_message("Hello")));
        REQUIRE_FALSE(posted);
        CHECK(posted.error().what == kind::uncertain);
        CHECK(posted.error().error == "not_an_answer");
    }

    slack.will_say(json{{"ok", true}, {"channel", "D1"}});
    const auto direct = slack.run(api.open_direct_message("U1"));
    REQUIRE_FALSE(direct);
    CHECK(direct.error().what == kind::retry);

    slack.will_say(json{{"ok", true}, {"team_id", false}});
    const auto self = slack.run(api.auth_test());
    REQUIRE_FALSE(self);
    CHECK(self.error().what == kind::retry);

    slack.will_say(json{{"ok", true}, {"channel", "C1"}, {"ts", "9.9"}});
    const auto another = slack.run(api.update_message("C1", "1.2", text_message("new")));
    REQUIRE_FALSE(another);
    CHECK(another.error().what == kind::retry);

    slack.will_say(json{{"ok", true}, {"user", json::object()}});
    const auto nobody = slack.run(api.user_info("U1"));
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().what == kind::retry);
}

TEST_CASE("a refusal is a failure, never a value")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_refuse("is_archived");
    const auto archived = slack.run(api.post_message("C1", text_message("x")));
    REQUIRE_FALSE(archived);
    CHECK(archived.error().what == kind::permanent);
    CHECK(archived.error().error == "is_archived");

    http::response busy(429, R"({"ok":false,"error":"ratelimited"})", "application/json");
    busy.fields.set("Retry-After", "3");
    slack.will_say(std::move(busy));
    const auto limited = slack.run(api.post_message("C1", text_message("x")));
    REQUIRE_FALSE(limited);
    CHECK(limited.error().what == kind::wait);
    CHECK(limited.error().after == 3s);
}

TEST_CASE("nothing is retried behind the caller's back")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(http::response(503, "busy"));
    slack.will_say(json{{"ok", true}, {"channel", "C1"}, {"ts", "1.2"}});
    const auto sent = slack.run(api.post_message("C1", text_message("x")));
    REQUIRE_FALSE(sent);
    CHECK(sent.error().what == kind::uncertain);
    CHECK(slack.asked().size() == 1);
}

TEST_CASE("a lost answer leaves a post uncertain and an update to be repeated")
{
    scripted_slack slack;
    auto api = slack.client();
    const auto outcome = [&](const std::string& method) {
        slack.will_hang_up();
        const auto answer = slack.run(api.call(method, json::object()));
        REQUIRE_FALSE(answer);
        return answer.error().what;
    };
    CHECK(outcome("chat.postMessage") == kind::uncertain);
    CHECK(outcome("views.open") == kind::uncertain);
    CHECK(outcome("chat.update") == kind::retry);
    CHECK(outcome("conversations.replies") == kind::retry);
    CHECK(slack.asked().size() == 4);
}

TEST_CASE("a lost answer of a response_url is repeated only where that changes nothing")
{
    scripted_slack slack;
    auto api = slack.client();
    const auto outcome = [&](json what) {
        slack.will_hang_up();
        const auto done = slack.run(api.respond(slack.address() + "/actions/T1/2/x", std::move(what)));
        REQUIRE_FALSE(done);
        return done.error().what;
    };
    CHECK(outcome(text_message("x")) == kind::uncertain);
    CHECK(outcome(json{{"delete_original", true}}) == kind::retry);
}

TEST_CASE("an address that is none is a permanent failure, not a crash")
{
    scripted_slack slack;
    http::client unused(slack.context());
    web_client api(unused, "slack.com/api", "xoxb-secret");
    const auto answer = slack.run(api.auth_test());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().what == kind::permanent);
}

TEST_CASE("a message is found in its thread, and never a neighbour")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(page({"1.0", "2.0"}));
    const auto found = slack.run(api.find_message("C1", "2.0"));
    REQUIRE(found);
    REQUIRE(*found);
    CHECK((*found)->text == "text of 2.0");
    CHECK((*found)->channel == "C1");
    CHECK(slack.asked().at(0).target == "/api/conversations.replies");
    CHECK(slack.said(0, "ts") == "2.0");
}

TEST_CASE("a message that its thread does not show is looked up by its reactions")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(page({"1.0"}));
    slack.will_say(json{{"ok", true}, {"type", "message"}, {"message", {{"ts", "2.0"}, {"text", "here"}}}});
    const auto found = slack.run(api.find_message("C1", "2.0"));
    REQUIRE(found);
    REQUIRE(*found);
    CHECK((*found)->text == "here");
    CHECK(slack.said(1, "timestamp") == "2.0");
}

TEST_CASE("a message that is gone is nothing, and one that we may not see is a failure")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_refuse("thread_not_found");
    slack.will_refuse("message_not_found");
    const auto gone = slack.run(api.find_message("C1", "2.0"));
    REQUIRE(gone);
    CHECK_FALSE(*gone);

    json deleted = page({});
    deleted["messages"].push_back({{"ts", "2.0"}, {"subtype", "tombstone"}, {"user", "USLACKBOT"}});
    slack.will_say(deleted);
    const auto placeholder = slack.run(api.find_message("C1", "2.0"));
    REQUIRE(placeholder);
    CHECK_FALSE(*placeholder);

    slack.will_refuse("not_in_channel");
    const auto hidden = slack.run(api.find_message("C1", "2.0"));
    REQUIRE_FALSE(hidden);
    CHECK(hidden.error().error == "not_in_channel");
}

TEST_CASE("a thread is read page by page, its root once")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(page({"1.0", "1.1"}, "next=="));
    slack.will_say(page({"1.0"}, "after="));
    slack.will_say(page({"1.0", "1.2", "1.3"}));
    const auto thread = slack.run(api.thread("C1", "1.0", 100, "0.5"));
    REQUIRE(thread);
    CHECK(timestamps(*thread) == std::vector<std::string>{"1.0", "1.1", "1.2", "1.3"});
    REQUIRE(slack.asked().size() == 3);
    CHECK(slack.said(0, "cursor") == "(absent)");
    CHECK(slack.said(0, "oldest") == "0.5");
    CHECK(slack.said(0, "include_all_metadata") == "true");
    CHECK(slack.said(1, "cursor") == "next==");
    CHECK(slack.said(2, "cursor") == "after=");
}

TEST_CASE("reading stops at the number asked for, and never goes on for ever")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(page({"3.0", "2.0", "1.0"}, "more"));
    const auto two = slack.run(api.history("C1", {}, 2));
    REQUIRE(two);
    CHECK(timestamps(*two) == std::vector<std::string>{"3.0", "2.0"});
    CHECK(slack.said(0, "limit") == "2");
    CHECK(slack.said(0, "oldest") == "(absent)");

    for (int i = 0; i < 1'000; ++i)
        slack.will_say(page({}, "again"));
    const auto nothing = slack.run(api.history("C1", {}, 10));
    REQUIRE(nothing);
    CHECK(nothing->empty());
    CHECK(slack.asked().size() < 100);
}

TEST_CASE("a page that fails fails the reading")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(page({"1.0"}, "more"));
    slack.will_refuse("invalid_cursor");
    CHECK_FALSE(slack.run(api.thread("C1", "1.0", 10)));
}

TEST_CASE("small questions get small answers")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(json{{"ok", true}, {"channel", {{"id", "D7"}}}});
    CHECK(slack.run(api.open_direct_message("U1")) == "D7");
    slack.will_say(json{{"ok", true}, {"permalink", "https://acme.slack.com/archives/C1/p12"}});
    CHECK(slack.run(api.permalink("C1", "1.2")) == "https://acme.slack.com/archives/C1/p12");
    slack.will_say(json{{"ok", true}, {"user", {{"id", "U1"}, {"deleted", true}}}});
    CHECK(slack.run(api.user_info("U1"))->deleted);
    slack.will_say(json{{"ok", true}, {"users", {"U1", "U2"}}});
    CHECK(slack.run(api.group_members("S1")) == std::vector<std::string>{"U1", "U2"});
    CHECK(slack.said(3, "usergroup") == "S1");
    slack.will_say(json{{"ok", true}, {"channel", "C1"}, {"ts", "1.2"}});
    auto changed = text_message("new");
    changed["unfurl_links"] = changed["unfurl_media"] = false;  // chat.postMessage alone knows these
    CHECK(slack.run(api.update_message("C1", "1.2", changed))->ts == "1.2");
    CHECK(slack.json_said(4) == json{{"channel", "C1"}, {"ts", "1.2"}, {"text", "new"}});
    slack.will_refuse("message_not_found");
    CHECK(slack.run(api.delete_message("C1", "1.2")));
    slack.will_say(json{{"ok", true}, {"message_ts", "1.3"}});
    CHECK(slack.run(api.post_ephemeral("C1", "U1", text_message("psst"))));
    CHECK(slack.json_said(6)["user"] == "U1");
}

TEST_CASE("a view is opened with its trigger and updated with its hash")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(json{{"ok", true}, {"view", {{"id", "V1"}, {"hash", "h1"}}}});
    const auto opened = slack.run(api.open_view("1.2.t", json{{"type", "modal"}}));
    REQUIRE(opened);
    CHECK(opened->id == "V1");
    CHECK(slack.json_said(0) == json{{"trigger_id", "1.2.t"}, {"view", {{"type", "modal"}}}});
    slack.will_say(json{{"ok", true}, {"view", {{"id", "V1"}, {"hash", "h2"}}}});
    const auto updated = slack.run(api.update_view("V1", opened->hash, json{{"type", "modal"}}));
    REQUIRE(updated);
    CHECK(updated->hash == "h2");
    CHECK(slack.json_said(1)["hash"] == "h1");
    slack.will_refuse("expired_trigger_id");
    const auto late = slack.run(api.open_view("1.2.t", json{{"type", "modal"}}));
    REQUIRE_FALSE(late);
    CHECK(late.error().what == kind::permanent);
}

TEST_CASE("a response_url is called without the token")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(http::response(200, "ok"));
    CHECK(slack.run(api.respond(slack.address() + "/actions/T1/2/x", text_message("done"))));
    CHECK(slack.asked().at(0).target == "/actions/T1/2/x");
    CHECK_FALSE(slack.asked().at(0).fields.find("authorization"));
    CHECK(slack.json_said(0) == text_message("done"));
}

TEST_CASE("what a response_url answers is understood")
{
    scripted_slack slack;
    auto api = slack.client();
    const auto url = slack.address() + "/actions/T1/2/x";
    const auto failed = [&](http::response answer, json what) {
        slack.will_say(std::move(answer));
        const auto done = slack.run(api.respond(url, std::move(what)));
        REQUIRE_FALSE(done);
        return done.error();
    };
    CHECK(failed(http::response(404, "expired_url"), text_message("x")).error == "expired_url");
    CHECK(failed(http::response(400, "invalid_blocks"), text_message("x")).error == "invalid_blocks");
    CHECK(failed(http::response(400, "<html>"), text_message("x")).error == "http_400");
    CHECK(failed(http::response(200, "<html>"), text_message("x")).what == kind::uncertain);
    CHECK(failed(http::response(200, "[]"), text_message("x")).error == "not_an_answer");
    CHECK(failed(http::response(404, R"({"ok":false,"error":"used_url"})"), text_message("x")).error == "used_url");
    CHECK(
        failed(http::response(200, R"({"ok":false,"error":"invalid_blocks"})"), text_message("x")).what ==
        kind::permanent
    );
    CHECK(failed(http::response(429, ""), text_message("x")).after == 1s);
    CHECK(failed(http::response(503, ""), text_message("x")).what == kind::uncertain);
    CHECK(failed(http::response(503, ""), json{{"replace_original", true}}).what == kind::retry);
    CHECK(failed(http::response(302, ""), text_message("x")).error == "http_302");
}

TEST_CASE("a response_url leads to Slack or nowhere")
{
    const std::string base = "https://slack.com/api/";
    CHECK(response_url_allowed("https://hooks.slack.com/actions/T1/2/x", base));
    CHECK(response_url_allowed("https://hooks.slack.com:443/actions/T1/2/x", base));
    CHECK(response_url_allowed("HTTPS://Hooks.Slack.COM/actions/T1/2/x#fragment", base));
    const auto foreign = GENERATE(values<std::string>({
        "http://hooks.slack.com/actions/T1",
        "https://hooks.slack.com:8443/actions/T1",
        "https://hooks.slack.com@evil.example/",
        "https://hooks.slack.com:443@evil.example/",
        "https://user:pass@hooks.slack.com/",
        "https://hooks.slack.com.evil.example/",
        "https://evil-hooks.slack.com/",
        "https://hooks.slack.com./",
        "https://hooks.slack.com%2eevil.example/",
        "https://hooks.sl\u0430ck.com/",
        "https://xn--hooks-0qa.slack.com/",
        "https://hooks.slack.com:0/",
        "https://hooks.slack.com:443:80/",
        "https://hooks.slack.com:/",
        "https://[::ffff:127.0.0.1]/",
        "https://2130706433/",
        "https:\\\\hooks.slack.com/",
        "https:/hooks.slack.com/",
        "https://hooks.slack.com/\r\nHost: evil.example",
        "https://evil.example/hooks.slack.com",
        "https://evil.example#@hooks.slack.com/",
        "https://evil.example\\@hooks.slack.com/",
        "https://hooks.slack.com\\.evil.example/",
        "https://slack.com/api/",
        "https://hooks.slack-gov.com/actions/T1",
        "https://127.0.0.1/",
        "https://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "gopher://hooks.slack.com/",
        "//hooks.slack.com/",
        "hooks.slack.com/actions",
        "https://",
        " https://hooks.slack.com/",
        "",
    }));
    CAPTURE(foreign);
    CHECK_FALSE(response_url_allowed(foreign, base));
}

TEST_CASE("beside Slack's own host, only the configured base's is called")
{
    const std::string base = "http://127.0.0.1:4000/api/";
    CHECK(response_url_allowed("http://127.0.0.1:4000/actions/T1", base));
    CHECK(response_url_allowed("https://hooks.slack.com/actions/T1", base));
    CHECK_FALSE(response_url_allowed("http://127.0.0.1:4001/actions/T1", base));
    CHECK_FALSE(response_url_allowed("http://localhost:4000/actions/T1", base));
    CHECK_FALSE(response_url_allowed("https://127.0.0.1:4000/actions/T1", base));
    CHECK(response_url_allowed("https://hooks.slack-gov.com/actions/T1", "https://slack-gov.com/api/"));
    CHECK_FALSE(response_url_allowed("https://hooks.slack.com/actions/T1", "https://slack-gov.com/api/"));
    CHECK_FALSE(response_url_allowed("https://hooks.slack.com/actions/T1", "not an address"));
}

TEST_CASE("a foreign response_url is refused before anything is sent")
{
    scripted_slack slack;
    auto api = slack.client();
    const auto refused = slack.run(api.respond("http://127.0.0.1:1/", text_message("x")));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what == kind::permanent);
    CHECK(refused.error().error == "foreign_response_url");
    CHECK(slack.asked().empty());
}

TEST_CASE("Socket Mode is opened at Slack's own hosts only, unless the API is somewhere else")
{
    using docket::slack::socket_url_allowed;
    const std::string slacks = "https://slack.com/api/";
    CHECK(socket_url_allowed("wss://wss-primary.slack.com/link/?ticket=1&app_id=A1", slacks));
    CHECK_FALSE(socket_url_allowed("ws://wss.slack.com/link/", slacks));
    CHECK_FALSE(socket_url_allowed("https://wss.slack.com/link/", slacks));
    CHECK_FALSE(socket_url_allowed("wss://slack.com.example.com/link/", slacks));
    CHECK_FALSE(socket_url_allowed("wss://notslack.com/link/", slacks));
    CHECK_FALSE(socket_url_allowed("wss://wss.slack.com@example.com/", slacks));
    CHECK_FALSE(socket_url_allowed("", slacks));
    CHECK(socket_url_allowed("wss://wss.slack-gov.com/link/", "https://slack-gov.com/api/"));
    CHECK_FALSE(socket_url_allowed("wss://wss.slack.com/link/", "https://slack-gov.com/api/"));
    CHECK(socket_url_allowed("ws://127.0.0.1:4321/link/?ticket=1", "http://127.0.0.1:4321/api/"));
    CHECK(socket_url_allowed("wss://proxy.example.com/link/", "https://proxy.example.com/api/"));
    CHECK_FALSE(socket_url_allowed("ws://proxy.example.com/link/", "https://proxy.example.com/api/"));
}

TEST_CASE("a connection is asked for with the app's token in the header only, which says nothing of the bot's scopes")
{
    scripted_slack slack;
    auto api = slack.client();
    http::response given(200, R"({"ok":true,"url":"ws://127.0.0.1:1/link/?ticket=t"})", "application/json");
    given.fields.set("X-OAuth-Scopes", "connections:write");
    slack.will_say(given);
    const auto url = slack.run(api.open_connection("xapp-secret"));
    REQUIRE(url);
    CHECK(*url == "ws://127.0.0.1:1/link/?ticket=t");
    CHECK(slack.asked().front().target == "/api/apps.connections.open");
    CHECK(slack.asked().front().fields.find("Authorization") == "Bearer xapp-secret");
    CHECK(slack.asked().front().body.empty());

    slack.will_say(json{{"ok", true}, {"team_id", "T1"}});
    const auto self = slack.run(api.auth_test());
    REQUIRE(self);
    CHECK(self->scopes.empty());
    CHECK(slack.asked().back().fields.find("Authorization") == "Bearer xoxb-secret");
}

TEST_CASE("an answer without a connection to open is refused for good")
{
    scripted_slack slack;
    auto api = slack.client();
    slack.will_say(json{{"ok", true}});
    CHECK(slack.run(api.open_connection("xapp-secret")).error().error == "foreign_socket_url");
    slack.will_refuse("invalid_auth");
    CHECK(slack.run(api.open_connection("xapp-secret")).error().what == kind::stop);
}

#include "slack/signature.hpp"
#include "tests/support/caught_errors.hpp"
#include "workplace.hpp"

#include "bot/log.hpp"

#include <fstream>

using namespace journeys;

namespace {

/// Where the secrets of a workplace lie.
class drawer {
public:
    drawer() = default;

    [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
    void put(const std::string& name, const std::string& text) const { std::ofstream(file(name)) << text; }

    /// Everything that the environment would hold lies here: bot, signing, app.
    void fill(bot::environment& of) const
    {
        put("bot", of.bot_token + "\n");
        of.bot_token_file = file("bot");
        if (!of.signing_secrets.empty()) {
            put("signing", of.signing_secrets.front() + "\n");
            of.signing_secret_file = file("signing");
        }
        if (!of.app_token.empty()) {
            put("app", of.app_token + "\n");
            of.app_token_file = file("app");
        }
    }

    [[nodiscard]] workplace::options options() const
    {
        workplace::options with;
        with.environment = [this](bot::environment& of) { fill(of); };
        return with;
    }

private:
    tests::scratch_folder folder_;
};

/// How often something stands in a text.
int times(const std::string& text, const std::string& what)
{
    int n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size()))
        ++n;
    return n;
}

/// A request that changes nothing, signed now with that secret: the status of its answer.
unsigned believed(workplace& w, const std::string& secret)
{
    const std::string body = R"({"type":"url_verification","challenge":"x"})";
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(w.time.now().time_since_epoch()).count();
    const auto signature = slack::signer({secret}).sign(std::to_string(now), body);
    return w.deliver(body, "application/json", signature).first;
}

std::size_t posts(workplace& w)
{
    return w.slack.calls_of("chat.postMessage").size();
}

constexpr auto some_looks = 7s;
constexpr auto refusal = "Slack refuses the bot token; nothing is sent";
constexpr auto unusable = "a file's secret cannot be used";

}  // namespace

TEST_CASE("a new token in its file is used without a restart, and what waited goes out at once", "[journeys][secrets]")
{
    const drawer safe;
    workplace w(safe.options());
    const tests::caught_errors log;
    w.slack.world().app.renew("xoxb-another");
    w.post(w.ana, w.help, "The scanner is jammed");
    w.pass(3min);
    CHECK(w.tickets() == 1);
    CHECK(w.card(1).ts.empty());
    const auto [status, said] = w.get("/readyz");
    CHECK(status == 200);
    CHECK(has(said, "token_revoked"));
    CHECK(has(said, safe.file("bot")));

    safe.put("bot", "xoxb-another\n");
    const auto written = w.time.now();
    w.pass(some_looks);
    CHECK_FALSE(w.card(1).ts.empty());
    CHECK(w.slack.calls_of("chat.postMessage").back().at - written <= 10s);
    CHECK(w.get("/readyz").second == "ready\n");
    w.ask(w.ana, "My laptop does not start");
    CHECK(has(w.seen_card(2), "laptop"));
    CHECK(times(log.text(), refusal) == 1);
    CHECK_FALSE(has(log.text(), "xoxb-another"));
}

TEST_CASE("without a file Docket says that a new token wants a restart", "[journeys][secrets]")
{
    workplace w;
    const tests::caught_errors log;
    w.slack.world().app.renew("xoxb-another");
    w.post(w.ana, w.help, "The scanner is jammed");
    const auto [status, said] = w.get("/readyz");
    CHECK(status == 200);
    CHECK(has(said, "restart with the new token, or use SLACK_BOT_TOKEN_FILE"));
    CHECK(has(log.text(), "restart with the new token, or use SLACK_BOT_TOKEN_FILE"));
}

TEST_CASE("another workspace's token is refused and says which", "[journeys][secrets]")
{
    const drawer safe;
    workplace w(safe.options());
    const tests::caught_errors log;
    const auto ours = w.slack.world().team_id;
    const auto before = w.slack.world().app.token;
    w.slack.world().team_id = "T0ELSEWHERE";
    w.slack.world().app.renew("xoxb-elsewhere");
    safe.put("bot", "xoxb-elsewhere");
    w.pass(5min);
    const auto [status, said] = w.get("/readyz");
    CHECK(status == 200);
    CHECK(has(said, "is of workspace T0ELSEWHERE, but Docket serves " + ours));
    CHECK(times(log.text(), unusable) == 1);
    CHECK(has(log.text(), "T0ELSEWHERE"));

    w.slack.world().team_id = ours;  // and the token from before is ours
    w.slack.world().app.revoked.clear();
    w.slack.world().app.token = before;
    w.ask(w.ana, "My laptop does not start");
    CHECK(has(w.seen_card(1), "laptop"));
}

TEST_CASE(
    "started with another workspace's token, Docket sends nothing that would be lost there", "[journeys][secrets]"
)
{
    const drawer safe;
    workplace w(safe.options());
    w.slack.faults().outage = true;
    w.post(w.ana, w.help, "The scanner is jammed");
    w.stop_docket();
    w.slack.faults().outage = false;
    const auto ours = std::exchange(w.slack.world().team_id, "T0ELSEWHERE");
    const auto sent = posts(w);
    w.start_docket();
    w.pass(10min);
    CHECK(posts(w) == sent);
    CHECK(w.get("/readyz").first == 503);
    CHECK(has(w.get("/readyz").second, "T0ELSEWHERE"));

    w.slack.world().team_id = ours;
    w.slack.world().app.renew("xoxb-ours");
    safe.put("bot", "xoxb-ours");
    w.pass(some_looks);
    CHECK(w.get("/readyz").second == "ready\n");
    w.pass(6min);
    CHECK_FALSE(w.card(1).ts.empty());
}

TEST_CASE("a half-written file does not replace a good token", "[journeys][secrets]")
{
    const drawer safe;
    workplace w(safe.options());
    const auto token = w.slack.world().app.token;
    const tests::caught_errors log;
    SECTION("while it is being written nothing is said of it")
    {
        for (const auto& part : {std::string(), token.substr(0, 7), token.substr(0, 12), token}) {
            safe.put("bot", part);
            w.time.advance(3s);
            w.settle();
        }
        w.pass(some_looks);
        CHECK(log.text().empty());
    }
    SECTION("and left so, it is said once what to do")
    {
        safe.put("bot", "");
        w.pass(1min);
        CHECK(has(w.get("/readyz").second, "is empty"));
        w.ask(w.ana, "My laptop does not start");
        CHECK(has(w.seen_card(1), "laptop"));
        safe.put("bot", token.substr(0, 12));
        w.pass(5min);
        CHECK(has(w.get("/readyz").second, "invalid_auth"));
        CHECK(w.get("/readyz").first == 200);
        w.ask(w.ana, "And the screen is dark");
        CHECK(has(w.seen_card(2), "screen"));
        CHECK(times(log.text(), unusable) == 2);
    }
    SECTION("nor does a file that has gone")
    {
        std::filesystem::remove(safe.file("bot"));
        w.pass(1min);
        CHECK(has(w.get("/readyz").second, "cannot read"));
        w.ask(w.ana, "My laptop does not start");
        CHECK(has(w.seen_card(1), "laptop"));
    }
    safe.put("bot", token);
    w.pass(some_looks);
    CHECK(w.get("/readyz").second == "ready\n");
}

TEST_CASE("while Slack is out of reach a new token waits, and is used then", "[journeys][secrets]")
{
    const drawer safe;
    workplace w(safe.options());
    w.slack.faults().outage = true;
    w.slack.world().app.renew("xoxb-another");
    safe.put("bot", "xoxb-another");
    w.pass(2min);
    CHECK(has(w.get("/readyz").second, "cannot be tried yet"));
    w.slack.faults().outage = false;
    w.pass(2min);
    CHECK(w.get("/readyz").second == "ready\n");
    w.ask(w.ana, "My laptop does not start");
    CHECK(has(w.seen_card(1), "laptop"));
}

TEST_CASE("a token that was dead at the start is replaced as well", "[journeys][secrets]")
{
    const drawer safe;
    workplace w(safe.options());
    w.stop_docket();
    w.slack.world().app.renew("xoxb-another");
    const tests::caught_errors log;
    w.start_docket();
    w.post(w.ana, w.help, "The scanner is jammed");
    w.pass(5min);
    CHECK(w.tickets() == 1);
    CHECK(w.get("/readyz").first == 200);
    CHECK(has(w.get("/readyz").second, "token_revoked"));
    CHECK(times(log.text(), refusal) == 1);
    safe.put("bot", "xoxb-another");
    w.pass(some_looks);
    CHECK_FALSE(w.card(1).ts.empty());
    CHECK(w.get("/readyz").second == "ready\n");
}

TEST_CASE("with a new token Docket knows by what name it is called now", "[journeys][secrets]")
{
    const drawer safe;
    workplace w(safe.options());
    slack::emulator::person fresh;
    fresh.name = "docket2";
    fresh.bot = true;
    const auto name = w.slack.add_person(fresh);
    w.slack.join(name, w.general);
    w.slack.world().app.bot_user = name;
    w.slack.world().app.renew("xoxb-another");
    safe.put("bot", "xoxb-another");
    w.pass(some_looks);
    CHECK(w.docket->desk()->workspace().bot_user == core::member_id(name));
    w.post(w.ana, w.general, "<@" + name + "> my laptop does not start");
    REQUIRE(w.tickets() == 1);
    CHECK_FALSE(has(w.seen_card(1), name));
}

TEST_CASE("SIGHUP without files changes nothing", "[journeys][secrets]")
{
    workplace w;
    bot::log::configure("warn", false);
    const tests::caught_errors log;
    w.docket->read_secrets_again();
    w.pass(1min);
    CHECK(has(log.text(), "SLACK_BOT_TOKEN_FILE"));
    CHECK(w.get("/readyz").second == "ready\n");
    w.ask(w.ana, "My laptop does not start");
    CHECK(has(w.seen_card(1), "laptop"));
    bot::log::configure("error", false);
}

TEST_CASE("a new signing secret is believed after SIGHUP", "[journeys][secrets]")
{
    const drawer safe;
    workplace w(safe.options());
    const std::string old = slack::emulator::options().signing_secret;
    CHECK(believed(w, "another") == 401);
    safe.put("signing", "another, " + old);
    w.docket->read_secrets_again();
    w.settle();
    CHECK(believed(w, "another") == 200);
    CHECK(believed(w, old) == 200);
    safe.put("signing", "another");
    w.pass(some_looks);  // or without it, after some seconds
    CHECK(believed(w, "another") == 200);
    CHECK(believed(w, old) == 401);
    safe.put("signing", " , ");
    w.docket->read_secrets_again();
    w.settle();
    CHECK(believed(w, "another") == 200);
    CHECK(has(w.get("/readyz").second, safe.file("signing")));
}

TEST_CASE("half of a signing secret of Slack's is not believed in its stead", "[journeys][secrets]")
{
    const std::string louder = "8F742231B10E8888ABCD99EDFDDD85A5";
    const std::string good = "8f742231b10e8888abcd99edfddd85a5";
    const drawer safe;
    auto with = safe.options();
    with.slack = [&good](slack::emulator::options& o) { o.signing_secret = good; };
    with.environment = [&](bot::environment& of) {
        of.signing_secrets = {good};
        safe.fill(of);
    };
    workplace w(with);
    for (const auto& text : {good.substr(0, 20), louder, good + "," + good.substr(0, 31)}) {
        safe.put("signing", text);
        w.docket->read_secrets_again();
        w.pass(some_looks);
        CHECK(believed(w, good) == 200);
        CHECK(believed(w, text) == 401);
        CHECK(has(w.get("/readyz").second, "32 hexadecimal digits"));
    }
}

TEST_CASE("a new app-level token is used for the next connections", "[journeys][secrets]")
{
    const drawer safe;
    auto with = safe.options();
    with.socket_mode = true;
    with.signing_secret = false;
    workplace w(with);
    REQUIRE(w.slack.sockets().connections() == 2);
    const auto until = [&w](std::size_t up) {
        for (int step = 0; step < 2'000 && w.slack.sockets().connections() != up; ++step)
            w.io.run_one_for(10ms);
        REQUIRE(w.slack.sockets().connections() == up);
    };
    w.slack.sockets().renew("xapp-1-A0EMULATOR-2-another");
    w.slack.sockets().cut();
    until(0);
    safe.put("app", "xapp-1-A0EMULATOR-2-ano");
    w.pass(some_looks);
    CHECK(has(w.get("/readyz").second, "Slack refuses the app-level token in " + safe.file("app")));
    safe.put("app", "xapp-1-A0EMULATOR-2-another");
    w.pass(some_looks);
    until(2);
    w.post(w.ana, w.help, "The scanner is jammed");
    CHECK(w.tickets() == 1);
    CHECK(w.get("/readyz").second == "ready\n");
}

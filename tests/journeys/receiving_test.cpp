#include "signed_requests.hpp"

#include "bot/log.hpp"
#include "slack/http/form.hpp"
#include "tests/slack/sample_files.hpp"
#include "tests/support/caught_errors.hpp"

#include <algorithm>

using namespace journeys;

namespace {

constexpr auto json_type = "application/json";

}  // namespace

TEST_CASE("bad input gets the answer of the contract, changes nothing and is counted", "[journeys]")
{
    workplace w;
    const std::string event = R"({"type":"event_callback","team_id":")" + w.slack.world().team_id +
                              R"(","event_id":"Ev1","event":{"type":"message","channel":")" + w.help +
                              R"(","channel_type":"channel","user":")" + w.ana +
                              R"(","text":"hello","ts":"1772438400.000100"}})";

    SECTION("a wrong signature")
    {
        CHECK(w.deliver(event, json_type, "v0=" + std::string(64, '0')).first == 401);
        CHECK(w.deliver(event, json_type, "nonsense").first == 401);
        CHECK(w.metric("docket_unbelieved_total") >= 1);
    }
    SECTION("malformed JSON and forms, although signed")
    {
        CHECK(w.deliver("{\"type\":", json_type).first == 400);
        CHECK(w.deliver("payload=%7B", form_type).first == 400);
        CHECK(w.deliver("\xff\xfe", json_type).first == 400);
        CHECK(w.deliver(event, "text/plain").first == 400);
        CHECK(w.deliver(std::string(100'000, '['), json_type).first == 400);
    }
    SECTION("well-formed kinds that Docket does not use")
    {
        CHECK(w.deliver(R"({"type":"something_new"})", json_type).first == 200);
        CHECK(w.deliver(R"({"type":"event_callback","event":{"type":"brand_new"}})", json_type).first == 200);
    }
    SECTION("another workspace's event")
    {
        auto foreign = json::parse(event);
        foreign["team_id"] = "T0FOREIGN";
        CHECK(w.deliver(foreign.dump(), json_type).first == 200);
    }
    SECTION("too large")
    {
        CHECK(w.deliver(std::string(1024 * 1024 + 1, ' '), json_type).first == 413);
    }
    SECTION("wrong method, unknown path")
    {
        CHECK(w.get("/slack/events").first == 405);
        CHECK(w.get("/nothing/here").first == 404);
    }
    w.calm();
    CHECK(w.tickets() == 0);
    CHECK(w.get("/healthz").first == 200);
    CHECK(w.get("/readyz").first == 200);
}

TEST_CASE("url_verification and ssl_check are answered as Slack asks", "[journeys]")
{
    workplace w;
    CHECK(w.run(w.slack.verify_url()));
    CHECK(w.deliver("ssl_check=1&token=x", form_type).first == 200);
    CHECK(w.deliver("ssl_check=1&token=x", form_type, "v0=unsigned").first == 401);
    CHECK(
        w.deliver(R"({"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820})", json_type).first ==
        200
    );
}

TEST_CASE("only Slack is counted as sending something again", "[journeys]")
{
    workplace w;
    auto request = sign(w, R"({"type":"url_verification","challenge":"x"})", "application/json");
    request.again = "http_timeout";
    auto forged = request;
    forged.signatures = {"v0=" + std::string(64, '0')};
    CHECK(send(w, forged).first == 401);
    CHECK(w.metric("docket_slack_retries_total{") == 0);
    CHECK(send(w, request).first == 200);
    CHECK(w.metric("docket_slack_retries_total{reason=\"http_timeout\"}") == 1);
}

TEST_CASE("whoever sends what is refused, however often, does not fill the log, and every one is counted", "[journeys]")
{
    workplace w;
    const docket::tests::caught_errors errors;
    bot::log::configure("warn", false);
    const auto lines = [&errors] {
        const auto text = errors.text();
        return std::count(text.begin(), text.end(), '\n');
    };
    const auto forge = [&w] { CHECK(w.deliver("{}", json_type, "v0=" + std::string(64, '0')).first == 401); };
    const auto exceed = [&w] { CHECK(w.deliver(std::string(1024 * 1024 + 1, ' '), json_type).first == 413); };

    for (int i = 0; i < 20; ++i) {
        forge();
        exceed();
    }
    CHECK(lines() == 10);
    w.pass(1min);
    forge();
    bot::log::configure("error", false);

    CHECK(lines() == 11);
    CHECK(errors.text().find(" why=mismatch bytes=2 passed_over=15\n") != std::string::npos);
    CHECK(w.metric("docket_unbelieved_total{why=\"mismatch\"}") == 21);
    CHECK(w.metric("docket_requests_total{kind=\"http\",outcome=\"malformed\"}") == 20);
}

TEST_CASE("Slack's retries and doubled deliveries of one event change nothing", "[journeys]")
{
    workplace w;
    w.slack.faults().duplicate_events = 4;
    w.post(w.ana, w.help, "The scanner is jammed");
    CHECK(w.tickets() == 1);
    CHECK(w.slack.messages(w.it_desk).size() == 1);

    const std::string event = R"({"type":"event_callback","team_id":")" + w.slack.world().team_id +
                              R"(","event_id":"Ev77","event":{"type":"message","channel":")" + w.help +
                              R"(","channel_type":"channel","user":")" + w.ben +
                              R"(","text":"A lamp is broken","ts":"1772438400.000100"}})";
    for (int i = 0; i < 4; ++i)
        CHECK(w.deliver(event, json_type).first == 200);
    w.calm();
    CHECK(w.tickets() == 2);
}

TEST_CASE("while nobody has told who the bot is, Slack is asked to come again", "[journeys]")
{
    workplace w;
    w.stop_docket();
    std::filesystem::remove_all(w.folder.path());
    std::filesystem::create_directories(w.folder.path());
    w.slack.faults().outage = true;
    w.start_docket();
    CHECK(w.get("/readyz").first == 503);
    CHECK(
        w.deliver(R"({"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"x"}})", json_type)
            .first == 503
    );
    CHECK(w.deliver(R"({"type":"url_verification","challenge":"abc"})", json_type).second == "abc");
    CHECK(w.get("/healthz").first == 200);
    w.slack.faults().outage = false;
}

TEST_CASE("people of other organisations can neither press nor command", "[journeys]")
{
    workplace w;
    slack::emulator::person tom;
    tom.name = "tom";
    tom.team_id = "T0OTHER";
    const auto stranger = w.slack.add_person(tom);
    w.slack.world().find_channel(w.it_desk)->members.push_back(stranger);
    w.ask(w.ana, "My laptop does not start");
    w.press(stranger, w.it_desk, w.card(1).ts, "ticket.claim");
    CHECK_FALSE(w.ticket(1)->assignee);
    CHECK_FALSE(w.last_whisper(stranger).empty());
}

TEST_CASE("every sample of Slack's is taken without a complaint that Slack would retry", "[journeys]")
{
    namespace samples = docket::tests;
    workplace w;
    std::vector<std::filesystem::path> folders{samples::own_samples()};
    if (const auto slacks = samples::slacks_samples(); !slacks.empty())
        folders.push_back(slacks);
    int replayed = 0;
    for (const auto& folder : folders) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            const auto extension = entry.path().extension();
            const bool form = extension == ".form";
            if (!entry.is_regular_file() || (!form && extension != ".json"))
                continue;
            auto body = samples::content(entry.path());
            while (form && !body.empty() && (body.back() == '\n' || body.back() == '\r'))
                body.pop_back();
            auto type = form ? form_type : json_type;
            if (!form) {
                auto parsed = json::parse(body, nullptr, false);
                if (!parsed.is_object())
                    continue;
                if (parsed.contains("team_id"))
                    parsed["team_id"] = w.slack.world().team_id;  // ours, or it is not for us
                if (parsed.contains("team") && parsed["team"].is_object())
                    parsed["team"]["id"] = w.slack.world().team_id;
                body = parsed.dump();
                const bool interaction =
                    parsed.contains("user") && parsed.contains("type") && !parsed.contains("event");
                if (interaction) {
                    body = samples::as_form(body);
                    type = form_type;
                }
            }
            INFO(entry.path());
            CHECK(w.deliver(body, type).first == 200);
            ++replayed;
        }
    }
    CHECK(replayed > 40);
    w.calm();
    CHECK(w.get("/readyz").first == 200);
}

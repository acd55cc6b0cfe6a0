#include "bot/commands/doctor/findings.hpp"

#include "bot/setup/scopes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace docket;
using namespace docket::bot;
using namespace docket::bot::doctor;
using namespace std::chrono_literals;

namespace {

using kind = finding::kind;
using channel_state = setup::channel_check::state;

core::settings one_queue()
{
    core::queue it;
    it.key = core::queue_id("it");
    it.name = "IT Help";
    it.triage = core::channel_id("C0TRIAGE");
    it.intake = {core::channel_id("C0HELP")};
    it.agents = {core::member_id("U0BEN")};
    core::settings s;
    s.administrators = {core::member_id("U0ANA")};
    s.queues = {std::move(it)};
    s.default_queue = core::queue_id("it");
    return s;
}

slack::identity docket_in_acme()
{
    slack::identity who;
    who.team = "T0ACME";
    who.team_name = "Acme";
    who.url = "https://acme.slack.com/";
    for (const auto scope : setup::required_scopes)
        who.scopes.emplace_back(scope);
    return who;
}

/// A machine on which nothing is wrong.
facts healthy()
{
    facts f;
    f.from.bot_token = "xoxb-1";
    f.from.signing_secrets = {"0123456789abcdef0123456789abcdef"};
    f.from.config = "docket.toml";
    f.settings = one_queue();
    f.database.there = true;
    f.identity = docket_in_acme();
    f.ahead = 300ms;
    f.channels = {{core::channel_id("C0TRIAGE"), channel_state::ok}, {core::channel_id("C0HELP"), channel_state::ok}};
    f.channel_names = {{core::channel_id("C0TRIAGE"), "it-desk"}, {core::channel_id("C0HELP"), "help-it"}};
    return f;
}

/// The finding of one check; the first of several that is not well.
finding found(const facts& f, const std::string& check)
{
    const auto all = findings(f);
    auto first = all.end();
    for (auto it = all.begin(); it != all.end(); ++it)
        if (it->check == check && (first == all.end() || first->what == kind::well))
            first = it;
    REQUIRE(first != all.end());
    return *first;
}

bool says(const finding& f, const std::string& part)
{
    return f.sentence.find(part) != std::string::npos;
}

slack::failure failed(slack::failure::kind what, const char* error)
{
    return slack::failure(what, error);
}

}  // namespace

TEST_CASE("a healthy Docket is well in every line", "[bot][doctor]")
{
    const auto all = findings(healthy());
    CHECK(std::ranges::all_of(all, [](const finding& f) { return f.what == kind::well; }));
    CHECK(to_line(found(healthy(), "clock")) == "ok     clock           as Slack's");
    CHECK(std::ranges::count(all, "channel", &finding::check) == 2);
}

TEST_CASE("each error of the configuration file is one place, and the first is told", "[bot][doctor]")
{
    auto f = healthy();
    f.settings.reset();
    f.file.errors = {{12, 3, "unknown key"}, {14, 1, "wrong type"}};
    const auto told = found(f, "configuration");
    CHECK(told.what == kind::wrong);
    CHECK(says(told, "docket.toml:12:3: unknown key"));
    CHECK(says(told, "1 more: docket check-config docket.toml"));
}

TEST_CASE("before setup nothing is wrong, and the next step is told", "[bot][doctor]")
{
    auto f = healthy();
    f.from.config.clear();
    f.settings.reset();
    f.database.there = false;
    f.channels.clear();
    CHECK(found(f, "configuration").what == kind::well);
    CHECK(says(found(f, "settings"), "/ticket setup"));
    CHECK(says(found(f, "database"), "not there yet"));
    CHECK(std::ranges::none_of(findings(f), [](const finding& each) { return each.what == kind::wrong; }));
}

TEST_CASE("what is wrong with the database is told as storage says it", "[bot][doctor]")
{
    auto f = healthy();
    f.database.trouble = "'docket.db' was written by a newer Docket";
    CHECK(found(f, "database") == finding{kind::wrong, "database", "'docket.db' was written by a newer Docket"});
}

TEST_CASE("a database of another workspace than the token's is told", "[bot][doctor]")
{
    auto f = healthy();
    f.database.workspace = storage::workspace{core::workspace_id("T0OTHER"), "Other", {}, {}, {}, {}};
    const auto told = found(f, "database");
    CHECK(told.what == kind::wrong);
    CHECK(says(told, "T0OTHER"));
    CHECK(says(told, "DOCKET_DATABASE"));
}

TEST_CASE("a token is missing, refused, or could not be asked about", "[bot][doctor]")
{
    auto f = healthy();
    f.identity.reset();
    CHECK(says(found(f, "bot token"), "SLACK_BOT_TOKEN is not set"));
    CHECK(found(f, "scopes").what == kind::unknown);
    f.identity = tl::unexpected(failed(slack::failure::kind::stop, "token_revoked"));
    CHECK(says(found(f, "bot token"), "refuses it (token_revoked)"));
    f.identity = tl::unexpected(failed(slack::failure::kind::retry, "connect"));
    CHECK(says(found(f, "bot token"), "https://slack.com/api/ does not answer as Slack does (connect)"));
    f.identity = tl::unexpected(failed(slack::failure::kind::wait, "ratelimited"));
    CHECK(found(f, "bot token").what == kind::unknown);
}

TEST_CASE("a signing secret that cannot be one of Slack's is told", "[bot][doctor]")
{
    auto f = healthy();
    f.from.signing_secrets = {"not one"};
    CHECK(found(f, "signing secret").what == kind::wrong);
    f.from.api_url = "http://127.0.0.1:4000/api/";
    CHECK(found(f, "signing secret").what == kind::well);
    f.from.signing_secrets.clear();
    CHECK(says(found(f, "signing secret"), "SLACK_SIGNING_SECRET is not set"));
}

TEST_CASE("scopes that were not granted are named, all in one line", "[bot][doctor]")
{
    auto f = healthy();
    auto who = docket_in_acme();
    std::erase(who.scopes, "files:read");
    std::erase(who.scopes, "im:write");
    f.identity = who;
    const auto told = found(f, "scopes");
    CHECK(told.what == kind::wrong);
    CHECK(says(told, "files:read, im:write"));
    CHECK(says(told, "manifest.yaml"));
}

TEST_CASE("a clock is wrong from a minute off", "[bot][doctor]")
{
    struct row {
        std::chrono::milliseconds ahead;
        kind want;
        std::string part;
    };
    const auto r = GENERATE(values<row>({
        {-900ms, kind::well, "as Slack's"},
        {30s, kind::well, "ahead of Slack's"},
        {-7min, kind::wrong, "behind Slack's"},
        {2min, kind::wrong, "timedatectl"},
    }));
    auto f = healthy();
    f.ahead = r.ahead;
    CHECK(found(f, "clock").what == r.want);
    CHECK(says(found(f, "clock"), r.part));
}

TEST_CASE("each channel of the settings has a line that says what to type", "[bot][doctor]")
{
    struct row {
        channel_state state;
        kind want;
        std::string part;
    };
    const auto r = GENERATE(values<row>({
        {channel_state::ok, kind::well, "#it-desk: the bot is in it"},
        {channel_state::not_member, kind::wrong, "/invite @Docket"},
        {channel_state::not_found, kind::wrong, "it-desk"},
        {channel_state::archived, kind::wrong, "archived"},
        {channel_state::unknown, kind::unknown, "did not answer"},
    }));
    auto f = healthy();
    f.channels = {{core::channel_id("C0TRIAGE"), r.state}};
    const auto told = found(f, "channel");
    CHECK(told.what == r.want);
    CHECK(says(told, r.part));
    CHECK_FALSE(says(told, "<#"));
}

TEST_CASE("an address that a Docket has already is well", "[bot][doctor]")
{
    auto f = healthy();
    CHECK(says(found(f, "address"), "127.0.0.1:3000 is free"));
    f.address.trouble = "127.0.0.1:3000 is in use by another program";
    CHECK(found(f, "address").what == kind::wrong);
    f.address.docket = true;
    CHECK(found(f, "address").what == kind::well);
}

TEST_CASE("the Date field of an answer is read", "[bot][doctor]")
{
    using namespace std::chrono;
    CHECK(read_date("Sun, 06 Nov 1994 08:49:37 GMT") == slack::instant(784'111'777s));
    CHECK_FALSE(read_date("Sun, 06 Nov 1994 08:49:37 GMT and more"));
    CHECK_FALSE(read_date("yesterday"));
    CHECK_FALSE(read_date(""));
}

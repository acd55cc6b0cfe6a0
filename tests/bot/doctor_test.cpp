#include "bot/commands/doctor/findings.hpp"

#include "bot/demo/manifest.hpp"
#include "bot/setup/scopes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

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

/// The app as it is when somebody pasted our manifest with a host of their own.
nlohmann::json as_installed()
{
    auto text = std::string(demo::manifest);
    const std::string example = "docket.example.com";
    for (auto at = text.find(example); at != std::string::npos; at = text.find(example))
        text.replace(at, example.size(), "tickets.acme.org");
    return read_installed(text).value();
}

constexpr std::uintmax_t gigabyte = std::uintmax_t{1} << 30U;

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
    f.installed.file = "installed.json";
    f.installed.manifest = as_installed();
    f.channel_names = {{core::channel_id("C0TRIAGE"), "it-desk"}, {core::channel_id("C0HELP"), "help-it"}};
    f.machine.free_bytes = 10 * gigabyte;
    f.machine.backup_age = 5h;
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

TEST_CASE("doctor names what goes wrong on machines, and what to do", "[bot][doctor]")
{
    struct row {
        std::string check, says;
        kind what;
        void (*happened)(facts&);
    };
    const auto r = GENERATE(values<row>({
        {"disk", "make room", kind::wrong, [](facts& f) { f.machine.free_bytes = gigabyte / 10; }},
        {"disk", "make room", kind::wrong, [](facts& f) { f.machine.database_bytes = 11 * gigabyte; }},
        {"disk", "NFS", kind::wrong, [](facts& f) { f.machine.network_file_system = "NFS"; }},
        {"disk", "write-ahead log", kind::wrong, [](facts& f) { f.machine.log_bytes = gigabyte; }},
        {"in use", "another Docket, process 7,", kind::wrong, [](facts& f) { f.machine.held = holder{7, "docket"}; }},
        {"in use", "process 7 (sqlite3)", kind::unknown, [](facts& f) { f.machine.held = holder{7, "sqlite3"}; }},
        {"backup", "3 days old", kind::wrong, [](facts& f) { f.machine.backup_age = 73h; }},
        {"backup", "docket backup FILE", kind::unknown, [](facts& f) { f.machine.backup_age.reset(); }},
        {"backup", "docket-backup.service", kind::wrong,
         [](facts& f) {
             f.machine.backup_age.reset();
             f.machine.backup_folder = true;
         }},
        {"backup", "docket-backup.timer", kind::wrong,
         [](facts& f) {
             f.machine.backup_age.reset();
             f.machine.nightly_backups = true;
             f.machine.database_age = 50h;
         }},
        {"backup", "none yet", kind::unknown,
         [](facts& f) {
             f.machine.backup_age.reset();
             f.machine.nightly_backups = true;
             f.machine.database_age = 5h;
         }},
        {"files", "everybody on this machine may read or change token: chmod 600", kind::wrong,
         [](facts& f) { f.machine.exposed = {{"token", true}}; }},
        {"files", "its group may read or change token", kind::wrong,
         [](facts& f) { f.machine.exposed = {{"token", false}}; }},
        {"descriptors", "LimitNOFILE", kind::wrong, [](facts& f) { f.machine.descriptors = 256; }},
        {"time zones", "tzdata", kind::wrong, [](facts& f) { f.machine.time_zones = false; }},
        {"SLACK_API_URL", "unset it", kind::unknown, [](facts& f) { f.from.api_url = "https://proxy.example/api/"; }},
        {"socket", "ListenStream", kind::wrong,
         [](facts& f) { f.machine.given_socket_trouble = "leave one ListenStream in its .socket unit"; }},
    }));
    auto f = healthy();
    r.happened(f);
    const auto told = found(f, r.check);
    INFO(to_line(told));
    CHECK(told.what == r.what);
    CHECK(says(told, r.says));
}

TEST_CASE("a Docket that listens may have its own database open", "[bot][doctor]")
{
    auto f = healthy();
    f.machine.held = holder{7, "docket"};
    f.address.docket = true;
    const auto all = findings(f);
    CHECK(std::ranges::none_of(all, [](const finding& each) { return each.check == "in use"; }));
}

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
}

TEST_CASE("Slack is heard over HTTP, Socket Mode or both, and neither is wrong", "[bot][doctor]")
{
    auto f = healthy();
    CHECK(says(found(f, "receiving"), "over HTTP"));
    f.from.app_token = "xapp-1-A0DOCKET-2-ff";
    f.bot_app = "A0DOCKET";
    f.connection = slack::result<void>();
    CHECK(says(found(f, "receiving"), "over Socket Mode and HTTP"));
    CHECK(found(f, "app token").what == kind::well);
    f.from.signing_secrets.clear();
    CHECK(says(found(f, "receiving"), "no public address"));
    f.from.app_token.clear();
    const auto told = found(f, "receiving");
    CHECK(told.what == kind::wrong);
    CHECK(says(told, "SLACK_APP_TOKEN"));
    CHECK(says(told, "SLACK_SIGNING_SECRET"));
}

TEST_CASE("what is wrong with the app token says what to click", "[bot][doctor]")
{
    struct row {
        slack::failure why;
        kind want;
        std::string part;
    };
    using failure = slack::failure;
    const auto r = GENERATE(values<row>({
        {failed(failure::kind::permanent, "link_disabled"), kind::wrong, "Enable Socket Mode"},
        {failed(failure::kind::permanent, "too_many_websockets"), kind::wrong, "stop other Dockets"},
        {failed(failure::kind::permanent, "missing_scope"), kind::wrong, "lacks connections:write"},
        {failed(failure::kind::stop, "invalid_auth"), kind::wrong, "refuses it (invalid_auth)"},
        {failed(failure::kind::retry, "timeout"), kind::wrong, "wss://*.slack.com"},
        {failed(failure::kind::wait, "ratelimited"), kind::unknown, "try again"},
    }));
    CAPTURE(r.why.error);
    auto f = healthy();
    f.from.app_token = "xapp-1-A0DOCKET-2-ff";
    f.connection = tl::unexpected(r.why);
    CHECK(found(f, "app token").what == r.want);
    CHECK(says(found(f, "app token"), r.part));
}

TEST_CASE("an app token of another app than the bot's is told by both names", "[bot][doctor]")
{
    auto f = healthy();
    f.from.app_token = "xapp-1-A0OTHER-2-ff";
    f.bot_app = "A0DOCKET";
    f.connection = slack::result<void>();
    const auto told = found(f, "app token");
    CHECK(told.what == kind::wrong);
    CHECK(says(told, "A0OTHER"));
    CHECK(says(told, "A0DOCKET"));
    CHECK_FALSE(says(told, "2-ff"));
}

TEST_CASE("each scope that was not granted has a line with what it is for and where to add it", "[bot][doctor]")
{
    auto f = healthy();
    auto who = docket_in_acme();
    std::erase(who.scopes, "files:read");
    std::erase(who.scopes, "im:write");
    f.identity = who;
    const auto told = found(f, "scopes");
    CHECK(told.what == kind::wrong);
    CHECK(says(told, "files:read is missing (needed for: name, size and link of an attached file"));
    CHECK(says(told, "OAuth & Permissions, Bot Token Scopes"));
    CHECK(std::ranges::count(findings(f), "scopes", &finding::check) == 2);
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

TEST_CASE("an app set up from our manifest differs in nothing", "[bot][doctor]")
{
    CHECK(says(found(healthy(), "app settings"), "has all that Docket needs"));
    auto f = healthy();
    f.installed = {};
    CHECK(found(f, "app settings").what == kind::unknown);
    CHECK(says(found(f, "app settings"), "docket doctor --installed-manifest FILE"));
}

TEST_CASE("every difference of an installed app from ours has a line that says where to click", "[bot][doctor]")
{
    struct row {
        std::string pointer;
        nlohmann::json value;
        std::string part;
    };
    using nlohmann::json;
    const auto r = GENERATE(values<row>({
        {"/settings/event_subscriptions/bot_events", json::array({"message.im"}),
         "Subscribe to bot events, Add Bot User Event: app_mention"},
        {"/oauth_config/scopes/bot", json::array({"chat:write"}), "Add an OAuth Scope: app_mentions:read (needed for: "
        },
        {"/features/slash_commands", json::array(), "Slash Commands, Create New Command: /ticket"},
        {"/features/slash_commands/0/should_escape", false, "tick Escape channels, users, and links"},
        {"/features/slash_commands/0/url", "https://docket.example.com/slack/events", "put your own host"},
        {"/features/slash_commands/0/url", "https://tickets.acme.org/", "must end in /slack/events"},
        {"/features/shortcuts/1/callback_id", "other", "Create New Shortcut, Global: Name Open a ticket, Callback ID"},
        {"/settings/interactivity/is_enabled", false, "Interactivity: switch it on"},
        {"/settings/event_subscriptions/request_url", nullptr, "Event Subscriptions, Request URL: enter https://"},
        {"/features/app_home/messages_tab_enabled", false, "Messages Tab: switch it on"},
        {"/features/app_home/messages_tab_read_only_enabled", true, "from the messages tab"},
        {"/features/bot_user", nullptr, "App Display Name"},
        {"/settings/token_rotation_enabled", true, "Token Rotation"},
        {"/settings/socket_mode_enabled", true, "switch it off, or set SLACK_APP_TOKEN"},
    }));
    CAPTURE(r.pointer);
    auto f = healthy();
    f.installed.manifest[json::json_pointer(r.pointer)] = r.value;
    const auto told = found(f, "app settings");
    CHECK(told.what == kind::wrong);
    INFO(told.sentence);
    CHECK(says(told, r.part));
}

TEST_CASE("an app for Socket Mode needs no addresses, but the switch", "[bot][doctor]")
{
    auto f = healthy();
    f.from.app_token = "xapp-1-A0DOCKET-2-ff";
    f.connection = slack::result<void>();
    CHECK(says(found(f, "app settings"), "Enable Socket Mode: switch it on"));
    auto& m = f.installed.manifest;
    m["settings"]["socket_mode_enabled"] = true;
    m["settings"]["event_subscriptions"].erase("request_url");
    m["settings"]["interactivity"].erase("request_url");
    m["features"]["slash_commands"][0].erase("url");
    CHECK(found(f, "app settings").what == kind::well);
}

TEST_CASE("what an app has beside is told, and does no harm", "[bot][doctor]")
{
    auto f = healthy();
    f.installed.manifest["oauth_config"]["scopes"]["bot"].push_back("files:write");
    const auto told = found(f, "app settings");
    CHECK(told.what == kind::well);
    CHECK(says(told, "Docket does not need files:write"));
}

TEST_CASE("a manifest is read as JSON, as YAML, and as the Web API exports it", "[bot][doctor]")
{
    CHECK(read_installed(demo::manifest));
    CHECK(read_installed(as_installed().dump()));
    CHECK(read_installed(R"({"ok":true,"manifest":{"features":{}}})")->contains("features"));
    const auto text = GENERATE(as<std::string>(), "", "{", "[1,2]", "hello", "{\"a\":1}");
    CAPTURE(text);
    const auto refused = read_installed(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().find("App Manifest at api.slack.com/apps") != std::string::npos);
}

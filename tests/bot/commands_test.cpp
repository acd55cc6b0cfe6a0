#include "executable.hpp"
#include "slack/http/client.hpp"
#include "slack/http/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>

using namespace bot_tests;
using namespace std::chrono_literals;

namespace {

namespace asio = boost::asio;
namespace http = docket::slack::http;

const std::map<std::string, std::string> nowhere{
    {"SLACK_BOT_TOKEN", "xoxb-1"},
    {"SLACK_SIGNING_SECRET", "0123456789abcdef0123456789abcdef"},
    {"SLACK_API_URL", "http://127.0.0.1:1/api/"},  // nobody answers there
    {"DOCKET_LISTEN", "127.0.0.1:0"},
};

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

auto lines(const std::string& text)
{
    return std::count(text.begin(), text.end(), '\n');
}

/// The first "127.0.0.1:4321" in a text, behind http://.
std::string address_in(const std::string& text)
{
    const auto begin = text.find("http://127.0.0.1:");
    REQUIRE(begin != std::string::npos);
    const auto first = begin + std::string("http://").size();
    return text.substr(first, text.find_first_not_of("0123456789.:", first) - first);
}

/// The status of a GET; 0 when nobody answers.
unsigned get(const std::string& address, const std::string& path)
{
    asio::io_context context;
    http::client wire(context);
    const auto where = http::parse_url("http://" + address + path);
    REQUIRE(where);
    unsigned status = 0;
    auto asking = [&]() -> asio::awaitable<void> {
        http::request asked("GET", where->target);
        auto sending = wire.send(*where, std::move(asked), 50s);
        const auto answer = co_await std::move(sending);
        status = answer ? answer->status : 0;
    };
    asio::co_spawn(context, asking(), [](std::exception_ptr) {});
    context.run_for(60s);
    return status;
}

/// An address that another program listens on.
class taken {
public:
    taken() : server_(context_, "127.0.0.1", 0, nobody) {}
    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(server_.port()); }

private:
    static asio::awaitable<http::response> nobody(http::request) { co_return http::response(200); }

    asio::io_context context_;
    http::server server_;
};

constexpr auto good_toml = R"(administrators = ["U012ANA"]
[[queue]]
key    = "it"
name   = "IT Help"
triage = "C0TRIAGE"
agents = ["U012BEN"]
)";

}  // namespace

TEST_CASE("wrong usage ends with 2 and one line that says where to look", "[bot][commands]")
{
    const auto arguments = GENERATE(values<std::vector<std::string>>(
        {{}, {"fly"}, {"serve", "--fast"}, {"backup"}, {"check-config"}, {"version", "again"}}
    ));
    const folder here;
    executable docket(here, arguments);
    CHECK(docket.ends() == 2);
    CHECK(docket.out().empty());
    CHECK(lines(docket.err()) == 1);
    CHECK(says(docket.err(), "docket --help"));
}

TEST_CASE("an unknown command is named", "[bot][commands]")
{
    const folder here;
    executable docket(here, {"fly"});
    CHECK(docket.ends() == 2);
    CHECK(says(docket.err(), "there is no command fly"));
}

TEST_CASE("--help and version succeed", "[bot][commands]")
{
    const folder here;
    executable help(here, {"--help"});
    CHECK(help.ends() == 0);
    CHECK(says(help.out(), "check-config"));
    executable version(here, {"version"});
    CHECK(version.ends() == 0);
    CHECK(says(version.out(), "docket "));
    CHECK(lines(version.out()) == 1);
}

TEST_CASE("check-config tells each error with file, line and column", "[bot][commands]")
{
    const folder here;
    here.write("good.toml", good_toml);
    executable good(here, {"check-config", "good.toml"});
    CHECK(good.ends() == 0);
    CHECK(says(good.out(), "good.toml: can be used: 1 queue"));

    here.write("bad.toml", std::string(good_toml) + "quue = 1\nkeywords = 2\n");
    executable bad(here, {"check-config", "bad.toml"});
    CHECK(bad.ends() == 1);
    CHECK(lines(bad.err()) == 2);
    CHECK(says(bad.err(), "bad.toml:7:1: "));
    CHECK(says(bad.err(), "bad.toml:8:"));

    executable missing(here, {"check-config", "missing.toml"});
    CHECK(missing.ends() == 1);
    CHECK(lines(missing.err()) == 1);
}

TEST_CASE("serve names the secret that is missing", "[bot][commands]")
{
    const folder here;
    executable bare(here, {"serve"});
    CHECK(bare.ends() == 1);
    CHECK(lines(bare.err()) == 1);
    CHECK(says(bare.err(), "SLACK_BOT_TOKEN is not set"));
    executable half(here, {"serve"}, {{"SLACK_BOT_TOKEN", "xoxb-1"}});
    CHECK(half.ends() == 1);
    CHECK(lines(half.err()) == 1);
    CHECK(says(half.err(), "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set"));
}

TEST_CASE("serve applies nothing of a configuration file with errors", "[bot][commands]")
{
    const folder here;
    here.write("docket.toml", "quue = 1\nfoo = 2\n");
    executable docket(here, {"serve"}, nowhere);
    CHECK(docket.ends() == 1);
    CHECK(says(docket.err(), "docket.toml:1:1: "));
    CHECK(says(docket.err(), "docket.toml:2:1: "));
    CHECK_FALSE(std::filesystem::exists(here.file("docket.db")));
}

TEST_CASE("an address in use is told as that", "[bot][commands]")
{
    const auto command = GENERATE(as<std::string>(), "serve", "demo");
    const folder here;
    const taken other;
    auto variables = nowhere;
    variables["DOCKET_LISTEN"] = other.address();
    executable docket(here, {command}, variables);
    CHECK(docket.ends() == 1);
    CHECK(says(docket.err(), "docket: " + other.address() + " is in use"));
    CHECK(says(docket.err(), "DOCKET_LISTEN="));
}

TEST_CASE("serve lives without Slack, and ends with 0 when told to", "[bot][commands]")
{
    const auto how = GENERATE(SIGTERM, SIGINT);
    const folder here;
    executable docket(here, {"serve"}, nowhere);
    REQUIRE(docket.writes("docket listens on http://127.0.0.1:"));
    const auto address = address_in(docket.out());
    CHECK(get(address, "/healthz") == 200);
    CHECK(get(address, "/readyz") == 503);
    docket.send(how);
    CHECK(docket.ends(60s) == 0);
}

TEST_CASE("a database is migrated once and copied to new files only", "[bot][commands]")
{
    const folder here;
    executable none(here, {"backup", "copy.db"});
    CHECK(none.ends() == 1);
    CHECK(says(none.err(), "there is no database docket.db"));

    executable first(here, {"migrate"});
    CHECK(first.ends() == 0);
    CHECK(says(first.out(), "was brought to version"));
    executable second(here, {"migrate"});
    CHECK(second.ends() == 0);
    CHECK(says(second.out(), "is up to date"));

    executable copy(here, {"backup", "copy.db"});
    CHECK(copy.ends() == 0);
    CHECK(std::filesystem::exists(here.file("copy.db")));
    executable again(here, {"backup", "copy.db"});
    CHECK(again.ends() == 1);
    CHECK(lines(again.err()) == 1);
}

TEST_CASE("nobody else on the machine reads what Docket writes, and doctor names what they may", "[bot][commands]")
{
    using std::filesystem::perms;
    const folder here;
    const auto mode = [&here](const char* name) { return std::filesystem::status(here.file(name)).permissions(); };
    executable first(here, {"migrate"});
    REQUIRE(first.ends() == 0);
    executable copy(here, {"backup", "copy.db"});
    REQUIRE(copy.ends() == 0);
    for (const auto* name : {"docket.db", "copy.db"})
        CHECK(mode(name) == (perms::owner_read | perms::owner_write));

    auto variables = nowhere;
    variables.erase("SLACK_BOT_TOKEN");
    variables["SLACK_BOT_TOKEN_FILE"] = here.write("token", "xoxb-1");
    std::filesystem::create_directory(here.file("backups"));
    std::filesystem::copy_file(here.file("copy.db"), here.file("backups/copy.db"));
    const auto token = here.file("token");
    std::filesystem::permissions(token, perms::owner_read | perms::others_read);
    std::filesystem::permissions(here.file("backups/copy.db"), perms::owner_read | perms::others_read);
    executable exposed(here, {"doctor"}, variables);
    CHECK(exposed.ends() == 1);
    CHECK(says(exposed.out(), "everybody on this machine may read or change " + token));
    CHECK(says(exposed.out(), "everybody on this machine may read or change ./backups/copy.db"));
    CHECK_FALSE(says(exposed.out(), "docket.db: chmod"));

    std::filesystem::permissions(here.file("backups/copy.db"), perms::owner_read);
    std::filesystem::permissions(token, perms::owner_read | perms::group_read);
    constexpr gid_t others = 54321;
    if (::chown(token.c_str(), static_cast<uid_t>(-1), others) == 0) {  // root's right
        executable grouped(here, {"doctor"}, variables);
        grouped.ends();
        CHECK(says(grouped.out(), "its group may read or change " + token));
    }
    std::filesystem::permissions(token, perms::owner_read);
    executable closed(here, {"doctor"}, variables);
    closed.ends();
    CHECK_FALSE(says(closed.out(), "may read or change"));
}

TEST_CASE("what is no database is left alone, in one line", "[bot][commands]")
{
    const auto command = GENERATE(as<std::string>(), "migrate", "serve");
    const folder here;
    here.write("docket.db", std::string(8192, 'x'));
    executable docket(here, {command}, nowhere);
    CHECK(docket.ends() == 1);
    CHECK(says(docket.err(), "docket: "));
    CHECK(says(docket.err(), "docket.db"));
}

TEST_CASE("doctor ends with 1 when something has to be done", "[bot][commands]")
{
    const folder here;
    executable docket(here, {"doctor"}, {{"DOCKET_LISTEN", "127.0.0.1:0"}, {"SLACK_API_URL", "http://127.0.0.1:1/"}});
    CHECK(docket.ends() == 1);
    CHECK(says(docket.out(), "WRONG  bot token"));
    CHECK(says(docket.out(), "WRONG  receiving"));
    CHECK(says(docket.out(), "ok     database"));
    CHECK_FALSE(std::filesystem::exists(here.file("docket.db")));
}

#include "bot/commands/doctor/examine.hpp"
#include "bot/service.hpp"
#include "executable.hpp"
#include "slack/emulator/server.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::bot;
using namespace docket::bot::doctor;
using namespace std::chrono_literals;

namespace {

namespace asio = boost::asio;

/// A workspace to ask, on the same io_context as who asks.
class hospital {
public:
    hospital() : slack(io, time, slack::emulator::options{})
    {
        slack.start();
        environment.bot_token = slack::emulator::options().token;
        environment.signing_secrets = {"secret"};
        environment.api_url = slack.api_url();
        environment.port = 0;
        environment.database = here.file("docket.db");
    }

    facts examined()
    {
        facts found;
        auto work = [this, &found]() -> asio::awaitable<void> {
            auto examining = examine(io, environment, installed);
            found = co_await std::move(examining);
            co_await slack.stop();
        };
        std::exception_ptr failed;
        asio::co_spawn(io, work(), [this, &failed](std::exception_ptr thrown) {
            failed = thrown;
            io.stop();
        });
        io.run_for(30s);
        if (failed)
            std::rethrow_exception(failed);
        return found;
    }

    bot_tests::folder here;
    slack::system_clock time;
    asio::io_context io;
    slack::emulator::emulator slack;
    bot::environment environment;
    std::string installed;  ///< --installed-manifest
};

setup::channel_check::state state_of(const facts& f, const std::string& channel)
{
    for (const auto& c : f.channels)
        if (c.channel.str() == channel)
            return c.found;
    FAIL("nothing was found out about " << channel);
    return setup::channel_check::state::unknown;
}

}  // namespace

TEST_CASE("doctor asks Slack who it is, what it may, what time it is, and about each channel", "[bot][doctor]")
{
    using state = setup::channel_check::state;
    hospital h;
    const auto ben = h.slack.add_person("ben");
    const auto desk = h.slack.add_channel("it-desk", {ben, h.slack.bot()});
    const auto help = h.slack.add_channel("help-it", {ben});
    const auto attic = h.slack.add_channel("attic", {ben, h.slack.bot()});
    h.slack.archive(ben, attic);
    h.environment.config = h.here.write(
        "docket.toml", "administrators = [\"U012ANA\"]\n[[queue]]\nkey = \"it\"\nname = \"IT\"\ntriage = \"" + desk +
                           "\"\nagents = [\"U012BEN\"]\nintake = [\"" + help + "\", \"" + attic + "\", \"C0NOWHERE\"]\n"
    );
    const auto f = h.examined();
    REQUIRE(f.identity);
    REQUIRE(*f.identity);
    CHECK((*f.identity)->team_name == "Lighthouse");
    CHECK_FALSE((*f.identity)->scopes.empty());
    REQUIRE(f.ahead);
    CHECK(std::chrono::abs(*f.ahead) < 5s);
    CHECK(state_of(f, desk) == state::ok);
    CHECK(state_of(f, help) == state::not_member);
    CHECK(state_of(f, attic) == state::archived);
    CHECK(state_of(f, "C0NOWHERE") == state::not_found);
    CHECK_FALSE(f.database.there);
    CHECK(f.database.trouble.empty());
    CHECK(f.address.trouble.empty());
}

TEST_CASE("doctor finds a database that cannot be made or is none", "[bot][doctor]")
{
    hospital h;
    SECTION("no folder")
    {
        h.environment.database = h.here.file("missing/docket.db");
        CHECK(h.examined().database.trouble.find("create the folder") != std::string::npos);
    }
    SECTION("an empty file, where a database was")
    {
        h.here.write("docket.db", "");
        CHECK_FALSE(h.examined().database.trouble.empty());
    }
    SECTION("another program's file")
    {
        h.here.write("docket.db", std::string(8192, 'x'));
        CHECK_FALSE(h.examined().database.trouble.empty());
    }
}

TEST_CASE("doctor reads a database of this version, and leaves an older one as it is", "[bot][doctor]")
{
    hospital h;
    SECTION("of this version")
    {
        bring_up_to_date(h.environment.database);
        const auto f = h.examined();
        CHECK(f.database.there);
        CHECK(f.database.trouble.empty());
        CHECK_FALSE(f.database.older);
        CHECK_FALSE(f.settings);
    }
    SECTION("older")
    {
        bring_up_to_date(h.environment.database);
        {
            SQLite::Database database(h.environment.database, SQLite::OPEN_READWRITE);
            database.exec("DELETE FROM schema_version WHERE version > 1; DROP TABLE workspace");
        }
        CHECK(h.examined().database.older);
    }
}

TEST_CASE("doctor greets Slack over Socket Mode and learns whose tokens they are", "[bot][doctor]")
{
    hospital h;
    h.environment.app_token = slack::emulator::options().app_token;
    SECTION("switched on")
    {
        h.slack.sockets().disable(false);
        const auto f = h.examined();
        REQUIRE(f.connection);
        CHECK(*f.connection);
        CHECK(f.bot_app == h.slack.world().app.app_id);
    }
    SECTION("switched off")
    {
        h.slack.sockets().disable(true);
        const auto f = h.examined();
        REQUIRE(f.connection);
        REQUIRE_FALSE(*f.connection);
        CHECK(f.connection->error().error == "link_disabled");
    }
    SECTION("refused")
    {
        h.environment.app_token = "xapp-1-A0-0-0";
        const auto f = h.examined();
        REQUIRE(f.connection);
        REQUIRE_FALSE(*f.connection);
        CHECK(f.connection->error().error == "invalid_auth");
    }
    SECTION("none set")
    {
        h.environment.app_token.clear();
        CHECK_FALSE(h.examined().connection);
    }
}

TEST_CASE("doctor reads the manifest that was saved from Slack's settings", "[bot][doctor]")
{
    hospital h;
    SECTION("as it should be")
    {
        h.installed = h.here.write("app.json", R"({"features":{},"settings":{}})");
        const auto f = h.examined();
        CHECK(f.installed.trouble.empty());
        CHECK(f.installed.manifest.contains("settings"));
    }
    SECTION("something else")
    {
        h.installed = h.here.write("app.json", "hello");
        CHECK_FALSE(h.examined().installed.trouble.empty());
    }
    SECTION("not there")
    {
        h.installed = h.here.file("nowhere.json");
        CHECK(h.examined().installed.trouble.find("cannot be read") != std::string::npos);
    }
}

#include "bot/commands/running.hpp"
#include "executable.hpp"
#include "slack/emulator/server.hpp"
#include "tests/slack/waiting.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <thread>

using namespace bot_tests;
using docket::bot::commands::end_of_service;
using docket::bot::commands::wishes_to_reload;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace emulator = docket::slack::emulator;

namespace {

/// A workspace, as a rule one that delivers over Socket Mode to whoever has connected.
class neighbour {
public:
    explicit neighbour(bool by_sockets = true) : slack(io, time_, installed(by_sockets)) { slack.start(); }
    ~neighbour()
    {
        asio::co_spawn(io, slack.stop(), asio::detached);
        io.run_for(5s);
    }
    neighbour(const neighbour&) = delete;
    neighbour& operator=(const neighbour&) = delete;

    asio::io_context io{1};

private:
    static emulator::options installed(bool by_sockets)
    {
        emulator::options with;
        with.socket_mode = by_sockets;
        return with;
    }
    docket::slack::system_clock time_;

public:
    emulator::emulator slack;
};

}  // namespace

TEST_CASE("told to end, Docket is gone in time even when something outside its reach hangs", "[bot][commands]")
{
    const auto process = ::fork();
    REQUIRE(process != -1);
    if (process == 0) {
        asio::io_context context(1);
        const end_of_service end(context, 1s);
        ::raise(SIGTERM);
        context.run();
        std::this_thread::sleep_for(30s);  // such as the system's resolver, while the context ends
        std::_Exit(3);
    }
    const auto began = std::chrono::steady_clock::now();
    int status = -1;
    ::waitpid(process, &status, 0);
    CHECK(std::chrono::steady_clock::now() - began < 25s);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a terminal that goes away ends Docket, SIGHUP alone does not", "[bot][commands]")
{
    int terminal = -1;
    const auto process = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    REQUIRE(process != -1);
    if (process == 0) {
        asio::io_context context(1);
        end_of_service end(context, 20s);
        wishes_to_reload reload(context);
        ::raise(SIGHUP);
        reload.call([] { static_cast<void>(::write(STDOUT_FILENO, "?", 1)); });
        asio::co_spawn(context, end.asked(), [](const std::exception_ptr&) { std::_Exit(3); });
        context.run_for(30s);
        std::_Exit(4);
    }
    char wish = 0;
    CHECK(::read(terminal, &wish, 1) == 1);
    CHECK(wish == '?');
    ::close(terminal);
    int status = -1;
    ::waitpid(process, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 3);
}

TEST_CASE("SIGHUP makes Docket read its secrets again, and ends nothing", "[bot][commands]")
{
    const folder here;
    neighbour there(false);
    const auto token = here.write("token", emulator::options().token);
    std::map<std::string, std::string> variables{
        {"SLACK_SIGNING_SECRET", emulator::options().signing_secret},
        {"SLACK_API_URL", there.slack.api_url()},
        {"DOCKET_LISTEN", "127.0.0.1:0"},
        {"DOCKET_DATABASE", here.file("docket.db")}
    };
    const auto introduced = [&there](std::size_t times) {
        for (int step = 0; step < 2'000 && there.slack.calls_of("auth.test").size() < times; ++step)
            there.io.run_one_for(10ms);
        return there.slack.calls_of("auth.test").size() == times;
    };
    SECTION("from files")
    {
        variables["SLACK_BOT_TOKEN_FILE"] = token;
        executable docket(here, {"serve"}, variables);
        REQUIRE(introduced(1));
        there.slack.world().app.renew("xoxb-another");
        here.write("token", "xoxb-another");
        docket.send(SIGHUP);
        REQUIRE(introduced(2));
        CHECK(there.slack.calls_of("auth.test").back().error.empty());
        there.io.run_for(200ms);
        docket.send(SIGTERM);
        CHECK(docket.ends(20s) == 0);
        CHECK(docket.err().find("a new secret is in use") != std::string::npos);
        CHECK(docket.err().find("xoxb-") == std::string::npos);
    }
    SECTION("without files it says what to do")
    {
        variables["SLACK_BOT_TOKEN"] = emulator::options().token;
        executable docket(here, {"serve"}, variables);
        REQUIRE(introduced(1));
        docket.send(SIGHUP);
        there.io.run_for(200ms);
        docket.send(SIGTERM);
        CHECK(docket.ends(20s) == 0);
        CHECK(docket.err().find("use SLACK_BOT_TOKEN_FILE") != std::string::npos);
    }
}

TEST_CASE("told to end while another program has the database, Docket ends with 0 all the same", "[bot][commands]")
{
    const folder here;
    neighbour there;
    const auto ana = there.slack.add_person("ana");
    const auto help = there.slack.add_channel("help", {ana, there.slack.bot()});
    executable docket(
        here, {"serve"},
        {{"SLACK_BOT_TOKEN", emulator::options().token},
         {"SLACK_APP_TOKEN", emulator::options().app_token},
         {"SLACK_API_URL", there.slack.api_url()},
         {"DOCKET_LISTEN", "127.0.0.1:0"},
         {"DOCKET_DATABASE", here.file("docket.db")}}
    );
    docket::tests::run_until(there.io, [&] { return there.slack.sockets().connections() >= 2; });
    REQUIRE(there.slack.sockets().connections() == 2);
    SQLite::Database other(here.file("docket.db"), SQLite::OPEN_READWRITE, 1'000);
    other.exec("BEGIN IMMEDIATE");
    for (const auto* words : {"My laptop does not start", "And the screen is dark"}) {
        there.slack.post(ana, help, words);
        there.io.run_for(300ms);  // the second waits behind the first
    }
    there.io.run_for(1'500ms);
    docket.send(SIGTERM);
    CHECK(docket.ends(60s) == 0);
}

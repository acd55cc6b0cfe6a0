#include "bot/commands/running.hpp"
#include "executable.hpp"
#include "slack/emulator/server.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
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
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace emulator = docket::slack::emulator;

namespace {

/// A workspace that delivers over Socket Mode to whoever has connected.
class neighbour {
public:
    neighbour() : slack(io, time_, by_sockets()) { slack.start(); }
    ~neighbour()
    {
        asio::co_spawn(io, slack.stop(), asio::detached);
        io.run_for(5s);
    }
    neighbour(const neighbour&) = delete;
    neighbour& operator=(const neighbour&) = delete;

    asio::io_context io{1};

private:
    static emulator::options by_sockets()
    {
        emulator::options with;
        with.socket_mode = true;
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
    CHECK(std::chrono::steady_clock::now() - began < 10s);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
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
    for (int step = 0; step < 2'000 && there.slack.sockets().connections() < 2; ++step)
        there.io.run_one_for(10ms);
    REQUIRE(there.slack.sockets().connections() == 2);
    SQLite::Database other(here.file("docket.db"), SQLite::OPEN_READWRITE, 1'000);
    other.exec("BEGIN IMMEDIATE");
    for (const auto* words : {"My laptop does not start", "And the screen is dark"}) {
        there.slack.post(ana, help, words);
        there.io.run_for(300ms);  // the second waits behind the first
    }
    there.io.run_for(1'500ms);
    docket.send(SIGTERM);
    CHECK(docket.ends(10s) == 0);
}

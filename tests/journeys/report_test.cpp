#include "workplace.hpp"

#include <algorithm>

using namespace journeys;

namespace {

/// The blocks of what somebody last got privately, by type.
std::vector<std::string> blocks_of_last(workplace& w, const std::string& who)
{
    std::vector<std::string> types;
    const auto seen = w.slack.ephemerals(who);
    REQUIRE_FALSE(seen.empty());
    for (const auto& block : seen.back().blocks)
        types.push_back(block.at("type").get<std::string>());
    return types;
}

std::size_t count(const std::vector<std::string>& of, const std::string& what)
{
    return static_cast<std::size_t>(std::count(of.begin(), of.end(), what));
}

/// Calls that Docket made, by method, with how each ended.
std::vector<std::string> ends_of(workplace& w, const std::string& method)
{
    std::vector<std::string> all;
    for (const auto& call : w.slack.calls()) {
        if (call.method == method)
            all.push_back(call.error);
    }
    return all;
}

/// What somebody sees when they ask for a report.
std::string report(workplace& w, const std::string& who, const std::string& period)
{
    CHECK(w.command(who, "report " + period).ok());
    return w.last_whisper(who);
}

}  // namespace

TEST_CASE("a manager's report counts what was opened, resolved and is open, with medians", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "One");
    w.pass(10min);
    w.command(w.ben, "claim #1");
    w.command(w.ben, "reply #1 Coming");
    w.pass(50min);
    w.command(w.ben, "resolve #1 done");
    w.ask(w.ana, "Two");
    w.command(w.ana, "new invoice 4711 is wrong");

    const auto of_all = report(w, w.mei, "7d");
    INFO(of_all);
    CHECK(has(of_all, "10 min"));
    CHECK(has(of_all, "1 h"));
    CHECK(has(of_all, "IT Help | 2 | 1 | 1 |"));
    CHECK(has(of_all, "Finance | 1 | 0 | 1 |"));

    CHECK_FALSE(has(report(w, w.ben, "30d"), "Finance"));
    CHECK(has(workplace::words(w.command(w.mei, "report soon")), "7d"));
    const auto refused = workplace::words(w.command(w.ana, "report 7d"));
    CHECK(has(refused, "manager"));
    CHECK_FALSE(has(w.whispers(w.ana), "Report"));
}

TEST_CASE("a report draws the course of its period, the age of what is open, and a table of queues", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "One");
    w.command(w.ben, "resolve #1 done");
    w.pass(24h);
    w.ask(w.ana, "Two");
    const auto seen = report(w, w.mei, "7d");
    INFO(seen);
    const auto types = blocks_of_last(w, w.mei);
    CHECK(count(types, "data_visualization") == 2);
    CHECK(count(types, "data_table") == 1);
    CHECK(has(seen, "Opened: "));
    CHECK(has(seen, " Mon 2 Mar 1, Tue 3 Mar 1"));
    CHECK(has(seen, "Resolved or closed: "));
    CHECK(has(seen, "Open now: under a day 1, 1 to 3 days 0"));
    CHECK(ends_of(w, "response_url") == std::vector<std::string>{""});

    SECTION("and says all of it in words, for those who listen")
    {
        const auto text = w.slack.ephemerals(w.mei).back().text;
        INFO(text);
        CHECK(has(text, "2 opened, 1 resolved or closed"));
        CHECK(has(text, "Mon 2 Mar 1 and 1, Tue 3 Mar 1 and 0"));
        CHECK(has(text, "under a day 1"));
        CHECK(has(text, "IT Help: 2 opened, 1 resolved or closed, 1 open now"));
    }
}

TEST_CASE("a report of a quiet week has no empty charts", "[journeys]")
{
    workplace w;
    const auto seen = report(w, w.mei, "7d");
    CHECK(has(seen, "none yet"));
    CHECK(count(blocks_of_last(w, w.mei), "data_visualization") == 0);
}

TEST_CASE(
    "a workspace without the blocks of 2026 gets the same report in older ones, and is not asked again", "[journeys]"
)
{
    workplace w;
    w.ask(w.ana, "One");
    w.slack.world().knows_blocks_of_2026 = false;
    const auto seen = report(w, w.mei, "7d");
    CHECK(has(seen, "▇"));
    CHECK(has(seen, "IT Help: 1 opened"));
    CHECK(w.whispers(w.mei).size() == 1);
    CHECK(ends_of(w, "response_url") == std::vector<std::string>{"invalid_blocks", ""});

    static_cast<void>(report(w, w.mei, "7d"));
    CHECK(ends_of(w, "response_url").size() == 3);

    w.slack.world().knows_blocks_of_2026 = true;
    w.pass(13h);
    static_cast<void>(report(w, w.mei, "7d"));
    CHECK(count(blocks_of_last(w, w.mei), "data_table") == 1);
}

TEST_CASE("a report reaches its reader in channels where Docket is no member", "[journeys]")
{
    workplace w;
    w.slack.world().channels.at(w.lounge).members.push_back(w.mei);
    w.command(w.mei, "report 7d", w.lounge);
    CHECK(w.whispers(w.mei).size() == 1);
    CHECK(w.direct(w.mei).empty());
}

TEST_CASE("a report is neither lost nor doubled by a restart, however long", "[journeys]")
{
    const auto away = GENERATE(std::chrono::milliseconds(10min), std::chrono::milliseconds(2h));
    CAPTURE(away.count());
    workplace w;
    w.ask(w.ana, "One");
    w.slack.faults().rate_limit("response_url", 1, 5min);
    static_cast<void>(w.run(w.slack.command(w.mei, w.lounge, "/ticket", "report 7d")));
    w.settle();
    w.stop_docket();
    w.pass(away);
    w.start_docket();
    w.pass(5min);
    const auto whispers = w.whispers(w.mei);
    const auto direct = w.direct(w.mei);
    INFO((direct.empty() ? std::string() : direct.back()));
    CHECK(whispers.size() == (away < 30min ? 1 : 0));  // as long as its response_url lives
    CHECK(direct.size() == (away < 30min ? 0 : 1));
    CHECK(has(whispers.empty() ? direct.back() : whispers.back(), "IT Help"));
}

TEST_CASE("a report whose answer was lost is not repeated, its reader is told how to ask again", "[journeys]")
{
    workplace w;
    w.slack.faults().lose_answers("response_url", 1);
    w.command(w.mei, "report 30d");
    w.pass(5min);
    CHECK(w.whispers(w.mei).size() == 1);
    const auto direct = w.direct(w.mei);
    REQUIRE(direct.size() == 1);
    CHECK(has(direct.back(), "/ticket report 30d"));
}

TEST_CASE("a report does not wait behind what else there is to send", "[journeys]")
{
    workplace w;
    for (int i = 0; i < 30; ++i)
        static_cast<void>(w.run(w.slack.command(w.ana, w.general, "/ticket", "new vpn " + std::to_string(i))));
    static_cast<void>(w.run(w.slack.command(w.mei, w.general, "/ticket", "report 7d")));
    w.settle();  // no time passes: thirty cards of one channel would need half a minute
    CHECK(w.slack.messages(w.it_desk).size() < 30);
    CHECK(w.whispers(w.mei).size() == 1);
}

#include "workplace.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

using namespace journeys;

// A database that refuses for a while, as under a backup program or on a full disk.

namespace {

SQLite::Database open(workplace& w)
{
    return SQLite::Database((w.folder.path() / "docket.db").string(), SQLite::OPEN_READWRITE, 1'000);
}

/// Asks /readyz until it says so; false after ten seconds.
bool comes_to(workplace& w, unsigned status)
{
    for (int i = 0; i < 100; ++i) {
        if (w.get("/readyz").first == status)
            return true;
        w.io.run_for(100ms);
    }
    return false;
}

}  // namespace

TEST_CASE("a database that was locked takes writes again, and readyz says so although Slack is silent", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    auto other = open(w);
    other.exec("BEGIN IMMEDIATE");
    const auto refused = w.run(w.slack.command(w.ben, w.it_desk, "/ticket", "claim #1"));
    CHECK_FALSE(refused.ok());
    CHECK(comes_to(w, 503));
    other.exec("ROLLBACK");
    CHECK(comes_to(w, 200));
    w.command(w.ben, "claim #1");
    CHECK(has(w.seen_card(1), "Ben"));
}

TEST_CASE("Docket that starts while its database is locked serves once it is free", "[journeys]")
{
    workplace w;
    w.file_rules();
    w.stop_docket();
    auto other = open(w);
    other.exec("BEGIN IMMEDIATE");
    w.start_docket();
    CHECK(comes_to(w, 503));
    other.exec("ROLLBACK");
    w.pass(1min);
    for (int i = 0; i < 100 && w.get("/readyz").first != 200; ++i) {
        w.io.run_for(100ms);
        w.time.advance(1s);
    }
    CHECK(w.get("/readyz") == std::pair(200U, std::string("ready\n")));
    w.ask(w.ana, "My laptop does not start");
    CHECK_FALSE(w.card(1).ts.empty());
}

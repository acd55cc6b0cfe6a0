#include "workplace.hpp"

using namespace journeys;

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

    const auto report = workplace::words(w.command(w.mei, "report 7d"));
    INFO(report);
    CHECK(has(report, "10 min"));
    CHECK(has(report, "1 h"));
    CHECK(has(report, "IT Help"));
    CHECK(has(report, "Finance"));

    const auto of_it = workplace::words(w.command(w.ben, "report 30d"));
    CHECK_FALSE(has(of_it, "Finance"));
    CHECK(has(workplace::words(w.command(w.mei, "report soon")), "7d"));
    CHECK_FALSE(has(workplace::words(w.command(w.ana, "report 7d")), "Finance"));
}

#include "workplace.hpp"

using namespace journeys;

// The machine's clock is set while Docket runs: by hand, by a virtual machine that slept, by a battery that is empty.

TEST_CASE("whatever the clock is set to, requests are answered, and only once", "[journeys]")
{
    const auto jump = GENERATE(as<std::chrono::hours>(), 5h, -5h, 24h * 365, -24h * 365);
    workplace w;
    const auto before = w.ask(w.ana, "My laptop does not start");
    w.time.advance(jump);
    w.calm();
    const auto after = w.ask(w.ana, "My screen is dark");
    w.command(w.ben, "claim #2");
    w.pass(2min);
    CHECK(has(w.seen_card(2), "Ben"));
    const std::size_t news = jump > 24h ? 1 : 0;  // to a requester who heard nothing for a day
    CHECK(w.said_in(w.general, before).size() == 1 + news);
    CHECK(w.said_in(w.general, after).size() == 1);
    CHECK(w.get("/readyz").first == 200);
}

TEST_CASE(
    "what was to be sent by a clock that ran a year ahead is sent once it is right, also after a start", "[journeys]"
)
{
    const bool restarts = GENERATE(false, true);
    workplace w;
    w.time.advance(24h * 365);
    w.slack.faults().outage = true;
    const auto asked = w.ask(w.ana, "My laptop does not start");
    w.pass(10min);
    if (restarts)
        w.stop_docket();
    w.slack.faults().outage = false;
    w.time.advance(-24h * 365);
    if (restarts)
        w.start_docket();
    else
        w.ask(w.ana, "My screen is dark");  // the machine's own clock wakes sleepers by itself when it is set back
    w.pass(2h);
    CHECK(w.said_in(w.general, asked).size() == 1);
    CHECK_FALSE(w.card(1).ts.empty());
}

TEST_CASE("a signature is judged by what the clock says now", "[journeys]")
{
    workplace w;
    const std::string body = R"({"type":"url_verification","challenge":"c","token":""})";
    w.time.advance(24h * 365);
    CHECK(w.deliver(body, "application/json").first == 200);
    w.time.advance(-24h * 365);
    CHECK(w.deliver(body, "application/json").first == 200);
}

TEST_CASE("a timer that a jump makes due fires once, and going back does not repeat it", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "claim #1");
    w.time.advance(9h);
    w.calm();
    const auto reminded = w.direct(w.ben).size();
    CHECK(reminded >= 1);
    w.time.advance(-9h);
    w.calm();
    CHECK(w.direct(w.ben).size() == reminded);
}

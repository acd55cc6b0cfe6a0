#include "workplace.hpp"

#include "bot/views/ids.hpp"

using namespace journeys;

namespace {

std::size_t count(const std::vector<std::string>& texts, const std::string& what)
{
    std::size_t n = 0;
    for (const auto& t : texts)
        n += has(t, what) ? 1 : 0;
    return n;
}

}  // namespace

TEST_CASE("the assignee is reminded of a ticket that nobody touched for eight hours", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "claim #1");
    w.pass(7h);
    CHECK(count(w.direct(w.ben), "Nothing has happened") == 0);
    w.pass(61min);
    CHECK(count(w.direct(w.ben), "Nothing has happened") == 1);
}

TEST_CASE("a reminder of a request of one sentence quotes it once, and does not end there", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start.");
    w.command(w.ben, "claim #1");
    w.pass(8h + 1min);
    CHECK(count(w.direct(w.ben), "My laptop does not start for 8 h.") == 1);
    CHECK(count(w.direct(w.ben), "My laptop does not start.") == 0);
}

TEST_CASE("whoever works on it is not reminded", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "claim #1");
    w.pass(7h);
    w.command(w.ben, "note #1 still at it");
    w.pass(2h);
    CHECK(count(w.direct(w.ben), "Nothing has happened") == 0);
}

TEST_CASE("the requester hears where it stands when they heard nothing for a day", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.pass(25h);
    CHECK(count(w.replies(w.general, ts), "not forgotten") == 1);
    w.pass(10h);
    CHECK(count(w.replies(w.general, ts), "not forgotten") == 1);
}

TEST_CASE("a timer that came due while Docket was down fires once after the start", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "claim #1");
    w.stop_docket();
    w.time.advance(30h);
    w.start_docket();
    w.pass(5min);
    CHECK(count(w.direct(w.ben), "Nothing has happened") == 1);
}

TEST_CASE("a resolved ticket is quiet", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.command(w.ben, "claim #1");
    w.command(w.ben, "resolve #1 New battery");
    const auto before = w.replies(w.general, ts).size();
    w.pass(72h);
    CHECK(w.replies(w.general, ts).size() == before);
    CHECK(count(w.direct(w.ben), "Nothing has happened") == 0);
}

#include "workplace.hpp"

#include "bot/views/ids.hpp"

using namespace journeys;
namespace ids = docket::bot::ids;

namespace {

/// The message with Fixed and Not fixed in the thread.
std::string question_in(workplace& w, const std::string& channel, const std::string& root)
{
    for (const auto& m : w.said_in(channel, root)) {
        if (m.blocks.is_array() && has(m.blocks.dump(), ids::fixed))
            return m.ts;
    }
    return {};
}

}  // namespace

TEST_CASE("Resolve asks what was done, and the requester is asked whether it is fixed", "[journeys]")
{
    workplace w;
    const auto ts = w.ask(w.ana, "My laptop does not start");
    w.press_card(w.ben, 1, ids::claim);
    CHECK(w.press_card(w.ben, 1, ids::resolve).ok());
    CHECK(w.fill(w.ben, {{ids::text, "Replaced the battery"}}).ok());

    CHECK(w.ticket(1)->status == core::status::resolved);
    const auto question = question_in(w, w.general, ts);
    REQUIRE_FALSE(question.empty());
    CHECK(has(w.replies(w.general, ts), "Replaced the battery"));

    SECTION("Fixed closes it")
    {
        CHECK(w.press(w.ana, w.general, question, ids::fixed).ok());
        CHECK(w.ticket(1)->status == core::status::closed);
        CHECK(question_in(w, w.general, ts).empty());
        CHECK(has(w.seen_card(1), "Closed"));
    }
    SECTION("Not fixed opens it again, with its assignee")
    {
        CHECK(w.press(w.ana, w.general, question, ids::not_fixed).ok());
        CHECK(core::is_open(*w.ticket(1)));
        CHECK(w.ticket(1)->assignee == core::member_id(w.ben));
        CHECK(question_in(w, w.general, ts).empty());
    }
    SECTION("nobody else can answer for the requester")
    {
        CHECK(w.press(w.mei, w.general, question, ids::fixed).ok());
        CHECK(w.ticket(1)->status == core::status::resolved);
        CHECK_FALSE(w.last_whisper(w.mei).empty());
    }
    SECTION("pressing twice is pressing once")
    {
        const auto before = [&] { return w.history(1).size(); };
        w.slack.faults().duplicate_events = 1;
        static_cast<void>(w.run(w.slack.press(w.ana, w.general, question, ids::fixed)));
        const auto after = before();
        w.calm();
        CHECK(w.history(1).size() == after);
        CHECK(w.ticket(1)->status == core::status::closed);
    }
}

TEST_CASE("an empty line is not what was done", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    CHECK(w.press_card(w.ben, 1, ids::resolve).ok());
    const auto refused = w.fill(w.ben, {{ids::text, "   "}});
    CHECK_FALSE(refused.errors.empty());
    CHECK(core::is_open(*w.ticket(1)));
    CHECK(w.fill(w.ben, {{ids::text, "New battery"}}).ok());
    CHECK(w.ticket(1)->status == core::status::resolved);
}

TEST_CASE("the requester may withdraw, a stranger may not", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.command(w.dee, "close #1 because");
    CHECK(core::is_open(*w.ticket(1)));
    w.command(w.ana, "close #1 It works again by itself");
    CHECK(w.ticket(1)->status == core::status::closed);
}

TEST_CASE("a form filled while somebody else ended the ticket says so and keeps nothing", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    CHECK(w.press_card(w.ben, 1, ids::resolve).ok());
    w.command(w.cyd, "resolve #1 Done already");
    const auto late = w.fill(w.ben, {{ids::text, "Me too"}});
    CHECK_FALSE(late.errors.empty());
    CHECK(w.ticket(1)->outcome == "Done already");
}

#include "absence.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <set>
#include <vector>

using namespace journeys;

// An absence so long that what was missed is several pages, and what goes wrong between them.

namespace {

/// A day down: what was asked meanwhile is three pages of the channel's history.
class long_absence {
public:
    long_absence()
    {
        w.ask(w.ana, "My laptop does not start");
        w.stop_docket();
        for (int i = 0; i < many; ++i) {
            w.slack.post(w.ana, w.help, "Request number " + std::to_string(i));
            w.time.advance(4min);  // no burst
        }
        while_away(w, 1h);
    }

    /// Which of the calls for that history, counted from 1, are to go wrong in that way.
    void spoil(std::set<int> which, slack::emulator::fault how)
    {
        w.slack.faults().by_chance = [this, which, how, asked = 0](const std::string& method) mutable {
            std::optional<slack::emulator::fault> wrong;
            if (method == "conversations.history" && which.contains(++asked))
                wrong = how;
            if (wrong)
                spoiled_after.push_back(pages_read());
            return wrong;
        };
    }

    /// How many pages Slack gave.
    [[nodiscard]] std::ptrdiff_t pages_read()
    {
        const auto calls = w.slack.calls_of("conversations.history");
        return std::ranges::count_if(calls, [this](const auto& call) {
            return call.arguments.value("channel", "") == w.help && call.error.empty() && !call.lost;
        });
    }

    /// Starts Docket and stops it once so many pages were read, or so many requests became tickets.
    void stop_half_way(std::ptrdiff_t read, std::size_t requests)
    {
        w.begin_docket();
        for (int step = 0; step < 20'000 && (pages_read() < read || handled() < requests); ++step) {
            w.io.run_one_for(1ms);
            if (step % 16 == 0)
                w.time.advance(200ms);
        }
        w.stop_docket();
    }

    /// Requests that became tickets.
    [[nodiscard]] std::size_t handled() { return w.docket->desk() == nullptr ? 0 : w.tickets() - 1; }

    /// Tickets in the database of a Docket that is stopped.
    [[nodiscard]] int kept()
    {
        const SQLite::Database db((w.folder.path() / "docket.db").string());
        SQLite::Statement row(db, "SELECT COUNT(*) FROM ticket");
        return row.executeStep() ? row.getColumn(0).getInt() : 0;
    }

    void check_that_all_is_there_once()
    {
        catch_up(w);
        w.pass(5min);
        CHECK(w.tickets() == many + 1);
        bool in_order = true;
        for (int i = 0; i < many; ++i)
            in_order = in_order && w.ticket(i + 2)->title == "Request number " + std::to_string(i);
        CHECK(in_order);
    }

    static constexpr int many = 430;
    static constexpr int pages = 3;
    std::vector<std::ptrdiff_t> spoiled_after;  ///< for each call that went wrong, how many pages were read before
    workplace w;
};

}  // namespace

TEST_CASE(
    "a day down, several pages: everything once, oldest first, whatever Slack does half-way", "[journeys][absence]"
)
{
    long_absence day;
    auto& slack = day.w.slack;
    SECTION("nothing")
    {
        day.w.start_docket();
        day.check_that_all_is_there_once();
        CHECK(day.pages_read() > day.pages);
        // Within the rate limits: Slack never had to tell it to wait.
        CHECK(std::ranges::none_of(slack.calls(), [](const auto& call) { return call.status == 429; }));
    }
    SECTION("429 at the first")
    {
        slack.faults().rate_limit("conversations.history", 2, 90s);
        day.w.start_docket();
        day.check_that_all_is_there_once();
    }
    SECTION("errors and lost answers at the first")
    {
        slack.faults().fail("conversations.history", 2, 500);
        slack.faults().lose_answers("conversations.history", 2);
        day.w.start_docket();
        day.check_that_all_is_there_once();
    }
}

TEST_CASE("the first pages are read and later ones fail: everything once, oldest first", "[journeys][absence]")
{
    using kind = slack::emulator::fault::kind;
    const auto how = GENERATE(
        slack::emulator::fault{.what = kind::rate_limited, .retry_after = 90s},
        slack::emulator::fault{.what = kind::server_error, .status = 500},
        slack::emulator::fault{.what = kind::lost_before}, slack::emulator::fault{.what = kind::lost_after}
    );
    CAPTURE(how.what);
    long_absence day;
    day.spoil({2, 4, 5, 7}, how);

    day.w.start_docket();
    day.check_that_all_is_there_once();

    // On the way back in time, twice at the oldest page, and while the pages are handled.
    CHECK(day.spoiled_after == std::vector<std::ptrdiff_t>{1, 2, 2, 3});
    CHECK(day.pages_read() > 3);
}

TEST_CASE("stopped between two pages, Docket reads the rest once, oldest first", "[journeys][absence]")
{
    long_absence day;
    SECTION("on the way back in time")
    {
        day.stop_half_way(2, 0);
        CHECK(day.pages_read() == 2);
        CHECK(day.kept() == 1);
    }
    SECTION("while what they hold is handled")
    {
        day.stop_half_way(0, 1);
        CHECK(day.pages_read() >= day.pages);
        CHECK(day.kept() > 1);
        CHECK(day.kept() < day.many + 1);
    }
    day.w.start_docket();
    day.check_that_all_is_there_once();
}

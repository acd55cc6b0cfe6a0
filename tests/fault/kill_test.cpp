#include "tests/fault/requests.hpp"
#include "tests/fault/siege.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>
#include <iostream>

// kill -9 at random instants under load, restart, repeat. What Docket acknowledged has exactly one ticket, and what it
// wrote is there exactly once.

using namespace docket;
using namespace docket::tests;

namespace {

constexpr int queues = 4;

class busy_siege : public siege {
public:
    busy_siege() : siege(fault_seed(), queues) {}

    /// People do things for a random while; then Docket is killed in the middle of them.
    void round(int number)
    {
        // Posts take their time, so that many a kill falls before a post, and between it and the note that it was made.
        slack_.faults().clear();
        const bool answered_late = number % 2 == 0;
        slow_posts(std::chrono::milliseconds(answered_late ? pick(50, 400) : pick(0, 200)), answered_late);
        start();
        if (number % 3 != 0)  // else: killed while it starts
            wait_until_ready();
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(pick(20, 700));
        while (std::chrono::steady_clock::now() < end) {
            somebody_does_something(number);
            const auto step = std::chrono::steady_clock::now() + std::chrono::milliseconds(pick(0, 60));
            io_.run_until(std::min(step, end));
        }
        kill();
    }

    void judge(int rounds)
    {
        siege::judge(false);
        judge_replies();
        judge_claims();
        std::cout << roots_.size() << " requests, " << never_acknowledged() << " of them given up by Slack, "
                  << replies_.size() << " replies, " << claimed_.size() << " claims, " << posts_caught()
                  << " posts caught between Slack and the note of them\n";
        if (rounds >= 20)
            CHECK(posts_caught() > 0);
    }

private:
    void somebody_does_something(int number)
    {
        const auto channel = any_of(intake_);
        const int what = pick(0, 9);
        if (what < 4 || roots_.empty()) {
            ask(channel, "request " + std::to_string(roots_.size()) + " of round " + std::to_string(number));
            return;
        }
        const auto& on = any_of(roots_);
        if (what < 6)
            slack_.react(ben_, on.channel, on.ts, what == 4 ? "ticket" : "eyes");
        else if (what < 8)
            reply(on);
        else
            press_claim();
    }

    void press_claim()
    {
        const auto& channel = any_of(triage_);
        for (const auto& m : slack_.messages(channel)) {
            if (m.user == slack_.bot() && m.blocks.is_array() &&
                m.blocks.dump().find("ticket.claim") != std::string::npos) {
                const auto number = number_in(m.text);
                auto press = slack_.press(ben_, channel, m.ts, "ticket.claim");
                const auto note = [this, number](std::exception_ptr, const slack::emulator::app_answer& got) {
                    if (got.status == 200)
                        claimed_.insert(number);
                };
                asio::co_spawn(io_, std::move(press), note);
                return;
            }
        }
    }

    /// Each with words of its own.
    void reply(const request& on)
    {
        said_more one{
            on, "more about it " + std::to_string(replies_.size()) + ".", {}, acknowledged(on.channel, on.ts)
        };
        one.ts = slack_.post(ana_, on.channel, one.text, on.ts);
        replies_.push_back(std::move(one));
    }

    /// A reply that was acknowledged is kept once with its ticket and shown once below the card; none is twice.
    void judge_replies()
    {
        auto db = database();
        for (const auto& r : replies_) {
            INFO(r.text << " at " << r.on.channel << " " << r.ts << ", below " << r.on.ts);
            SQLite::Statement rows(
                db,
                "SELECT COUNT(*) FROM message m JOIN ticket t ON t.number = m.ticket "
                "WHERE m.channel = $1 AND m.ts = $2 AND m.text = $3 AND t.conversation_ts = $4"
            );
            rows.bind(1, r.on.channel);
            rows.bind(2, r.ts);
            rows.bind(3, r.text);
            rows.bind(4, r.on.ts);
            REQUIRE(rows.executeStep());
            const int kept = rows.getColumn(0).getInt();
            // One that is heard before the request above it is of no ticket yet.
            if (r.request_was_acknowledged && acknowledged(r.on.channel, r.ts))
                CHECK(kept == 1);
            else
                CHECK(kept <= 1);
            CHECK(shown_at_desks(r.text) == kept);
        }
    }

    /// A claim that was acknowledged is in the database, once.
    void judge_claims()
    {
        auto db = database();
        for (const auto& number : claimed_) {
            INFO("ticket " << number);
            SQLite::Statement row(
                db,
                "SELECT COALESCE(assignee, ''), (SELECT COUNT(*) FROM event e WHERE e.ticket = number AND "
                "e.kind = 'assigned') FROM ticket WHERE number = $1"
            );
            row.bind(1, std::stoi(number));
            REQUIRE(row.executeStep());
            CHECK(row.getColumn(0).getString() == ben_);
            CHECK(row.getColumn(1).getInt() == 1);
        }
    }

    [[nodiscard]] std::ptrdiff_t never_acknowledged() const
    {
        return std::ranges::count_if(roots_, [this](const request& r) { return !acknowledged(r.channel, r.ts); });
    }

    struct said_more {
        request on;
        std::string text;
        std::string ts;
        bool request_was_acknowledged = false;  ///< when this was said
    };
    std::vector<said_more> replies_;
    std::set<std::string> claimed_;  ///< numbers of tickets
};

}  // namespace

TEST_CASE("killed at any instant, Docket has one ticket for every acknowledged request and says everything once")
{
    busy_siege s;
    const int rounds = fault_rounds(20);
    for (int round = 1; round <= rounds; ++round)
        s.round(round);
    s.let_it_finish(std::chrono::seconds(120 + rounds * 6));
    s.judge(rounds);
    CHECK(s.end() == 0);
}

#include "tests/fault/requests.hpp"
#include "tests/fault/siege.hpp"

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
        // Posts take their time, so that many a kill falls between a post and the note that it was made.
        slack_.faults().clear();
        slack_.faults().slow_down("chat.postMessage", 1'000, std::chrono::milliseconds(pick(0, 200)));
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

    void judge()
    {
        CHECK(judge_requests() <= never_acknowledged());
        std::cout << roots_.size() << " requests, " << never_acknowledged() << " events given up by Slack, "
                  << slack_.calls_of("chat.postMessage").size() << " posts\n";
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
            slack_.post(ana_, on.channel, "more about it", on.ts);
        else
            press_claim();
    }

    void press_claim()
    {
        const auto& channel = any_of(triage_);
        for (const auto& m : slack_.messages(channel)) {
            if (m.user == slack_.bot() && m.blocks.is_array() &&
                m.blocks.dump().find("ticket.claim") != std::string::npos) {
                auto press = slack_.press(ben_, channel, m.ts, "ticket.claim");
                asio::co_spawn(io_, std::move(press), [](std::exception_ptr, const slack::emulator::app_answer&) {});
                return;
            }
        }
    }

    /// Intake messages whose event Slack gave up on after its last retry, or that were never sent.
    [[nodiscard]] int never_acknowledged()
    {
        std::map<std::string, bool> acknowledged;
        for (const auto& d : slack_.post_office().deliveries()) {
            if (d.kind == slack::emulator::delivery_kind::event && d.what == "message")
                acknowledged[d.id] = acknowledged[d.id] || d.status == 200;
        }
        int never = 0;
        for (const auto& [id, yes] : acknowledged)
            never += yes ? 0 : 1;
        return never;
    }
};

}  // namespace

TEST_CASE("killed at any instant, Docket has one ticket for every acknowledged request and says everything once")
{
    busy_siege s;
    const int rounds = fault_rounds(20);
    for (int round = 1; round <= rounds; ++round)
        s.round(round);
    s.let_it_finish(std::chrono::seconds(120 + rounds * 6));
    s.judge();
    CHECK(s.end() == 0);
}

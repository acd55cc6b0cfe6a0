#include "tests/fault/requests.hpp"
#include "tests/fault/siege.hpp"

#include <catch2/catch.hpp>
#include <iostream>

// kill -9 at random instants while Docket catches up with what it missed, restart, repeat.

using namespace docket;
using namespace docket::tests;

namespace {

constexpr int queues = 2;

class absence : public siege {
public:
    explicit absence(unsigned seed) : siege(seed, queues) {}

    /// An ordinary day, until Docket is gone.
    void begin()
    {
        start();
        wait_until_ready();
        for (const auto& channel : intake_)
            ask(channel, "request of before");
        pass_until([this] { return slack_.idle() && slack_.post_office().waiting() == 0; }, 60s);
        kill();
    }

    /// What people said so long ago that Slack has given up telling of it: pages of what asks for nothing, and among it
    /// requests, and replies to those and to older ones.
    void miss()
    {
        auto& heard = slack_.world().app.subscriptions;
        const auto all = std::exchange(heard, {});
        for (const auto& channel : intake_) {
            for (int i = 0; i < 230; ++i) {
                slack_.post(ana_, channel, "Thanks!");
                if (i % 77 == pick(0, 76))
                    ask(channel, "missed request " + std::to_string(i));
            }
            ask(channel, "missed request");
        }
        const auto asked = roots_;
        for (const auto& on : asked) {
            replies_.push_back("missed reply " + std::to_string(replies_.size()) + ".");
            slack_.post(ana_, on.channel, replies_.back(), on.ts);
        }
        const auto direct = slack_.direct_message(ben_, "missed words, said directly");
        roots_.push_back({slack_.world().find_im(ben_)->id, direct});
        heard = all;
        SQLite::Database db((folder_.path() / "docket.db").string(), SQLite::OPEN_READWRITE, 10'000);
        CHECK(db.exec("UPDATE last_heard SET at = at - 3600000") == 1);
    }

    /// Docket reads for a while, people go on meanwhile; then it is killed.
    void read_on(int number)
    {
        slack_.faults().clear();
        for (const auto* method : {"conversations.history", "conversations.replies"})
            slack_.faults().slow_down(method, 1'000, std::chrono::milliseconds(pick(50, 400)));
        slow_posts(std::chrono::milliseconds(pick(50, 400)), number % 2 == 0);
        start();
        if (pick(0, 2) != 0)  // else: killed while it starts
            wait_until_ready();
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(pick(50, 900));
        if (pick(0, 2) == 0)
            ask(any_of(intake_), "request of now, " + std::to_string(number));
        io_.run_until(end);
        kill();
    }

    void judge()
    {
        siege::judge(true);
        for (const auto& reply : replies_) {
            INFO(reply);
            CHECK(shown_at_desks(reply) == 1);
        }
        std::cout << roots_.size() << " requests and " << replies_.size() << " replies, read by "
                  << slack_.calls_of("conversations.history").size() << " and "
                  << slack_.calls_of("conversations.replies").size() << " calls, " << posts_caught()
                  << " posts caught between Slack and the note of them\n";
    }

private:
    std::vector<std::string> replies_;
};

}  // namespace

TEST_CASE("killed at any instant of catching up, Docket has one ticket for each missed request and every reply once")
{
    const int absences = std::max(1, fault_rounds(20) / 20);
    for (int i = 0; i < absences; ++i) {
        const auto seed = fault_seed() + static_cast<unsigned>(i);
        INFO("again with DOCKET_FAULT_SEED=" << seed << " DOCKET_FAULT_ROUNDS=1");
        absence a(seed);
        a.begin();
        a.miss();
        for (int kill = 0; kill < 8; ++kill)
            a.read_on(kill);
        a.let_it_finish(300s);
        a.judge();
        CHECK(a.end() == 0);
    }
}

#pragma once

#include "slack/emulator/server.hpp"
#include "tests/support/docket_process.hpp"
#include "tests/support/scratch_folder.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace docket::tests {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// "12" of "#12 · …" or "*#12* · …".
[[nodiscard]] std::string number_in(const std::string& text);

/// A workspace that people use while the real executable that serves it is killed and started. The workspace is the
/// oracle: what Docket wrote is there.
class siege {
public:
    /// @param queues  each with channels of its own: a channel takes one message a second
    siege(unsigned seed, int queues);
    ~siege();
    siege(const siege&) = delete;
    siege& operator=(const siege&) = delete;

    void start();
    /// Whatever it is doing.
    void kill();
    /// Starts it a last time, without any trouble, and waits until nothing is left to do.
    void let_it_finish(std::chrono::seconds patience);
    /// SIGTERM; its exit status.
    int end() { return docket_->terminate(60s); }

protected:
    /// A message that asks for a ticket.
    struct request {
        std::string channel;
        std::string ts;
    };
    void ask(const std::string& channel, const std::string& text);
    /// From now on a post takes that long: to be carried out, or only to be answered.
    void slow_posts(std::chrono::milliseconds delay, bool carried_out_at_once);
    [[nodiscard]] bool acknowledged(const std::string& channel, const std::string& ts) const
    {
        return acknowledged_.contains({channel, ts});
    }

    /// What holds of the workspace whatever people did: below.
    /// @param all  requests that Docket did not acknowledge have a ticket, too
    void judge(bool all);
    [[nodiscard]] SQLite::Database database() const;
    /// How many messages of Docket's below its cards have these words in them.
    [[nodiscard]] std::ptrdiff_t shown_at_desks(const std::string& words);
    /// The posts that a kill caught between Slack and Docket's note of them, of all kills, by delivery.
    [[nodiscard]] std::size_t posts_caught() const { return caught_.size(); }

    int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    template <class T>
    const T& any_of(const std::vector<T>& all)
    {
        return all[static_cast<std::size_t>(pick(0, static_cast<int>(all.size()) - 1))];
    }
    void wait_until_ready();
    template <class Done>
    void pass_until(Done done, std::chrono::seconds patience)
    {
        const auto latest = std::chrono::steady_clock::now() + patience;
        while (!done() && std::chrono::steady_clock::now() < latest) {
            // /readyz is asked from this thread: Docket must not wait for us meanwhile, so the workspace goes first.
            io_.run_for(20ms);
        }
        if (std::chrono::steady_clock::now() >= latest)
            give_up();
    }

    asio::io_context io_;
    slack::system_clock time_;
    scratch_folder folder_;
    slack::emulator::emulator slack_;
    std::string ana_, ben_;
    std::vector<std::string> intake_, triage_;
    std::vector<request> roots_;

private:
    void judge_requests(bool all);
    void judge_messages();
    void judge_cards();
    void judge_order();
    void look_at_what_was_killed();
    void give_up();
    void run(asio::awaitable<void> work);

    std::mt19937 random_;
    std::uint16_t port_;
    std::unique_ptr<docket_process> docket_;
    std::set<std::pair<std::string, std::string>> acknowledged_;  ///< channel and ts of messages
    std::set<std::string> caught_;
};

}  // namespace docket::tests

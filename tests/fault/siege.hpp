#pragma once

#include "slack/emulator/server.hpp"
#include "tests/support/docket_process.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace docket::tests {

using namespace std::chrono_literals;
namespace asio = boost::asio;

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
    void kill() { docket_->kill(); }
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
    /// What the workspace looks like against what was asked for: no request has two tickets, each ticket one card.
    /// @return  how many have none
    int judge_requests();

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
    void give_up();
    void run(asio::awaitable<void> work);

    std::mt19937 random_;
    std::uint16_t port_;
    std::unique_ptr<docket_process> docket_;
};

}  // namespace docket::tests

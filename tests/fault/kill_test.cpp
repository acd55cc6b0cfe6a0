#include "slack/emulator/manifest.hpp"
#include "slack/emulator/server.hpp"
#include "tests/support/docket_process.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>

// kill -9 at random instants under load, restart, repeat. The workspace is the oracle: what Docket acknowledged has
// exactly one ticket, and what it wrote is there exactly once.

using namespace docket;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace emulator = docket::slack::emulator;

namespace {

constexpr int queues = 4;  // each with channels of its own: a channel takes one message a second

int rounds()
{
    const char* set = std::getenv("DOCKET_FAULT_ROUNDS");
    return set == nullptr ? 20 : std::atoi(set);
}

unsigned seed()
{
    const char* set = std::getenv("DOCKET_FAULT_SEED");
    return set == nullptr ? 20'260'302U : static_cast<unsigned>(std::atoi(set));
}

emulator::options impatient_slack()
{
    emulator::options o;
    std::ifstream file(DOCKET_SOURCE_DIR "/manifest.yaml");
    std::stringstream manifest;
    manifest << file.rdbuf();
    emulator::apply_manifest(manifest.str(), o);
    // Slack's minutes, shortened: a killed Docket is back within a second.
    o.retries = {200ms, 1'000ms, 4'000ms};
    return o;
}

/// A workspace that people use while Docket is killed and started.
class siege {
public:
    siege() : random_(seed()), slack_(io_, time_, impatient_slack()), port_(tests::free_port())
    {
        slack_.set_app_url("http://127.0.0.1:" + std::to_string(port_) + "/slack/events");
        slack_.start();
        ana_ = slack_.add_person("ana");
        ben_ = slack_.add_person("ben");
        for (int i = 0; i < queues; ++i) {
            intake_.push_back(slack_.add_channel("help-" + std::to_string(i), {ana_, ben_, slack_.bot()}));
            triage_.push_back(slack_.add_channel("desk-" + std::to_string(i), {ben_, slack_.bot()}));
        }
        std::ofstream config(folder_.path() / "docket.toml");
        config << "administrators = [\"" << ben_ << "\"]\ndefault_queue = \"q0\"\n";
        for (std::size_t i = 0; i < queues; ++i)
            config << "[[queue]]\nkey = \"q" << i << "\"\nname = \"Queue " << i << "\"\ntriage = \"" << triage_[i]
                   << "\"\nintake = [\"" << intake_[i] << "\"]\nagents = [\"" << ben_ << "\"]\nburst_minutes = 0\n";
    }

    ~siege() { run(slack_.stop()); }

    void start()
    {
        std::map<std::string, std::string> environment{
            {"SLACK_BOT_TOKEN", emulator::options().token},
            {"SLACK_SIGNING_SECRET", emulator::options().signing_secret},
            {"SLACK_API_URL", slack_.api_url()},
            {"DOCKET_LISTEN", "127.0.0.1:" + std::to_string(port_)},
            {"DOCKET_DATABASE", (folder_.path() / "docket.db").string()},
            {"DOCKET_CONFIG", (folder_.path() / "docket.toml").string()},
            {"DOCKET_LOG", "warn"},
            {"PATH", "/usr/bin:/bin"},
        };
        docket_ = std::make_unique<tests::docket_process>(
            DOCKET_EXECUTABLE, std::vector<std::string>{"serve"}, std::move(environment),
            (folder_.path() / "log").string()
        );
    }

    /// People do things for a random while; then Docket is killed in the middle of them.
    void round(int number)
    {
        // Posts take their time, so that many a kill falls between a post and the note that it was made.
        slack_.faults().clear();
        slack_.faults().slow_down("chat.postMessage", 1'000, std::chrono::milliseconds(pick(0, 200)));
        start();
        if (number % 3 != 0)  // else: killed while it starts
            pass_until([this] { return tests::get(port_, "/readyz").status == 200; }, 60s);
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(pick(20, 700));
        while (std::chrono::steady_clock::now() < end) {
            somebody_does_something(number);
            const auto step = std::chrono::steady_clock::now() + std::chrono::milliseconds(pick(0, 60));
            io_.run_until(std::min(step, end));
        }
        docket_->kill();
    }

    /// Starts it a last time and waits until nothing is left to do.
    void let_it_finish(std::chrono::seconds patience)
    {
        slack_.faults().clear();
        start();
        pass_until([this] { return tests::get(port_, "/readyz").status == 200; }, 60s);
        pass_until([this] { return slack_.idle() && slack_.post_office().waiting() == 0; }, patience);
        const auto quiet = [this] {
            return slack_.idle() &&
                   tests::get(port_, "/metrics").text.find("\ndocket_deliveries_due 0\n") != std::string::npos;
        };
        pass_until(quiet, patience);
    }

    /// What the workspace looks like against what was asked and acknowledged.
    void judge()
    {
        std::map<std::string, int> cards;  // by number
        for (const auto& channel : triage_) {
            for (const auto& m : slack_.messages(channel)) {
                if (m.user == slack_.bot() && m.thread_ts.empty())
                    ++cards[number_in(m.text)];
            }
        }
        std::map<std::string, int> lines;
        int unanswered = 0;
        for (const auto& root : roots_) {
            std::map<std::string, int> here;
            for (const auto& m : slack_.thread(root.channel, root.ts)) {
                if (m.ts != root.ts && m.user == slack_.bot())
                    ++here[m.text.substr(0, m.text.find(' '))];
            }
            INFO("message " << root.channel << " " << root.ts);
            CHECK(here.size() <= 1);
            unanswered += here.empty() ? 1 : 0;
            for (const auto& [number, count] : here) {
                CHECK(count == 1);
                ++lines[number_in(number)];
            }
        }
        CHECK(unanswered <= never_acknowledged());
        for (const auto& [number, count] : lines) {
            INFO("ticket " << number);
            CHECK(count == 1);
            CHECK(cards[number] == 1);
        }
        CHECK(cards.size() == lines.size());
        std::cout << roots_.size() << " requests, " << lines.size() << " tickets, " << never_acknowledged()
                  << " events given up by Slack, " << slack_.calls_of("chat.postMessage").size() << " posts\n";
        CHECK(roots_.size() > 0);
        CHECK(lines.size() > 0);
    }

    int end() { return docket_->terminate(60s); }
    [[nodiscard]] std::string log() const
    {
        std::ifstream file(folder_.path() / "log");
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }

private:
    /// A message that asks for a ticket.
    struct request {
        std::string channel;
        std::string ts;
    };

    int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

    /// "12" of "#12 · …" or "*#12* · …".
    static std::string number_in(const std::string& text)
    {
        const auto hash = text.find('#');
        if (hash == std::string::npos)
            return text;
        const auto end = text.find_first_not_of("0123456789", hash + 1);
        return text.substr(hash + 1, end - hash - 1);
    }

    void somebody_does_something(int number)
    {
        const auto channel = intake_[static_cast<std::size_t>(pick(0, queues - 1))];
        const int what = pick(0, 9);
        if (what < 4 || roots_.empty()) {
            const auto text = "request " + std::to_string(roots_.size()) + " of round " + std::to_string(number);
            roots_.push_back({channel, slack_.post(ana_, channel, text)});
            return;
        }
        const auto& on = roots_[static_cast<std::size_t>(pick(0, static_cast<int>(roots_.size()) - 1))];
        if (what < 6)
            slack_.react(ben_, on.channel, on.ts, what == 4 ? "ticket" : "eyes");
        else if (what < 8)
            slack_.post(ana_, on.channel, "more about it", on.ts);
        else
            press_claim();
    }

    void press_claim()
    {
        const auto& channel = triage_[static_cast<std::size_t>(pick(0, queues - 1))];
        for (const auto& m : slack_.messages(channel)) {
            if (m.user == slack_.bot() && m.blocks.is_array() &&
                m.blocks.dump().find("ticket.claim") != std::string::npos) {
                auto press = slack_.press(ben_, channel, m.ts, "ticket.claim");
                asio::co_spawn(io_, std::move(press), [](std::exception_ptr, const emulator::app_answer&) {});
                return;
            }
        }
    }

    /// Intake messages whose event Slack gave up on after its last retry, or that were never sent.
    [[nodiscard]] int never_acknowledged()
    {
        std::map<std::string, bool> acknowledged;
        for (const auto& d : slack_.post_office().deliveries()) {
            if (d.kind == emulator::delivery_kind::event && d.what == "message")
                acknowledged[d.id] = acknowledged[d.id] || d.status == 200;
        }
        int never = 0;
        for (const auto& [id, yes] : acknowledged)
            never += yes ? 0 : 1;
        return never;
    }

    template <class Done>
    void pass_until(Done done, std::chrono::seconds patience)
    {
        const auto latest = std::chrono::steady_clock::now() + patience;
        while (!done() && std::chrono::steady_clock::now() < latest) {
            // /readyz is asked from this thread: Docket must not wait for us meanwhile, so the workspace goes first.
            io_.run_for(20ms);
        }
        if (std::chrono::steady_clock::now() >= latest)
            FAIL_CHECK("it does not come to an end; the log: " << log());
    }

    void run(asio::awaitable<void> work)
    {
        bool over = false;
        asio::co_spawn(io_, std::move(work), [&over](std::exception_ptr) { over = true; });
        for (int step = 0; step < 1'000 && !over; ++step)
            io_.run_one_for(20ms);
    }

    std::mt19937 random_;
    asio::io_context io_;
    slack::system_clock time_;
    tests::scratch_folder folder_;
    emulator::emulator slack_;
    std::uint16_t port_;
    std::unique_ptr<tests::docket_process> docket_;
    std::string ana_, ben_;
    std::vector<std::string> intake_, triage_;
    std::vector<request> roots_;
};

}  // namespace

TEST_CASE("killed at any instant, Docket has one ticket for every acknowledged request and says everything once")
{
    siege s;
    for (int round = 1; round <= rounds(); ++round)
        s.round(round);
    s.let_it_finish(std::chrono::seconds(120 + rounds() * 6));
    s.judge();
    CHECK(s.end() == 0);
}

#include "tests/fault/siege.hpp"

#include "slack/emulator/manifest.hpp"

#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

namespace docket::tests {

namespace {

namespace emulator = slack::emulator;

std::string contents(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

emulator::options impatient_slack()
{
    emulator::options o;
    emulator::apply_manifest(contents(DOCKET_SOURCE_DIR "/manifest.yaml"), o);
    // Slack's minutes, shortened: a killed Docket is back within a second.
    o.retries = {200ms, 1'000ms, 4'000ms};
    return o;
}

/// "12" of "#12 · …" or "*#12* · …".
std::string number_in(const std::string& text)
{
    const auto hash = text.find('#');
    if (hash == std::string::npos)
        return text;
    const auto end = text.find_first_not_of("0123456789", hash + 1);
    return text.substr(hash + 1, end - hash - 1);
}

}  // namespace

siege::siege(unsigned seed, int queues) : slack_(io_, time_, impatient_slack()), random_(seed), port_(free_port())
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
    for (std::size_t i = 0; i < intake_.size(); ++i)
        config << "[[queue]]\nkey = \"q" << i << "\"\nname = \"Queue " << i << "\"\ntriage = \"" << triage_[i]
               << "\"\nintake = [\"" << intake_[i] << "\"]\nagents = [\"" << ben_ << "\"]\nburst_minutes = 0\n";
}

siege::~siege()
{
    run(slack_.stop());
}

void siege::start()
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
    docket_ = std::make_unique<docket_process>(
        DOCKET_EXECUTABLE, std::vector<std::string>{"serve"}, std::move(environment), (folder_.path() / "log").string()
    );
}

void siege::wait_until_ready()
{
    pass_until([this] { return get(port_, "/readyz").status == 200; }, 60s);
}

void siege::let_it_finish(std::chrono::seconds patience)
{
    slack_.faults().clear();
    start();
    wait_until_ready();
    pass_until([this] { return slack_.idle() && slack_.post_office().waiting() == 0; }, patience);
    const auto quiet = [this] {
        const auto numbers = get(port_, "/metrics").text;
        return slack_.idle() && numbers.find("\ndocket_deliveries_due 0\n") != std::string::npos &&
               numbers.find("\ndocket_conversations_to_read 0\n") != std::string::npos;
    };
    pass_until(quiet, patience);
}

void siege::ask(const std::string& channel, const std::string& text)
{
    roots_.push_back({channel, slack_.post(ana_, channel, text)});
}

int siege::judge_requests()
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
    for (const auto& [number, count] : lines) {
        INFO("ticket " << number);
        CHECK(count == 1);
        CHECK(cards[number] == 1);
    }
    CHECK(cards.size() == lines.size());
    CHECK(lines.size() > 0);
    return unanswered;
}

void siege::give_up()
{
    FAIL_CHECK("it does not come to an end; the log: " << contents(folder_.path() / "log"));
}

void siege::run(asio::awaitable<void> work)
{
    bool over = false;
    asio::co_spawn(io_, std::move(work), [&over](std::exception_ptr) { over = true; });
    for (int step = 0; step < 1'000 && !over; ++step)
        io_.run_one_for(20ms);
}

}  // namespace docket::tests

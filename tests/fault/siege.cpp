#include "tests/fault/siege.hpp"

#include "slack/emulator/manifest.hpp"
#include "tests/fault/stormy_day.hpp"

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

}  // namespace

siege::siege(unsigned seed, int queues) : slack_(io_, time_, impatient_slack()), random_(seed), port_(free_port())
{
    slack_.set_app_url("http://127.0.0.1:" + std::to_string(port_) + "/slack/events");
    // All of them: the emulator itself remembers the last 10 000 only, which a long run outlives.
    slack_.post_office().watch([this](const emulator::delivery& d) {
        if (d.kind == emulator::delivery_kind::event && d.what == "message" && d.status == 200)
            acknowledged_.insert({d.channel, d.ts});
    });
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

void siege::kill()
{
    docket_->kill();
    look_at_what_was_killed();
}

/// Posts that stand in Slack and of which the database does not know where. It is read from a copy: whoever opens the
/// files themselves mends them, and it is Docket that shall have to.
void siege::look_at_what_was_killed()
{
    const scratch_folder copy;
    for (const auto* name : {"docket.db", "docket.db-wal"}) {
        if (std::filesystem::exists(folder_.path() / name))
            std::filesystem::copy_file(folder_.path() / name, copy.path() / name);
    }
    if (!std::filesystem::exists(copy.path() / "docket.db"))
        return;
    SQLite::Database found((copy.path() / "docket.db").string(), SQLite::OPEN_READWRITE);
    if (!found.tableExists("delivery"))
        return;
    std::set<std::string> unrecorded;
    SQLite::Statement rows(found, "SELECT id FROM delivery WHERE ts IS NULL AND state IN ('due', 'uncertain')");
    while (rows.executeStep())
        unrecorded.insert(rows.getColumn(0).getString());
    for (const auto& [id, channel] : slack_.world().channels) {
        for (const auto& [ts, m] : channel.messages) {
            if (unrecorded.contains(delivery_in(m)))
                caught_.insert(delivery_in(m));
        }
    }
}

void siege::slow_posts(std::chrono::milliseconds delay, bool carried_out_at_once)
{
    slack_.faults().add({
        .what = emulator::fault::kind::slow,
        .method = "chat.postMessage",
        .times = 1'000,
        .delay = delay,
        .done = carried_out_at_once,
    });
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

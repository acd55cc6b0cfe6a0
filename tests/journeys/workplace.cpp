#include "workplace.hpp"

#include "bot/log.hpp"
#include "recorder.hpp"
#include "slack/emulator/manifest.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fstream>
#include <sstream>

namespace journeys {

namespace {

constexpr auto longest_calm = 60s;
constexpr int most_steps = 20'000;

slack::emulator::options slack_options(const workplace::options& with)
{
    slack::emulator::options o;
    std::ifstream file(DOCKET_SOURCE_DIR "/manifest.yaml");
    std::stringstream manifest;
    manifest << file.rdbuf();
    slack::emulator::apply_manifest(manifest.str(), o);
    o.socket_mode = with.socket_mode;
    if (with.slack)
        with.slack(o);
    return o;
}

}  // namespace

workplace::workplace(options with) : slack(io, time, slack_options(with)), options_(std::move(with))
{
    bot::log::configure("error", false);
    recorder::listen_to(slack.wire());
    slack.start();
    arrange();
    environment_.bot_token = slack::emulator::options().token;
    if (options_.socket_mode)
        environment_.app_token = slack::emulator::options().app_token;
    if (options_.signing_secret)
        environment_.signing_secrets = {slack::emulator::options().signing_secret};
    environment_.api_url = slack.api_url();
    environment_.port = 0;
    environment_.database = (folder.path() / "docket.db").string();
    if (options_.environment)
        options_.environment(environment_);
    start_docket();
}

workplace::~workplace()
{
    stop_docket();
    run(slack.stop());
}

void workplace::arrange()
{
    const auto person = [this](const std::string& name, bool admin = false) {
        slack::emulator::person p;
        p.name = name;
        p.real_name = name + " Example";
        p.email = name + "@example.com";
        p.admin = admin;
        return slack.add_person(std::move(p));
    };
    ana = person("Ana");
    ben = person("Ben");
    cyd = person("Cyd");
    dee = person("Dee");
    mei = person("Mei");
    ida = person("Ida", true);
    using slack::emulator::channel_kind;
    general = slack.add_channel("general", {ana, ben, cyd, dee, mei, ida, slack.bot()});
    help = slack.add_channel("help-it", {ana, ben, cyd, dee, mei, ida, slack.bot()});
    it_desk = slack.add_channel("it-desk", {ben, cyd, ida, slack.bot()}, channel_kind::private_channel);
    finance_desk = slack.add_channel("finance-desk", {dee, ida, slack.bot()}, channel_kind::private_channel);
    lounge = slack.add_channel("lounge", {ana, ben});
}

core::settings workplace::usual_settings() const
{
    core::settings s;
    s.administrators = {core::member_id(ida)};
    s.managers = {core::member_id(mei)};
    core::queue it;
    it.key = core::queue_id("it");
    it.name = "IT Help";
    it.triage = core::channel_id(it_desk);
    it.intake = {core::channel_id(help)};
    it.agents = {core::member_id(ben), core::member_id(cyd)};
    it.keywords = {"vpn", "laptop"};
    core::queue finance;
    finance.key = core::queue_id("finance");
    finance.name = "Finance";
    finance.triage = core::channel_id(finance_desk);
    finance.agents = {core::member_id(dee)};
    finance.keywords = {"invoice"};
    s.queues = {it, finance};
    s.default_queue = core::queue_id("it");
    s.time_zone = "Europe/Berlin";
    return s;
}

void workplace::begin_docket()
{
    bot::service::options chosen;
    if (file_rules_) {
        chosen.file = usual_settings();
        chosen.file_digest = "1";
    }
    chosen.sockets.first_pause = 20ms;  // connections come back on the wall clock
    chosen.sockets.slow_pause = 100ms;
    chosen.patience = options_.patience;
    docket = std::make_unique<bot::service>(io, environment_, time, std::move(chosen));
    reach_again();
    docket->start();
}

void workplace::cut_off()
{
    slack.set_app_url("http://127.0.0.1:9/slack/events");
}

void workplace::reach_again()
{
    slack.set_app_url("http://127.0.0.1:" + std::to_string(docket->port()) + "/slack/events");
}

void workplace::start_docket()
{
    begin_docket();
    for (int step = 0; step < most_steps && docket->desk() == nullptr && docket->next() != slack::instant(); ++step) {
        if (slack.faults().outage)
            break;  // nobody tells it who it is; only an earlier run's answer serves
        if (has(docket->not_ready(), "locked"))
            break;  // the database is somebody else's at the moment
        io.run_one_for(10ms);
    }
    connect();
    if (!options_.set_up || docket->desk() == nullptr)
        return;
    auto set = usual_settings();
    if (options_.settings)
        options_.settings(set);
    auto keep = [&](bot::ledger& l) {
        if (l.desks().origin())
            return false;  // started before
        l.take_settings(set, std::nullopt, "test");
        return true;
    };
    auto keeping = [&]() -> asio::awaitable<void> { co_await docket->desk()->commit(keep); };
    run(keeping());
    calm();
}

void workplace::connect()
{
    if (!options_.socket_mode || slack.faults().outage)
        return;
    for (int step = 0; step < most_steps && !docket->not_ready().empty(); ++step) {
        if (has(docket->not_ready(), "connections:write") || has(docket->not_ready(), "switched off"))
            break;  // the test's story
        io.run_one_for(10ms);
    }
}

void workplace::stop_docket()
{
    if (!docket)
        return;
    // On a busy machine its own patience may be too short, and what is still under way must not outlive it.
    for (int step = 0; step < most_steps && !run(docket->stop()); ++step)
        io.run_one_for(20ms);
    docket.reset();
}

bool workplace::at_rest() const
{
    return slack.idle() && (!docket || docket->quiet());
}

void workplace::settle()
{
    for (int step = 0; step < most_steps; ++step) {
        io.poll();
        if (at_rest()) {
            io.poll();  // what was rung for a moment ago
            if (at_rest())
                return;
        }
        io.run_one_for(20ms);
    }
    FAIL("it does not come to rest");
}

void workplace::calm()
{
    const auto latest = time.now() + longest_calm;
    settle();
    for (int step = 0; step < most_steps && docket; ++step) {
        const auto next = docket->next();
        if (next > latest)
            return;
        if (next > time.now())
            time.advance(next - time.now());
        else
            time.advance(1ms);
        settle();
    }
}

void workplace::pass(std::chrono::milliseconds span)
{
    const auto end = time.now() + span;
    settle();
    for (int step = 0; step < most_steps && docket && docket->next() < end; ++step) {
        time.advance(std::max<std::chrono::milliseconds>(docket->next() - time.now(), 1ms));
        settle();
    }
    if (end > time.now())
        time.advance(end - time.now());
    calm();
}

void workplace::finish(asio::awaitable<void> task)
{
    bool over = false;
    std::exception_ptr thrown;
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr failure) {
        over = true;
        thrown = failure;
    });
    for (int step = 0; step < most_steps && !over; ++step)
        io.run_one_for(20ms);
    REQUIRE(over);
    if (thrown)
        std::rethrow_exception(thrown);
}

// --- What people do ---

slack::emulator::app_answer workplace::command(
    const std::string& who, const std::string& text, const std::string& channel
)
{
    auto answer = run(slack.command(who, channel, "/ticket", text));
    calm();
    return answer;
}

slack::emulator::app_answer workplace::press(
    const std::string& who, const std::string& channel, const std::string& ts, const std::string& action, json value
)
{
    auto answer = run(slack.press(who, channel, ts, action, std::move(value)));
    calm();
    return answer;
}

slack::emulator::app_answer workplace::press_card(
    const std::string& who, int number, const std::string& action, json value
)
{
    const auto t = ticket(number);
    REQUIRE(t);
    const auto channel = t->queue == core::queue_id("finance") ? finance_desk : it_desk;
    return press(who, channel, card(number, channel).ts, action, std::move(value));
}

slack::emulator::app_answer workplace::fill(const std::string& who, const std::map<std::string, json>& values)
{
    const auto* open = slack.open_view(who);
    REQUIRE(open != nullptr);
    json typed = json::object();
    for (const auto& [block, value] : values) {
        const bool setup = block.starts_with("setup.");
        typed[block][setup ? "setup.value" : "value"] = value;
    }
    const auto id = open->id;
    auto answer = run(slack.submit(who, id, std::move(typed)));
    calm();
    return answer;
}

std::string workplace::post(
    const std::string& who, const std::string& channel, const std::string& text, const std::string& thread
)
{
    auto ts = slack.post(who, channel, text, thread);
    calm();
    return ts;
}

void workplace::react(
    const std::string& who, const std::string& channel, const std::string& ts, const std::string& name
)
{
    slack.react(who, channel, ts, name);
    calm();
}

std::string workplace::ask(const std::string& who, const std::string& text)
{
    auto ts = slack.post(who, general, text);
    slack.react(who, general, ts, "ticket");
    calm();
    return ts;
}

}  // namespace journeys

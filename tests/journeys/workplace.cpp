#include "workplace.hpp"

#include "bot/log.hpp"
#include "slack/emulator/manifest.hpp"
#include "slack/http/client.hpp"
#include "slack/signature.hpp"

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
    if (with.slack)
        with.slack(o);
    return o;
}

}  // namespace

workplace::workplace(options with) : slack(io, time, slack_options(with)), options_(std::move(with))
{
    bot::log::configure("error", false);
    slack.start();
    arrange();
    environment_.bot_token = slack::emulator::options().token;
    environment_.signing_secrets = {slack::emulator::options().signing_secret};
    environment_.api_url = slack.api_url();
    environment_.port = 0;
    environment_.database = (folder.path() / "docket.db").string();
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

void workplace::start_docket()
{
    bot::service::options chosen;
    if (file_rules_) {
        chosen.file = usual_settings();
        chosen.file_digest = "1";
    }
    docket = std::make_unique<bot::service>(io, environment_, time, std::move(chosen));
    slack.set_app_url("http://127.0.0.1:" + std::to_string(docket->port()) + "/slack/events");
    docket->start();
    for (int step = 0; step < most_steps && docket->desk() == nullptr && docket->next() != slack::instant(); ++step) {
        if (slack.faults().outage)
            break;  // nobody tells it who it is; only an earlier run's answer serves
        if (has(docket->not_ready(), "locked"))
            break;  // the database is somebody else's at the moment
        io.run_one_for(10ms);
    }
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

void workplace::stop_docket()
{
    if (!docket)
        return;
    run(docket->stop());
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

// --- What can be seen ---

std::string workplace::seen(const slack::emulator::message& m)
{
    return slack::emulator::render_text(slack.world(), m);
}

slack::emulator::message workplace::card(int number, const std::string& channel)
{
    const auto start = "#" + std::to_string(number) + " ";
    for (const auto& m : slack.messages(channel)) {
        if (m.user == slack.bot() && m.thread_ts.empty() && (m.text.starts_with(start) || m.text.starts_with("*#")))
            if (m.text.starts_with(start) || m.text.starts_with("*#" + std::to_string(number) + "*"))
                return m;
    }
    return {};
}

slack::emulator::message workplace::card(int number)
{
    const auto t = ticket(number);
    if (!t)
        return {};
    return card(number, t->queue == core::queue_id("finance") ? finance_desk : it_desk);
}

std::vector<slack::emulator::message> workplace::said_in(const std::string& channel, const std::string& root)
{
    std::vector<slack::emulator::message> all;
    for (const auto& m : slack.thread(channel, root)) {
        if (m.ts != root && m.user == slack.bot())
            all.push_back(m);
    }
    return all;
}

std::vector<std::string> workplace::replies(const std::string& channel, const std::string& root)
{
    std::vector<std::string> all;
    for (const auto& m : slack.thread(channel, root)) {
        if (m.ts != root)
            all.push_back(seen(m));
    }
    return all;
}

std::vector<std::string> workplace::whispers(const std::string& who)
{
    std::vector<std::string> all;
    for (const auto& e : slack.ephemerals(who))
        all.push_back(slack::emulator::render_text(slack.world(), e));
    return all;
}

std::string workplace::last_whisper(const std::string& who)
{
    const auto all = whispers(who);
    return all.empty() ? std::string() : all.back();
}

std::vector<std::string> workplace::direct(const std::string& who)
{
    std::vector<std::string> all;
    const auto channel = slack.dm(who);
    for (const auto& m : slack.messages(channel)) {
        if (m.user == slack.bot())
            all.push_back(seen(m));
        for (const auto& reply : said_in(channel, m.ts))
            all.push_back(seen(reply));
    }
    return all;
}

std::optional<core::ticket> workplace::ticket(int number)
{
    auto read = [number](bot::ledger& l) { return l.tickets().find(core::ticket_number(number)); };
    return run(docket->desk()->look(read));
}

std::size_t workplace::tickets()
{
    auto read = [](bot::ledger& l) {
        storage::tickets::filter all;
        all.open_only = false;
        all.limit = 10'000;
        return l.tickets().list(all).size();
    };
    return run(docket->desk()->look(read));
}

std::vector<core::event> workplace::history(int number)
{
    auto read = [number](bot::ledger& l) { return l.tickets().history(core::ticket_number(number)); };
    return run(docket->desk()->look(read));
}

std::string workplace::words(const slack::emulator::app_answer& a)
{
    if (!a.said.is_object())
        return a.body;
    return a.said.value("text", "") + (a.said.contains("blocks") ? "\n" + a.said["blocks"].dump() : std::string());
}

std::pair<unsigned, std::string> workplace::get(const std::string& path)
{
    slack::http::client web(io);
    const auto where = slack::http::parse_url("http://127.0.0.1:" + std::to_string(docket->port()) + path);
    slack::http::request asked("GET", path);
    auto got = run(web.send(*where, std::move(asked), 5s));
    REQUIRE(got);
    return {got->status, got->body};
}

std::pair<unsigned, std::string> workplace::deliver(
    const std::string& body, const std::string& content_type, std::optional<std::string> signature
)
{
    slack::http::client web(io);
    const std::string path = "/slack/events";
    const auto where = slack::http::parse_url("http://127.0.0.1:" + std::to_string(docket->port()) + path);
    slack::http::request asked("POST", path);
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(time.now().time_since_epoch()).count();
    const auto stamp = std::to_string(now);
    asked.fields.set("Content-Type", content_type);
    asked.fields.set("X-Slack-Request-Timestamp", stamp);
    slack::signer signer(environment_.signing_secrets);
    asked.fields.set("X-Slack-Signature", signature ? *signature : signer.sign(stamp, body));
    asked.body = body;
    auto got = run(web.send(*where, std::move(asked), 5s));
    REQUIRE(got);
    return {got->status, got->body};
}

double workplace::metric(const std::string& line_start)
{
    const auto text = get("/metrics").second;
    const auto at = text.find("\n" + line_start);
    if (at == std::string::npos)
        return 0;
    const auto end = text.find('\n', at + 1);
    const auto line = text.substr(at + 1, end - at - 1);
    return std::stod(line.substr(line.rfind(' ') + 1));
}

}  // namespace journeys

#include "bot/demo/calendar.hpp"
#include "bot/demo/company.hpp"
#include "bot/demo/script.hpp"
#include "bot/log.hpp"
#include "executable.hpp"
#include "slack/http/client.hpp"
#include "slack/http/websocket_client.hpp"
#include "tests/slack/waiting.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <set>

using namespace bot_tests;
using namespace docket;
namespace demo = docket::bot::demo;
using namespace std::chrono_literals;
using docket::tests::wait_for;
using nlohmann::json;

namespace {

namespace asio = boost::asio;
namespace http = docket::slack::http;

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

/// The demo in a process of its own, as somebody with a browser sees it.
class visit {
public:
    visit()
        : demo_(here_, {"demo"}, {{"DOCKET_LISTEN", "127.0.0.1:0"}, {"TMPDIR", here_.path().string()}}), wire_(context_)
    {
        const bool open = demo_.writes("Ctrl-C", 240s);
        INFO(demo_.out() << demo_.err());
        REQUIRE(open);
        CHECK(demo_.err().empty());
    }

    [[nodiscard]] executable& process() { return demo_; }
    [[nodiscard]] const folder& here() const { return here_; }

    /// The address behind these words of what the demo printed.
    [[nodiscard]] std::string address_after(const std::string& words) const
    {
        const auto at = demo_.out().find(words);
        REQUIRE(at != std::string::npos);
        const auto begin = at + words.size();
        return demo_.out().substr(begin, demo_.out().find(' ', begin) - begin);
    }
    [[nodiscard]] std::string page() const { return address_after("Open "); }

    json get(const std::string& path) { return ask("GET", path, {}); }
    json post(const std::string& path, const json& body) { return ask("POST", path, body.dump()); }
    unsigned status_of(const std::string& url)
    {
        const auto where = http::parse_url(url);
        REQUIRE(where);
        http::request asked("GET", where->target);
        const auto got = wait_for(context_, wire_.send(*where, std::move(asked), 50s));
        return got ? got->status : 0;
    }
    /// As a tab of the browser does.
    std::shared_ptr<http::websocket> watch(const std::string& user)
    {
        const auto where = http::parse_url(page());
        http::websocket_client client(context_);
        auto got = wait_for(
            context_, client.connect("ws://" + where->host + ":" + where->port + "/playground/live?as=" + user, 50s)
        );
        REQUIRE(got);
        return std::move(*got);
    }

    /// The next thing that a tab hears and that is so.
    template <class Condition>
    json hears(http::websocket& tab, Condition so)
    {
        for (;;) {
            const auto said = wait_for(context_, tab.read());
            REQUIRE(said);
            auto what = json::parse(*said);
            if (so(what))
                return what;
        }
    }

    [[nodiscard]] std::string person(const std::string& name) { return id_of("people", name); }
    [[nodiscard]] std::string channel(const std::string& name) { return id_of("channels", name); }

private:
    json ask(const std::string& method, const std::string& path, std::string body)
    {
        const auto where = http::parse_url(page() + path);
        REQUIRE(where);
        http::request asked(method, where->target);
        asked.fields.set("Content-Type", "application/json");
        asked.body = std::move(body);
        const auto got = wait_for(context_, wire_.send(*where, std::move(asked), 50s));
        REQUIRE(got);
        INFO(path << " " << got->body);
        REQUIRE(got->status == 200);
        return json::parse(got->body);
    }
    std::string id_of(const std::string& list, const std::string& name)
    {
        if (seen_.is_null()) {
            seen_ = get("playground/workspace");
            seen_ =
                get("playground/workspace?as=" + id_of("people", "Mei"));  // a manager is in all channels of interest
        }
        for (const auto& each : seen_.at(list))
            if (each.value("name", "") == name)
                return each.value("id", "");
        FAIL("no " << name << " among the " << list);
        return {};
    }

    folder here_;
    executable demo_;
    asio::io_context context_;
    http::client wire_;
    json seen_;
};

/// Status by ticket, as the cards of a channel say it.
std::map<std::string, std::string> tickets_in(const json& messages)
{
    std::map<std::string, std::string> found;
    for (const auto& m : messages) {
        const auto text = m.value("text", "");
        const auto first = text.find(" · ");
        const auto second = first == std::string::npos ? first : text.find(" · ", first + 1);
        if (!text.starts_with("#") || second == std::string::npos)
            continue;
        const auto status = second + std::string(" · ").size();
        found[text.substr(0, first)] = text.substr(status, text.find(" · ", status) - status);
    }
    return found;
}

/// The demo's company in this process, at its beginning, with nothing asked yet.
class office_hours {
public:
    explicit office_hours(demo::travel::patience limits = {})
        : firm(context, place(), here.path(), [] { return false; })
    {
        bot::log::configure("error", false);
        firm.begin(std::make_unique<bot::service>(context, firm.address_book(), firm.time(), firm.rules()), limits);
        run(firm.ready());
    }
    ~office_hours() { run(firm.stop()); }
    office_hours(const office_hours&) = delete;
    office_hours& operator=(const office_hours&) = delete;

    template <class T>
    T run(asio::awaitable<T> work)
    {
        return wait_for(context, std::move(work));
    }
    void run(asio::awaitable<void> work) { wait_for(context, std::move(work)); }
    /// Three weeks take their time where every access is watched.
    void live()
    {
        bool over = false;
        std::string trouble;
        const auto ended = [&](std::exception_ptr how) {
            over = true;
            try {
                if (how)
                    std::rethrow_exception(how);
            } catch (const std::exception& e) {
                trouble = e.what();
            }
        };
        asio::co_spawn(context, firm.live([this](std::size_t done, std::size_t) { steps = done; }), ended);
        const auto latest = std::chrono::steady_clock::now() + 240s;
        context.restart();
        while (!over && context.run_one_until(latest) != 0) {
        }
        CHECK(trouble.empty());
        REQUIRE(over);
    }

    asio::io_context context{1};
    folder here;
    demo::company firm;
    std::size_t steps = 0;

private:
    static bot::environment place()
    {
        bot::environment from;
        from.port = 0;
        return from;
    }
};

/// Every message of a workspace, whatever the date.
std::multiset<std::string> everything_said(const slack::emulator::workspace& where)
{
    std::multiset<std::string> all;
    for (const auto& [id, channel] : where.channels)
        for (const auto& [ts, m] : channel.messages) {
            auto line = channel.name + " " + m.user + " " + m.text + " " + std::to_string(m.reactions.size());
            for (auto at = line.find("<!date^"); at != std::string::npos; at = line.find("<!date^"))
                line.erase(at, line.find('>', at) + 1 - at);
            all.insert(std::move(line));
        }
    return all;
}

slack::instant sent_at(const std::string& ts)
{
    return slack::instant(std::chrono::seconds(std::stoll(ts)));
}

}  // namespace

TEST_CASE("the demo says where its page is, and three weeks of work are there", "[bot][demo]")
{
    visit there;
    CHECK(there.status_of(there.page()) == 200);
    CHECK(there.status_of(there.address_after("Docket itself is at ") + "readyz") == 200);

    const auto mei = there.person("Mei");
    std::map<std::string, std::string> tickets;
    for (const auto* desk : {"it-desk", "finance-desk"}) {
        const auto path = "playground/messages?as=" + mei + "&channel=" + there.channel(desk) + "&limit=200";
        const auto found = tickets_in(there.get(path).at("messages"));
        CHECK(found.size() >= 4);
        tickets.insert(found.begin(), found.end());
    }
    CHECK(tickets.size() >= 12);
    std::set<std::string> states;
    for (const auto& [number, status] : tickets)
        states.insert(status);
    CHECK(states == std::set<std::string>{"New", "In progress", "Waiting", "On hold", "Resolved", "Closed"});

    // The manager's report, asked for as the page does.
    const auto tab = there.watch(mei);
    const auto general = there.channel("general");
    json typed{{"as", mei}, {"do", "command"}, {"channel", general}, {"text", "/ticket report 30d"}};
    CHECK(there.post("playground/act", typed).at("answer").at("status") == 200);
    const auto shown = there.hears(*tab, [](const json& what) {
        return what.value("type", "") == "message" && what.at("message").value("ephemeral", false);
    });
    INFO(shown.dump(1));
    CHECK(says(shown.dump(), "*Opened*\\n" + std::to_string(tickets.size())));

    there.process().send(SIGTERM);
    CHECK(there.process().ends(60s) == 0);
    CHECK(std::filesystem::is_empty(there.here().path()));
}

TEST_CASE("when the demo opens it is now, nothing is left over, and it is the same workspace as ever", "[bot][demo]")
{
    const auto live = [] {
        office_hours three_weeks;
        auto& firm = three_weeks.firm;
        three_weeks.live();
        CHECK(three_weeks.steps > 100);
        CHECK(firm.time().now() - slack::system_clock().now() < 10s);
        CHECK(slack::system_clock().now() - firm.time().now() < 10s);
        // What waits for Slack's pace is due within a second or two; that nothing was missed is looked for now and
        // then.
        CHECK(firm.docket().next() > firm.time().now() + 3s);
        CHECK(firm.workspace().next() == slack::instant::max());
        const auto& world = firm.workspace().world();
        CHECK(std::ranges::all_of(world.modals, [](const auto& each) { return each.second.empty(); }));
        CHECK(world.ephemerals.empty());
        const auto& calls = firm.workspace().calls();
        CHECK(std::ranges::all_of(calls, [](const auto& each) { return each.error.empty(); }));
        // Whoever starts the demo does not wait for quiet nights in which nothing can have been missed.
        const auto looks = [](const auto& each) { return each.method == "conversations.history"; };
        const auto looked = std::ranges::count_if(calls, looks);
        CHECK(looked < 100);
        auto said = everything_said(world);
        // From now on the visitor may take Slack's deliveries away: Docket notices by itself.
        CHECK(three_weeks.run(firm.way().pass(1h)) == demo::arrival::quiet);
        CHECK(std::ranges::count_if(calls, looks) > looked);
        return said;
    };
    const auto once = live();
    CHECK(once.size() > 150);
    CHECK(live() == once);
}

TEST_CASE("the demo ends when told to, with a browser looking on", "[bot][demo]")
{
    visit there;
    const auto tab = there.watch(there.person("Eva"));
    there.process().send(SIGINT);
    CHECK(there.process().ends(60s) == 0);
}

TEST_CASE("a day in the demo brings the reminders of the day, each at its own time", "[bot][demo]")
{
    office_hours day;
    auto& slack = day.firm.workspace();
    const auto& who = day.firm.people();
    slack.post(who.eva, who.help_it, "The door of the server room does not close.");
    REQUIRE(day.run(day.firm.way().pass(1min)) == demo::arrival::quiet);
    const auto claimed = day.firm.time().now();
    REQUIRE(day.run(slack.command(who.ben, who.it_desk, "/ticket", "claim #1")).ok());
    REQUIRE(day.run(day.firm.way().pass(2h)) == demo::arrival::quiet);
    const auto before = slack.messages(slack.dm(who.ben)).size();

    const auto left = day.firm.time().now();  // eight hours untouched are over in six
    REQUIRE(day.run(day.firm.way().pass(24h)) == demo::arrival::quiet);

    CHECK(day.firm.time().now() >= left + 24h);
    CHECK(day.firm.time().now() < left + 25h);
    const auto reminders = slack.messages(slack.dm(who.ben));
    REQUIRE(reminders.size() == before + 3);
    for (int i = 0; i < 3; ++i) {
        const auto& each = reminders[before + static_cast<std::size_t>(i)];
        CHECK(says(each.text, "#1"));
        const auto due = claimed + 8h * (i + 1);
        CHECK(sent_at(each.ts) >= due - 1s);
        CHECK(sent_at(each.ts) < due + 2min);
    }
}

TEST_CASE("Slack's retries and Docket's pauses happen at their own time on the way through a week", "[bot][demo]")
{
    office_hours week;
    auto& slack = week.firm.workspace();
    const auto& who = week.firm.people();
    slack.faults().rate_limit("chat.postMessage", 3, 5s);
    const auto asked = slack.post(who.eva, who.help_it, "The beamer shows everything in green.");
    REQUIRE(week.run(week.firm.way().pass(24h * 7)) == demo::arrival::quiet);

    const auto calls = slack.calls_of("chat.postMessage");
    REQUIRE(calls.size() >= 4);
    for (std::size_t i = 1; i <= 3; ++i)
        CHECK(calls[i].at - calls[i - 1].at >= 5s);
    CHECK(calls[3].at - calls[0].at < 1min);
    const auto cards = slack.messages(who.it_desk);
    REQUIRE_FALSE(cards.empty());
    CHECK(sent_at(cards.front().ts) - sent_at(asked) < 1min);
}

TEST_CASE("time goes on where something never comes to rest, and that is said", "[bot][demo]")
{
    office_hours day({.to_rest = 200ms, .to_arrive = 20s});
    auto& slack = day.firm.workspace();
    slack.faults().slow_down("", 1, 48h);
    slack.post(day.firm.people().eva, day.firm.people().help_it, "The coffee grinder is stuck.");
    const auto to = day.firm.time().now() + 24h;
    CHECK(day.run(day.firm.way().go(to)) == demo::arrival::restless);
    CHECK(day.firm.time().now() >= to);
    day.firm.time().jump(48h);
}

TEST_CASE("who moves the clock while it is moving waits for their turn", "[bot][demo]")
{
    office_hours day;
    auto& way = day.firm.way();
    const auto start = day.firm.time().now();
    std::vector<int> arrived;
    const auto leave = [&](std::chrono::hours span, int who) -> asio::awaitable<void> {
        static_cast<void>(co_await way.go(start + span));
        arrived.push_back(who);
    };
    asio::co_spawn(day.context, leave(2h, 1), asio::detached);
    asio::co_spawn(day.context, leave(1h, 2), asio::detached);
    tests::run_until(day.context, [&] { return arrived.size() == 2; });
    CHECK(arrived == std::vector<int>{1, 2});
    CHECK(day.firm.time().now() < start + 3h);
}

TEST_CASE("the script's days are working days of the machine, and its last hours are the present's", "[bot][demo]")
{
    const auto present = slack::system_clock().now();
    CHECK(demo::instant_of(demo::ago(20), present) == present - 20min);
    auto last = present;
    for (int days = 1; days <= 15; ++days) {
        const auto noon = demo::instant_of(demo::day(days, "12:00"), present);
        const auto at = std::chrono::system_clock::to_time_t(noon);
        std::tm parts{};
        REQUIRE(::localtime_r(&at, &parts) != nullptr);
        CHECK((parts.tm_wday >= 1 && parts.tm_wday <= 5));
        CHECK(parts.tm_hour == 12);
        CHECK(noon < last);
        last = noon;
    }
    for (int hour = 0; hour < 14 * 24; ++hour) {  // at whatever hour of whatever day somebody looks
        const auto later = present + 1h * hour;
        CHECK(demo::instant_of(demo::day(1, "17:30"), later) < demo::instant_of(demo::ago(180), later));
    }
    CHECK(present - last < 24h * 22);
    CHECK(present - last > 24h * 19);
}

TEST_CASE("nobody in the script says the same twice", "[bot][demo]")
{
    std::set<std::string_view> said;
    for (const auto& each : demo::stories())
        for (const auto& step : each) {
            if (step.words.size() < 25)
                continue;  // names, priorities, "Me too"
            INFO(step.words);
            CHECK(said.insert(step.words).second);
        }
    CHECK(said.size() > 80);
}

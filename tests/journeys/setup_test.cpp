#include "workplace.hpp"

#include "bot/setup/ids.hpp"

using namespace journeys;
namespace fields = docket::bot::setup::ids;

namespace {

workplace::options fresh()
{
    workplace::options o;
    o.set_up = false;
    return o;
}

std::string shown(workplace& w, const std::string& who)
{
    const auto* view = w.slack.open_view(who);
    return view == nullptr ? std::string() : slack::emulator::render_text(w.slack.world(), *view);
}

slack::emulator::app_answer press_in_view(
    workplace& w, const std::string& who, const std::string& action, json value = nullptr
)
{
    auto answer = w.run(w.slack.in_view_press(who, "", action, std::move(value)));
    w.calm();
    return answer;
}

}  // namespace

TEST_CASE("the first to set up must be admin of the workspace and becomes administrator", "[journeys]")
{
    workplace w(fresh());
    w.command(w.ben, "setup");
    CHECK(w.slack.open_view(w.ben) == nullptr);
    INFO(w.last_whisper(w.ben) << (w.direct(w.ben).empty() ? "none" : w.direct(w.ben).back()));
    CHECK(has(w.last_whisper(w.ben), "admin or owner"));

    w.command(w.ida, "setup");
    REQUIRE(w.slack.open_view(w.ida) != nullptr);
    CHECK(has(shown(w, w.ida), "administrator"));

    CHECK(press_in_view(w, w.ida, fields::add_queue).ok());
    CHECK(w.fill(
               w.ida, {{fields::queue_key, "it"},
                       {fields::queue_name, "IT Help"},
                       {fields::queue_triage, w.it_desk},
                       {fields::queue_agents, json::array({w.ben, w.cyd})},
                       {fields::queue_intake, json::array({w.help})}}
    ).ok());
    CHECK(has(shown(w, w.ida), "IT Help"));

    w.ask(w.ana, "My laptop does not start");
    REQUIRE(w.ticket(1));
    CHECK(w.ticket(1)->queue == core::queue_id("it"));
    CHECK_FALSE(w.card(1).ts.empty());

    w.command(w.ben, "setup");  // by now only the administrator may
    CHECK(w.slack.open_view(w.ben) == nullptr);
    CHECK(has(w.last_whisper(w.ben), "Ida"));
}

TEST_CASE("a refused setup dialog names field and reason and keeps nothing", "[journeys]")
{
    workplace w(fresh());
    w.command(w.ida, "setup");
    CHECK(press_in_view(w, w.ida, fields::add_queue).ok());
    const auto refused = w.fill(
        w.ida, {{fields::queue_key, "i t"},
                {fields::queue_name, "IT Help"},
                {fields::queue_triage, w.it_desk},
                {fields::queue_remind, "soon"}}
    );
    CHECK(refused.errors.contains(fields::queue_key));
    CHECK(refused.errors.contains(fields::queue_remind));
    auto read = [](bot::ledger& l) { return l.desk().set.queues.size(); };
    CHECK(w.run(w.docket->desk()->look(read)) == 0);
}

TEST_CASE("setup says where the bot is missing and what to type", "[journeys]")
{
    workplace w;
    w.slack.remove_bot(w.finance_desk);
    w.calm();
    w.command(w.ida, "setup");
    CHECK(has(shown(w, w.ida), "/invite"));
    w.slack.invite_bot(w.dee, w.finance_desk);
    w.calm();
    w.command(w.ida, "setup");
    CHECK_FALSE(has(shown(w, w.ida), "/invite"));
}

TEST_CASE("setup says which scope the app was not given", "[journeys]")
{
    workplace::options with;
    with.slack = [](slack::emulator::options& o) { o.scopes.erase("usergroups:read"); };
    workplace w(with);
    w.command(w.ida, "setup");
    CHECK(has(shown(w, w.ida), "usergroups:read"));
}

TEST_CASE("cards that could not be posted follow once the bot is invited", "[journeys]")
{
    workplace w;
    w.slack.remove_bot(w.it_desk);
    w.calm();
    w.ask(w.ana, "My laptop does not start");
    CHECK(w.slack.messages(w.it_desk).size() <= 1);
    CHECK(w.metric("docket_deliveries_failed") >= 1);
    w.slack.invite_bot(w.ben, w.it_desk);
    w.calm();
    CHECK(has(w.seen_card(1), "My laptop does not start"));
}

TEST_CASE("where docket.toml rules, dialogs show its settings and change none", "[journeys]")
{
    workplace w;
    w.stop_docket();
    w.file_rules();
    w.start_docket();
    w.command(w.ida, "setup");
    CHECK(has(shown(w, w.ida), "docket.toml"));
    CHECK(has(shown(w, w.ida), "IT Help"));
    CHECK_FALSE(has(shown(w, w.ida), "Add a queue"));
}

#include "bot/config/docket_toml.hpp"
#include "bot/setup/changes.hpp"
#include "bot/setup/ids.hpp"
#include "bot/setup/missing.hpp"
#include "bot/setup/scopes.hpp"
#include "bot/setup/terms.hpp"
#include "bot/setup/views.hpp"
#include "slack/emulator/block_rules.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

using namespace docket;
using namespace docket::bot;
using namespace std::chrono_literals;
using nlohmann::json;
namespace ids = docket::bot::setup::ids;

namespace {

using words = std::vector<std::string>;

core::queue queue(const char* key, const char* name)
{
    core::queue q;
    q.key = core::queue_id(key);
    q.name = name;
    q.triage = core::channel_id(std::string("C0") + key);
    q.agents = {core::member_id("U2")};
    return q;
}

core::settings two_queues()
{
    core::settings s;
    s.administrators = {core::member_id("U1")};
    s.queues = {queue("it", "IT Help"), queue("finance", "Finance")};
    s.queues[0].keywords = {"vpn", "a, b"};
    s.queues[0].agent_group = core::group_id("S012IT");
    s.queues[0].intake = {core::channel_id("C0HELP")};
    s.default_queue = core::queue_id("it");
    core::route r;
    r.words = {"invoice", "expense"};
    r.form = {{"urgency", "urgent"}};
    r.queue = core::queue_id("finance");
    s.routes = {r};
    return s;
}

core::settings nothing_set()
{
    core::settings s;
    s.administrators = {core::member_id("U1")};
    return s;
}

/// What Slack sends when somebody opens the dialog and presses Save at once.
slack::view sent_as_it_is(const json& dialog)
{
    slack::view v;
    v.callback_id = dialog.at("callback_id");
    v.private_metadata = dialog.value("private_metadata", "");
    for (const auto& block : dialog.at("blocks")) {
        if (block.at("type") != "input")
            continue;
        const auto& e = block.at("element");
        words found;
        for (const auto* one : {"initial_value", "initial_conversation", "initial_user"})
            if (e.contains(one))
                found = {e.at(one).get<std::string>()};
        for (const auto* many : {"initial_users", "initial_conversations"})
            if (e.contains(many))
                found = e.at(many).get<words>();
        if (e.contains("initial_option"))
            found = {e.at("initial_option").at("value").get<std::string>()};
        if (e.contains("initial_options"))
            for (const auto& option : e.at("initial_options"))
                found.push_back(option.at("value"));
        v.state[block.at("block_id")][e.at("action_id")] = found;
    }
    return v;
}

slack::view with(slack::view sent, const char* block, words now)
{
    REQUIRE(sent.state.count(block) == 1);
    sent.state[block][ids::value] = std::move(now);
    return sent;
}

slack::view edit_it(const core::settings& s)
{
    return sent_as_it_is(setup::queue_form(&s.queues.front()));
}

/// A new queue, filled in as far as it must be.
slack::view new_queue(const char* key)
{
    auto sent = sent_as_it_is(setup::queue_form(nullptr));
    sent = with(std::move(sent), ids::queue_key, {key});
    sent = with(std::move(sent), ids::queue_name, {"New one"});
    sent = with(std::move(sent), ids::queue_triage, {"C0NEW"});
    return with(std::move(sent), ids::queue_agents, {"U7", "U8"});
}

setup::field_errors errors(const slack::view& sent, const core::settings& present)
{
    const auto after = setup::settings_change_from(sent, present);
    return after ? setup::field_errors{} : after.error();
}

core::settings changed(const slack::view& sent, const core::settings& present)
{
    const auto after = setup::settings_change_from(sent, present);
    if (!after)
        for (const auto& [block, why] : after.error())
            UNSCOPED_INFO(block << ": " << why);
    REQUIRE(after);
    return *after;
}

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::set<std::string> action_ids(const json& view)
{
    std::set<std::string> found;
    for (const auto& block : view.at("blocks")) {
        if (block.contains("accessory"))
            found.insert(block.at("accessory").at("action_id"));
        if (block.contains("elements") && block.at("type") == "actions")
            for (const auto& e : block.at("elements"))
                found.insert(e.at("action_id"));
    }
    return found;
}

}  // namespace

// ---- views --------------------------------------------------------------------------------------------------------

TEST_CASE("Slack takes every dialog of setup, with little set or with much", "[bot]")
{
    auto much = two_queues();
    for (int i = 0; i < 120; ++i) {
        auto q = queue(("q" + std::to_string(i)).c_str(), "");
        q.name = std::string(300, 'n');
        q.keywords = words(900, "a word of some length");
        much.queues.push_back(q);
    }
    for (int i = 0; i < 200; ++i)
        much.routes.push_back(much.routes.front());
    setup::status troubled;
    troubled.first = true;
    troubled.missing = words(40, std::string(200, 'm'));
    setup::status file;
    file.in_file = true;

    for (const auto& s : {nothing_set(), two_queues(), much}) {
        std::vector<json> views{setup::overview(s, {}),    setup::overview(s, troubled), setup::overview(s, file),
                                setup::people_form(s),     setup::routes_form(s),        setup::file_view(s),
                                setup::queue_form(nullptr)};
        for (const auto& q : s.queues)
            views.push_back(setup::queue_form(&q));
        for (const auto& view : views) {
            const auto complaints = slack::emulator::complaints_about_view(view);
            INFO(view.at("callback_id"));
            CHECK(complaints == words{});
            CHECK(view.dump().size() < 250'000);
        }
    }
}

TEST_CASE("the overview offers what can be changed, and nothing where docket.toml rules", "[bot]")
{
    CHECK(
        action_ids(setup::overview(two_queues(), {})) ==
        std::set<std::string>{ids::add_queue, ids::edit_queue, ids::edit_people, ids::edit_routes, ids::show_file}
    );
    setup::status file;
    file.in_file = true;
    const auto view = setup::overview(two_queues(), file);
    CHECK(action_ids(view) == std::set<std::string>{ids::show_file});
    CHECK(says(view.dump(), "docket.toml"));
    CHECK(says(view.dump(), "IT Help"));
}

TEST_CASE("names of queues cannot ping or break out of the overview", "[bot]")
{
    auto s = two_queues();
    s.queues[0].name = "<!channel> & ```";
    const auto shown = setup::overview(s, {}).dump() + setup::file_view(s).dump();
    CHECK_FALSE(says(shown, "<!channel>"));
    CHECK(says(shown, "&lt;!channel&gt; &amp;"));
    CHECK_FALSE(says(setup::file_view(s).dump(), "& ```"));
}

TEST_CASE("the file view shows the docket.toml that says the same, over several blocks if need be", "[bot]")
{
    auto s = two_queues();
    for (int i = 0; i < 30; ++i)
        s.queues.push_back(queue(("q" + std::to_string(i)).c_str(), "Some queue"));
    std::string text;
    const auto view = setup::file_view(s);
    CHECK(view.at("blocks").size() > 1);
    for (const auto& block : view.at("blocks")) {
        std::string part = block.at("text").at("text");
        REQUIRE(part.starts_with("```\n"));
        REQUIRE(part.ends_with("```"));
        text += part.substr(4, part.size() - 7);
    }
    const auto read = read_docket_toml(text);
    REQUIRE(read);
    CHECK(*read == s);
}

// ---- changes ------------------------------------------------------------------------------------------------------

TEST_CASE("a dialog opened and saved as it is changes nothing", "[bot]")
{
    const auto s = two_queues();
    CHECK(changed(sent_as_it_is(setup::queue_form(&s.queues[0])), s) == s);
    CHECK(changed(sent_as_it_is(setup::queue_form(&s.queues[1])), s) == s);
    CHECK(changed(sent_as_it_is(setup::people_form(s)), s) == s);
    CHECK(changed(sent_as_it_is(setup::routes_form(s)), s) == s);
    slack::view other;
    other.callback_id = "setup.unknown";
    CHECK(changed(other, s) == s);
}

TEST_CASE("every field of a queue reaches its setting", "[bot]")
{
    const auto s = two_queues();
    auto sent = edit_it(s);
    sent = with(std::move(sent), ids::queue_name, {" IT & more "});
    sent = with(std::move(sent), ids::queue_triage, {"C9"});
    sent = with(std::move(sent), ids::queue_intake, {"C7", "C8"});
    sent = with(std::move(sent), ids::queue_agents, {"U5"});
    sent = with(std::move(sent), ids::queue_group, {"<!subteam^S0NEW|@it>"});
    sent = with(std::move(sent), ids::queue_assignment, {ids::assign_round_robin});
    sent = with(std::move(sent), ids::queue_bots, {ids::bots_may_open});
    sent = with(std::move(sent), ids::queue_keywords, {"printer,  spare parts,\nprinter"});
    sent = with(std::move(sent), ids::queue_burst, {"10"});
    sent = with(std::move(sent), ids::queue_skip, {});
    sent = with(std::move(sent), ids::queue_remind, {"0.5"});
    sent = with(std::move(sent), ids::queue_update, {"0"});

    auto want = s;
    auto& q = want.queues[0];
    q.name = "IT & more";
    q.triage = core::channel_id("C9");
    q.intake = {core::channel_id("C7"), core::channel_id("C8")};
    q.agents = {core::member_id("U5")};
    q.agent_group = core::group_id("S0NEW");
    q.assignment = core::assignment::round_robin;
    q.bots_may_open = true;
    q.keywords = {"printer", "spare parts"};
    q.burst = 10min;
    q.skip_prefix = "";
    q.remind_assignee = 30min;
    q.update_requester = 0min;
    CHECK(changed(sent, s) == want);
}

TEST_CASE("the first queue is the one for everything else", "[bot]")
{
    const auto after = changed(new_queue("it"), nothing_set());
    REQUIRE(after.queues.size() == 1);
    CHECK(after.queues[0].key == core::queue_id("it"));
    CHECK(after.queues[0].agents.size() == 2);
    CHECK(after.default_queue == core::queue_id("it"));
    CHECK(changed(new_queue("legal"), after).default_queue == core::queue_id("it"));
}

TEST_CASE("a second queue of the same name is refused at that field", "[bot]")
{
    const auto said = errors(new_queue("it"), two_queues());
    REQUIRE(said.count(ids::queue_key) == 1);
    CHECK(says(said.at(ids::queue_key), "\"it\" already"));
}

TEST_CASE("what cannot be read is told at its field, all of it at once", "[bot]")
{
    auto sent = edit_it(two_queues());
    sent = with(std::move(sent), ids::queue_name, {"  "});
    sent = with(std::move(sent), ids::queue_triage, {});
    sent = with(std::move(sent), ids::queue_group, {"@it-agents"});
    sent = with(std::move(sent), ids::queue_keywords, {"\"open"});
    sent = with(std::move(sent), ids::queue_burst, {"-1"});
    sent = with(std::move(sent), ids::queue_remind, {"soon"});
    sent = with(std::move(sent), ids::queue_update, {});
    const auto said = errors(sent, two_queues());
    CHECK(said.size() == 7);
    for (const auto* block :
         {ids::queue_name, ids::queue_triage, ids::queue_group, ids::queue_keywords, ids::queue_burst,
          ids::queue_remind, ids::queue_update})
        CHECK(said.count(block) == 1);
}

TEST_CASE("what core says against a queue stands under the field it is about", "[bot]")
{
    auto sent = with(edit_it(two_queues()), ids::queue_agents, {});
    sent = with(std::move(sent), ids::queue_group, {});
    const auto said = errors(sent, two_queues());
    REQUIRE(said.size() == 1);
    CHECK(said.count(ids::queue_agents) == 1);
}

TEST_CASE("a dialog for a queue that somebody removed meanwhile is refused and adds nothing", "[bot]")
{
    const auto sent = edit_it(two_queues());
    auto meanwhile = two_queues();
    meanwhile.queues.erase(meanwhile.queues.begin());
    meanwhile.default_queue = core::queue_id("finance");
    CHECK(says(errors(sent, meanwhile).at(ids::queue_name), "not there any more"));
}

TEST_CASE("a dialog keeps what somebody else changed meanwhile in other places", "[bot]")
{
    const auto sent = with(edit_it(two_queues()), ids::queue_name, {"Helpdesk"});
    auto meanwhile = two_queues();
    meanwhile.managers = {core::member_id("U9")};
    meanwhile.queues[1].name = "Money";
    const auto after = changed(sent, meanwhile);
    CHECK(after.managers == meanwhile.managers);
    CHECK(after.queues[1].name == "Money");
    CHECK(after.queues[0].name == "Helpdesk");
}

TEST_CASE("people and days reach their settings", "[bot]")
{
    auto sent = sent_as_it_is(setup::people_form(two_queues()));
    sent = with(std::move(sent), ids::administrators, {"U1", "U3"});
    sent = with(std::move(sent), ids::managers, {"U4"});
    sent = with(std::move(sent), ids::default_queue, {"finance"});
    sent = with(std::move(sent), ids::reopen_days, {"0"});
    sent = with(std::move(sent), ids::time_zone, {" Europe/Berlin "});
    auto want = two_queues();
    want.administrators = {core::member_id("U1"), core::member_id("U3")};
    want.managers = {core::member_id("U4")};
    want.default_queue = core::queue_id("finance");
    want.reopen_within_working_days = 0;
    want.time_zone = "Europe/Berlin";
    CHECK(changed(sent, two_queues()) == want);
}

TEST_CASE("people and days that cannot stand are refused at their fields", "[bot]")
{
    auto sent = sent_as_it_is(setup::people_form(two_queues()));
    sent = with(std::move(sent), ids::administrators, {});
    sent = with(std::move(sent), ids::default_queue, {"gone"});
    sent = with(std::move(sent), ids::reopen_days, {"2.5"});
    sent = with(std::move(sent), ids::time_zone, {"Mars/Olympus"});
    const auto said = errors(sent, two_queues());
    CHECK(said.size() == 4);
    for (const auto* block : {ids::administrators, ids::default_queue, ids::reopen_days, ids::time_zone})
        CHECK(said.count(block) == 1);
}

TEST_CASE("before there is a queue, people can be named", "[bot]")
{
    const auto dialog = setup::people_form(nothing_set());
    auto sent = with(sent_as_it_is(dialog), ids::managers, {"U4"});
    CHECK(sent.state.count(ids::default_queue) == 0);
    CHECK(changed(sent, nothing_set()).managers == std::vector{core::member_id("U4")});
}

TEST_CASE("what was wrong before and elsewhere does not stop a change, but what it breaks does", "[bot]")
{
    auto odd = two_queues();
    odd.time_zone = "Mars/Olympus";
    CHECK(changed(with(edit_it(odd), ids::queue_name, {"Helpdesk"}), odd).queues[0].name == "Helpdesk");
    CHECK(errors(sent_as_it_is(setup::people_form(odd)), odd).count(ids::time_zone) == 1);
}

TEST_CASE("a refused dialog is answered so that Slack shows the reasons under the fields", "[bot]")
{
    const auto answer = setup::refused({{ids::queue_name, "This is needed."}});
    CHECK(answer == json::parse(R"({"response_action":"errors","errors":{"setup.queue.name":"This is needed."}})"));
}

// ---- lists and routes as text -------------------------------------------------------------------------------------

TEST_CASE("routes are lines of words and fields with an arrow to a queue", "[bot]")
{
    const auto read = setup::read_routes(
        "invoice, expense -> finance\n"
        "\n"
        "  urgency = urgent  →  IT help \r\n"
        "spare parts, kind=\"a, b\", urgency=low -> FINANCE\n",
        two_queues().queues
    );
    REQUIRE(read);
    CHECK(read->lines == std::vector<std::size_t>{1, 3, 4});
    REQUIRE(read->routes.size() == 3);
    CHECK(read->routes[0].words == words{"invoice", "expense"});
    CHECK(read->routes[0].queue == core::queue_id("finance"));
    CHECK(read->routes[1].words.empty());
    CHECK(read->routes[1].form == std::map<std::string, std::string>{{"urgency", "urgent"}});
    CHECK(read->routes[1].queue == core::queue_id("it"));
    CHECK(read->routes[2].words == words{"spare parts"});
    CHECK(read->routes[2].form == std::map<std::string, std::string>{{"kind", "a, b"}, {"urgency", "low"}});
}

TEST_CASE("a route that cannot be read is told with its line", "[bot]")
{
    struct row {
        std::string text, want;
    };
    const auto r = GENERATE(values<row>({
        {"invoice", "Line 1: write what it is about"},
        {"\ninvoice ->", "Line 2: write what it is about"},
        {"a -> it -> finance", "Line 1: write what it is about"},
        {"-> it", "Line 1: before ->"},
        {", , -> it", "Line 1: before ->"},
        {"=x -> it", "Line 1: before = must stand"},
        {"urgency= -> it", "Line 1: after \"urgency\"= must stand"},
        {"urgency=a, urgency=b -> it", "Line 1: \"urgency\" can have one value"},
        {"a -> finanec", "did you mean \"finance\"?"},
        {"a -> legal", "there is no queue \"legal\", only it, finance."},
        {"\"a -> it", "Line 1: a quote is opened"},
    }));
    const auto read = setup::read_routes(r.text, two_queues().queues);
    REQUIRE_FALSE(read);
    REQUIRE(read.error().size() == 1);
    CHECK(says(read.error().front(), r.want));
}

TEST_CASE("all wrong lines are told under the field, and none of the routes is taken", "[bot]")
{
    const auto s = two_queues();
    const auto sent = with(sent_as_it_is(setup::routes_form(s)), ids::routes, {"a -> it\nb\nc -> nowhere"});
    const auto said = errors(sent, s).at(ids::routes);
    CHECK(says(said, "Line 2: "));
    CHECK(says(said, "Line 3: "));
}

TEST_CASE("an empty field takes all routes away", "[bot]")
{
    const auto s = two_queues();
    CHECK(changed(with(sent_as_it_is(setup::routes_form(s)), ids::routes, {}), s).routes.empty());
}

TEST_CASE("any words survive being written and read again", "[bot]")
{
    const words odd{"plain",   "two words", "a, b", "x=y",    "say \"hi\"",  "back\\slash", "->",    "→",
                    " edges ", "",          "“q”",  "日本語", "two  blanks", "new\nline",   "\ttab", "trailing\\"};
    const auto read = setup::read_words(setup::write_words(odd));
    REQUIRE(read);
    CHECK(*read == odd);
}

TEST_CASE("routes that a dialog could not give back as they are stay out of it", "[bot]")
{
    auto s = two_queues();
    for (int i = 0; i < 300; ++i)
        s.routes.push_back(s.routes.front());
    const auto sent = sent_as_it_is(setup::routes_form(s));
    CHECK(sent.state.empty());
    CHECK(changed(sent, s) == s);

    s.queues[0].keywords.clear();
    for (int i = 0; i < 900; ++i)
        s.queues[0].keywords.push_back("keyword" + std::to_string(i));
    CHECK(changed(edit_it(s), s) == s);
}

// ---- what is missing ----------------------------------------------------------------------------------------------

TEST_CASE("setup says what is missing in Slack and what to type", "[bot]")
{
    using state = setup::channel_check::state;
    const std::vector<setup::channel_check> checks{
        {core::channel_id("C0it"), state::not_member},
        {core::channel_id("C0HELP"), state::not_found},
        {core::channel_id("C0finance"), state::archived},
        {core::channel_id("C0OLD"), state::not_member},
    };
    words granted(setup::required_scopes.begin(), setup::required_scopes.end());
    granted.erase(std::find(granted.begin(), granted.end(), "reactions:read"));
    const auto said = setup::missing(two_queues(), checks, granted, setup::required_scopes);
    REQUIRE(said.size() == 4);
    CHECK(says(said[0], "`/invite @Docket` in <#C0it>"));
    CHECK(says(said[0], "cards of IT Help"));
    CHECK(says(said[1], "cannot see <#C0HELP>"));
    CHECK(says(said[2], "<#C0finance> is archived"));
    CHECK(says(said[3], "`reactions:read`"));
}

TEST_CASE("where nothing is missing, or Slack told nothing, nothing is said", "[bot]")
{
    const std::vector<setup::channel_check> fine{{core::channel_id("C0it"), setup::channel_check::state::ok}};
    CHECK(setup::missing(two_queues(), fine, {}, setup::required_scopes).empty());
}

TEST_CASE("a workspace without queues is told to add one, and settings that cannot stand are named", "[bot]")
{
    const auto said = setup::missing(nothing_set(), {}, {}, setup::required_scopes);
    REQUIRE(said.size() == 1);
    CHECK(says(said[0], "Add a queue"));
    auto odd = two_queues();
    odd.time_zone = "Mars/Olympus";
    CHECK(says(setup::missing(odd, {}, {}, setup::required_scopes).at(0), "time_zone"));
}

TEST_CASE("every channel is asked about once", "[bot]")
{
    auto s = two_queues();
    s.queues[1].intake = {core::channel_id("C0HELP"), core::channel_id("C0it")};
    const std::vector<core::channel_id> want{
        core::channel_id("C0it"), core::channel_id("C0HELP"), core::channel_id("C0finance")
    };
    CHECK(setup::channels_of(s) == want);
}

TEST_CASE("the scopes that Docket misses are those that the manifest asks for", "[bot]")
{
    std::ifstream manifest(DOCKET_SOURCE_DIR "/manifest.yaml");
    std::set<std::string> asked;
    bool in_list = false;
    for (std::string line; std::getline(manifest, line);) {
        const auto first = line.find_first_not_of(' ');
        if (first == std::string::npos)
            continue;
        const auto text = line.substr(first);
        if (text == "bot:")
            in_list = true;
        else if (in_list && text.starts_with("- "))
            asked.insert(text.substr(2, text.find(' ', 2) - 2));
        else
            in_list = false;
    }
    CHECK(asked == std::set<std::string>(setup::required_scopes.begin(), setup::required_scopes.end()));
}

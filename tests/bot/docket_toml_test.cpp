#include "bot/config/docket_toml.hpp"

#include "bot/config/alike.hpp"
#include "bot/config/hours.hpp"
#include "tests/journeys/hostile_strings.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

using namespace docket;
using namespace docket::bot;
using namespace std::chrono_literals;

namespace {

core::settings good(std::string_view text)
{
    const auto read = read_docket_toml(text);
    if (!read)
        for (const auto& e : read.error())
            UNSCOPED_INFO(to_line("docket.toml", e));
    REQUIRE(read);
    return *read;
}

/// Every complaint as the line that people see.
std::vector<std::string> complaints(std::string_view text)
{
    std::vector<std::string> lines;
    const auto read = read_docket_toml(text);
    if (!read)
        for (const auto& e : read.error())
            lines.push_back(to_line("docket.toml", e));
    return lines;
}

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

/// A file in which nothing is wrong, for `more` to spoil.
std::string one_queue(const std::string& more = {})
{
    return "administrators = [\"U1\"]\n"
           "[[queue]]\n"
           "key = \"it\"\n"
           "name = \"IT Help\"\n"
           "triage = \"C0TRIAGE\"\n"
           "agents = [\"U2\"]\n" +
           more;
}

core::settings everything()
{
    core::queue it;
    it.key = core::queue_id("it");
    it.name = "IT \"Help\" \\ Désk\t";
    it.triage = core::channel_id("C0TRIAGE");
    it.intake = {core::channel_id("C0HELP"), core::channel_id("C0MAIL")};
    it.agents = {core::member_id("U012BEN")};
    it.agent_group = core::group_id("S012ITAGENTS");
    it.assignment = core::assignment::round_robin;
    it.bots_may_open = true;
    it.keywords = {"vpn", "a, b", "c\"d"};
    it.burst = 7min;
    it.skip_prefix = "";
    it.remind_assignee = 20min;
    it.update_requester = 0min;
    core::queue finance;
    finance.key = core::queue_id("finance");
    finance.name = "Finance";
    finance.triage = core::channel_id("C0FIN");
    finance.agents = {core::member_id("U012DEE"), core::member_id("U012EVE")};
    core::route r;
    r.words = {"invoice", "expense"};
    r.form = {{"urgency", "urgent"}, {"odd field", "x"}};
    r.queue = core::queue_id("finance");
    core::settings s;
    s.administrators = {core::member_id("U012ANA")};
    s.managers = {core::member_id("U012MEI")};
    s.queues = {it, finance};
    s.routes = {r};
    s.default_queue = core::queue_id("it");
    s.reopen_within_working_days = 5;
    s.time_zone = "Europe/Berlin";
    return s;
}

}  // namespace

TEST_CASE("the example of the README is read as it says", "[bot]")
{
    std::ifstream file(DOCKET_SOURCE_DIR "/README.md");
    const std::string readme(std::istreambuf_iterator<char>(file), {});
    const auto begin = readme.find("```toml\n");
    REQUIRE(begin != std::string::npos);
    const auto s = good(readme.substr(begin + 8, readme.find("```", begin + 8) - begin - 8));

    CHECK(s.administrators == std::vector{core::member_id("U012ANA")});
    CHECK(s.managers == std::vector{core::member_id("U012MEI")});
    CHECK(s.default_queue == core::queue_id("it"));
    CHECK(s.reopen_within_working_days == 2);
    CHECK(s.time_zone == "Europe/Berlin");
    REQUIRE(s.queues.size() == 2);
    const auto& it = s.queues[0];
    CHECK(it.key == core::queue_id("it"));
    CHECK(it.name == "IT Help");
    CHECK(it.triage == core::channel_id("C0TRIAGE"));
    CHECK(it.intake == std::vector{core::channel_id("C0HELP")});
    CHECK(it.agents == std::vector{core::member_id("U012BEN"), core::member_id("U012CYD")});
    CHECK(it.agent_group == core::group_id("S012ITAGENTS"));
    CHECK(it.assignment == core::assignment::none);
    CHECK_FALSE(it.bots_may_open);
    CHECK(it.keywords == std::vector<std::string>{"vpn", "laptop"});
    CHECK(it.burst == 3min);
    CHECK(it.skip_prefix == "//");
    CHECK(it.remind_assignee == 8h);
    CHECK(it.update_requester == 24h);
    CHECK_FALSE(s.queues[1].agent_group);
    REQUIRE(s.routes.size() == 1);
    CHECK(s.routes[0].words == std::vector<std::string>{"invoice", "expense"});
    CHECK(s.routes[0].form == std::map<std::string, std::string>{{"urgency", "urgent"}});
    CHECK(s.routes[0].queue == core::queue_id("finance"));
}

TEST_CASE("what is left out has the value that settings start with", "[bot]")
{
    const auto s = good(one_queue());
    const core::queue usual;
    CHECK(s.queues[0].burst == usual.burst);
    CHECK(s.queues[0].skip_prefix == usual.skip_prefix);
    CHECK(s.queues[0].remind_assignee == usual.remind_assignee);
    CHECK(s.queues[0].update_requester == usual.update_requester);
    CHECK(s.reopen_within_working_days == 2);
    CHECK(s.time_zone == "UTC");
}

TEST_CASE("the only queue takes what nobody claims, said or not", "[bot]")
{
    CHECK(good(one_queue()).default_queue == core::queue_id("it"));
}

TEST_CASE("settings written as docket.toml and read again are the same settings", "[bot]")
{
    const auto s = everything();
    CHECK(good(to_docket_toml(s)) == s);
    const auto small = good(one_queue());
    CHECK(good(to_docket_toml(small)) == small);
}

TEST_CASE("no name writes lines of its own into docket.toml", "[bot][security]")
{
    std::size_t standing = 0;
    for (const auto& text : journeys::hostile_strings()) {
        const auto name =
            nlohmann::json::parse(nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))
                .get<std::string>();
        CAPTURE(name);
        auto s = good(one_queue());
        s.queues[0].name = s.queues[0].skip_prefix = name;
        s.queues[0].keywords = {name};
        const auto read = read_docket_toml(to_docket_toml(s));
        if (!read)  // it may not stand as a name, but then nothing of it stands
            continue;
        CHECK(*read == s);
        ++standing;
    }
    CHECK(standing > 30);
}

TEST_CASE("an unknown key is told with its place and what was probably meant", "[bot]")
{
    CHECK(
        complaints("quue = 1\n" + one_queue()) ==
        std::vector<std::string>{R"(docket.toml:1:1: unknown key "quue"; did you mean "queue"?)"}
    );
    CHECK(
        complaints(one_queue("  tirage = \"C2\"\n")) ==
        std::vector<std::string>{R"(docket.toml:7:3: unknown key "tirage"; did you mean "triage"?)"}
    );
    CHECK(
        complaints(one_queue("[colours]\nred = 1\n")) ==
        std::vector<std::string>{R"(docket.toml:7:2: unknown key "colours")"}
    );
}

TEST_CASE("a misspelt key is not reported a second time as missing", "[bot]")
{
    const auto said = complaints(
        "administrators = [\"U1\"]\n[[queue]]\nkye = \"it\"\nname = \"IT\"\ntriage = \"C1\"\n"
        "agents = [\"U2\"]\n[[route]]\nwords = [\"x\"]\nqueue = \"it\"\n"
    );
    CHECK(said == std::vector<std::string>{R"(docket.toml:3:1: unknown key "kye"; did you mean "key"?)"});
}

TEST_CASE("a value of the wrong type is told with its place and what belongs there", "[bot]")
{
    struct row {
        std::string line, want;
    };
    const auto r = GENERATE(values<row>({
        {"intake = \"C1\"", "docket.toml:7:10: \"intake\" must be a list of texts, such as [\"a\", \"b\"], not text"},
        {"intake = [\"C1\", 2]", "docket.toml:7:17: \"intake\" holds a whole number, not text"},
        {"bots_may_open = 1", "docket.toml:7:17: \"bots_may_open\" must be true or false, not a whole number"},
        {"bots_may_open = \"no\"", "docket.toml:7:17: \"bots_may_open\" must be true or false, not text"},
        {"skip_prefix = 7", "docket.toml:7:15: \"skip_prefix\" must be text in quotes, not a whole number"},
        {"burst_minutes = 2.5", "docket.toml:7:17: \"burst_minutes\" must be a whole number, not a number"},
        {"burst_minutes = -1", "docket.toml:7:17: \"burst_minutes\" must be between 0 and 1440"},
        {"assignment = \"robin\"", "docket.toml:7:14: \"assignment\" must be \"none\" or \"round robin\""},
        {"remind_assignee_after_hours = \"8\"",
         "docket.toml:7:31: \"remind_assignee_after_hours\" must be a number of hours, not text"},
        {"remind_assignee_after_hours = nan",
         "docket.toml:7:31: \"remind_assignee_after_hours\" must be between 0 and 87600 hours; 0 is never"},
        {"remind_assignee_after_hours = -0.5",
         "docket.toml:7:31: \"remind_assignee_after_hours\" must be between 0 and 87600 hours; 0 is never"},
        {"remind_assignee_after_hours = 1e300",
         "docket.toml:7:31: \"remind_assignee_after_hours\" must be between 0 and 87600 hours; 0 is never"},
        {"[route]", "docket.toml:7:1: \"route\" must be written as [[route]], once for each, not a table"},
        {"[[route]]\nform = { urgency = 1 }\nqueue = \"it\"",
         "docket.toml:8:20: \"urgency\" must be text in quotes, not a whole number"},
        {"[[route]]\nform = 1\nwords = [\"x\"]\nqueue = \"it\"",
         "docket.toml:8:8: \"form\" must be fields and values, such as { urgency = \"urgent\" }, not a whole number"},
    }));
    CHECK(complaints(one_queue(r.line + "\n")) == std::vector<std::string>{r.want});
}

TEST_CASE("hours may be fractions, and 0 is never", "[bot]")
{
    const auto s = good(one_queue("remind_assignee_after_hours = 0.5\nupdate_requester_after_hours = 0\n"));
    CHECK(s.queues[0].remind_assignee == 30min);
    CHECK(s.queues[0].update_requester == 0min);
}

TEST_CASE("a setting that cannot stand is told at the place where it stands", "[bot]")
{
    const auto said = complaints(
        "administrators = [\"U1\"]\n"
        "default_queue = \"its\"\n"
        "time_zone = \"Mars/Olympus\"\n" +
        one_queue("[[route]]\nwords = [\"x\"]\nqueue = \"nowhere\"\n").substr(24)
    );
    REQUIRE(said.size() == 3);
    CHECK(says(said[0], "docket.toml:2:17: default_queue: "));
    CHECK(says(said[1], "docket.toml:3:13: time_zone: "));
    CHECK(says(said[2], "docket.toml:11:9: route[1].queue: "));
}

TEST_CASE("a setting that is missing is told at the table it is missing from", "[bot]")
{
    const auto said = complaints(one_queue("[[queue]]\nkey = \"b\"\nname = \"B\"\nagents = [\"U3\"]\n") + "\n");
    REQUIRE(said.size() == 2);
    CHECK(says(said[0], "docket.toml:1:1: default_queue: "));
    CHECK(says(said[1], "docket.toml:7:1: queue[2].triage: "));
}

TEST_CASE("all errors of a file are told at once, in the order of its lines", "[bot]")
{
    const auto read = read_docket_toml(one_queue("bots_may_open = 1\nkeywords = 2\ncolour = 3\n[[queue]]\nname = 4\n"));
    REQUIRE_FALSE(read);
    std::vector<unsigned> lines;
    for (const auto& e : read.error())
        lines.push_back(e.line);
    CHECK(std::is_sorted(lines.begin(), lines.end()));
    CHECK(lines.size() >= 4);
}

TEST_CASE("what is no TOML is told with its place", "[bot]")
{
    const auto said = complaints("administrators = [\"U1\"]\ntime_zone = Berlin\n");
    REQUIRE(said.size() == 1);
    CHECK(says(said[0], "docket.toml:2:"));
    CHECK_FALSE(complaints("key = 1\nkey = 2\n").empty());
    CHECK_FALSE(complaints("\xff\xfe").empty());
    CHECK_FALSE(complaints(std::string("a = \"\0\"", 7)).empty());
}

TEST_CASE("a word is taken for another only when few letters differ", "[bot]")
{
    CHECK(distance("triage", "tirage") == 1);
    CHECK(distance("", "abc") == 3);
    CHECK(distance("kitten", "sitting") == 3);
    const std::vector<std::string_view> known{"key", "name", "triage", "agent_group"};
    CHECK(most_alike("nmae", known) == "name");
    CHECK(most_alike("agentgroup", known) == "agent_group");
    CHECK(most_alike("colour", known).empty());
    CHECK(most_alike(std::string(100'000, 'x'), known).empty());
}

TEST_CASE("hours are kept to the minute whichever way they are written", "[bot]")
{
    CHECK(read_hours("8") == 8h);
    CHECK(read_hours("0,5") == 30min);
    CHECK(read_hours("0") == 0min);
    for (const auto* bad : {"", "x", "8h", "-1", "1e9", "nan", "inf", "87601", "1.2.3"})
        CHECK_FALSE(read_hours(bad));
    for (int m = 0; m < 3'000; m += 7)
        CHECK(read_hours(write_hours(std::chrono::minutes(m))) == std::chrono::minutes(m));
}

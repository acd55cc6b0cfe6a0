#include "office.hpp"

#include <functional>

using namespace office;

namespace {

settings good()
{
    auto s = two_queues().set;
    route r;
    r.words = {"invoice"};
    r.queue = finance;
    s.routes = {r};
    return s;
}

std::vector<std::string> wrong(const settings& s)
{
    std::vector<std::string> where;
    for (const auto& e : check(s)) {
        CHECK_FALSE(e.why.empty());
        where.push_back(e.where);
    }
    return where;
}

}  // namespace

TEST_CASE("settings that can be used have nothing wrong", "[core]")
{
    CHECK(wrong(good()).empty());
    auto one = good();
    one.queues.pop_back();
    one.routes.clear();
    one.default_queue = {};  // there is only one
    one.administrators.clear();
    CHECK(wrong(one).empty());
}

TEST_CASE("two queues may share a triage channel and a name, and a group may be a whole roster", "[core]")
{
    auto s = good();
    s.queues[1].triage = s.queues[0].triage;
    s.queues[1].name = s.queues[0].name;
    s.queues[1].agents.clear();
    s.queues[1].agent_group = group_id("S012FIN");
    CHECK(wrong(s).empty());
}

TEST_CASE("each thing that cannot stand is told once, at its place", "[core]")
{
    struct row {
        std::string where;
        std::function<void(settings&)> spoil;
    };
    const auto r = GENERATE(values<row>({
        {"queue", [](settings& s) { s.queues.clear(), s.routes.clear(); }},
        {"default_queue", [](settings& s) { s.default_queue = {}; }},
        {"default_queue", [](settings& s) { s.default_queue = queue_id("gone"); }},
        {"time_zone", [](settings& s) { s.time_zone = "Mars/Olympus"; }},
        {"time_zone", [](settings& s) { s.time_zone = ""; }},
        {"reopen_within_working_days", [](settings& s) { s.reopen_within_working_days = -1; }},
        {"reopen_within_working_days", [](settings& s) { s.reopen_within_working_days = 1'001; }},
        {"administrators[2]", [](settings& s) { s.administrators.emplace_back("@ben"); }},
        {"managers[1]", [](settings& s) { s.managers = {nobody}; }},
        {"queue[2].key", [](settings& s) { s.queues[1].key = queue_id("IT"), s.routes.clear(); }},
        {"queue[2].key", [](settings& s) { s.queues[1].key = queue_id("money bags"), s.routes.clear(); }},
        {"queue[2].key", [](settings& s) { s.queues[1].key = queue_id(std::string(41, 'k')), s.routes.clear(); }},
        {"queue[2].name", [](settings& s) { s.queues[1].name = " "; }},
        {"queue[1].triage", [](settings& s) { s.queues[0].triage = {}; }},
        {"queue[1].triage", [](settings& s) { s.queues[0].triage = channel_id("#triage"); }},
        {"queue[1].intake[2]", [](settings& s) { s.queues[0].intake.emplace_back("help"); }},
        {"queue[2].intake[1]", [](settings& s) { s.queues[1].intake = s.queues[0].intake; }},
        {"queue[2].intake[1]", [](settings& s) { s.queues[1].intake = {s.queues[0].triage}; }},
        {"queue[2].agents", [](settings& s) { s.queues[1].agents.clear(); }},
        {"queue[2].agents[2]", [](settings& s) { s.queues[1].agents[1] = member_id("Cyd"); }},
        {"queue[1].agent_group", [](settings& s) { s.queues[0].agent_group = group_id("@it"); }},
        {"queue[1].keywords[2]", [](settings& s) { s.queues[0].keywords[1] = " "; }},
        {"queue[1].burst_minutes", [](settings& s) { s.queues[0].burst = -1min; }},
        {"queue[1].burst_minutes", [](settings& s) { s.queues[0].burst = 25h; }},
        {"queue[1].remind_assignee_after_hours", [](settings& s) { s.queues[0].remind_assignee = -1min; }},
        {"queue[1].update_requester_after_hours", [](settings& s) { s.queues[0].update_requester = 90'000h; }},
        {"route[1].queue", [](settings& s) { s.routes[0].queue = queue_id("gone"); }},
        {"route[1].queue", [](settings& s) { s.routes[0].queue = {}; }},
        {"route[1].words[2]", [](settings& s) { s.routes[0].words.emplace_back(); }},
        {"route[1].form", [](settings& s) { s.routes[0].form[""] = "x"; }},
        {"route[1].form", [](settings& s) { s.routes[0].words.clear(); }},
    }));
    auto s = good();
    r.spoil(s);
    CHECK(wrong(s) == std::vector<std::string>{r.where});
}

TEST_CASE("a queue without a key is not also told to be unknown", "[core]")
{
    auto s = good();
    s.queues[0].key = {};
    s.default_queue = finance;
    CHECK(wrong(s) == std::vector<std::string>{"queue[1].key"});
}

TEST_CASE("everything wrong is told at once", "[core]")
{
    auto s = good();
    s.time_zone = "x";
    s.queues[0].agents.clear();
    s.queues[1].name.clear();
    CHECK(wrong(s) == std::vector<std::string>{"time_zone", "queue[1].agents", "queue[2].name"});
}

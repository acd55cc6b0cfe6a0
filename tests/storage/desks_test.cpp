#include "storage/desks.hpp"
#include "shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;

namespace {

/// Settings of which nothing has its default.
core::settings full_settings()
{
    core::queue q;
    q.key = core::queue_id("it");
    q.name = "IT";
    q.triage = core::channel_id("C9");
    q.intake = {core::channel_id("C1"), core::channel_id("C2")};
    q.agents = {core::member_id("U1"), core::member_id("U2")};
    q.agent_group = core::group_id("S1");
    q.assignment = core::assignment::round_robin;
    q.bots_may_open = true;
    q.keywords = {"printer", "vpn"};
    q.burst = std::chrono::minutes(7);
    q.skip_prefix = "--";
    q.remind_assignee = std::chrono::minutes(11);
    q.update_requester = std::chrono::minutes(13);
    core::queue plain;
    plain.key = core::queue_id("hr");
    core::settings s;
    s.administrators = {core::member_id("U7")};
    s.managers = {core::member_id("U8"), core::member_id("U9")};
    s.queues = {q, plain};
    s.routes = {
        core::route{{"fire"}, {}, core::queue_id("it")}, core::route{{}, {{"urgency", "urgent"}}, core::queue_id("hr")}
    };
    s.default_queue = core::queue_id("hr");
    s.reopen_within_working_days = 5;
    s.time_zone = "Europe/Berlin";
    return s;
}

storage::person person(const std::string& id)
{
    storage::person p;
    p.id = core::member_id(id);
    p.name = "Ann";
    return p;
}

}  // namespace

TEST_CASE("settings come back from the text they are kept as", "[storage]")
{
    CHECK(storage::settings_from_text(storage::settings_to_text(full_settings())) == full_settings());
    CHECK(storage::settings_from_text(storage::settings_to_text({})) == core::settings());
}

TEST_CASE("what an earlier version did not keep has its default", "[storage]")
{
    const auto s = storage::settings_from_text(R"({"queues":[{"key":"it"}]})");
    core::queue q;
    q.key = core::queue_id("it");
    REQUIRE(s.queues.size() == 1);
    CHECK(s.queues.front() == q);
    CHECK(s.time_zone == "UTC");
}

TEST_CASE("settings that no version wrote are a broken database, not empty settings", "[storage]")
{
    const auto text = GENERATE(as<std::string>(), "", "{", "[]", R"({"queues":5})", R"({"queues":[{"key":5}]})");
    CHECK_THROWS_AS(storage::settings_from_text(text), storage::broken);
}

TEST_CASE("before setup the desk is empty", "[storage]")
{
    shelf s;
    const storage::desks desks(s.tx, s.workspace);
    CHECK(desks.load().set == core::settings());
    CHECK(desks.version() == 0);
    CHECK_FALSE(desks.origin());
}

TEST_CASE("the newest settings count, and the older ones stay", "[storage]")
{
    shelf s;
    storage::desks desks(s.tx, s.workspace);
    desks.put(core::settings(), std::nullopt, "file:abc", at(1));
    desks.put(full_settings(), core::member_id("U7"), "setup", at(2));

    CHECK(desks.load().set == full_settings());
    CHECK(desks.origin() == "setup");
    CHECK(s.database().execAndGet("SELECT COUNT(*) FROM settings").getInt() == 2);
    CHECK_FALSE(storage::desks(s.tx, core::workspace_id("T2")).origin());
}

TEST_CASE("the version rises exactly when decisions would see something else", "[storage]")
{
    shelf s;
    storage::desks desks(s.tx, s.workspace);
    auto last = desks.version();
    const auto rose = [&] {
        const auto before = std::exchange(last, desks.version());
        return last > before;
    };
    desks.put(full_settings(), std::nullopt, "setup", at(1));
    CHECK(rose());
    desks.put_group(core::group_id("S1"), {core::member_id("U1"), core::member_id("U2")});
    CHECK(rose());
    desks.put_group(core::group_id("S1"), {core::member_id("U2"), core::member_id("U1")});
    CHECK_FALSE(rose());
    desks.put_group(core::group_id("S1"), {core::member_id("U2")});
    CHECK(rose());
    auto ann = person("U3");
    desks.put_person(ann);
    CHECK_FALSE(rose());
    ann.deactivated = true;
    desks.put_person(ann);
    CHECK(rose());
    ann.name = "Ann B.";
    desks.put_person(ann);
    CHECK_FALSE(rose());
    ann.deactivated = false;
    desks.put_person(ann);
    CHECK(rose());
    auto gone = person("U4");
    gone.deactivated = true;
    desks.put_person(gone);
    CHECK(rose());

    const auto d = desks.load();
    CHECK(d.groups.at(core::group_id("S1")) == std::set{core::member_id("U2")});
    CHECK(d.deactivated == std::set{core::member_id("U4")});
}

TEST_CASE("a person comes back as Slack told", "[storage]")
{
    shelf s;
    storage::desks desks(s.tx, s.workspace);
    CHECK_FALSE(desks.find_person(core::member_id("U1")));
    storage::person p;
    p.id = core::member_id("U1");
    p.name = "Ann";
    p.time_zone = "Europe/Berlin";
    p.bot = p.guest = p.outsider = p.admin = true;
    desks.put_person(p);

    const auto found = desks.find_person(p.id);

    REQUIRE(found);
    CHECK(found->name == "Ann");
    CHECK(found->time_zone == "Europe/Berlin");
    CHECK_FALSE(found->deactivated);
    CHECK((found->bot && found->guest && found->outsider && found->admin));
}

TEST_CASE("round robin remembers its last choice for every queue", "[storage]")
{
    shelf s;
    storage::desks desks(s.tx, s.workspace);
    const core::queue_id it("it");
    CHECK_FALSE(desks.last_assigned(it));
    desks.set_last_assigned(it, core::member_id("U1"));
    desks.set_last_assigned(it, core::member_id("U2"));
    desks.set_last_assigned(core::queue_id("hr"), core::member_id("U3"));
    CHECK(desks.last_assigned(it) == core::member_id("U2"));
}

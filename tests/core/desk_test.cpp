#include "office.hpp"

#include <algorithm>

using namespace office;

namespace {

desk with_group()
{
    auto d = two_queues();
    d.set.queues[0].agent_group = group_id("S0IT");
    d.set.queues[0].agents = {cyd, ben, cyd};
    d.groups[group_id("S0IT")] = {sam, ben, dee};
    return d;
}

}  // namespace

TEST_CASE("a roster is people in the order written, then the group by id, each once", "[core]")
{
    const auto d = with_group();
    CHECK(d.roster(d.set.queues[0]) == std::vector<member_id>{cyd, ben, dee, sam});
}

TEST_CASE("deactivated people are on no roster", "[core]")
{
    auto d = with_group();
    d.deactivated = {ben, sam};
    CHECK(d.roster(d.set.queues[0]) == std::vector<member_id>{cyd, dee});
    CHECK_FALSE(d.on_roster(ben, it));
    CHECK_FALSE(d.on_roster(sam, it));
    CHECK(d.on_roster(dee, it));
}

TEST_CASE("a group nobody has told us of yet holds nobody", "[core]")
{
    auto d = with_group();
    d.groups.clear();
    CHECK(d.roster(d.set.queues[0]) == std::vector<member_id>{cyd, ben});
    CHECK_FALSE(d.on_roster(sam, it));
}

TEST_CASE("being on the roster, its list says the same", "[core]")
{
    auto d = with_group();
    d.deactivated = {ben};
    const auto all = d.roster(d.set.queues[0]);
    for (const auto& who : {ana, mei, ben, cyd, dee, rita, sam, nobody})
        CHECK(d.on_roster(who, it) == (std::count(all.begin(), all.end(), who) == 1));
}

TEST_CASE("administrators and the roster may work a queue, managers may see reports", "[core]")
{
    const auto d = two_queues();
    CHECK(d.may_work(ben, it));
    CHECK_FALSE(d.may_work(ben, finance));
    CHECK(d.may_work(ana, it));
    CHECK(d.may_work(ana, queue_id("gone")));
    CHECK_FALSE(d.may_work(mei, it));
    CHECK(d.is_manager(mei));
    CHECK(d.is_manager(ana));
    CHECK_FALSE(d.is_manager(ben));
    CHECK(d.is_administrator(ana));
    CHECK_FALSE(d.is_administrator(mei));
}

TEST_CASE("nobody has no rights, even where settings name them by mistake", "[core]")
{
    auto d = two_queues();
    d.set.administrators.push_back(nobody);
    d.set.managers.push_back(nobody);
    d.set.queues[0].agents.push_back(nobody);
    CHECK_FALSE(d.is_administrator(nobody));
    CHECK_FALSE(d.is_manager(nobody));
    CHECK_FALSE(d.may_work(nobody, it));
}

TEST_CASE("queues are found by key, by what was typed, by channel", "[core]")
{
    const auto d = two_queues();
    CHECK(d.find(it) == &d.set.queues[0]);
    CHECK(d.find(queue_id("IT")) == nullptr);
    CHECK(d.find_named("IT") == &d.set.queues[0]);
    CHECK(d.find_named("it help") == &d.set.queues[0]);
    CHECK(d.find_named("it h") == nullptr);
    CHECK(d.find_named("") == nullptr);
    CHECK(d.with_intake(channel_id("C0HELP")) == &d.set.queues[0]);
    CHECK(d.with_intake(channel_id("C0ITTRIAGE")) == nullptr);
    CHECK(d.with_triage(channel_id("C0FINANCE")) == &d.set.queues[1]);
    CHECK(d.with_triage(channel_id("C0HELP")) == nullptr);
}

TEST_CASE("a key is meant before a name that says the same", "[core]")
{
    auto d = two_queues();
    d.set.queues[0].name = "finance";
    CHECK(d.find_named("FINANCE") == &d.set.queues[1]);
}

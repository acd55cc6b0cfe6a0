#include "office.hpp"

using namespace office;

namespace {

enum class needs { agent, agent_or_requester, requester };

struct row {
    std::string verb;
    command what;
    needs who;
    bool on_ended = false;  ///< the ticket must have ended for it
};

std::vector<row> verbs()
{
    return {
        {"claim", claim{}, needs::agent},
        {"assign", assign{cyd}, needs::agent},
        {"release", release{}, needs::agent},
        {"prioritise", prioritise{priority::urgent}, needs::agent},
        {"move", move{"finance"}, needs::agent},
        {"hold", hold{}, needs::agent},
        {"resume", resume{}, needs::agent},
        {"resolve", resolve{"done"}, needs::agent},
        {"answer", answer{message_id(1)}, needs::agent},
        {"close", core::close{"no use"}, needs::agent_or_requester},
        {"reopen", reopen{}, needs::agent_or_requester, true},
        {"confirm", confirm{}, needs::requester, true},
        {"deny", deny{}, needs::requester, true},
        {"rewrite", rewrite{"other words"}, needs::requester},
    };
}

struct person {
    std::string name;
    member_id id;
    bool agent;
    bool requester = false;
};

std::vector<person> people()
{
    return {
        {"an agent of the queue", ben, true},
        {"an administrator", ana, true},
        {"an agent of another queue", dee, false},
        {"a manager", mei, false},
        {"a bystander", sam, false},
        {"nobody", nobody, false},
        {"the requester", rita, false, true},
    };
}

bool may(needs who, const person& p)
{
    switch (who) {
        case needs::agent:
            return p.agent;
        case needs::agent_or_requester:
            return p.agent || p.requester;
        case needs::requester:
            return p.requester;
    }
    return false;
}

bool is_about_rights(const decision& d)
{
    return !d && (is<not_an_agent>(d.error()) || is<not_your_ticket>(d.error()));
}

}  // namespace

TEST_CASE("each verb is for those who have the right, and for nobody else", "[core]")
{
    const auto d = two_queues();
    for (const auto& verb : verbs()) {
        for (const auto& p : people()) {
            INFO(verb.verb << " by " << p.name);
            const auto t = verb.on_ended ? resolved_one() : verb.verb == "claim" ? fresh() : taken();
            const auto got = decide(t, verb.what, situation{d, p.id, nine + 5h});
            CHECK(is_about_rights(got) == !may(verb.who, p));
        }
    }
}

TEST_CASE("a ticket is seen by its requester, those who may work it, and managers", "[core]")
{
    const auto d = two_queues();
    for (const auto& p : people()) {
        INFO(p.name);
        CHECK(may_see(taken(), p.id, d) == (p.agent || p.requester || p.id == mei));
    }
}

TEST_CASE("who has no right hears that before anything of the ticket's state", "[core]")
{
    const auto d = two_queues();
    for (const auto& verb : verbs()) {
        INFO(verb.verb);
        const auto t = verb.on_ended ? taken() : withdrawn();
        CHECK(is_about_rights(decide(t, verb.what, situation{d, sam, nine + 5h})));
    }
}

TEST_CASE("rights end with the account", "[core]")
{
    auto d = two_queues();
    d.deactivated = {ben, ana};
    const auto who = GENERATE(ben, ana);
    CHECK(is<not_an_agent>(refused(fresh(d), claim{}, who, nine, d)));
}

TEST_CASE("a ticket whose queue is gone from the settings is left to administrators", "[core]")
{
    auto d = two_queues();
    const auto t = fresh(d);
    d.set.queues.erase(d.set.queues.begin());
    CHECK(is<not_an_agent>(refused(t, claim{}, ben, nine, d)));
    CHECK(then(t, move{"finance"}, ana, nine, d).queue == finance);
}

#include "core/follow.hpp"
#include "office.hpp"

#include <algorithm>
#include <random>

using namespace office;

namespace {

class dice {
public:
    explicit dice(unsigned seed) : engine_(seed) {}

    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_); }

    template <class Item>
    Item one_of(const std::vector<Item>& all)
    {
        return all[below(all.size())];
    }

    template <class Item>
    void shuffle(std::vector<Item>& all)
    {
        std::shuffle(all.begin(), all.end(), engine_);
    }

private:
    std::mt19937 engine_;
};

const std::vector<member_id> somebody{ana, ben, cyd, dee, rita, sam, mei};
const std::vector<status> statuses{status::fresh,   status::in_progress, status::waiting,
                                   status::on_hold, status::resolved,    status::closed};

/// Any event, sensible or not.
happening anything(dice& d)
{
    const auto who = d.one_of(somebody);
    const message_id said(static_cast<std::int64_t>(d.below(50)));
    const std::vector<happening> all{
        opened{it, rita, source::mention, priority::low, std::nullopt, "t", "d", std::nullopt, ""},
        conversation_began{place{channel_id("C1"), message_ts("1.2")}},
        assigned{who},
        unassigned{who},
        prioritised{priority::high},
        moved{it, d.below(2) == 0 ? finance : queue_id("gone")},
        status_changed{d.one_of(statuses), "note"},
        requester_wrote{said},
        agent_answered{said, d.below(2) == 0},
        bystander_wrote{said},
        discussed{said},
        resolved{"done"},
        closed{"why"},
        rewritten{"", ""},
        confirmed{},
        reopened{},
        followed_up{ticket_number(9)},
        assignee_reminded{},
        requester_updated{},
    };
    REQUIRE(all.size() == std::variant_size_v<happening>);
    return d.one_of(all);
}

event at_any_time(dice& d)
{
    const auto at = nine + std::chrono::minutes(d.below(20'000));
    const auto by = d.below(4) == 0 ? std::nullopt : std::optional(d.one_of(somebody));
    return event(anything(d), at, by, static_cast<cause>(d.below(12)));
}

/// What holds of every ticket, whatever its history.
void holds_together(const ticket& t, int length)
{
    CHECK(t.events == length);
    CHECK(is_open(t) == (!t.resolved && !t.closed));
    CHECK((t.status == status::resolved) == (t.resolved && !t.closed));
    CHECK((t.status == status::closed) == t.closed.has_value());
    CHECK(t.assignee.has_value() == t.assigned.has_value());
    CHECK(t.question <= t.events);
    CHECK((!is_open(t) || t.outcome.empty()));
    if (!is_open(t))
        CHECK(timers_of(t, two_queues()).empty());
}

command any_command(dice& d)
{
    const auto who = d.one_of(somebody);
    const message_id said(static_cast<std::int64_t>(1 + d.below(50)));
    const std::vector<command> all{
        claim{},
        assign{who},
        release{},
        prioritise{d.below(2) == 0 ? priority::high : priority::low},
        move{d.below(2) == 0 ? "it" : "finance"},
        hold{"part"},
        resume{},
        resolve{"done"},
        core::close{"why"},
        reopen{},
        confirm{},
        deny{},
        say{said, who, d.below(4) == 0},
        answer{said},
        discuss{said},
        rewrite{d.below(2) == 0 ? "new words" : ""},
        begin_conversation{place{channel_id("D1"), message_ts("1.3")}},
        lose_assignee{who},
        link_follow_up{ticket_number(20)},
        remind_assignee{},
        update_requester{},
    };
    REQUIRE(all.size() == std::variant_size_v<command>);
    return d.one_of(all);
}

}  // namespace

TEST_CASE("any history in any order replays to a ticket that holds together", "[core]")
{
    dice d(20260113);
    for (int round = 0; round < 400; ++round) {
        std::vector<event> history;
        for (std::size_t i = 0, n = d.below(40); i < n; ++i)
            history.push_back(at_any_time(d));
        d.shuffle(history);
        ticket t;
        int length = 0;
        for (const auto& e : history) {
            const auto before = t;
            t = apply(std::move(t), e);
            holds_together(t, ++length);
            static_cast<void>(deliveries_of(before, t, {e}, two_queues()));
        }
    }
}

TEST_CASE("the same history gives the same ticket", "[core]")
{
    dice d(7);
    std::vector<event> history;
    for (int i = 0; i < 200; ++i)
        history.push_back(at_any_time(d));
    CHECK(after(ticket(), history) == after(ticket(), history));
}

TEST_CASE("whatever people ask for, in any order, a ticket stays whole and its events tell who and when", "[core]")
{
    dice d(42);
    const auto office = two_queues();
    std::size_t changed = 0;
    for (int round = 0; round < 300; ++round) {
        auto t = fresh();
        auto now = nine;
        for (int step = 0; step < 40; ++step) {
            now += std::chrono::minutes(d.below(3'000));
            const situation s{office, d.one_of(somebody), now};
            const auto asked_for = any_command(d);
            const auto events = decide(t, asked_for, s);
            CHECK((decide(t, asked_for, s).has_value() == events.has_value()));
            if (!events)
                continue;
            changed += events->size();
            for (const auto& e : *events)
                CHECK(e.at == now);
            const auto before = t;
            t = after(std::move(t), *events);
            holds_together(t, before.events + static_cast<int>(events->size()));
            // Nothing that people see changes without somebody being shown it.
            const bool seen = t.status != before.status || t.assignee != before.assignee || t.queue != before.queue;
            CHECK((!seen || !deliveries_of(before, t, *events, office).empty()));
        }
    }
    CHECK(changed > 3'000);  // the dice did not only draw refusals
}

TEST_CASE("what a person does counts as touching a ticket, what a timer or rule does not", "[core]")
{
    const auto t = taken();
    const auto by_person = apply(t, event(discussed{message_id(1)}, nine + 5h, ben));
    CHECK(by_person.touched == nine + 5h);
    const auto by_timer = apply(t, event(assignee_reminded{}, nine + 5h, std::nullopt, cause::untouched));
    CHECK(by_timer.touched == t.touched);
    CHECK(by_timer.reminded == nine + 5h);
    CHECK_FALSE(apply(by_timer, event(discussed{message_id(1)}, nine + 6h, ben)).reminded);
    CHECK_FALSE(apply(by_timer, event(assigned{cyd}, nine + 6h, std::nullopt, cause::round_robin)).reminded);
}

TEST_CASE("the requester has heard from us when a message of ours says so, not when a line is edited", "[core]")
{
    struct row {
        happening what;
        bool heard;
    };
    const auto r = GENERATE(values<row>({
        {conversation_began{}, true},
        {agent_answered{message_id(1), true}, true},
        {resolved{"done"}, true},
        {closed{"why"}, true},
        {reopened{}, true},
        {requester_updated{}, true},
        {assigned{cyd}, false},
        {status_changed{status::on_hold, ""}, false},
        {prioritised{priority::high}, false},
        {moved{it, finance}, false},
        {requester_wrote{message_id(1)}, false},
        {discussed{message_id(1)}, false},
        {assignee_reminded{}, false},
    }));
    const auto t = taken();
    const auto later = apply(t, event(r.what, nine + 20h, ben));
    INFO(name_of(r.what));
    CHECK((later.informed == nine + 20h) == r.heard);
}

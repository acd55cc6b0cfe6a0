#include "core/follow.hpp"

#include "core/names.hpp"

#include <algorithm>

namespace docket::core {

namespace {

constexpr names_of<timer_kind, 2> timers{{
    {timer_kind::remind_assignee, "remind_assignee"},
    {timer_kind::update_requester, "update_requester"},
}};

constexpr names_of<delivery_kind, 10> deliveries{{
    {delivery_kind::card, "card"},
    {delivery_kind::status_line, "status_line"},
    {delivery_kind::mirror, "mirror"},
    {delivery_kind::reply, "reply"},
    {delivery_kind::question, "question"},
    {delivery_kind::handed_over, "handed_over"},
    {delivery_kind::reminder, "reminder"},
    {delivery_kind::update, "update"},
    {delivery_kind::returned, "returned"},
    {delivery_kind::follow_up, "follow_up"},
}};

/// Collects what one event after another asks for: first what shows the ticket's state, then what was said and asked,
/// in the order it happened. A card must be there before what hangs in its thread.
class shown {
public:
    shown(const std::optional<ticket>& before, const ticket& after) : before_(before), after_(after) {}

    void add(const event& e, int place)
    {
        e_ = &e;
        place_ = place;
        std::visit(*this, e.what);
    }

    std::vector<delivery> all() &&
    {
        auto wanted = std::move(surfaces_);
        for (auto& each : messages_)
            wanted.push_back(std::move(each));
        return wanted;
    }

    void operator()(const opened&) { state(); }
    void operator()(const conversation_began&) { card(); }
    void operator()(const assigned& a)
    {
        state();
        const bool told = e_->why == cause::round_robin || e_->by != a.to;
        if (told && after_.assignee == a.to)
            once(delivery_kind::handed_over);
    }
    void operator()(const unassigned&)
    {
        state();
        if (!after_.assignee)
            once(delivery_kind::returned);
    }
    void operator()(const prioritised&) { card(); }
    void operator()(const moved& m)
    {
        state();
        ask(surfaces_, delivery_kind::card, m.from.str());
    }
    void operator()(const status_changed&)
    {
        state();
        question();
    }
    void operator()(const requester_wrote& w) { said(delivery_kind::mirror, w.what); }
    void operator()(const agent_answered& a)
    {
        if (a.from_triage)
            said(delivery_kind::reply, a.what);
        said(delivery_kind::mirror, a.what);  // whoever else works it must see what was answered
    }
    void operator()(const bystander_wrote& w) { said(delivery_kind::mirror, w.what); }
    void operator()(const discussed& d) { said(delivery_kind::mirror, d.what); }
    void operator()(const resolved&)
    {
        state();
        question();
        once(delivery_kind::question);
    }
    void operator()(const closed&)
    {
        state();
        question();
    }
    void operator()(const rewritten&) { card(); }
    void operator()(const confirmed&)
    {
        state();
        question();
    }
    void operator()(const reopened&)
    {
        state();
        question();
    }
    void operator()(const followed_up&)
    {
        state();
        question();
        once(delivery_kind::follow_up);
    }
    void operator()(const assignee_reminded&) { once(delivery_kind::reminder); }
    void operator()(const requester_updated&) { once(delivery_kind::update); }

private:
    static void ask(std::vector<delivery>& where, delivery_kind kind, std::string subject)
    {
        delivery wanted{kind, std::move(subject)};
        if (std::ranges::find(where, wanted) == where.end())
            where.push_back(std::move(wanted));
    }

    void card() { ask(surfaces_, delivery_kind::card, after_.queue.str()); }

    /// What both sides see of the ticket as a whole.
    void state()
    {
        ask(surfaces_, delivery_kind::status_line, {});
        card();
    }

    /// The question asked before, if one was: it no longer says what holds.
    void question()
    {
        if (before_ && before_->question != 0)
            ask(surfaces_, delivery_kind::question, std::to_string(before_->question));
    }

    void said(delivery_kind kind, message_id what) { ask(messages_, kind, std::to_string(what.value())); }

    void once(delivery_kind kind) { ask(messages_, kind, std::to_string(place_)); }

    const std::optional<ticket>& before_;
    const ticket& after_;
    const event* e_ = nullptr;
    int place_ = 0;
    std::vector<delivery> surfaces_;
    std::vector<delivery> messages_;
};

}  // namespace

std::vector<timer> timers_of(const ticket& t, const desk& d)
{
    std::vector<timer> all;
    const auto* q = d.find(t.queue);
    if (q == nullptr || !is_open(t))
        return all;
    // Waiting is the requester's turn, and on hold somebody decided that nothing is to be done: no reason to remind.
    const bool to_be_worked = t.status == status::fresh || t.status == status::in_progress;
    if (t.assignee && to_be_worked && q->remind_assignee.count() > 0) {
        const auto last = std::max(t.touched, t.reminded.value_or(t.touched));
        all.push_back({timer_kind::remind_assignee, last + q->remind_assignee});
    }
    if (q->update_requester.count() > 0)
        all.push_back({timer_kind::update_requester, t.informed + q->update_requester});
    return all;
}

std::vector<delivery> deliveries_of(
    const std::optional<ticket>& before, const ticket& after, const std::vector<event>& events, const desk& /*d*/
)
{
    shown wanted(before, after);
    auto place = after.events - static_cast<int>(events.size());
    for (const auto& e : events)
        wanted.add(e, ++place);
    return std::move(wanted).all();
}

std::string_view name_of(timer_kind k)
{
    return name_in(timers, k);
}

std::string_view name_of(delivery_kind k)
{
    return name_in(deliveries, k);
}

std::optional<timer_kind> timer_kind_named(std::string_view name)
{
    return value_in(timers, name);
}

std::optional<delivery_kind> delivery_kind_named(std::string_view name)
{
    return value_in(deliveries, name);
}

bool is_surface(delivery_kind k)
{
    switch (k) {
        case delivery_kind::card:
        case delivery_kind::status_line:
        case delivery_kind::mirror:
        case delivery_kind::reply:
        case delivery_kind::question:
            return true;
        case delivery_kind::handed_over:
        case delivery_kind::reminder:
        case delivery_kind::update:
        case delivery_kind::returned:
        case delivery_kind::follow_up:
            return false;
    }
    return false;
}

}  // namespace docket::core

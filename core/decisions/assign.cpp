#include "core/decisions/decisions.hpp"

// Who has it, where somebody else decides: assigned, given back, taken away.

namespace docket::core {

decision on(const ticket& t, const assign& asked, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    if (!s.desk.on_roster(asked.to, t.queue))
        return refused(not_on_roster{asked.to, t.queue});
    std::vector<event> events;
    if (t.assignee != asked.to) {
        if (t.assignee)
            events.push_back(by_actor(s, unassigned{*t.assignee}));
        events.push_back(by_actor(s, assigned{asked.to}));
    }
    // Whoever takes it begins; whoever is given it has not begun yet.
    if (asked.to == s.actor && t.status == status::fresh)
        events.push_back(by_actor(s, status_changed{status::in_progress, {}}, cause::claimed));
    return events;
}

decision on(const ticket& t, const release& /*asked*/, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    if (!t.assignee)
        return refused(already_so{});
    return std::vector{by_actor(s, unassigned{*t.assignee})};
}

decision on(const ticket& t, const lose_assignee& asked, const situation& s)
{
    if (!is_open(t) || t.assignee != asked.who)
        return nothing();
    return std::vector{by_itself(s, unassigned{asked.who}, cause::deactivated)};
}

}  // namespace docket::core

#include "core/decisions/decisions.hpp"

namespace docket::core {

decision on(const ticket& t, const claim& /*asked*/, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    if (t.assignee && *t.assignee != s.actor)
        return refused(already_claimed{*t.assignee, t.assigned});
    std::vector<event> events;
    if (!t.assignee)
        events.push_back(by_actor(s, assigned{s.actor}, cause::claimed));
    // Also for what they were given and had not begun; the second press of an impatient finger changes nothing.
    if (t.status == status::fresh)
        events.push_back(by_actor(s, status_changed{status::in_progress, {}}, cause::claimed));
    return events;
}

}  // namespace docket::core

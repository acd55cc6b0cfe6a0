#include "core/decisions/decisions.hpp"

namespace docket::core {

decision on(const ticket& t, const move& asked, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    const auto* to = s.desk.find_named(asked.queue);
    if (to == nullptr)
        return refused(unknown_queue{asked.queue});
    if (to->key == t.queue)
        return refused(already_so{});
    std::vector events{by_actor(s, moved{t.queue, to->key})};
    if (t.assignee && !s.desk.on_roster(*t.assignee, to->key))
        events.push_back(by_actor(s, unassigned{*t.assignee}, cause::moved));
    return events;
}

}  // namespace docket::core

#include "core/decide.hpp"

#include "core/decisions/decisions.hpp"

namespace docket::core {

decision decide(const ticket& t, const command& asked, const situation& s)
{
    // Not a catch-all: there is one overload for each verb, and none that takes another.
    return std::visit([&](const auto& verb) { return on(t, verb, s); }, asked);
}

bool may_see(const ticket& t, const member_id& who, const desk& d)
{
    return who == t.requester || d.may_work(who, t.queue) || d.is_manager(who);
}

event by_actor(const situation& s, happening what, cause why)
{
    return event(std::move(what), s.now, s.actor.empty() ? std::nullopt : std::optional(s.actor), why);
}

event by_itself(const situation& s, happening what, cause why)
{
    return event(std::move(what), s.now, std::nullopt, why);
}

std::optional<refusal> objection_to_work(const ticket& t, const situation& s)
{
    if (!s.desk.may_work(s.actor, t.queue))
        return not_an_agent{t.queue};
    if (!is_open(t))
        return already_ended{t.status};
    return std::nullopt;
}

std::vector<event> open_again(const ticket& t, const situation& s, const member_id& by, cause why)
{
    std::vector<event> events{event(reopened{}, s.now, by, why)};
    if (t.assignee && s.desk.deactivated.contains(*t.assignee))
        events.push_back(by_itself(s, unassigned{*t.assignee}, cause::deactivated));
    return events;
}

}  // namespace docket::core

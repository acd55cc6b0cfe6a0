#include "core/decisions/decisions.hpp"
#include "core/working_days.hpp"

#include <algorithm>

// What was said. It happened, so it is never refused for who said it (answering from the triage side apart): who they
// are decides what follows.

namespace docket::core {

namespace {

std::vector<event> answered(const ticket& t, const agent_answered& what, bool moves, const member_id& by, instant now)
{
    std::vector<event> events{event(what, now, by)};
    if (moves && is_open(t) && t.status != status::waiting)
        events.emplace_back(status_changed{status::waiting, {}}, now, by, cause::agent_answered);
    return events;
}

std::vector<event> requester_said(const ticket& t, const say& asked, const situation& s)
{
    std::vector<event> events{event(requester_wrote{asked.what}, s.now, asked.by)};
    if (asked.thanks)
        return events;
    if (!is_open(t)) {
        if (meaning_of_reply(t, asked.thanks, s.desk.set, asked.at.value_or(s.now)) == late_reply::reopens) {
            for (auto& e : open_again(t, s, asked.by, cause::replied_after_end))
                events.push_back(std::move(e));
        }
        return events;
    }
    // On hold too: the requester's news may be what it waited for, and must not lie unseen. A new one stays new, they
    // only add to their request.
    if (t.status == status::waiting || t.status == status::on_hold)
        events.emplace_back(status_changed{status::in_progress, {}}, s.now, asked.by, cause::requester_answered);
    return events;
}

}  // namespace

decision on(const ticket& t, const say& asked, const situation& s)
{
    if (asked.by == t.requester)
        return requester_said(t, asked, s);
    if (s.desk.may_work(asked.by, t.queue))
        return answered(t, agent_answered{asked.what, false}, !asked.thanks, asked.by, s.now);
    return std::vector{event(bystander_wrote{asked.what}, s.now, asked.by)};
}

decision on(const ticket& t, const answer& asked, const situation& s)
{
    if (!s.desk.may_work(s.actor, t.queue))
        return refused(not_an_agent{t.queue});
    return answered(t, agent_answered{asked.what, true}, true, s.actor, s.now);
}

/// Whoever stands in the triage thread belongs to the desk's talk, on the roster or not.
decision on(const ticket& /*t*/, const discuss& asked, const situation& s)
{
    return std::vector{by_actor(s, discussed{asked.what})};
}

late_reply meaning_of_reply(const ticket& t, bool thanks, const settings& set, instant now)
{
    if (thanks)
        return late_reply::only_thanks;
    if (t.continued_by)
        return late_reply::follow_up;
    const auto ended = std::max(t.resolved.value_or(instant()), t.closed.value_or(instant()));
    const auto until = end_of_working_day_after(ended, set.reopen_within_working_days, set.time_zone);
    return now < until ? late_reply::reopens : late_reply::follow_up;
}

}  // namespace docket::core

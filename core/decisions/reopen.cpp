#include "core/decisions/decisions.hpp"

// Going on after the end, and the requester's answers to "is it fixed?".

namespace docket::core {

namespace {

/// A follow-up has taken over the thread: two tickets in one thread would each hear half.
bool goes_on_elsewhere(const ticket& t)
{
    return t.continued_by.has_value();
}

}  // namespace

decision on(const ticket& t, const reopen& /*asked*/, const situation& s)
{
    if (s.actor != t.requester && !s.desk.may_work(s.actor, t.queue))
        return refused(not_your_ticket{});
    if (is_open(t))
        return refused(still_open{});
    if (goes_on_elsewhere(t))
        return refused(already_ended{t.status});
    return open_again(t, s, s.actor, cause::asked);
}

decision on(const ticket& t, const confirm& /*asked*/, const situation& s)
{
    if (s.actor != t.requester)
        return refused(not_your_ticket{});
    if (is_open(t))
        return refused(still_open{});  // it was opened again before the button went away
    if (t.status == status::resolved)
        return std::vector{by_actor(s, confirmed{}, cause::fixed)};
    if (!t.resolved)
        return refused(already_ended{t.status});  // closed without a fix
    return nothing();
}

decision on(const ticket& t, const deny& /*asked*/, const situation& s)
{
    if (s.actor != t.requester)
        return refused(not_your_ticket{});
    if (is_open(t))
        return nothing();
    if (goes_on_elsewhere(t))
        return refused(already_ended{t.status});
    return open_again(t, s, s.actor, cause::not_fixed);
}

}  // namespace docket::core

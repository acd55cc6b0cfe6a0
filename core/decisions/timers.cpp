#include "core/decisions/decisions.hpp"
#include "core/follow.hpp"

#include <algorithm>

// Timers that fired. Between their setting and their firing the ticket or the settings may have changed.

namespace docket::core {

namespace {

bool is_due(const ticket& t, timer_kind kind, const situation& s)
{
    return std::ranges::any_of(timers_of(t, s.desk), [&](const timer& each) {
        return each.kind == kind && each.due <= s.now;
    });
}

}  // namespace

decision on(const ticket& t, const remind_assignee& /*asked*/, const situation& s)
{
    if (!is_due(t, timer_kind::remind_assignee, s))
        return nothing();
    return std::vector{by_itself(s, assignee_reminded{}, cause::untouched)};
}

decision on(const ticket& t, const update_requester& /*asked*/, const situation& s)
{
    if (!is_due(t, timer_kind::update_requester, s))
        return nothing();
    return std::vector{by_itself(s, requester_updated{}, cause::untouched)};
}

}  // namespace docket::core

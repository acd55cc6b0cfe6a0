#include "core/decisions/decisions.hpp"
#include "core/text.hpp"

namespace docket::core {

decision on(const ticket& t, const close& asked, const situation& s)
{
    if (s.actor != t.requester && !s.desk.may_work(s.actor, t.queue))
        return refused(not_your_ticket{});
    if (!is_open(t))
        return refused(already_ended{t.status});
    if (is_blank(asked.reason))
        return refused(text_missing{"the reason"});
    return std::vector{by_actor(s, closed{std::string(trimmed(asked.reason))})};
}

}  // namespace docket::core

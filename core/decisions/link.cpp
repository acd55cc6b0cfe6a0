#include "core/decisions/decisions.hpp"

// What the service itself reports: where the requester hears from us, and which ticket goes on in a thread.

namespace docket::core {

decision on(const ticket& t, const begin_conversation& asked, const situation& s)
{
    if (t.conversation)
        return nothing();
    return std::vector{by_actor(s, conversation_began{asked.where})};
}

decision on(const ticket& t, const link_follow_up& asked, const situation& s)
{
    if (t.continued_by == asked.by)
        return nothing();
    if (t.continued_by)
        return refused(already_so{});
    if (is_open(t))
        return refused(still_open{});
    return std::vector{by_actor(s, followed_up{asked.by}, cause::replied_after_end)};
}

}  // namespace docket::core

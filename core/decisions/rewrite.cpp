#include "core/decisions/decisions.hpp"
#include "core/request_text.hpp"
#include "core/text.hpp"

namespace docket::core {

decision on(const ticket& t, const rewrite& asked, const situation& s)
{
    // The root of a thread may be somebody else's, where the request was a reply in it.
    if (s.actor != t.requester)
        return refused(not_your_ticket{});
    const bool gone = is_blank(asked.text);
    rewritten now{gone ? std::string() : title_of(asked.text), gone ? std::string() : asked.text};
    if (now.title == t.title && now.details == t.details)
        return nothing();
    return std::vector{by_actor(s, std::move(now))};
}

}  // namespace docket::core

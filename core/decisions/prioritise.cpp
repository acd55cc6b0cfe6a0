#include "core/decisions/decisions.hpp"

namespace docket::core {

decision on(const ticket& t, const prioritise& asked, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    if (t.priority == asked.to)
        return refused(already_so{});
    return std::vector{by_actor(s, prioritised{asked.to})};
}

}  // namespace docket::core

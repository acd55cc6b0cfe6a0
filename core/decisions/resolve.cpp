#include "core/decisions/decisions.hpp"
#include "core/text.hpp"

namespace docket::core {

decision on(const ticket& t, const resolve& asked, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    if (is_blank(asked.done))
        return refused(text_missing{"what was done"});
    return std::vector{by_actor(s, resolved{std::string(trimmed(asked.done))})};
}

}  // namespace docket::core

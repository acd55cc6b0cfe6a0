#include "core/decisions/decisions.hpp"
#include "core/text.hpp"

namespace docket::core {

decision on(const ticket& t, const hold& asked, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    if (t.status == status::on_hold)
        return refused(already_so{});
    return std::vector{by_actor(s, status_changed{status::on_hold, std::string(trimmed(asked.note))})};
}

/// Off hold, and likewise on without the answer it waits for. What was looked at is not new any more, so it is in
/// progress, whoever has it.
decision on(const ticket& t, const resume& /*asked*/, const situation& s)
{
    if (auto why = objection_to_work(t, s))
        return refused(std::move(*why));
    if (t.status != status::on_hold && t.status != status::waiting)
        return refused(already_so{});
    return std::vector{by_actor(s, status_changed{status::in_progress, {}})};
}

}  // namespace docket::core

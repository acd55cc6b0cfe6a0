#include "core/decisions/decisions.hpp"
#include "core/request_text.hpp"
#include "core/roster.hpp"

namespace docket::core {

decision open(const request& r, const std::optional<member_id>& last, const situation& s)
{
    const auto title = title_of(is_blank(r.title) ? r.text : r.title);
    if (title.empty())
        return refused(text_missing{"what you need"});
    const auto to = route_of(r, s.desk);
    if (!to)
        return refused(unknown_queue{r.queue});
    const auto by_rule = to->by.empty() ? cause::asked : cause::rule;
    opened first{
        .queue = to->to->key,
        .requester = r.requester,
        .source = r.source,
        .priority = r.priority.value_or(priority::normal),
        .conversation = r.conversation,
        .title = title,
        .details = is_blank(r.text) ? r.title : r.text,
        .follow_up_of = r.follow_up_of,
        .routed_by = to->by,
        .asked = r.asked && s.now - *r.asked >= late_after ? r.asked : std::nullopt,
    };
    std::vector events{by_actor(s, std::move(first), by_rule)};
    if (to->to->assignment == assignment::round_robin) {
        if (const auto turn = next_in_turn(s.desk, *to->to, last))
            events.push_back(by_itself(s, assigned{*turn}, cause::round_robin));
    }
    return events;
}

}  // namespace docket::core

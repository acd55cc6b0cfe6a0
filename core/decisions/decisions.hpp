#pragma once

#include "core/decide.hpp"

/// What the verbs share, and one overload for each: a verb without one does not compile.
namespace docket::core {

[[nodiscard]] decision on(const ticket& t, const claim& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const assign& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const release& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const prioritise& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const move& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const hold& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const resume& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const resolve& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const close& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const reopen& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const confirm& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const deny& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const say& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const answer& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const discuss& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const rewrite& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const begin_conversation& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const lose_assignee& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const link_follow_up& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const remind_assignee& asked, const situation& s);
[[nodiscard]] decision on(const ticket& t, const update_requester& asked, const situation& s);

/// Nothing changes, and nobody needs to be told why.
[[nodiscard]] inline std::vector<event> nothing()
{
    return {};
}

[[nodiscard]] inline tl::unexpected<refusal> refused(refusal why)
{
    return tl::unexpected<refusal>(std::move(why));
}

/// `what`, done by whoever asks, now.
[[nodiscard]] event by_actor(const situation& s, happening what, cause why = cause::asked);

/// `what`, done by nobody: a timer, a rule, Slack.
[[nodiscard]] event by_itself(const situation& s, happening what, cause why);

/// What every verb of an agent's asks first: may the actor work this queue, and has the ticket not ended?
[[nodiscard]] std::optional<refusal> objection_to_work(const ticket& t, const situation& s);

/// The ticket is open again. An assignee whose account was deactivated meanwhile would let it lie: they lose it.
[[nodiscard]] std::vector<event> open_again(const ticket& t, const situation& s, const member_id& by, cause why);

}  // namespace docket::core

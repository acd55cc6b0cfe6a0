#include "bot/handlers/forms.hpp"
#include "bot/views/ids.hpp"
#include "bot/words.hpp"

#include <algorithm>

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// One press: what was pressed, on which ticket, by whom.
struct press {
    const slack::block_actions& request;
    const slack::block_action& action;
    core::member_id who;
    core::ticket ticket;
    std::string verb;  ///< what stands after the colon in the value
    std::optional<core::channel_id> channel;
    std::string key;
};

/// Verbs that need no further words.
std::optional<core::command> command_of(const press& p)
{
    const auto& id = p.action.action_id;
    if (id == ids::claim)
        return core::claim{};
    if (id == ids::fixed)
        return core::confirm{};
    if (id == ids::not_fixed)
        return core::deny{};
    if (id == ids::hold && p.verb == ids::verb_resume)
        return core::resume{};
    if (id == ids::priority) {
        if (const auto to = core::priority_named(p.verb))
            return core::prioritise{*to};
        return std::nullopt;
    }
    if (id == ids::more && p.verb == ids::verb_reopen)
        return core::reopen{};
    if (id == ids::more && p.verb == ids::verb_release)
        return core::release{};
    return std::nullopt;
}

/// The form a button opens; empty for none.
std::string form_of(const press& p)
{
    const auto& id = p.action.action_id;
    if (id == ids::assign)
        return ids::verb_assign;
    if (id == ids::reply)
        return ids::verb_reply;
    if (id == ids::hold)
        return ids::verb_hold;
    if (id == ids::resolve)
        return ids::verb_resolve;
    if (id == ids::more || id == ids::form_again)
        return p.verb;
    return {};
}

handled act(ledger& l, const press& p)
{
    if (const auto asked = command_of(p)) {
        const auto did = l.perform(p.ticket.number, *asked, p.who);
        if (did)
            return handled();
        const bool answers = p.action.action_id == ids::fixed || p.action.action_id == ids::not_fixed;
        if (answers && std::holds_alternative<core::not_your_ticket>(did.error()))
            return refuse_with(l, words::only_requester_knows(p.ticket.number), p.who, p.channel, p.key);
        return refuse(l, did.error(), &p.ticket, p.who, p.channel, p.key);
    }
    const auto verb = form_of(p);
    if (verb.empty())
        return handled(outcome::unused);
    return ask_with_form(l, p.ticket, verb, p.who, p.request.trigger_id, p.channel);
}

/// Whoever presses there has the ticket before their eyes: on the desk's card, or in the requester's thread.
bool is_shown_in(const ledger& l, const core::ticket& t, const std::optional<core::channel_id>& channel)
{
    const auto* queue = l.desk().find(t.queue);
    return channel &&
           ((queue != nullptr && queue->triage == *channel) || (t.conversation && t.conversation->channel == *channel));
}

handled on_action(ledger& l, const slack::block_actions& clicked, const slack::block_action& a)
{
    const auto value = read_value(a.value);
    if (!a.action_id.starts_with("ticket.") && a.action_id != ids::form_again)
        return handled(outcome::unused);
    if (!value)
        return handled(outcome::unused);
    const core::member_id who(clicked.who.id);
    if (a.action_id == ids::form_again && value->verb == ids::verb_new)
        return ask_new(l, who, clicked.trigger_id, {}, {}, nlohmann::json::object());
    std::optional<core::channel_id> channel;
    if (!clicked.channel.empty())
        channel = core::channel_id(clicked.channel);
    const auto key = "trigger:" + clicked.trigger_id;
    auto t = l.tickets().find(value->ticket);
    if (!t || !(core::may_see(*t, who, l.desk()) || is_shown_in(l, *t, channel)))
        return refuse(l, core::unknown_ticket{value->ticket}, nullptr, who, channel, key);
    return act(l, press{clicked, a, who, std::move(*t), value->verb, channel, key});
}

/// Whoever was let ask, in a channel shared with their organisation, may say whether it is fixed.
bool answers_own_question(ledger& l, const slack::block_actions& clicked)
{
    return std::ranges::all_of(clicked.actions, [&](const slack::block_action& a) {
        const auto value = read_value(a.value);
        const auto t = value ? l.tickets().find(value->ticket) : std::nullopt;
        return (a.action_id == ids::fixed || a.action_id == ids::not_fixed) && t &&
               t->requester == core::member_id(clicked.who.id);
    });
}

}  // namespace

handled on(ledger& l, const slack::block_actions& clicked)
{
    if (!l.first_trigger(clicked.trigger_id))
        return handled(outcome::duplicate);
    if (!is_insider(l, clicked.who, clicked.enterprise) && !answers_own_question(l, clicked)) {
        // They see and can press the buttons of a shared channel.
        return refuse_outsider(l, clicked.who, clicked.channel, clicked.trigger_id);
    }
    handled last(outcome::unused);
    for (const auto& a : clicked.actions)
        last = on_action(l, clicked, a);
    return last;
}

}  // namespace docket::bot

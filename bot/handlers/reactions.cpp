#include "bot/handlers/forms.hpp"
#include "bot/words.hpp"

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// What an agent's reaction on a card or a request asks for.
std::optional<core::command> command_of(const std::string& reaction)
{
    if (reaction == "eyes")
        return core::claim{};
    if (reaction == "white_check_mark")
        return core::resolve{words::marked_resolved()};
    if (reaction == "rotating_light")
        return core::prioritise{core::priority::urgent};
    return std::nullopt;
}

/// The ticket whose card or request this message is; the request may be a reply in its thread.
std::optional<core::ticket> ticket_shown_at(ledger& l, const core::place& where)
{
    if (auto t = l.tickets().find_by_card(where))
        return t;
    if (auto t = l.tickets().find_by_conversation(where))
        return t;
    const auto said = l.messages().find_at(where);
    auto t = said ? l.tickets().find(said->ticket) : std::nullopt;
    return t && is_request_of(l, *t, *said) ? t : std::nullopt;
}

handled opens_ticket(ledger& l, const slack::reaction& r, const core::place& where)
{
    if (l.ticket_at(where) || l.tickets().find_by_card(where))
        return handled(outcome::duplicate);
    errand::fetch_request wanted;
    wanted.message = where;
    wanted.by = core::member_id(r.user);
    wanted.author = core::member_id(r.item_user);
    l.ask(wanted, {}, {}, true);  // again: an earlier try may have failed because we were not in the channel
    return handled();
}

}  // namespace

handled on_reaction(ledger& l, const slack::reaction& r, const std::string& key)
{
    if (r.user == l.workspace().bot_user.str() || r.item_ts.empty())
        return handled(outcome::unused);
    const core::place where{core::channel_id(r.channel), core::message_ts(r.item_ts)};
    if (r.name == "ticket")
        return opens_ticket(l, r, where);
    const auto asked = command_of(r.name);
    if (!asked)
        return handled(outcome::unused);
    const auto t = ticket_shown_at(l, where);
    const core::member_id who(r.user);
    if (!t || !l.desk().may_work(who, t->queue))
        return handled(outcome::unused);  // people react to all sorts of things
    const auto did = l.perform(t->number, *asked, who);
    if (did)
        return handled();
    if (std::holds_alternative<core::already_so>(did.error()))
        return handled(outcome::unused);
    return refuse(l, did.error(), &*t, who, where.channel, key);
}

}  // namespace docket::bot

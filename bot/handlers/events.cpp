#include "bot/handlers/handlers.hpp"

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// One alternative of slack::event each: a new kind does not compile until it is decided here what it means.
struct visitor {
    ledger& l;
    const slack::event_callback& envelope;

    handled operator()(const slack::message& m) const { return on_message(l, m, envelope.ext_shared_channel); }
    handled operator()(const slack::message_changed& m) const { return on_message_changed(l, m); }
    handled operator()(const slack::message_deleted& m) const { return on_message_deleted(l, m); }
    // The same words also arrive as `message`; whichever comes second finds the ticket there.
    handled operator()(const slack::app_mention& m) const { return on_message(l, m.what, envelope.ext_shared_channel); }
    handled operator()(const slack::reaction_added& r) const
    {
        return on_reaction(l, r.what, "event:" + envelope.event_id);
    }
    handled operator()(const slack::member_joined_channel& j) const { return on_joined_channel(l, j); }
    handled operator()(const slack::user_change& u) const { return on_person(l, u.who); }
    handled operator()(const slack::team_join& u) const { return on_person(l, u.who); }
    handled operator()(const slack::subteam_members_changed& g) const { return on_group_changed(l, g); }
    handled operator()(const slack::subteam_updated& g) const
    {
        l.ask(errand::fetch_group{core::group_id(g.group)}, {}, {}, true);
        return handled();
    }
    handled operator()(const slack::channel_back& c) const
    {
        l.deliveries().revive(c.channel, l.now());
        return handled();
    }
    handled operator()(const slack::reaction_removed&) const { return handled(outcome::unused); }
    handled operator()(const slack::app_home_opened&) const { return handled(outcome::unused); }
    handled operator()(const slack::member_left_channel&) const { return handled(outcome::unused); }
    handled operator()(const slack::channel_gone&) const { return handled(outcome::unused); }
    handled operator()(const slack::channel_renamed&) const { return handled(outcome::unused); }
    handled operator()(const slack::channel_id_changed&) const { return handled(outcome::unused); }
    handled operator()(const slack::app_uninstalled&) const { return handled(outcome::unused); }
    handled operator()(const slack::tokens_revoked&) const { return handled(outcome::unused); }
    handled operator()(const slack::unused_event&) const { return handled(outcome::unused); }
};

}  // namespace

handled on(ledger& l, const slack::event_callback& e)
{
    if (!e.event_id.empty() && !l.first_time("event:" + e.event_id))
        return handled(outcome::duplicate);
    return std::visit(visitor{l, e}, e.what);
}

}  // namespace docket::bot

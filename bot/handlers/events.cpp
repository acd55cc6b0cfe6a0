#include "bot/catch_up.hpp"
#include "bot/handlers/handlers.hpp"

#include <concepts>

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// Events that Docket has no use for, whatever they say.
template <class Event>
concept of_no_use = std::same_as<Event, slack::reaction_removed> || std::same_as<Event, slack::app_home_opened> ||
                    std::same_as<Event, slack::member_left_channel> || std::same_as<Event, slack::channel_gone> ||
                    std::same_as<Event, slack::channel_renamed> || std::same_as<Event, slack::channel_id_changed> ||
                    std::same_as<Event, slack::app_uninstalled> || std::same_as<Event, slack::tokens_revoked> ||
                    std::same_as<Event, slack::unused_event>;

/// Slack may bring a request again that it could not deliver, after replies to it: those were of no ticket yet, and
/// are read once there is one.
handled heard(ledger& l, const slack::message& m, bool shared)
{
    const auto h = on_message(l, m, shared);
    const core::channel_id channel(m.channel);
    const auto early = "early:" + m.channel + ":" + m.root();
    if (m.root() != m.ts) {
        if (h.what == outcome::unused && m.by_person() && l.desk().with_intake(channel) != nullptr)
            static_cast<void>(l.first_time(early));
        return h;
    }
    if (h.what == outcome::done && l.seen_before(early) && l.ticket_at(place_of(m)))
        read_thread(l, place_of(m), said_at(l, m));
    return h;
}

/// One alternative of slack::event each: a new kind does not compile until it is decided here what it means.
struct visitor {
    ledger& l;
    const slack::event_callback& envelope;

    handled operator()(const slack::message& m) const { return heard(l, m, envelope.ext_shared_channel); }
    handled operator()(const slack::message_changed& m) const { return on_message_changed(l, m); }
    handled operator()(const slack::message_deleted& m) const { return on_message_deleted(l, m); }
    // The same words also arrive as `message`; whichever comes second finds the ticket there.
    handled operator()(const slack::app_mention& m) const { return heard(l, m.what, envelope.ext_shared_channel); }
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
    handled operator()(const of_no_use auto& /*event*/) const { return handled(outcome::unused); }
};

}  // namespace

bool is_of_use(const slack::event_callback& e)
{
    return std::visit([]<class Event>(const Event& /*what*/) { return !of_no_use<Event>; }, e.what);
}

handled on(ledger& l, const slack::event_callback& e)
{
    if (!e.event_id.empty() && !l.first_time("event:" + e.event_id))
        return handled(outcome::duplicate);
    return std::visit(visitor{l, e}, e.what);
}

}  // namespace docket::bot

#include "bot/handlers/handlers.hpp"

namespace docket::bot {

namespace {

using outcome = handled::outcome;

storage::person to_person(const slack::member& m, const core::workspace_id& workspace)
{
    storage::person p;
    p.id = core::member_id(m.id);
    p.name = m.name;
    p.time_zone = m.time_zone;
    p.deactivated = m.deleted;
    p.bot = m.bot;
    p.guest = m.guest;
    p.outsider = is_outsider(m, workspace);
    p.admin = m.admin;
    return p;
}

bool is_same(const storage::person& a, const storage::person& b)
{
    return a.name == b.name && a.time_zone == b.time_zone && a.deactivated == b.deactivated && a.bot == b.bot &&
           a.guest == b.guest && a.outsider == b.outsider && a.admin == b.admin;
}

}  // namespace

bool is_outsider(const slack::member& m, const core::workspace_id& ours)
{
    return m.stranger || (!m.team.empty() && m.team != ours.str() && !m.team.starts_with('E'));
}

handled on_person(ledger& l, const slack::member& who)
{
    auto now = to_person(who, l.workspace().id);
    const auto before = l.desks().find_person(now.id);
    // user_change also tells of every status and huddle of everybody: write only what is new to us.
    if (before && is_same(*before, now))
        return handled(outcome::unused);
    if (before && now.name.empty())
        now.name = before->name;  // a deactivated profile comes almost empty
    l.desks().put_person(now);
    if (!now.deactivated || (before && before->deactivated))
        return handled();
    for (const auto& t : l.tickets().open_of(now.id))
        static_cast<void>(l.perform(t.number, core::lose_assignee{now.id}, core::member_id()));
    return handled();
}

handled on_group_changed(ledger& l, const slack::subteam_members_changed& g)
{
    const core::group_id group(g.group);
    bool ours = false;
    for (const auto& q : l.desk().set.queues)
        ours = ours || q.agent_group == group;
    if (!ours)
        return handled(outcome::unused);
    const auto known = l.desk().groups.find(group);
    auto members = known == l.desk().groups.end() ? std::set<core::member_id>() : known->second;
    for (const auto& id : g.added)
        members.insert(core::member_id(id));
    for (const auto& id : g.removed)
        members.erase(core::member_id(id));
    l.desks().put_group(group, members);
    // Events come in any order; what Slack says when asked is what holds.
    l.ask(errand::fetch_group{group}, {}, {}, true);
    return handled();
}

handled on_joined_channel(ledger& l, const slack::member_joined_channel& j)
{
    if (j.user != l.workspace().bot_user.str())
        return handled(outcome::unused);
    l.deliveries().revive(j.channel, l.now());
    return handled();
}

}  // namespace docket::bot

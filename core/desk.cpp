#include "core/desk.hpp"

#include "core/roster.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace docket::core {

namespace {

template <class Condition>
const queue* first_queue(const settings& s, Condition fits)
{
    const auto found = std::ranges::find_if(s.queues, fits);
    return found == s.queues.end() ? nullptr : &*found;
}

bool holds(const std::vector<member_id>& all, const member_id& who)
{
    return std::ranges::find(all, who) != all.end();
}

}  // namespace

const queue* desk::find(const queue_id& key) const
{
    return first_queue(set, [&](const queue& q) { return q.key == key; });
}

const queue* desk::find_named(const std::string& typed) const
{
    if (const auto* exact = find(queue_id(typed)))
        return exact;
    const auto wanted = folded(trimmed(typed));
    if (wanted.empty())
        return nullptr;
    if (const auto* by_key = first_queue(set, [&](const queue& q) { return folded(q.key.str()) == wanted; }))
        return by_key;
    return first_queue(set, [&](const queue& q) { return folded(trimmed(q.name)) == wanted; });
}

const queue* desk::with_intake(const channel_id& channel) const
{
    return first_queue(set, [&](const queue& q) { return std::ranges::find(q.intake, channel) != q.intake.end(); });
}

const queue* desk::with_triage(const channel_id& channel) const
{
    return first_queue(set, [&](const queue& q) { return q.triage == channel; });
}

std::vector<member_id> everybody_of(const desk& d, const queue& q)
{
    std::vector<member_id> all;
    for (const auto& who : q.agents) {
        if (!who.empty() && !holds(all, who))
            all.push_back(who);
    }
    const auto group = q.agent_group ? d.groups.find(*q.agent_group) : d.groups.end();
    if (group == d.groups.end())
        return all;
    for (const auto& who : group->second) {
        if (!who.empty() && !holds(q.agents, who))
            all.push_back(who);
    }
    return all;
}

std::optional<member_id> next_in_turn(const desk& d, const queue& q, const std::optional<member_id>& last)
{
    auto round = everybody_of(d, q);
    if (last) {
        // Whoever was last stands at the end of the round, deactivated since or not.
        const auto was = std::ranges::find(round, *last);
        if (was != round.end())
            std::rotate(round.begin(), was + 1, round.end());
    }
    const auto next = std::ranges::find_if(round, [&](const auto& who) { return !d.deactivated.contains(who); });
    if (next == round.end())
        return std::nullopt;
    return *next;
}

std::vector<member_id> desk::roster(const queue& q) const
{
    auto all = everybody_of(*this, q);
    std::erase_if(all, [this](const member_id& who) { return deactivated.contains(who); });
    return all;
}

bool desk::on_roster(const member_id& who, const queue_id& key) const
{
    const auto* q = find(key);
    if (q == nullptr || who.empty() || deactivated.contains(who))
        return false;
    if (holds(q->agents, who))
        return true;
    const auto group = q->agent_group ? groups.find(*q->agent_group) : groups.end();
    return group != groups.end() && group->second.contains(who);
}

bool desk::is_administrator(const member_id& who) const
{
    return !who.empty() && !deactivated.contains(who) && holds(set.administrators, who);
}

bool desk::is_manager(const member_id& who) const
{
    return is_administrator(who) || (!who.empty() && !deactivated.contains(who) && holds(set.managers, who));
}

bool desk::may_work(const member_id& who, const queue_id& key) const
{
    return on_roster(who, key) || is_administrator(who);
}

}  // namespace docket::core

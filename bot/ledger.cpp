#include "bot/ledger.hpp"

#include "core/follow.hpp"
#include "storage/seen.hpp"

namespace docket::bot {

namespace {

constexpr int all = 1'000'000;

/// Where a delivery of a ticket goes: what keeps its messages in order.
std::string lane_of(const core::delivery& wanted, const core::ticket& t, const core::desk& d)
{
    using core::delivery_kind;
    const auto* queue = d.find(t.queue);
    const auto triage = queue == nullptr ? std::string() : queue->triage.str();
    const auto conversation = t.conversation ? t.conversation->channel.str() : t.requester.str();
    switch (wanted.kind) {
        case delivery_kind::card: {
            const auto* own = d.find(core::queue_id(wanted.subject));
            return own == nullptr ? triage : own->triage.str();
        }
        case delivery_kind::mirror:
        case delivery_kind::returned:
            return triage;
        case delivery_kind::status_line:
        case delivery_kind::reply:
        case delivery_kind::question:
        case delivery_kind::update:
        case delivery_kind::follow_up:
            return conversation;
        case delivery_kind::handed_over:
        case delivery_kind::reminder:
            return t.assignee ? t.assignee->str() : triage;
    }
    return triage;
}

storage::urgency urgency_of(core::delivery_kind kind)
{
    using core::delivery_kind;
    switch (kind) {
        case delivery_kind::status_line:
        case delivery_kind::card:
            return storage::urgency::answer;
        case delivery_kind::mirror:
        case delivery_kind::reply:
        case delivery_kind::question:
        case delivery_kind::handed_over:
        case delivery_kind::returned:
        case delivery_kind::follow_up:
            return storage::urgency::conversation;
        case delivery_kind::reminder:
        case delivery_kind::update:
            return storage::urgency::digest;
    }
    return storage::urgency::conversation;
}

}  // namespace

ledger::ledger(storage::transaction& tx, const storage::workspace& workspace, const core::desk& desk, core::instant now)
    : tx_(tx),
      workspace_(workspace),
      desk_(desk),
      now_(now),
      tickets_(tx, workspace.id),
      messages_(tx, workspace.id),
      deliveries_(tx, workspace.id),
      desks_(tx, workspace.id)
{
}

tl::expected<change, core::refusal> ledger::perform(
    core::ticket_number number, const core::command& asked, const core::member_id& actor
)
{
    auto found = tickets_.find(number);
    if (!found)
        return tl::unexpected<core::refusal>(core::unknown_ticket{number});
    const core::situation s{desk_, actor, now_};
    auto decided = core::decide(*found, asked, s);
    if (!decided)
        return tl::unexpected<core::refusal>(std::move(decided.error()));
    if (decided->empty())
        return change{std::move(*found), {}};
    auto after = keep_events(found, *found, *decided);
    for (const auto& e : *decided) {
        if (const auto* moved = std::get_if<core::moved>(&e.what))
            ask(errand::show_transcript{moved->to}, number);  // the new desk has seen nothing of it
    }
    return change{std::move(after), std::move(*decided)};
}

tl::expected<opening, core::refusal> ledger::open(
    const core::request& wanted, const core::member_id& by, bool take_in_thread
)
{
    if (wanted.conversation) {
        auto known = ticket_at(*wanted.conversation);
        if (!known)
            known = tickets_.find_by_card(*wanted.conversation);  // the desk's own thread: no conversation of another
        if (known)
            return opening{std::move(*known), true};
    }
    auto opened = open_new(wanted, by);
    if (!opened)
        return tl::unexpected<core::refusal>(std::move(opened.error()));
    if (take_in_thread && opened->conversation)
        ask(errand::fetch_thread{}, opened->number);
    return opening{std::move(*opened), false};
}

tl::expected<core::ticket, core::refusal> ledger::open_follow_up(
    const core::ticket& old, core::request wanted, const core::member_id& by
)
{
    wanted.follow_up_of = old.number;
    wanted.conversation = old.conversation;
    if (wanted.queue.empty())
        wanted.queue = old.queue.str();
    return open_new(wanted, by, &old);
}

tl::expected<core::ticket, core::refusal> ledger::open_new(
    const core::request& wanted, const core::member_id& by, const core::ticket* follows
)
{
    const auto to = core::route_of(wanted, desk_);
    const bool in_turn = to && to->to->assignment == core::assignment::round_robin;
    const auto last = in_turn ? desks_.last_assigned(to->to->key) : std::nullopt;
    const core::situation s{desk_, by, now_};
    auto events = core::open(wanted, last, s);
    if (!events)
        return tl::unexpected<core::refusal>(std::move(events.error()));
    const auto number = tickets_.take_number();  // now that it is known that none is wasted
    if (follows != nullptr) {
        // First, so that the old ticket gives up the thread that the new one takes.
        if (auto linked = perform(follows->number, core::link_follow_up{number}, by); !linked)
            return tl::unexpected<core::refusal>(std::move(linked.error()));
    }
    core::ticket start;
    start.number = number;
    auto opened = keep_events(std::nullopt, std::move(start), *events);
    for (const auto& e : *events) {
        if (e.why == core::cause::round_robin && opened.assignee)
            desks_.set_last_assigned(opened.queue, *opened.assignee);
    }
    meet(opened.requester);
    return opened;
}

std::optional<core::ticket> ledger::ticket_at(const core::place& where)
{
    if (auto known = tickets_.find_by_conversation(where))
        return known;
    if (const auto said = messages_.find_at(where))
        return tickets_.find(said->ticket);
    return std::nullopt;
}

std::optional<core::ticket> ledger::ticket_for(core::ticket_number number, const core::member_id& who) const
{
    auto t = tickets_.find(number);
    return t && core::may_see(*t, who, desk_) ? std::move(t) : std::nullopt;
}

core::ticket ledger::keep_events(
    const std::optional<core::ticket>& before, core::ticket start, const std::vector<core::event>& events
)
{
    auto after = std::move(start);
    for (const auto& e : events)
        after = core::apply(std::move(after), e);
    tickets_.put(after);  // before its history: that refers to it
    for (const auto& e : events)
        tickets_.append(after.number, e);
    set_timers(after.number, core::timers_of(after, desk_), !before);
    for (const auto& wanted : core::deliveries_of(before, after, events, desk_)) {
        storage::delivery row;
        row.ticket = after.number;
        row.kind = std::string(core::name_of(wanted.kind));
        row.subject = wanted.subject;
        row.lane = lane_of(wanted, after, desk_);
        row.urgency = urgency_of(wanted.kind);
        deliveries_.ask(row, core::is_surface(wanted.kind), now_);
    }
    return after;
}

std::optional<core::message_id> ledger::keep(core::message m)
{
    const auto id = messages_.add(m);
    if (id)
        meet(m.author);
    return id;
}

void ledger::ask(const errand::any& e, core::ticket_number ticket, const std::string& subject, bool again)
{
    deliveries_.ask(errand::to_row(e, ticket, subject), again, now_);
}

void ledger::tell(errand::tell words, const std::string& key)
{
    ask(std::move(words), {}, key);
}

void ledger::refresh_mirrors(core::ticket_number number, core::message_id id)
{
    const auto subject = std::to_string(id.value());
    for (const auto kind : {core::delivery_kind::mirror, core::delivery_kind::reply}) {
        if (auto row = deliveries_.find(number, core::name_of(kind), subject))
            deliveries_.ask(*row, true, now_);
    }
    std::vector<std::string> transcripts{""};
    if (const auto t = tickets_.find(number))
        transcripts.push_back(t->queue.str());
    for (const auto& each : transcripts) {
        if (auto row = deliveries_.find(number, "transcript", each))
            deliveries_.ask(*row, true, now_);
    }
}

void ledger::reset_timer(const storage::due_timer& t)
{
    storage::drop_timer(tx_, t);
    const auto found = tickets_.find(t.ticket);
    if (!found)
        return;
    auto wanted = core::timers_of(*found, desk_);
    std::erase_if(wanted, [this](const auto& timer) { return timer.due <= now_; });
    set_timers(t.ticket, wanted);
}

/// @param first  the ticket has none so far
void ledger::set_timers(core::ticket_number of, const std::vector<core::timer>& wanted, bool first)
{
    const auto set = first ? storage::start_timers : storage::set_timers;
    set(tx_, workspace_.id, of, wanted);
    for (const auto& each : wanted)
        soonest_timer_ = std::min(soonest_timer_, each.due);
}

void ledger::take_settings(const core::settings& s, const std::optional<core::member_id>& by, std::string_view origin)
{
    desks_.put(s, by, origin, now_);
    for (const auto& q : s.queues) {
        if (q.agent_group)
            ask(errand::fetch_group{*q.agent_group}, {}, {}, true);
        for (const auto& who : q.agents)
            meet(who);
        // Where a channel was out of reach, it may be within now.
        deliveries_.revive(q.triage.str(), now_);
    }
    const auto fresh = desks_.load();
    follow_moved_triage(fresh);
    storage::tickets::filter open;
    open.limit = all;
    for (const auto& t : tickets_.list(open))
        set_timers(t.number, core::timers_of(t, fresh));
}

/// Cards that failed where their queue's triage channel was are tried where it is now.
void ledger::follow_moved_triage(const core::desk& fresh)
{
    for (const auto& row : deliveries_.failed(all)) {
        const bool card = row.kind == core::name_of(core::delivery_kind::card);
        const auto* queue = card ? fresh.find(core::queue_id(row.subject)) : nullptr;
        if (queue != nullptr && !row.ts && row.lane != queue->triage.str())
            deliveries_.revive(row.id, queue->triage.str(), now_);
    }
}

void ledger::meet(const core::member_id& who)
{
    if (who.empty() || who == met_)
        return;
    met_ = who;
    if (!desks_.find_person(who))
        ask(errand::fetch_person{who});
}

bool ledger::first_time(std::string_view key)
{
    return storage::first_time(tx_, workspace_.id, key, now_);
}

bool ledger::seen_before(std::string_view key)
{
    return storage::seen_before(tx_, workspace_.id, key);
}

bool ledger::first_trigger(const std::string& trigger_id)
{
    return trigger_id.empty() || first_time("trigger:" + trigger_id);
}

std::map<core::member_id, std::string> ledger::names_around(const core::ticket& t)
{
    return names_of(desks_, people_around(t, desk_));
}

std::map<core::member_id, std::string> names_of(const storage::desks& desks, const std::vector<core::member_id>& who)
{
    std::map<core::member_id, std::string> names;
    for (const auto& id : who) {
        if (auto known = desks.find_person(id); known && !known->name.empty())
            names.emplace(id, known->name);
    }
    return names;
}

std::vector<core::member_id> people_around(const core::ticket& t, const core::desk& d)
{
    constexpr std::size_t shown_at_most = 8;  // a status line names a few of a roster and counts the rest
    std::vector<core::member_id> people{t.requester};
    if (t.assignee)
        people.push_back(*t.assignee);
    if (const auto* queue = d.find(t.queue)) {
        auto roster = d.roster(*queue);
        if (roster.size() > shown_at_most)
            roster.resize(shown_at_most);
        people.insert(people.end(), roster.begin(), roster.end());
    }
    return people;
}

}  // namespace docket::bot

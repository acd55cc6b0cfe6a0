#include "bot/catch_up.hpp"

#include "core/follow.hpp"

#include <algorithm>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr auto overlap = 5min;              // what was under way, and clocks that differ: Slack believes as much
constexpr auto longest_absence = 24h * 30;  // before that nobody waits any more
constexpr int most_threads = 5'000;         // tickets; at Slack's pace some hours
constexpr int recent_tickets = 25;          // whose threads are looked into after a silence: a minute at Slack's pace
constexpr auto longest_reopening = 24h * 30;

bool is_direct(const core::channel_id& channel)
{
    return channel.str().starts_with("D");
}

/// Reading begins a little before `since`.
core::instant start_of(const ledger& l, core::instant since)
{
    return std::max<core::instant>(since - overlap, l.now() - longest_absence);
}

std::size_t read_intake(ledger& l, core::instant since, bool look, bool silent)
{
    const auto channels = l.desks().intake_since();
    for (const auto& [channel, taken_in] : channels) {
        errand::catch_up one;
        one.channel = channel;
        one.since = std::max(start_of(l, since), taken_in);  // before that nobody asked us for anything there
        one.look = look;
        one.silent = silent;
        read_missed(l, std::move(one));
    }
    return channels.size();
}

void read_directs(ledger& l, core::instant since, bool look, bool silent)
{
    errand::catch_up_directs who;
    who.since = start_of(l, since);
    who.look = look;
    who.silent = silent;
    l.ask(who, {}, {}, true);
}

/// Threads of tickets, each the requester's and the desk's.
/// @param most  tickets, the last touched first
std::size_t read_threads(ledger& l, core::instant since, bool look, int most)
{
    const auto from = start_of(l, since);
    std::size_t count = 0;
    for (const auto& t : l.tickets().still_talked_in(since - longest_reopening, most)) {
        const bool talked_in =
            core::is_open(t) || core::meaning_of_reply(t, false, l.desk().set, since) == core::late_reply::reopens;
        if (!talked_in)
            continue;
        if (t.conversation) {
            read_thread(l, *t.conversation, from, look);
            ++count;
        }
        const auto card = l.deliveries().find(t.number, core::name_of(core::delivery_kind::card), t.queue.str());
        if (card && card->channel && card->ts) {
            read_thread(l, core::place{*card->channel, *card->ts}, from, look);
            ++count;
        }
    }
    return count;
}

}  // namespace

std::size_t catch_up_since(ledger& l, core::instant since)
{
    const auto channels = read_intake(l, since, false, false);
    read_directs(l, since, false, false);
    return channels + 1 + read_threads(l, since, false, most_threads);
}

void look_since(ledger& l, core::instant since, bool silent)
{
    static_cast<void>(read_intake(l, since, true, silent));
    read_directs(l, since, true, silent);
    // While nothing arrives, the next request or the next start brings that about, so that quiet hours cost little.
    if (!silent)
        static_cast<void>(read_threads(l, since, true, recent_tickets));
}

void read_missed(ledger& l, errand::catch_up what)
{
    const auto row = errand::to_row(what, {});
    const auto known = l.deliveries().find({}, row.kind, row.subject);
    using state = storage::delivery_state;
    const bool refused = known && known->state == state::failed;  // a scope is missing
    const bool unfinished = known && known->state != state::shown;
    const auto before = unfinished ? errand::from_row(*known) : std::nullopt;
    if (before) {
        const auto& earlier = std::get<errand::catch_up>(*before);
        if (!refused && earlier.since <= what.since && (!earlier.look || what.look) && earlier.pages.empty() &&
            earlier.cursor.empty())
            return;  // nothing of it is read yet
        what.since = std::min(what.since, earlier.since);
        what.look = what.look && earlier.look;
    }
    l.ask(what, {}, {}, true);
}

void read_thread(ledger& l, const core::place& root, core::instant since, bool look)
{
    errand::catch_up one;
    one.channel = root.channel;
    one.thread = root.ts;
    one.direct = is_direct(root.channel);
    one.since = since;
    one.look = look;
    read_missed(l, std::move(one));
}

std::vector<core::channel_id> known_directs(ledger& l, std::size_t most)
{
    auto all = l.messages().lively_channels();
    std::erase_if(all, [](const auto& channel) { return !is_direct(channel); });
    if (all.size() > most)
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
    return all;
}

}  // namespace docket::bot

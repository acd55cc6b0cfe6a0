#include "bot/catch_up.hpp"

#include "bot/log.hpp"
#include "core/follow.hpp"

#include <algorithm>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr auto overlap = 5min;              // what was under way, and clocks that differ: Slack believes as much
constexpr auto absence = 2min;              // shorter ones Slack's own tries bridge
constexpr auto silence = 6min;              // Slack has made its last try by then
constexpr auto look_every = 15min;          // while nothing arrives at all
constexpr auto write_every = 30s;           // not at every request: those are to be quick
constexpr auto longest_absence = 24h * 30;  // before that nobody waits any more
constexpr auto after_set_back = 1h;         // a clock that was wrong tells nothing: so much is read
constexpr int most_threads = 5'000;         // tickets; at Slack's pace some hours
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

void read_thread(ledger& l, const core::place& root, core::instant since)
{
    errand::catch_up one;
    one.channel = root.channel;
    one.thread = root.ts;
    one.direct = is_direct(root.channel);
    one.since = start_of(l, since);
    read_missed(l, std::move(one));
}

/// Threads of tickets, each the requester's and the desk's.
std::size_t read_threads(ledger& l, core::instant since)
{
    std::size_t count = 0;
    for (const auto& t : l.tickets().still_talked_in(since - longest_reopening, most_threads)) {
        const bool talked_in =
            core::is_open(t) || core::meaning_of_reply(t, false, l.desk().set, since) == core::late_reply::reopens;
        if (!talked_in)
            continue;
        if (t.conversation) {
            read_thread(l, *t.conversation, since);
            ++count;
        }
        const auto card = l.deliveries().find(t.number, core::name_of(core::delivery_kind::card), t.queue.str());
        if (card && card->channel && card->ts) {
            read_thread(l, core::place{*card->channel, *card->ts}, since);
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
    return channels + 1 + read_threads(l, since);
}

void look_since(ledger& l, core::instant since, bool silent)
{
    static_cast<void>(read_intake(l, since, true, silent));
    read_directs(l, since, true, silent);
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

std::vector<core::channel_id> known_directs(ledger& l, std::size_t most)
{
    auto all = l.messages().lively_channels();
    std::erase_if(all, [](const auto& channel) { return !is_direct(channel); });
    if (all.size() > most)
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
    return all;
}

catch_up::catch_up(
    const asio::any_io_executor& on, office& where, std::function<std::optional<bool>()> connected,
    std::function<void()> changed
)
    : office_(where), connected_(std::move(connected)), changed_(std::move(changed)), bell_(on)
{
}

void catch_up::stop()
{
    stopping_ = true;
    bell_.ring();
}

void catch_up::heard()
{
    if (!begun_)
        return;  // what came before is seen to at the beginning
    const auto now = office_.time().now();
    office_.tally().unheard = false;
    if (!connected_() && now - heard_ > silence && !silence_) {
        silence_ = heard_;
        bell_.ring();
    }
    heard_ = now;
    if (unwritten_)
        return;
    unwritten_ = true;
    bell_.ring();
}

asio::awaitable<void> catch_up::run()
{
    while (!stopping_) {
        bool broken = false;
        try {
            if (!begun_)
                co_await begin();
            co_await round();
        } catch (const storage::broken& e) {
            log::error("until when Slack was heard cannot be kept", {{"error", e.what()}});
            broken = true;
        }
        const auto now = office_.time().now();
        auto wake = broken ? now + 1s : next_;
        if (unwritten_ || connected_())  // a connection is looked at now and then
            wake = std::min<slack::instant>(wake, now + write_every);
        quiet_ = true;
        co_await bell_.wait(office_.time(), wake);
        quiet_ = false;
    }
    try {
        if (begun_)
            co_await write();
    } catch (const storage::broken&) {  // then more is read at the next start
    }
}

asio::awaitable<void> catch_up::begin()
{
    auto read = [](ledger& l) { return storage::last_heard(l.tx(), l.workspace().id); };
    const auto last = co_await office_.look(read);
    const auto now = office_.time().now();
    looked_ = now;
    if (last && (now - *last > absence || *last - now > absence)) {
        co_await catch_up_from(*last, "start");
    } else {
        heard_ = std::min(last.value_or(now), now);  // one short absence after another is a long one
        co_await write();
    }
    begun_ = true;
}

asio::awaitable<void> catch_up::round()
{
    const auto now = office_.time().now();
    if (now < heard_) {  // the machine's clock was set back
        heard_ = now;
        looked_ = std::min(looked_, now);
        written_ = std::min(written_, now);
    }
    const auto connected = connected_();
    if (connected.value_or(false)) {
        if (now - heard_ > absence)
            co_await catch_up_from(heard_, "connected again");
        heard_ = now;  // only once it is kept what was missed: the database may refuse it
        unwritten_ = true;
    }
    if (silence_) {
        co_await look(*silence_, false);
        silence_.reset();
    } else if (!connected && now - std::max(heard_, looked_) >= look_every) {
        co_await look(heard_, true);
    }
    if (unwritten_ && now - written_ >= write_every)
        co_await write();
    next_ = connected_() ? slack::instant::max() : std::max(heard_, looked_) + look_every;
}

asio::awaitable<void> catch_up::catch_up_from(slack::instant since, const char* why)
{
    const auto now = office_.time().now();
    const auto from = since > now ? now - after_set_back : since;
    auto ask = [from, now](ledger& l) {
        const auto count = catch_up_since(l, from);
        storage::put_last_heard(l.tx(), l.workspace().id, now);
        return count;
    };
    const auto count = co_await office_.commit(ask);
    heard_ = now;
    written_ = now;
    office_.tally() = catch_up_tally{};
    office_.tally().running = true;
    log::info(
        "catching up", {{"why", why},
                        {"minutes", std::chrono::duration_cast<std::chrono::minutes>(now - from).count()},
                        {"conversations", count}}
    );
    changed_();
}

/// Together with it is kept until when Slack was heard: from there it is looked.
asio::awaitable<void> catch_up::look(slack::instant since, bool silent)
{
    const auto heard = heard_;
    auto ask = [since, silent, heard](ledger& l) {
        look_since(l, since, silent);
        storage::put_last_heard(l.tx(), l.workspace().id, heard);
        return true;
    };
    co_await office_.commit(ask);
    written_ = looked_ = office_.time().now();
    log::debug("looking for what was missed", {{"nothing_arrives", silent}});
    changed_();
}

asio::awaitable<void> catch_up::write()
{
    const auto heard = heard_;
    auto keep = [heard](ledger& l) {
        storage::put_last_heard(l.tx(), l.workspace().id, heard);
        return true;
    };
    co_await office_.commit(keep);
    written_ = office_.time().now();
    unwritten_ = false;
}

}  // namespace docket::bot

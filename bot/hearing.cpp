#include "bot/hearing.hpp"

#include "bot/catch_up.hpp"
#include "bot/log.hpp"

#include <algorithm>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr auto absence = 2min;       // shorter ones Slack's own tries bridge
constexpr auto silence = 6min;       // Slack has made its last try by then
constexpr auto last_try = 8min;      // the same, with the time that its tries take
constexpr auto rest = 30min;         // what is read anew too often is never read to its end
constexpr auto look_every = 15min;   // while nothing arrives at all
constexpr auto write_every = 30s;    // not at every event: those are to be quick
constexpr auto after_set_back = 1h;  // a clock that was wrong tells nothing: so much is read
constexpr std::size_t most_refused = 1'000;
constexpr auto many_more = "and more";  // no event is called so, and so it does not come again

}  // namespace

hearing::hearing(
    const asio::any_io_executor& on, office& where, std::function<std::optional<bool>()> connected,
    slack::instant all_delivered_until, std::function<void()> changed
)
    : office_(where),
      connected_(std::move(connected)),
      all_delivered_until_(all_delivered_until),
      changed_(std::move(changed)),
      bell_(on)
{
}

void hearing::stop()
{
    stopping_ = true;
    bell_.ring();
}

void hearing::came(const std::string& event, bool kept)
{
    const auto now = office_.time().now();
    note(event, kept, now);
    if (!begun_)
        return;  // what came before is seen to at the beginning
    if (connected_().value_or(false))
        return;  // so is, in the next round, what was missed before it was connected
    if (now - std::max(reached_, all_delivered_until_) > silence && !interrupted_) {
        interrupted_ = true;
        bell_.ring();
    }
    reach(now);
    if (interrupted_ || !refused_.empty())
        return;
    heard_ = now;
    if (unwritten_)
        return;
    unwritten_ = true;
    bell_.ring();
}

void hearing::note(const std::string& event, bool kept, slack::instant now)
{
    if (kept) {
        refused_.erase(event);
        return;
    }
    if (refused_.empty())
        bell_.ring();
    refused_.try_emplace(refused_.size() < most_refused ? event : many_more, now);
}

void hearing::reach(slack::instant now)
{
    reached_ = now;
    office_.tally().reached = now;
    office_.tally().unheard = false;
}

/// When what an event said is read instead, as Slack makes no more tries; the end of time when none is waited for.
slack::instant hearing::give_up_at() const
{
    auto soonest = slack::instant::max();
    for (const auto& [event, since] : refused_)
        soonest = std::min<slack::instant>(soonest, since + last_try);
    return std::max(soonest, rest_);
}

asio::awaitable<void> hearing::run()
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
        if (broken && next_ <= now)
            next_ = now + 1s;
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

asio::awaitable<void> hearing::begin()
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
    reach(heard_);
    begun_ = true;
}

asio::awaitable<void> hearing::round()
{
    const auto now = office_.time().now();
    set_back(now);
    const bool connected = connected_().value_or(false);
    if (connected) {
        if (now - reached_ > absence)
            co_await catch_up_from(heard_, "connected again");
        reach(now);  // only once it is kept what was missed: the database may refuse it
    }
    if (interrupted_) {
        co_await look(false);
        interrupted_ = false;
    } else if (!connected && now - sure_until() >= look_every) {
        co_await look(true);
    }
    if (give_up_at() <= now) {
        co_await write();  // little, where the database still refuses
        co_await catch_up_from(heard_, "events could not be kept");
        rest_ = now + rest;
    }
    if (connected && refused_.empty()) {
        heard_ = now;
        unwritten_ = true;
    }
    if (unwritten_ && now - written_ >= write_every)
        co_await write();
    next_ = connected ? slack::instant::max() : sure_until() + look_every;
    next_ = std::min(next_, give_up_at());
}

/// The machine's clock may have been.
slack::instant hearing::sure_until() const
{
    return std::max({reached_, looked_, all_delivered_until_});
}

void hearing::set_back(slack::instant now)
{
    for (auto* each : {&heard_, &reached_, &looked_, &written_})
        *each = std::min(*each, now);
    for (auto& [event, since] : refused_)
        since = std::min(since, now);
    rest_ = std::min<slack::instant>(rest_, now + rest);
}

asio::awaitable<void> hearing::catch_up_from(slack::instant since, const char* why)
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
    interrupted_ = false;
    refused_.clear();  // is read with the rest
    auto& tally = office_.tally();
    tally.running = true;
    tally.conversations = tally.messages = 0;
    log::info(
        "catching up", {{"why", why},
                        {"minutes", std::chrono::duration_cast<std::chrono::minutes>(now - from).count()},
                        {"conversations", count}}
    );
    changed_();
}

/// Together with it is kept until when Slack was heard: from there it is looked.
/// @param silent  because nothing arrives, rather than after a pause
asio::awaitable<void> hearing::look(bool silent)
{
    const auto since = heard_;
    const auto until = silent || !refused_.empty() ? heard_ : reached_;
    auto ask = [since, until, silent](ledger& l) {
        look_since(l, since, silent);
        storage::put_last_heard(l.tx(), l.workspace().id, until);
        return true;
    };
    co_await office_.commit(ask);
    heard_ = until;
    written_ = looked_ = office_.time().now();
    log::debug("looking for what was missed", {{"nothing_arrives", silent}});
    changed_();
}

asio::awaitable<void> hearing::write()
{
    const auto heard = heard_;
    auto keep = [heard](ledger& l) {
        storage::put_last_heard(l.tx(), l.workspace().id, heard);
        return true;
    };
    co_await office_.commit(keep);
    written_ = office_.time().now();
    unwritten_ = heard != heard_;
}

}  // namespace docket::bot

#include "slack/socket_mode.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace docket::slack::socket_mode {

namespace {

using std::chrono::milliseconds;

constexpr int most_counted = 30;  // failures in a row: the pause has long been the longest

/// Errors of apps.connections.open that no repeat mends.
bool unrecoverable(const failure& why)
{
    // A call that may have had its effect costs an unused URL at most.
    return why.what == failure::kind::stop || why.what == failure::kind::permanent;
}

milliseconds doubled(milliseconds first, int times, milliseconds most)
{
    while (times-- > 0 && first < most)
        first *= 2;
    return std::min(first, most);
}

}  // namespace

connections::connections(timing how, std::function<double()> random)
    : how_(how), random_(std::move(random)), places_(how.connections)
{
}

std::vector<deed> connections::on(const happening& what, moment now)
{
    now_ = now;
    deeds_.clear();
    std::visit([this](const auto& it) { take(it); }, what);
    std::vector<line> all;  // one may go while it is looked after
    for (const auto& l : lines_)
        all.push_back(l.id);
    for (const auto id : all)
        if (auto* const l = find(id))
            look_after(*l);
    for (std::size_t where = 0; where < places_.size() && !stopping_; ++where)
        if (!attended(where) && places_[where].retry_at.value_or(now_) <= now_)
            begin(where);
    count();
    return std::exchange(deeds_, {});
}

moment connections::next() const
{
    auto soonest = moment::max();
    for (const auto& l : lines_) {
        soonest = std::min(soonest, l.deadline);
        if (l.at == phase::up)
            soonest = std::min({soonest, l.next_ping, l.last_heard + how_.silence});
    }
    for (std::size_t where = 0; where < places_.size() && !stopping_; ++where)
        if (!attended(where) && places_[where].retry_at)
            soonest = std::min(soonest, *places_[where].retry_at);
    return soonest;
}

std::size_t connections::up() const
{
    const auto is_up = [](const open_line& l) { return l.at == phase::up && !l.dismissed; };
    return static_cast<std::size_t>(std::count_if(lines_.begin(), lines_.end(), is_up));
}

// --- What happened ---

void connections::take(const url_given& what)
{
    auto* const l = find(what.of);
    if (l == nullptr || l->at != phase::asking)
        return;
    l->at = phase::connecting;
    deeds_.emplace_back(connect{l->id, what.url});
}

void connections::take(const url_refused& what)
{
    auto* const l = find(what.of);
    if (l == nullptr)
        return;
    auto pause = pause_after_failure(*l);
    if (what.why.what == failure::kind::wait) {
        pause = what.why.after + spread(how_.first_pause);
    } else if (unrecoverable(what.why)) {
        pause = spread(how_.slow_pause);
        deeds_.emplace_back(report{what.of, report::news::trouble, what.why.error, what.why.detail});
    }
    lose(what.of, "refused", what.why.error, pause);
}

void connections::take(const connected& what)
{
    auto* const l = find(what.of);
    if (l == nullptr || l->at != phase::connecting)
        return;
    l->at = phase::greeting;
    l->deadline = now_ + how_.hello_time;
}

void connections::take(const connect_failed& what)
{
    if (const auto* const l = find(what.of))
        lose(what.of, "connect_failed", what.why, pause_after_failure(*l));
}

void connections::take(const greeted& what)
{
    auto* const l = find(what.of);
    if (l == nullptr || l->at != phase::greeting)
        return;
    l->at = phase::up;
    l->deadline = moment::max();
    l->last_heard = now_;
    l->next_ping = now_ + how_.ping_every;
    l->up_since = now_;
    places_[l->place].failures = 0;
    trouble_.clear();
    deeds_.emplace_back(report{l->id, report::news::up, {}, {}});
}

void connections::take(const told_to_leave& what)
{
    auto* const l = find(what.of);
    if (l == nullptr || l->at == phase::closing || l->leaving)
        return;
    if (what.reason == "link_disabled" || what.reason == "too_many_websockets")
        return dismiss(*l, what.reason);
    // "warning", "refresh_requested", and whatever Slack may call it tomorrow.
    deeds_.emplace_back(report{l->id, report::news::leaving, what.reason, {}});
    if (l->at != phase::up) {
        deeds_.emplace_back(cut{l->id});
        lose(what.of, "left_early", what.reason, pause_after_failure(*l));
        return;
    }
    count_life(*l);
    l->leaving = true;
    auto& wanted = places_[l->place];
    wanted.retry_at.reset();
    if (wanted.failures != 0)
        wanted.retry_at = now_ + backed_off(wanted.failures);
}

void connections::take(const heard& what)
{
    if (auto* const l = find(what.of))
        l->last_heard = std::max(l->last_heard, what.at);
}

void connections::take(const taken& what)
{
    if (auto* const l = find(what.of))
        ++l->owed;
}

void connections::take(const settled& what)
{
    if (auto* const l = find(what.of); l != nullptr && l->owed > 0)
        --l->owed;
}

void connections::take(const closed& what)
{
    const auto* const l = find(what.of);
    if (l == nullptr)
        return;
    if (l->at == phase::closing || l->leaving)
        std::erase_if(lines_, [&](const open_line& each) { return each.id == what.of; });
    else
        lose(what.of, l->at == phase::greeting ? "no_hello" : "closed", {}, pause_after_failure(*l));
}

void connections::take(const told_to_hurry&)
{
    for (auto& wanted : places_) {
        wanted.failures = 0;
        if (wanted.retry_at)
            wanted.retry_at = now_;
    }
}

void connections::take(const told_to_stop&)
{
    stopping_ = true;
    std::erase_if(lines_, [](const open_line& l) { return l.at == phase::asking || l.at == phase::connecting; });
    for (auto& l : lines_)
        if (l.at != phase::closing)
            l.deadline = now_ + how_.stop_time;
}

// --- What follows ---

void connections::begin(std::size_t where)
{
    places_[where].retry_at.reset();
    open_line fresh{++last_line_, where};
    deeds_.emplace_back(ask_for_url{fresh.id});
    lines_.push_back(fresh);
}

/// Slack wants fewer connections, or none: this one ends once nothing is owed on it, and its place is empty for a
/// while.
void connections::dismiss(open_line& l, const std::string& reason)
{
    auto pause = spread(how_.slow_pause);
    if (reason == "too_many_websockets")
        pause = std::max(how_.crowded_pause, pause_after_failure(l)) + spread(how_.first_pause);
    else
        deeds_.emplace_back(report{l.id, report::news::trouble, reason, {}});
    if (l.at != phase::up || l.owed == 0) {
        deeds_.emplace_back(say_goodbye{l.id});
        return lose(l.id, reason, {}, pause);
    }
    note_loss(l, reason, {}, pause);
    l.leaving = true;
    l.dismissed = true;
}

/// Does what time and the others make due.
void connections::look_after(open_line& l)
{
    const bool late = l.deadline <= now_;
    if (l.at == phase::closing) {
        if (late) {
            deeds_.emplace_back(cut{l.id});
            std::erase_if(lines_, [id = l.id](const open_line& each) { return each.id == id; });
        }
        return;
    }
    if (l.at == phase::greeting && stopping_)
        return goodbye(l);
    if (l.at == phase::greeting && late) {
        deeds_.emplace_back(cut{l.id});
        return lose(l.id, "no_hello", {}, pause_after_failure(l));
    }
    if (l.at != phase::up)
        return;
    if (l.last_heard + how_.silence <= now_) {
        deeds_.emplace_back(cut{l.id});
        return lose(l.id, "silent", {}, pause_after_failure(l));
    }
    const bool spare = l.leaving && (l.dismissed || replaced(l));
    if (!stopping_ && !spare)
        l.deadline = moment::max();  // the replacement may have gone again
    else if (l.deadline == moment::max())
        l.deadline = now_ + how_.drain_time;
    if ((stopping_ || spare) && (l.owed == 0 || late))
        return goodbye(l);
    if (l.next_ping <= now_) {
        l.next_ping = now_ + how_.ping_every;
        deeds_.emplace_back(ping{l.id});
    }
}

/// Forgets a line that has ended, and comes back to its place after `pause`, unless that is attended to already.
void connections::lose(line id, std::string why, std::string detail, milliseconds pause)
{
    note_loss(*find(id), std::move(why), std::move(detail), pause);
    std::erase_if(lines_, [id](const open_line& each) { return each.id == id; });
}

void connections::note_loss(const open_line& l, std::string why, std::string detail, milliseconds pause)
{
    trouble_ = detail.empty() ? why : detail;
    places_[l.place].retry_at = now_ + pause;
    deeds_.emplace_back(report{l.id, report::news::lost, std::move(why), std::move(detail)});
}

void connections::goodbye(open_line& l)
{
    l.at = phase::closing;
    l.deadline = now_ + how_.drain_time;
    deeds_.emplace_back(say_goodbye{l.id});
}

void connections::count()
{
    const auto some = up() != 0;
    ever_up_ = ever_up_ || some;
    if (some)
        none_since_.reset();
    else if (ever_up_ && !none_since_)
        none_since_ = now_;
}

/// Whether another line of its place is up.
bool connections::replaced(const open_line& l) const
{
    return std::any_of(lines_.begin(), lines_.end(), [&](const open_line& other) {
        return other.place == l.place && other.id != l.id && other.at == phase::up && !other.leaving;
    });
}

/// Whether a line is there, or on its way, that Slack has not announced the end of.
bool connections::attended(std::size_t where) const
{
    return std::any_of(lines_.begin(), lines_.end(), [where](const open_line& l) {
        return l.place == where && !l.leaving && l.at != phase::closing;
    });
}

/// Whether a connection that was up lasted. One that did not may be chance; those that follow it are failures, or a
/// Slack that greets and sends away would be asked for the next without end.
void connections::count_life(const open_line& l)
{
    auto& wanted = places_[l.place];
    const bool lasted = l.up_since + how_.short_life <= now_;
    wanted.short_lives = lasted ? 0 : std::min(wanted.short_lives + 1, most_counted);
    wanted.failures = std::max(wanted.short_lives - 1, 0);
}

milliseconds connections::pause_after_failure(const open_line& l)
{
    if (l.at == phase::up && !l.leaving)
        count_life(l);
    auto& failures = places_[l.place].failures;
    failures = std::min(failures + 1, most_counted);
    return backed_off(failures);
}

milliseconds connections::backed_off(int failures)
{
    return spread(doubled(how_.first_pause, failures - 1, how_.longest_pause));
}

/// Between half and all of it.
milliseconds connections::spread(milliseconds pause)
{
    const auto half = pause / 2;
    return half + milliseconds(static_cast<milliseconds::rep>(random_() * static_cast<double>(half.count())));
}

connections::open_line* connections::find(line id)
{
    const auto found = std::find_if(lines_.begin(), lines_.end(), [id](const open_line& l) { return l.id == id; });
    return found == lines_.end() ? nullptr : &*found;
}

}  // namespace docket::slack::socket_mode

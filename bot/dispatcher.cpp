#include "bot/dispatcher.hpp"

#include "bot/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t parallel = 16;  // more than the connections we keep to Slack would only queue there
constexpr std::size_t unhurried = 4;  // of those: what nobody waits for, such as reading what was missed
constexpr int lanes_at_once = 100;    // of a look at the outbox: well below a millisecond
constexpr auto longest_sleep = 30s;   // a lost ring costs at most this
constexpr auto dead_token_pause = 60s;
constexpr auto pause_when_broken = 1s;

/// Only what Slack did, or will never do, shows that it knows the token: other answers come from before it was looked
/// at, or from somebody else. A response_url is called without it.
bool shows_life(const carried& came)
{
    const bool decided = !came.failed || came.failed->what == slack::failure::kind::permanent;
    return decided && !came.method.empty() && came.method != "response_url";
}

bool can_wait(const candidate& row)
{
    return row.urgency == storage::urgency::digest;
}

}  // namespace

dispatcher::dispatcher(
    asio::io_context& context, office& where, slack::web_client& web, std::string remedy,
    std::function<void(const slack::failure&)> refused
)
    : context_(context),
      office_(where),
      courier_(where, web),
      bell_(context.get_executor()),
      breather_(context.get_executor()),
      remedy_(std::move(remedy)),
      refused_(std::move(refused))
{
}

void dispatcher::stop()
{
    stopping_ = true;
    bell_.ring();
}

void dispatcher::resume()
{
    ++resumed_;
    halted_.clear();
    halted_until_ = {};
    hasten_ = true;
    bell_.ring();
}

asio::awaitable<void> dispatcher::run()
{
    while (!stopping_) {
        bool broken = false;
        try {
            co_await round();
        } catch (const storage::broken& e) {
            log::error("outbox cannot be read", {{"error", e.what()}});
            broken = true;
        }
        const auto now = office_.time().now();
        if (broken)
            pause();
        else if (walking())
            continue;
        const auto wake = std::min<slack::instant>(next_, now + longest_sleep);
        quiet_ = true;
        co_await bell_.wait(office_.time(), wake);
        quiet_ = false;
    }
    while (!in_hand_.empty())  // each rings when it is done
        co_await bell_.wait(office_.time(), office_.time().now() + 1s);
}

/// The database does not keep what came of a delivery: whatever rings, nothing is carried for a second.
void dispatcher::pause()
{
    halted_until_ = std::max(halted_until_, office_.time().now() + pause_when_broken);
    next_ = halted_until_;
}

asio::awaitable<void> dispatcher::round()
{
    const auto now = office_.time().now();
    // At the start, too: it may have been set back in between. What waits for a time by the old clock would wait on.
    if (now < latest_)
        co_await come_back(now);
    latest_ = now;
    if (hasten_)
        co_await hasten(now);
    next_ = slack::instant::max();
    const bool set_back = halted_until_ - now > dead_token_pause;  // the machine's clock was
    if (now < halted_until_ && !set_back) {
        next_ = halted_until_;
        if (walking())
            turn_back();
        co_return;
    }
    if (now >= candidates_.next_due() || now >= walked_ + longest_sleep)
        changed_ = true;
    if (changed_ || walking())
        co_await walk_on(now);
    next_ = candidates_.next_due();
    start_candidates(now);
}

/// Looks at the next few lanes; from the first one on, where nobody is under way.
asio::awaitable<void> dispatcher::walk_on(slack::instant now)
{
    // When something in hand has ended there is no need to wait: the pace of Slack sees to it that that is not often.
    const bool paced = !ended_ || walking();
    if (paced)
        co_await breather_.breathe();
    if (!walking()) {
        walk_from_ = "";
        changed_ = false;
        ended_ = false;
    }
    auto read = [this](ledger& l) { return l.deliveries().next_in_lanes(*walk_from_, lanes_at_once); };
    const auto found = co_await office_.look(read);
    if (paced)
        breather_.looked();
    for (const auto& row : found.rows) {
        if (row.free && row.due <= now)
            candidates_.meet({row.id, row.ticket, row.urgency, row.lane, courier::method_of(row)});
        else if (row.free)
            candidates_.expect(row.due);
    }
    walk_from_ = found.more;
    if (walking())
        co_return;
    candidates_.arrive();
    walked_ = now;
}

/// The walk begins anew when there is one again.
void dispatcher::turn_back()
{
    candidates_.turn_back();
    walk_from_.reset();
    changed_ = true;
}

void dispatcher::start_candidates(slack::instant now)
{
    std::set<std::string_view> waiting;  // methods whose own pace allows nothing now
    const auto taken = [&](const candidate& c) {
        if (waiting.contains(c.method))
            return false;
        if (const auto ready = pace_.ready_at(c.method, {}, now); ready > now) {
            next_ = std::min(next_, ready);
            waiting.insert(c.method);
            return false;
        }
        if (!start(c, now))
            return false;
        auto work = carry(c);
        asio::co_spawn(context_, std::move(work), asio::detached);
        return true;
    };
    std::erase_if(candidates_.all(), taken);
}

asio::awaitable<void> dispatcher::come_back(slack::instant now)
{
    auto work = [now](ledger& l) { return l.deliveries().come_back(now); };
    const auto count = co_await office_.commit(work);
    if (count > 0)
        log::warn("the clock was set back; what was to be sent later is sent now", {{"deliveries", count}});
    pace_ = slack::pacer();
    turn_back();
}

asio::awaitable<void> dispatcher::hasten(slack::instant now)
{
    const auto refusals = refusals_;
    auto work = [&refusals, now](ledger& l) {
        std::int64_t count = 0;
        for (const auto& error : refusals)
            count += l.deliveries().hasten(error, now);
        return count;
    };
    hasten_ = false;  // whoever is refused meanwhile asks again
    try {
        co_await office_.commit(work);
    } catch (...) {
        hasten_ = true;
        throw;
    }
    changed_ = true;
}

/// Takes `row` in hand if its lane and ticket are free and its pace allows it now.
bool dispatcher::start(const candidate& row, slack::instant now)
{
    const bool about_ticket = row.ticket.value() != 0;
    const auto most = halted_.empty() ? parallel : 1;  // one is enough to see whether the token lives again
    if (in_hand_.size() >= most || in_hand_.contains(row.id) || lanes_.contains(row.lane) ||
        (about_ticket && tickets_.contains(row.ticket)) || (can_wait(row) && unhurried_ >= unhurried))
        return false;
    const auto ready = pace_.ready_at(row.method, row.lane, now);
    if (ready > now) {
        next_ = std::min(next_, ready);
        return false;
    }
    pace_.took(row.method, row.lane, now);
    in_hand_.insert(row.id);
    unhurried_ += can_wait(row) ? 1 : 0;
    lanes_.insert(row.lane);
    if (about_ticket)
        tickets_.insert(row.ticket);
    return true;
}

void dispatcher::halt(const std::string& error)
{
    if (halted_.empty())
        log::error(
            "Slack refuses the bot token; nothing is sent until that is mended", {{"error", error}, {"do", remedy_}}
        );
    halted_ = error;
    halted_until_ = office_.time().now() + dead_token_pause;
}

asio::awaitable<void> dispatcher::carry(candidate row)
{
    const auto begun = resumed_;
    try {
        const auto came = co_await courier_.carry(row.id, row.lane);
        if (came.failed && came.failed->what == slack::failure::kind::wait) {
            pace_.blocked(came.method, office_.time().now() + came.failed->after);
            office_.counts().rate_limited(came.method);
        }
        if (came.failed && came.failed->what == slack::failure::kind::stop) {
            refusals_.insert(came.failed->error);
            if (begun == resumed_)
                halt(came.failed->error);
            else
                hasten_ = true;  // it was refused with the token before
        } else if (shows_life(came)) {
            halted_.clear();
        }
        if (came.failed && came.failed->what == slack::failure::kind::permanent)
            refused_(*came.failed);
    } catch (const std::exception& e) {
        // The row is as it was, or uncertain: the next round takes it up again.
        log::error("delivery could not be kept", {{"delivery", row.id}, {"error", e.what()}});
        pause();
    }
    in_hand_.erase(row.id);
    unhurried_ -= can_wait(row) ? 1 : 0;
    lanes_.erase(row.lane);
    tickets_.erase(row.ticket);
    ended_ = true;
    ring();
}

}  // namespace docket::bot

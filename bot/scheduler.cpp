#include "bot/scheduler.hpp"

#include "bot/log.hpp"
#include "storage/seen.hpp"
#include "storage/timers.hpp"

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr auto longest_sleep = 60s;  // a lost ring costs at most this
constexpr auto late_after = 60s;
constexpr int batch_size = 100;
constexpr auto remember_requests = 48h;  // Slack repeats an event for up to 25 h (Delayed Events)
constexpr auto remember_errands = 24h * 30;
constexpr int forget_at_once = 1000;  // some milliseconds

core::command command_of(core::timer_kind kind)
{
    switch (kind) {
        case core::timer_kind::remind_assignee:
            return core::remind_assignee{};
        case core::timer_kind::update_requester:
            return core::update_requester{};
    }
    return core::remind_assignee{};
}

}  // namespace

scheduler::scheduler(const asio::any_io_executor& on, office& where, std::function<void()> changed)
    : office_(where), changed_(std::move(changed)), bell_(on)
{
    office_.on_timer([this](slack::instant due) { expect(due); });
}

void scheduler::expect(slack::instant due)
{
    told_ = std::min(told_, due);
    if (due >= next_)
        return;
    next_ = due;
    bell_.ring();
}

void scheduler::stop()
{
    stopping_ = true;
    bell_.ring();
}

asio::awaitable<void> scheduler::run()
{
    while (!stopping_) {
        bool broken = false;
        try {
            co_await round();
        } catch (const storage::broken& e) {
            log::error("timers cannot be kept", {{"error", e.what()}});
            broken = true;
        }
        const auto now = office_.time().now();
        const auto wake = broken ? now + 1s : std::min<slack::instant>(next_, now + longest_sleep);
        quiet_ = true;
        co_await bell_.wait(office_.time(), wake);
        quiet_ = false;
    }
}

asio::awaitable<void> scheduler::round()
{
    const auto now = office_.time().now();
    if (now - tidied_ > 24h) {
        tidied_ = now;
        co_await tidy();
    }
    struct found {
        std::optional<core::instant> next;
        std::vector<storage::due_timer> due;
    };
    auto read = [now](ledger& l) {
        found f{storage::next_timer(l.tx()), {}};
        if (f.next && *f.next <= now)
            f.due = storage::timers_due(l.tx(), now, batch_size);
        return f;
    };
    told_ = slack::instant::max();
    const auto [next, timers] = co_await office_.look(read);
    next_ = std::min(next.value_or(slack::instant::max()), told_);
    for (const auto& t : timers) {
        if (stopping_)
            co_return;
        auto fire = [&t](ledger& l) {
            const auto did = l.perform(t.ticket, command_of(t.kind), core::member_id());
            if (!did || did->events.empty())
                l.reset_timer(t);  // the ticket or the settings changed in between
            return true;
        };
        co_await office_.commit(fire);
        const bool late = now - t.due > late_after;
        office_.counts().timer(core::name_of(t.kind), late);
        log::info("timer fired", {{"kind", core::name_of(t.kind)}, {"ticket", t.ticket.value()}, {"late", late}});
    }
    if (timers.empty())
        co_return;
    changed_();
    bell_.ring();  // others may be due, or set now
}

asio::awaitable<void> scheduler::tidy()
{
    // In portions: between them others commit what Slack waits for.
    auto some = [](ledger& l) { return storage::forget_seen(l.tx(), l.now() - remember_requests, forget_at_once); };
    for (std::int64_t forgotten = forget_at_once; forgotten == forget_at_once && !stopping_;)
        forgotten = co_await office_.commit(some);
    auto rest = [](ledger& l) {
        l.deliveries().forget(l.now() - remember_errands);
        return true;
    };
    co_await office_.commit(rest);
}

}  // namespace docket::bot

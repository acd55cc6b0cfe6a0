#include "bot/demo/travel.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace docket::bot::demo {

namespace {

using namespace std::chrono_literals;

constexpr auto glance = 200us;
// Whoever was woken goes through a few handlers before it counts as busy.
constexpr int laps_at_rest = 8;
// A week with an outage: every delivery fails again each five minutes.
constexpr int most_steps = 50'000;

}  // namespace

/// Whether somebody is on the way, and how the next one hears of the end.
struct travel::turns {
    explicit turns(asio::io_context& context) : next(context, asio::steady_timer::time_point::max()) {}

    asio::steady_timer next;
    bool taken = false;
};

/// Somebody's turn, given up however their way ends.
class travel::turn {
public:
    explicit turn(std::shared_ptr<turns> of) : of_(std::move(of)) { of_->taken = true; }
    ~turn()
    {
        of_->taken = false;
        of_->next.cancel();
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

private:
    std::shared_ptr<turns> of_;
};

travel::travel(
    asio::io_context& context, slack::shifted_clock& time, const slack::emulator::emulator& workspace,
    const service& docket, std::function<bool()> called_off, patience limits
)
    : time_(time),
      slack_(workspace),
      docket_(docket),
      called_off_(std::move(called_off)),
      limits_(limits),
      turns_(std::make_shared<turns>(context))
{
}

bool travel::at_rest() const
{
    return docket_.quiet() && slack_.idle();
}

asio::awaitable<bool> travel::settle()
{
    asio::steady_timer pause(co_await asio::this_coro::executor);
    const auto latest = std::chrono::steady_clock::now() + limits_.to_rest;
    for (int laps = 0; laps < laps_at_rest;) {
        if (called_off_() || std::chrono::steady_clock::now() > latest)
            co_return false;
        if (at_rest()) {
            ++laps;
            co_await asio::post(asio::use_awaitable);
        } else {
            laps = 0;
            pause.expires_after(glance);
            co_await pause.async_wait(asio::use_awaitable);
        }
    }
    co_return true;
}

asio::awaitable<arrival> travel::go(slack::instant to)
{
    while (turns_->taken)
        co_await turns_->next.async_wait(asio::as_tuple(asio::use_awaitable));
    const turn mine(turns_);
    co_return co_await walk(to);
}

asio::awaitable<arrival> travel::walk(slack::instant to)
{
    const auto latest = std::chrono::steady_clock::now() + limits_.to_arrive;
    bool quiet = co_await settle();
    for (int step = 0; quiet && time_.now() < to && step < most_steps; ++step) {
        const auto due = std::min(docket_.next(), slack_.next());
        time_.move_to(std::min(to, std::max(due, time_.now() + 1ms)));
        quiet = co_await settle();
        quiet = quiet && std::chrono::steady_clock::now() < latest;
    }
    if (called_off_())
        co_return arrival::called_off;
    if (quiet && time_.now() >= to)
        co_return arrival::quiet;
    time_.move_to(to);
    co_return arrival::restless;
}

}  // namespace docket::bot::demo

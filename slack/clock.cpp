#include "slack/clock.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace docket::slack {

using namespace std::chrono_literals;

namespace {

// A timer runs on steady time while the machine's clock may be set, so the clock is looked at again each minute.
constexpr std::chrono::milliseconds longest = 1min;

instant machine_time()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

instant system_clock::now() const
{
    return machine_time();
}

asio::awaitable<void> system_clock::sleep_until(instant when)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    auto before = instant::min();  // set back, nobody knows what `when` meant: whoever waits looks at the clock again
    for (auto present = now(); present < when && present >= before; present = now()) {
        before = present;
        timer.expires_after(when < present + longest ? when - present : longest);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

/// A sleeper's place among the others, given up on every way out.
class sleepers::bed {
public:
    bed(std::shared_ptr<sleepers> all, asio::any_io_executor on, instant when)
        : all_(std::move(all)), when_(when), timer_(std::move(on), asio::steady_timer::time_point::max())
    {
        auto& others = all_->all_;
        others.insert(std::ranges::find_if(others, [&](const bed* other) { return other->when_ > when_; }), this);
    }
    ~bed()
    {
        if (!woken_)
            all_->all_.remove(this);
    }
    bed(const bed&) = delete;
    bed& operator=(const bed&) = delete;

    [[nodiscard]] asio::steady_timer& timer() { return timer_; }
    [[nodiscard]] instant when() const { return when_; }
    /// The clock was moved past this sleeper's instant.
    [[nodiscard]] bool woken() const { return woken_; }
    void wake()
    {
        woken_ = true;
        timer_.cancel();
    }

private:
    std::shared_ptr<sleepers> all_;
    instant when_;
    asio::steady_timer timer_;
    bool woken_ = false;
};

void sleepers::wake(instant now)
{
    while (!all_.empty() && all_.front()->when() <= now) {
        auto* const due = all_.front();
        all_.pop_front();
        due->wake();
    }
}

instant sleepers::next() const
{
    return all_.empty() ? instant::max() : all_.front()->when();
}

asio::awaitable<void> manual_clock::sleep_until(instant when)
{
    if (when <= now_)
        co_return;
    const auto executor = co_await asio::this_coro::executor;
    sleepers::bed here(sleepers_, executor, when);
    const auto [ended] = co_await here.timer().async_wait(asio::as_tuple(asio::use_awaitable));
    if (!here.woken())
        throw boost::system::system_error(ended);
}

void manual_clock::advance(std::chrono::milliseconds step)
{
    now_ += step;
    sleepers_->wake(now_);
}

shifted_clock::shifted_clock(instant start) : offset_(start - machine_time()) {}

instant shifted_clock::now() const
{
    return machine_time() + offset_;
}

asio::awaitable<void> shifted_clock::sleep_until(instant when)
{
    if (when <= now())
        co_return;
    const auto all = sleepers_;  // the clock may go while somebody sleeps
    const auto executor = co_await asio::this_coro::executor;
    sleepers::bed here(all, executor, when);
    for (auto present = now(); present < when; present = now()) {
        here.timer().expires_after(when < present + longest ? when - present : longest);
        const auto [ended] = co_await here.timer().async_wait(asio::as_tuple(asio::use_awaitable));
        if (here.woken())
            co_return;
        if (ended)
            throw boost::system::system_error(ended);
    }
}

void shifted_clock::move_to(instant to)
{
    if (to > now())
        offset_ = to - machine_time();
    sleepers_->wake(now());
}

}  // namespace docket::slack

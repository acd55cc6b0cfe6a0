#include "slack/clock.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace docket::slack {

using namespace std::chrono_literals;

instant system_clock::now() const
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

asio::awaitable<void> system_clock::sleep_until(instant when)
{
    // A timer runs on steady time while the machine's clock may be set, so it is looked at again each minute.
    constexpr std::chrono::milliseconds longest = 1min;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (auto present = now(); present < when; present = now()) {
        timer.expires_after(when < present + longest ? when - present : longest);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

/// A sleeper's place among the others, given up on every way out.
class manual_clock::bed {
public:
    bed(std::shared_ptr<sleepers> all, sleeper& who) : all_(std::move(all)), who_(who)
    {
        const auto later = [&](const sleeper* other) { return other->when > who_.when; };
        all_->insert(std::find_if(all_->begin(), all_->end(), later), &who_);
    }
    ~bed()
    {
        if (!who_.woken)
            all_->remove(&who_);
    }
    bed(const bed&) = delete;
    bed& operator=(const bed&) = delete;

private:
    std::shared_ptr<sleepers> all_;
    sleeper& who_;
};

asio::awaitable<void> manual_clock::sleep_until(instant when)
{
    if (when <= now_)
        co_return;
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    sleeper self{when, &timer};
    const bed place(sleepers_, self);
    const auto [ended] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!self.woken)
        throw boost::system::system_error(ended);
}

void manual_clock::advance(std::chrono::milliseconds step)
{
    now_ += step;
    while (!sleepers_->empty() && sleepers_->front()->when <= now_) {
        sleeper& due = *sleepers_->front();
        sleepers_->pop_front();
        due.woken = true;
        due.timer->cancel();
    }
}

instant manual_clock::next_wake() const
{
    return sleepers_->empty() ? instant::max() : sleepers_->front()->when;
}

}  // namespace docket::slack

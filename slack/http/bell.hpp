#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <list>

namespace docket::slack::http {

namespace asio = boost::asio;

/// Wakes everybody who waits for something to change. For one thread; must outlive those who wait.
class bell {
public:
    void ring()
    {
        for (auto* const timer : waiting_)
            timer->cancel();
    }

    /// Returns when the bell rings, at `latest` in any case: look again at what was waited for.
    asio::awaitable<void> wait(std::chrono::steady_clock::time_point latest)
    {
        asio::steady_timer timer(co_await asio::this_coro::executor, latest);
        const place here(waiting_, timer);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }

private:
    class place {
    public:
        place(std::list<asio::steady_timer*>& all, asio::steady_timer& timer)
            : all_(all), here_(all.insert(all.end(), &timer))
        {
        }
        ~place() { all_.erase(here_); }
        place(const place&) = delete;
        place& operator=(const place&) = delete;

    private:
        std::list<asio::steady_timer*>& all_;
        std::list<asio::steady_timer*>::iterator here_;
    };

    std::list<asio::steady_timer*> waiting_;
};

}  // namespace docket::slack::http

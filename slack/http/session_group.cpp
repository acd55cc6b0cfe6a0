#include "slack/http/session.hpp"

#include <algorithm>
#include <vector>

// All connections of a server, and what they share.

namespace docket::slack::http {

namespace {

using namespace std::chrono_literals;
using beast::error_code;

constexpr auto sweep_pause = 5ms;  // deadlines are kept to this

}  // namespace

session_group::session_group(asio::io_context& context, handler handle_, server_limits limits_, server_events events_)
    : handle(std::move(handle_)), limits(limits_), events(std::move(events_)), sweeper_(context)
{
}

void session_group::let_go_idle()
{
    for (auto* const each : sessions_)
        each->let_go();
}

void session_group::cut()
{
    std::vector<std::shared_ptr<session>> all;  // one may leave while it is cut
    for (auto* const each : sessions_)
        all.push_back(each->shared_from_this());
    for (const auto& each : all)
        each->cut();
}

/// Sees to it that a sweep comes no later than `next`.
void session_group::watch(steady::time_point next)
{
    if (next >= next_sweep_)
        return;
    next_sweep_ = next;
    sweeper_.expires_at(next);
    sweeper_.async_wait([self = weak_from_this()](error_code ec) {
        const auto home = self.lock();
        if (!ec && home)
            home->sweep();
    });
}

/// Without connections there are no deadlines, and no timer that would keep the context at work.
void session_group::left()
{
    if (!sessions_.empty())
        return;
    next_sweep_ = steady::time_point::max();
    sweeper_.cancel();
}

/// Closes the connections whose time is up and comes back when the next may be.
void session_group::sweep()
{
    const auto now = steady::now();
    auto next = steady::time_point::max();
    for (auto* const each : sessions_) {
        if (each->deadline() <= now)
            each->close();
        else
            next = std::min(next, each->deadline());
    }
    next_sweep_ = steady::time_point::max();
    watch(std::max(next, now + sweep_pause));
}

std::string_view date_line::now()
{
    const auto second = std::time(nullptr);
    if (second != second_) {
        second_ = second;
        std::tm parts{};
        gmtime_r(&second, &parts);
        std::array<char, 32> text{};
        const auto length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        text_.assign(text.data(), length);
    }
    return text_;
}

}  // namespace docket::slack::http

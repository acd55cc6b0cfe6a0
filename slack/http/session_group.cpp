#include "slack/http/session.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

// All connections of a server, and what they share.

namespace docket::slack::http {

namespace {

using namespace std::chrono_literals;
using beast::error_code;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values

constexpr auto sweep_pause = 5ms;        // deadlines are kept to this
constexpr auto long_sweep_pause = 50ms;  // with so many connections that a sweep takes a while
constexpr std::size_t many = 500;
constexpr std::size_t closed_at_once = 16;  // the kernel takes some 20 µs for each

}  // namespace

session_group::session_group(
    asio::io_context& context, handler handle_, server_limits limits_, server_events events_, doorkeeper look_
)
    : handle(std::move(handle_)), limits(limits_), events(std::move(events_)), look(std::move(look_)), sweeper_(context)
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
    closing_.clear();
}

void session_group::heard(session& from)
{
    sessions_.splice(sessions_.end(), sessions_, from.place_);
}

/// Waits until it is the turn of a connection that has asked again before it was answered, or sends a large body. They
/// have one turn together between whatever else is due, so that nobody keeps the others waiting by sending much at
/// once.
asio::awaitable<void> session_group::turn(session& whose)
{
    asio::steady_timer place(sweeper_.get_executor(), steady::time_point::max());
    const auto here = turns_.insert(turns_.end(), &place);
    whose.place_in_turn_ = &place;
    next_turn();
    co_await place.async_wait(quiet);
    whose.place_in_turn_ = nullptr;
    turns_.erase(here);
    next_turn();
}

void session_group::next_turn()
{
    if (turns_.empty() || std::exchange(turn_comes_, true))
        return;
    asio::post(sweeper_.get_executor(), [self = shared_from_this()] {
        self->turn_comes_ = false;
        if (!self->turns_.empty())
            self->turns_.front()->cancel();
    });
}

bool session_group::make_place()
{
    if (!closing_.empty())
        return true;
    for (auto* const each : sessions_)
        if (each->give_way())
            return true;
    return false;
}

bool session_group::hold(session& asking, std::size_t bytes)
{
    held_ += bytes - std::exchange(asking.held_, bytes);
    if (held_ <= limits.memory)
        return true;
    for (auto* const each : sessions_) {
        if (held_ <= limits.memory / 4 * 3)  // so that nobody makes us look through all of them for each byte
            break;
        if (each != &asking && each->held_ != 0 && each->give_way())
            held_ -= std::exchange(each->held_, 0);
    }
    return held_ <= limits.memory;
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

/// A few in each turn, so that a crowd that leaves at once keeps nobody waiting while the kernel closes all of it.
void session_group::close_in_turn(tcp_socket socket)
{
    closing_.push_back(std::move(socket));
    if (closing_.size() == 1)
        close_rest_later();
}

void session_group::close_rest_later()
{
    asio::post(sweeper_.get_executor(), [self = shared_from_this()] { self->close_some(); });
}

void session_group::close_some()
{
    for (std::size_t i = 0; i < closed_at_once && !closing_.empty(); ++i)
        closing_.pop_front();
    if (!closing_.empty())
        close_rest_later();
    changed.ring();
}

/// Without connections there are no deadlines, and no timer that would keep the context at work.
void session_group::left()
{
    changed.ring();
    if (!sessions_.empty())
        return;
    next_sweep_ = steady::time_point::max();
    sweeper_.cancel();
}

/// Ends the connections whose time is up and comes back when the next may be.
void session_group::sweep()
{
    const auto now = steady::now();
    auto next = steady::time_point::max();
    for (auto* const each : sessions_) {
        if (each->deadline() <= now)
            each->expire();
        next = std::min(next, each->deadline());  // an expired one may just have heard something: then once more
    }
    next_sweep_ = steady::time_point::max();
    watch(std::max(next, now + (sessions_.size() < many ? sweep_pause : long_sweep_pause)));
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

#include "slack/http/client.hpp"

#include "slack/http/connection.hpp"
#include "slack/http/dialer.hpp"
#include "slack/http/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <map>
#include <utility>
#include <vector>

namespace docket::slack::http {

namespace {

using kind = failure::kind;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values
constexpr std::size_t header_limit = 64 * 1024;              // of a response
constexpr int interim_responses = 8;                         // 1xx before the real one; Slack sends none

/// How one attempt on one connection ended.
class exchanged {
public:
    exchanged(result<response> answer_, bool again_) : answer(std::move(answer_)), again(again_) {}

    result<response> answer;
    bool again;  ///< the connection can be used again; or, without an answer, the request surely was not seen
};

/// Our word for why no response came out of what was read.
const char* loss(const error_code& ec)
{
    if (ec == beast::http::error::body_limit)
        return "too_large";
    const bool broken = ec.category() == error_code(beast::http::error::partial_message).category();
    return broken && ec != beast::http::error::partial_message ? "bad_response" : "reset";
}

result<response> refused(kind what, std::string error, std::string detail = {})
{
    return tl::unexpected(failure(what, std::move(error), {}, std::move(detail)));
}

}  // namespace

class client::impl {
public:
    impl(asio::io_context& context, client_limits limits)
        : context_(context), limits_(std::move(limits)), dialer_(context, limits_.authorities)
    {
    }

    static asio::awaitable<result<response>> send(
        std::shared_ptr<impl> self, url where, request what, std::chrono::milliseconds budget
    );
    static asio::awaitable<void> warm(std::shared_ptr<impl> self, url where);

private:
    class turn;

    /// A peer: who waits for it, and the connections that wait for the next request, the latest last.
    struct peer {
        std::size_t busy = 0;
        std::list<turn*> waiting;
        std::vector<std::unique_ptr<connection>> idle;
    };

    peer& peer_of(const url& where) { return peers_[where.scheme + "://" + where.host + "|" + where.port]; }
    std::unique_ptr<connection> take_idle(peer& from);
    void drop_aged();
    void keep(peer& by, std::unique_ptr<connection> line);

    asio::awaitable<result<std::unique_ptr<connection>>> open(const url& where, steady::time_point latest)
    {
        return dialer_.open(where, std::min(latest, steady::now() + limits_.connect_time));
    }
    asio::awaitable<exchanged> exchange(
        connection& line, std::string_view text, bool bodiless, steady::time_point latest
    );
    asio::awaitable<exchanged> receive(connection& line, const watchdog& guard, bool bodiless);

    asio::io_context& context_;
    const client_limits limits_;
    dialer dialer_;
    std::map<std::string, peer> peers_;
};

/// One of a peer's connections' worth of permission; given back, to whoever waits longest, on every way out.
class client::impl::turn {
public:
    turn(asio::io_context& context, peer& at, std::size_t most) : at_(at), most_(most), timer_(context) {}
    ~turn()
    {
        if (!mine_) {
            at_.waiting.remove(this);
        } else if (at_.waiting.empty()) {
            --at_.busy;
        } else {
            turn& next = *at_.waiting.front();
            at_.waiting.pop_front();
            next.mine_ = true;
            next.timer_.cancel();
        }
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

    /// @return false when it did not come by `latest`
    asio::awaitable<bool> wait(steady::time_point latest)
    {
        if (at_.busy < most_) {
            ++at_.busy;
            mine_ = true;
            co_return true;
        }
        at_.waiting.push_back(this);
        timer_.expires_at(latest);
        co_await timer_.async_wait(quiet);
        co_return mine_;
    }

private:
    peer& at_;
    const std::size_t most_;
    asio::steady_timer timer_;
    bool mine_ = false;
};

// --- One request ---

asio::awaitable<result<response>> client::impl::send(
    std::shared_ptr<impl> self, url where, request what, std::chrono::milliseconds budget
)
{
    const auto latest = steady::now() + budget;
    if (!sendable(what))
        co_return refused(kind::permanent, "bad_request");
    self->drop_aged();
    peer& at = self->peer_of(where);
    turn mine(self->context_, at, self->limits_.connections_per_host);
    const bool in_time = co_await mine.wait(latest);
    if (!in_time)
        co_return refused(kind::retry, "timeout");

    std::string text;
    append_head(text, what, host_field(where));
    text += what.body;  // one write, one TLS record
    for (;;) {          // ends with a fresh connection at the latest: each round uses up a kept one
        auto line = self->take_idle(at);
        const bool kept = line != nullptr;
        if (!kept) {
            auto opened = co_await self->open(where, latest);
            if (!opened)
                co_return tl::unexpected(std::move(opened.error()));
            line = std::move(*opened);
        }
        auto done = co_await self->exchange(*line, text, what.method == "HEAD", latest);
        if (!done.answer && done.again && kept && steady::now() < latest)
            continue;
        if (done.answer && done.again)
            self->keep(at, std::move(line));
        co_return std::move(done.answer);
    }
}

asio::awaitable<exchanged> client::impl::exchange(
    connection& line, std::string_view text, bool bodiless, steady::time_point latest
)
{
    const watchdog guard(context_, line, latest);
    const auto [ec, written] = co_await line.write(asio::buffer(text));
    if (!ec)
        co_return co_await receive(line, guard, bodiless);
    // Not a byte taken, or not one TLS record: then nobody can have read a request.
    const bool unseen = written == 0;
    const auto what = unseen ? kind::retry : kind::uncertain;
    const char* const error = guard.expired() ? "timeout" : unseen ? "write" : "reset";
    co_return exchanged(refused(what, error, ec.message()), unseen);
}

asio::awaitable<exchanged> client::impl::receive(connection& line, const watchdog& guard, bool bodiless)
{
    for (int interim = 0; interim <= interim_responses; ++interim) {
        response_reader incoming(header_limit, limits_.body);
        incoming.skip(bodiless);
        incoming.eager(true);
        const auto ec = co_await line.read(incoming);
        if (ec)
            co_return exchanged(refused(kind::uncertain, guard.expired() ? "timeout" : loss(ec), ec.message()), false);
        const auto status = incoming.get().status;
        if (status >= 200 || status == 101) {
            const bool again = incoming.keep_alive() && line.unread.size() == 0 && status != 101;
            co_return exchanged(std::move(incoming.get()), again);
        }
    }
    co_return exchanged(refused(kind::uncertain, "bad_response", "interim responses without end"), false);
}

// --- Connections ---

std::unique_ptr<connection> client::impl::take_idle(peer& from)
{
    while (!from.idle.empty()) {
        auto line = std::move(from.idle.back());
        from.idle.pop_back();
        if (line->usable())
            return line;
    }
    return nullptr;
}

void client::impl::keep(peer& by, std::unique_ptr<connection> line)
{
    line->idle_since = steady::now();
    by.idle.push_back(std::move(line));
}

void client::impl::drop_aged()
{
    const auto oldest = steady::now() - limits_.keep_alive;
    for (auto& [name, at] : peers_)
        std::erase_if(at.idle, [&](const auto& line) { return line->idle_since < oldest; });
}

asio::awaitable<void> client::impl::warm(std::shared_ptr<impl> self, url where)
{
    self->drop_aged();
    peer& at = self->peer_of(where);
    const auto latest = steady::now() + self->limits_.connect_time;
    turn mine(self->context_, at, self->limits_.connections_per_host);
    const bool in_time = co_await mine.wait(latest);
    if (!in_time)
        co_return;
    if (auto line = self->take_idle(at)) {
        at.idle.push_back(std::move(line));
        co_return;
    }
    auto opened = co_await self->open(where, latest);
    if (opened)
        self->keep(at, std::move(*opened));
}

// --- The client ---

client::client(asio::io_context& context, client_limits limits)
    : impl_(std::make_shared<impl>(context, std::move(limits)))
{
}

client::~client() = default;

asio::awaitable<result<response>> client::send(url where, request what, std::chrono::milliseconds budget)
{
    return impl::send(impl_, std::move(where), std::move(what), budget);
}

asio::awaitable<void> client::warm(url where)
{
    return impl::warm(impl_, std::move(where));
}

}  // namespace docket::slack::http

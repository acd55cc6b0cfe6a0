#include "slack/http/session.hpp"

#include "slack/http/counted.hpp"
#include "slack/http/websocket_server.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <exception>

namespace docket::slack::http {

/// How the wait for a request ended.
enum class arrival { whole, ended, malformed, header_too_large, body_too_large, answered, no_room };

namespace {

using namespace std::chrono_literals;
using beast::error_code;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values
constexpr auto linger_time = 1s;                             // for a peer to read a refusal while it is still sending
constexpr std::uint16_t all_done = 1000;                     // why a WebSocket closes (RFC 6455, 7.4.1)
constexpr std::uint16_t going_away = 1001;
constexpr std::uint16_t internal_error = 1011;
constexpr std::size_t small_read = 4096;   // the usual request in one go
constexpr std::size_t large_read = 16384;  // of a body, so that no peer has the thread for long
constexpr std::size_t usual_body = 65536;  // Slack's are shorter and not in chunks; others wait for their turns

unsigned status_of(arrival how)
{
    switch (how) {
        case arrival::header_too_large:
            return 431;
        case arrival::body_too_large:
            return 413;
        case arrival::no_room:
            return 503;
        case arrival::malformed:
        case arrival::whole:
        case arrival::ended:
        case arrival::answered:
            break;
    }
    return 400;
}

/// What a request offered, if anything.
using offer = std::optional<tl::expected<websocket_offer, response>>;

/// The answer to a request for a WebSocket that cannot be.
response no_websocket(const offer& offered)
{
    if (!offered)
        return read_offer(request()).error();
    if (!*offered)
        return offered->error();
    return response(400, "Wait for the answer to the opening handshake.\n");  // RFC 6455, 4.1: before any frame
}

arrival refusal(error_code ec)
{
    if (ec == beast::http::error::header_limit)
        return arrival::header_too_large;
    if (ec == beast::http::error::body_limit)
        return arrival::body_too_large;
    return arrival::malformed;
}

}  // namespace

// --- One connection ---

session::session(std::shared_ptr<session_group> home, tcp_socket socket)
    : home_(std::move(home)), socket_(std::move(socket)), place_(home_->sessions_.insert(home_->sessions_.end(), this))
{
}

void session::leave()
{
    if (std::exchange(left_, true))
        return;
    hold(0);
    home_->sessions_.erase(place_);
    if (socket_.is_open())
        home_->close_in_turn(std::move(socket_));
    home_->left();
}

void session::close()
{
    error_code ignored;
    socket_.close(ignored);
    if (place_in_turn_ != nullptr)  // what it has in hand is let go now, not when its turn would have come
        place_in_turn_->cancel();
}

void session::expire()
{
    error_code ignored;
    socket_.cancel(ignored);
    if (place_in_turn_ != nullptr)
        place_in_turn_->cancel();
}

void session::let_go()
{
    error_code ignored;
    if (doing_ == doing::lingering || (doing_ == doing::idle && socket_.available(ignored) == 0))
        socket_.cancel(ignored);
    if (talking_ != nullptr)
        talking_->close(going_away);
}

bool session::give_way()
{
    if (doing_ == doing::handling || doing_ == doing::talking || doing_ == doing::leaving)
        return false;
    doing_ = doing::leaving;
    close();
    return true;
}

void session::cut()
{
    cut_ = true;
    close();
    stop_.emit(asio::cancellation_type::terminal);
}

void session::begin(doing what, std::chrono::milliseconds time)
{
    doing_ = what;
    deadline_ = steady::now() + time;
    home_->watch(deadline_);
}

asio::awaitable<void> session::run()
{
    for (;;) {  // at the end, too: what has come by then is answered, and that answer is the last
        request_reader incoming(home_->limits.header, home_->limits.body);
        const auto how = co_await read(incoming);
        if (how == arrival::ended)
            co_return;
        if (how != arrival::whole) {
            if (how != arrival::answered && home_->events.refused)
                home_->events.refused(status_of(how));
            auto refusing = refuse(how == arrival::answered ? std::move(*answered_) : response(status_of(how)));
            co_await std::move(refusing);
            co_return;
        }
        home_->heard(*this);
        const bool with_body = incoming.get().method != "HEAD";
        const bool keep = incoming.keep_alive() && incoming.is_http_1_1();
        offer offered;
        if (incoming.upgrade())  // a bit of the parser: other requests pay nothing
            offered = read_offer(incoming.get());
        auto answering = answer(std::move(incoming.get()));
        auto made = co_await std::move(answering);
        if (cut_ || made.drop)
            co_return;
        if (made.talk && offered && *offered && buffer_.size() == 0) {
            auto talking = converse(std::move(**offered), std::move(made.talk));
            co_await std::move(talking);
            co_return;
        }
        if (made.talk)
            made = no_websocket(offered);
        const bool close = !keep || home_->stopping;
        const bool written = co_await write(made, close, with_body);
        if (!written)
            co_return;
        hold(0);
        if (close) {
            co_await part(buffer_.size() != 0);
            co_return;
        }
    }
}

asio::awaitable<arrival> session::read(request_reader& into)
{
    const auto header = co_await read_header(into);
    if (header != arrival::whole || into.is_done())
        co_return header;

    begin(doing::reading, home_->limits.body_time);
    const bool waits = into.expects_continue() && into.is_http_1_1() && buffer_.size() == 0;
    into.eager(true);
    for (bool first = true;; first = false) {
        const auto ec = feed(into);
        if (ec)
            co_return refusal(ec);
        if (into.is_done())
            co_return arrival::whole;
        if (buffer_.size() > home_->limits.header)
            co_return arrival::malformed;  // a chunk's extensions or trailers without end
        if (first && home_->look && (answered_ = home_->look(into.get())))
            co_return arrival::answered;
        if (!hold(buffer_.capacity() + into.held()))
            co_return arrival::no_room;
        if (first && waits) {
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const std::array<asio::const_buffer, 2> text{asio::const_buffer(go_on.data(), go_on.size())};
            const bool sent = co_await send(text);
            if (!sent)
                co_return arrival::ended;
        }
        if (into.held() > usual_body || into.chunked()) {
            const bool open = co_await wait_for_turn();
            if (!open)
                co_return arrival::ended;
        }
        const auto rest = into.content_length_remaining().value_or(large_read);
        const bool more = co_await fill(std::clamp<std::size_t>(rest, small_read, large_read));
        if (!more)
            co_return arrival::ended;
    }
}

asio::awaitable<arrival> session::read_header(request_reader& into)
{
    if (buffer_.size() == 0) {
        const bool some = co_await first_bytes();
        if (!some)
            co_return arrival::ended;
        begin(doing::reading, home_->limits.header_time);
    } else {
        begin(doing::reading, home_->limits.header_time);
        const bool open = co_await wait_for_turn();
        if (!open)
            co_return arrival::ended;
    }
    into.eager(false);
    for (;;) {
        const auto ec = feed(into);
        if (ec)
            co_return refusal(ec);
        if (into.is_header_done())
            co_return arrival::whole;
        if (!hold(buffer_.capacity()))
            co_return arrival::no_room;
        const bool more = co_await fill(small_read);
        if (!more)
            co_return arrival::ended;
    }
}

/// @return false when the connection was closed meanwhile, or its time is up
asio::awaitable<bool> session::wait_for_turn()
{
    auto turn = home_->turn(*this);
    co_await std::move(turn);
    co_return socket_.is_open() && steady::now() < deadline_;
}

/// Gives the reader what has come. Too little is no error.
error_code session::feed(request_reader& into)
{
    error_code ec;
    const auto taken = into.take({static_cast<const char*>(buffer_.data().data()), buffer_.size()}, ec);
    buffer_.consume(taken);
    return ec == beast::http::error::need_more ? error_code() : ec;
}

/// Waits for the next request's beginning: thousands of idle connections have no buffer of their own.
asio::awaitable<bool> session::first_bytes()
{
    buffer_.shrink_to_fit();  // empty: lets go of all of it
    begin(doing::idle, home_->stopping ? home_->limits.parting_time : home_->limits.idle_time);
    for (;;) {
        const auto [failed] = co_await socket_.async_wait(tcp_socket::wait_read, quiet);
        if (failed)
            co_return false;
        error_code ec;
        buffer_.commit(socket_.read_some(buffer_.prepare(small_read), ec));
        if (ec != asio::error::would_block)
            co_return !ec;
    }
}

/// Says that the connection has so many bytes in hand.
/// @return whether they may be: others had to make room, or could not
bool session::hold(std::size_t bytes)
{
    return bytes == held_ || home_->hold(*this, bytes);
}

/// @return false when the connection is over: ended by the peer, broken, too slow or let go
asio::awaitable<bool> session::fill(std::size_t at_most)
{
    const auto [ec, read] = co_await socket_.async_read_some(buffer_.prepare(at_most), quiet);
    buffer_.commit(read);
    co_return !ec && socket_.is_open();  // what was read just before it gave way is nobody's any more
}

asio::awaitable<response> session::answer(request asked)
{
    const counted here(home_->in_hand);
    doing_ = doing::handling;
    deadline_ = steady::time_point::max();  // a handler's waits have deadlines of their own

    std::string what;
    try {
        auto work = home_->handle(std::move(asked));
        co_return co_await std::move(work);
    } catch (const std::exception& thrown) {
        what = thrown.what();
    } catch (...) {
        what = "unknown exception";
    }
    report(what);
    co_return response(500);
}

void session::report(const std::string& what)
{
    if (!cut_ && home_->events.failed)
        home_->events.failed(what);
}

asio::awaitable<void> session::converse(websocket_offer offered, conversation talk)
{
    begin(doing::writing, home_->limits.write_time);
    auto accepting = accept_websocket(socket_, std::move(offered), home_->limits.websocket);
    const auto line = co_await std::move(accepting);
    if (line == nullptr)
        co_return;
    doing_ = doing::talking;
    deadline_ = steady::time_point::max();  // it has times of its own
    talking_ = line.get();
    if (home_->stopping)
        line->close(going_away);

    std::uint16_t code = all_done;
    try {
        auto said = talk(*line);
        co_await std::move(said);
    } catch (const std::exception& thrown) {
        report(thrown.what());
        code = internal_error;
    } catch (...) {
        report("unknown exception");
        code = internal_error;
    }
    co_await asio::this_coro::throw_if_cancelled(false);  // nothing of it may outlive the socket
    if (cut_)
        close();
    line->close(code);
    co_await line->ended();
    talking_ = nullptr;
}

asio::awaitable<bool> session::write(const response& what, bool close, bool with_body)
{
    begin(doing::writing, home_->limits.write_time);
    head_.clear();
    append_head(head_, what, home_->date.now(), close);
    std::array<asio::const_buffer, 2> parts{asio::buffer(head_)};
    if (with_body && has_body(what.status))
        parts[1] = asio::buffer(what.body);
    co_return co_await send(parts, buffer_.capacity() + what.body.size());
}

/// @param kept  the bytes in hand while the peer is too slow for all of it at once
asio::awaitable<bool> session::send(std::array<asio::const_buffer, 2> what, std::size_t kept)
{
    // Nearly always the kernel takes all of it at once; only otherwise is it worth to wait.
    error_code ec;
    auto sent = socket_.write_some(what, ec);
    if (ec && ec != asio::error::would_block)
        co_return false;
    for (auto& part : what) {
        const auto gone = std::min(sent, part.size());
        part += gone;
        sent -= gone;
    }
    if (asio::buffer_size(what) == 0)
        co_return true;
    if (kept != 0 && !hold(kept))
        co_return false;
    const auto [failed, written] = co_await asio::async_write(socket_, what, quiet);
    co_return !failed;
}

asio::awaitable<void> session::refuse(response refused)
{
    const bool written = co_await write(refused, true, true);
    if (written)
        co_await part(true);
}

/// Ends the connection so that the peer can read the last answer. With bytes unread the kernel would send a reset,
/// which takes the answer out of the peer's hands: so they are read and thrown away for a moment.
asio::awaitable<void> session::part(bool unread)
{
    error_code ec;
    socket_.shutdown(tcp_socket::shutdown_send, ec);
    if (ec || home_->stopping || (!unread && socket_.available(ec) == 0))
        co_return;
    begin(doing::lingering, std::min<std::chrono::milliseconds>(linger_time, home_->limits.body_time));
    for (bool more = true; more && steady::now() < deadline_;) {
        buffer_.clear();
        if (!hold(large_read))
            co_return;
        more = co_await fill(large_read);
    }
}

}  // namespace docket::slack::http

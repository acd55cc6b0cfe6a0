#include "slack/http/server.hpp"

#include "slack/http/bell.hpp"
#include "slack/http/wire.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <ctime>
#include <exception>
#include <list>
#include <utility>
#include <vector>

namespace docket::slack::http {

namespace {

using namespace std::chrono_literals;
using beast::error_code;
using steady = std::chrono::steady_clock;
// The executor's concrete type saves an indirect call per operation.
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using tcp_acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using request_reader = reader<true>;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values
constexpr auto accept_pause = 100ms;                         // out of descriptors: they come back when connections end
constexpr auto linger_time = 1s;                             // for a peer to read a refusal while it is still sending
constexpr auto stubborn_time = 1s;                           // for a cancelled handler to end
constexpr auto sweep_pause = 5ms;                            // deadlines are kept to this
constexpr std::size_t small_read = 4096;                     // the usual request in one go
constexpr std::size_t large_read = 65536;                    // for the body

/// How the wait for a request ended.
enum class arrival { whole, ended, malformed, header_too_large, body_too_large };

unsigned status_of(arrival how)
{
    switch (how) {
        case arrival::header_too_large:
            return 431;
        case arrival::body_too_large:
            return 413;
        case arrival::malformed:
        case arrival::whole:
        case arrival::ended:
            break;
    }
    return 400;
}

arrival refusal(error_code ec)
{
    if (ec == beast::http::error::header_limit)
        return arrival::header_too_large;
    if (ec == beast::http::error::body_limit)
        return arrival::body_too_large;
    return arrival::malformed;
}

/// The Date field's text, made anew once a second (RFC 9110, 5.6.7).
class date_line {
public:
    std::string_view now()
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

private:
    std::time_t second_ = -1;
    std::string text_;
};

}  // namespace

class server::impl : public std::enable_shared_from_this<server::impl> {
public:
    impl(asio::io_context& context, handler handle, server_limits limits, server_events events);

    void bind(const asio::ip::tcp::endpoint& where);
    void start();
    void close();
    void cut();
    asio::awaitable<void> stop(std::chrono::milliseconds grace);

    asio::io_context& context;
    const handler handle;
    const server_limits limits;
    const server_events events;
    tcp_acceptor acceptor;
    std::uint16_t port = 0;
    std::size_t in_hand = 0;
    bool stopping = false;

private:
    class session;

    asio::awaitable<void> accept();
    void admit(tcp_socket socket);
    void let_go_idle();
    asio::awaitable<void> until_empty(steady::time_point latest);
    void watch(steady::time_point next);
    void sweep();
    void rest();
    [[nodiscard]] bool empty() const { return sessions_.empty() && !accepting_; }

    std::list<session*> sessions_;
    bool accepting_ = false;
    bell changed_;  // a session ended, or the server stops

    // One timer for all deadlines: they move four times a request, and arming a timer costs more than reading one.
    asio::steady_timer sweeper_;
    steady::time_point next_sweep_ = steady::time_point::max();
    date_line date_;
};

/// One connection. Its frame, its completion handler and nobody else keep it alive.
class server::impl::session : public std::enable_shared_from_this<session> {
public:
    session(std::shared_ptr<impl> home, tcp_socket socket)
        : home_(std::move(home)),
          socket_(std::move(socket)),
          place_(home_->sessions_.insert(home_->sessions_.end(), this))
    {
    }
    ~session() { leave(); }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    asio::awaitable<void> run();

    /// Is no longer one of the server's.
    void leave()
    {
        if (!std::exchange(left_, true))
            home_->sessions_.erase(place_);
    }

    [[nodiscard]] impl& home() const { return *home_; }
    [[nodiscard]] steady::time_point deadline() const { return deadline_; }

    void close()
    {
        error_code ignored;
        socket_.close(ignored);
    }

    /// Ends a connection on which nothing is going on. One whose next request is already here goes on to answer it.
    void let_go()
    {
        error_code ignored;
        if (doing_ == doing::lingering || (doing_ == doing::idle && socket_.available(ignored) == 0))
            socket_.cancel(ignored);
    }

    /// Cancels what the handler waits for and closes the connection.
    void cut()
    {
        cut_ = true;
        close();
        stop_.emit(asio::cancellation_type::terminal);
    }

    [[nodiscard]] asio::cancellation_slot slot() { return stop_.slot(); }

private:
    enum class doing { idle, reading, handling, writing, lingering };

    asio::awaitable<arrival> read(request_reader& into);
    asio::awaitable<arrival> read_header(request_reader& into);
    asio::awaitable<bool> fill(std::size_t at_most);
    asio::awaitable<response> answer(request asked);
    asio::awaitable<bool> write(const response& what, bool close, bool with_body);
    asio::awaitable<bool> send(std::array<asio::const_buffer, 2> what);
    asio::awaitable<void> part(bool unread);

    void begin(doing what, std::chrono::milliseconds time)
    {
        doing_ = what;
        deadline_ = steady::now() + time;
        home_->watch(deadline_);
    }

    const std::shared_ptr<impl> home_;
    tcp_socket socket_;
    beast::flat_buffer buffer_;
    std::string head_;  // kept for its memory
    asio::cancellation_signal stop_;
    doing doing_ = doing::idle;
    steady::time_point deadline_ = steady::time_point::max();
    std::list<session*>::iterator place_;
    bool left_ = false;
    bool cut_ = false;
};

// --- One connection ---

asio::awaitable<void> server::impl::session::run()
{
    while (!home_->stopping) {
        request_reader incoming(home_->limits.header, home_->limits.body);
        const auto how = co_await read(incoming);
        if (how == arrival::ended)
            co_return;
        if (how != arrival::whole) {
            const response refused(status_of(how));
            if (home_->events.refused)
                home_->events.refused(refused.status);
            if (co_await write(refused, true, true))
                co_await part(true);
            co_return;
        }
        const bool with_body = incoming.get().method != "HEAD";
        const bool keep = incoming.keep_alive() && incoming.is_http_1_1();
        auto answering = answer(std::move(incoming.get()));
        const auto made = co_await std::move(answering);
        if (cut_ || made.drop)
            co_return;
        const bool close = !keep || home_->stopping;
        const bool written = co_await write(made, close, with_body);
        if (!written)
            co_return;
        if (close) {
            co_await part(buffer_.size() != 0);
            co_return;
        }
    }
}

asio::awaitable<arrival> server::impl::session::read(request_reader& into)
{
    const auto header = co_await read_header(into);
    if (header != arrival::whole || into.is_done())
        co_return header;

    begin(doing::reading, home_->limits.body_time);
    if (into.expects_continue() && into.is_http_1_1() && buffer_.size() == 0) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const std::array<asio::const_buffer, 2> text{asio::const_buffer(go_on.data(), go_on.size())};
        const bool sent = co_await send(text);
        if (!sent)
            co_return arrival::ended;
    }
    into.eager(true);
    for (;;) {
        error_code ec;
        const auto taken = into.take({static_cast<const char*>(buffer_.data().data()), buffer_.size()}, ec);
        buffer_.consume(taken);
        if (ec && ec != beast::http::error::need_more)
            co_return refusal(ec);
        if (into.is_done())
            co_return arrival::whole;
        if (buffer_.size() > home_->limits.header)
            co_return arrival::malformed;  // a chunk's extensions or trailers without end
        const bool more = co_await fill(large_read);
        if (!more)
            co_return arrival::ended;
    }
}

asio::awaitable<arrival> server::impl::session::read_header(request_reader& into)
{
    if (buffer_.size() == 0) {
        if (buffer_.capacity() > large_read)
            buffer_.shrink_to_fit();  // a kept connection does not keep the memory of its largest request
        begin(doing::idle, home_->limits.idle_time);
        const bool some = co_await fill(small_read);
        if (!some)
            co_return arrival::ended;
    }
    begin(doing::reading, home_->limits.header_time);
    into.eager(false);
    for (;;) {
        error_code ec;
        const auto taken = into.take({static_cast<const char*>(buffer_.data().data()), buffer_.size()}, ec);
        buffer_.consume(taken);
        if (ec && ec != beast::http::error::need_more)
            co_return refusal(ec);
        if (into.is_header_done())
            co_return arrival::whole;
        const bool more = co_await fill(small_read);
        if (!more)
            co_return arrival::ended;
    }
}

/// @return false when the connection is over: ended by the peer, broken, too slow or let go
asio::awaitable<bool> server::impl::session::fill(std::size_t at_most)
{
    const auto [ec, read] = co_await socket_.async_read_some(buffer_.prepare(at_most), quiet);
    buffer_.commit(read);
    co_return !ec;
}

asio::awaitable<response> server::impl::session::answer(request asked)
{
    class counted {
    public:
        explicit counted(std::size_t& count) : count_(count) { ++count_; }
        ~counted() { --count_; }
        counted(const counted&) = delete;
        counted& operator=(const counted&) = delete;

    private:
        std::size_t& count_;
    };
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
    if (!cut_ && home_->events.failed)
        home_->events.failed(what);
    co_return response(500);
}

asio::awaitable<bool> server::impl::session::write(const response& what, bool close, bool with_body)
{
    begin(doing::writing, home_->limits.write_time);
    head_.clear();
    append_head(head_, what, home_->date_.now(), close);
    std::array<asio::const_buffer, 2> parts{asio::buffer(head_)};
    if (with_body && has_body(what.status))
        parts[1] = asio::buffer(what.body);
    co_return co_await send(parts);
}

asio::awaitable<bool> server::impl::session::send(std::array<asio::const_buffer, 2> what)
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
    const auto [failed, written] = co_await asio::async_write(socket_, what, quiet);
    co_return !failed;
}

/// Ends the connection so that the peer can read the last answer. With bytes unread the kernel would send a reset,
/// which takes the answer out of the peer's hands: so they are read and thrown away for a moment.
asio::awaitable<void> server::impl::session::part(bool unread)
{
    error_code ec;
    socket_.shutdown(tcp_socket::shutdown_send, ec);
    if (ec || home_->stopping || (!unread && socket_.available(ec) == 0))
        co_return;
    begin(doing::lingering, std::min<std::chrono::milliseconds>(linger_time, home_->limits.body_time));
    for (bool more = true; more && steady::now() < deadline_;) {
        buffer_.clear();
        more = co_await fill(large_read);
    }
}

// --- All connections ---

server::impl::impl(asio::io_context& context_, handler handle_, server_limits limits_, server_events events_)
    : context(context_),
      handle(std::move(handle_)),
      limits(limits_),
      events(std::move(events_)),
      acceptor(context_),
      sweeper_(context_)
{
}

void server::impl::bind(const asio::ip::tcp::endpoint& where)
{
    acceptor.open(where.protocol());
    acceptor.set_option(tcp_acceptor::reuse_address(true));
    acceptor.bind(where);
    acceptor.listen();
    port = acceptor.local_endpoint().port();
}

void server::impl::start()
{
    accepting_ = true;
    const auto over = [self = shared_from_this()](std::exception_ptr) {
        self->accepting_ = false;
        self->changed_.ring();
    };
    asio::co_spawn(context, accept(), over);
}

asio::awaitable<void> server::impl::accept()
{
    while (!stopping) {
        if (sessions_.size() >= limits.connections) {
            co_await changed_.wait(steady::time_point::max());
            continue;
        }
        tcp_socket socket(context);
        const auto [ec] = co_await acceptor.async_accept(socket, quiet);
        if (stopping)
            co_return;
        if (!ec)
            admit(std::move(socket));
        else if (ec != asio::error::connection_aborted)
            co_await changed_.wait(steady::now() + accept_pause);
    }
}

void server::impl::admit(tcp_socket socket)
{
    error_code ec;
    socket.set_option(asio::ip::tcp::no_delay(true), ec);
    socket.non_blocking(true, ec);
    if (ec)
        return;  // the peer has gone already
    const auto admitted = std::make_shared<session>(shared_from_this(), std::move(socket));
    const auto over = [admitted](std::exception_ptr) {
        auto& home = admitted->home();
        admitted->leave();
        home.changed_.ring();
        if (home.sessions_.empty())
            home.rest();
    };
    asio::co_spawn(context, admitted->run(), asio::bind_cancellation_slot(admitted->slot(), over));
}

/// Sees to it that a sweep comes no later than `next`.
void server::impl::watch(steady::time_point next)
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

void server::impl::rest()
{
    next_sweep_ = steady::time_point::max();
    sweeper_.cancel();
}

/// Closes the connections whose time is up and comes back when the next may be.
void server::impl::sweep()
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

void server::impl::close()
{
    stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    changed_.ring();
}

void server::impl::let_go_idle()
{
    for (auto* const each : sessions_)
        each->let_go();
}

void server::impl::cut()
{
    std::vector<std::shared_ptr<session>> all;  // one may leave while it is cut
    for (auto* const each : sessions_)
        all.push_back(each->shared_from_this());
    for (const auto& each : all)
        each->cut();
}

asio::awaitable<void> server::impl::until_empty(steady::time_point latest)
{
    while (!empty() && steady::now() < latest)
        co_await changed_.wait(latest);
}

asio::awaitable<void> server::impl::stop(std::chrono::milliseconds grace)
{
    const auto self = shared_from_this();
    close();
    let_go_idle();
    co_await until_empty(steady::now() + grace);
    cut();
    co_await until_empty(steady::now() + stubborn_time);
}

// --- The server ---

server::server(
    asio::io_context& context, const std::string& host, std::uint16_t port, handler handle, server_limits limits,
    server_events events
)
    : impl_(std::make_shared<impl>(context, std::move(handle), limits, std::move(events)))
{
    impl_->bind({asio::ip::make_address(host), port});
}

server::~server()
{
    impl_->close();
    // On the context's own thread: elsewhere a cancellation would be handed over and could come after its connection.
    asio::post(impl_->context, [server = impl_] { server->cut(); });
}

std::uint16_t server::port() const
{
    return impl_->port;
}

void server::start()
{
    impl_->start();
}

asio::awaitable<void> server::stop(std::chrono::milliseconds grace)
{
    return impl_->stop(grace);
}

std::size_t server::in_hand() const
{
    return impl_->in_hand;
}

}  // namespace docket::slack::http

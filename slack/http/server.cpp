#include "slack/http/server.hpp"

#include "slack/http/session.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

namespace docket::slack::http {

namespace {

using namespace std::chrono_literals;
using beast::error_code;
using tcp_acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values
constexpr auto accept_pause = 100ms;                         // out of descriptors: they come back when connections end
constexpr std::size_t most_at_once = 64;                     // connections
constexpr auto stubborn_time = 1s;                           // for a cancelled handler to end

}  // namespace

class server::impl : public std::enable_shared_from_this<server::impl> {
public:
    impl(asio::io_context& context, handler handle, server_limits limits, server_events events, doorkeeper look)
        : sessions(
              std::make_shared<session_group>(context, std::move(handle), limits, std::move(events), std::move(look))
          ),
          context_(context),
          acceptor_(context)
    {
    }

    void bind(const asio::ip::tcp::endpoint& where);
    void take_over(int descriptor);
    void start();
    asio::awaitable<void> stop(std::chrono::milliseconds grace);
    void abandon();

    std::uint16_t port = 0;
    const std::shared_ptr<session_group> sessions;

private:
    asio::awaitable<void> accept();
    void admit_waiting();
    void admit(tcp_socket socket);
    void close();
    asio::awaitable<void> until_empty(steady::time_point latest);

    asio::io_context& context_;
    tcp_acceptor acceptor_;
    bool accepting_ = false;
    bool abandoned_ = false;  // the handler's owner may be gone
};

void server::impl::bind(const asio::ip::tcp::endpoint& where)
{
    acceptor_.open(where.protocol());
    acceptor_.set_option(tcp_acceptor::reuse_address(true));
    acceptor_.bind(where);
    acceptor_.listen();
    acceptor_.non_blocking(true);
    port = acceptor_.local_endpoint().port();
}

void server::impl::take_over(int descriptor)
{
    acceptor_.assign(asio::ip::tcp::v4(), descriptor);  // corrected below; asking for the address wants an open one
    const auto where = acceptor_.local_endpoint();
    acceptor_.assign(where.protocol(), acceptor_.release());
    acceptor_.non_blocking(true);
    port = where.port();
}

void server::impl::start()
{
    accepting_ = true;
    const auto over = [self = shared_from_this()](std::exception_ptr) {
        self->accepting_ = false;
        self->sessions->changed.ring();
    };
    asio::co_spawn(context_, accept(), over);
}

asio::awaitable<void> server::impl::accept()
{
    while (!sessions->stopping) {
        if (sessions->size() >= sessions->limits.connections) {
            const auto [closed] = co_await acceptor_.async_wait(tcp_acceptor::wait_read, quiet);
            if (closed || sessions->stopping)
                co_return;
            if (sessions->size() < sessions->limits.connections)
                continue;
            // Without one, all are being answered: those that stay open then can make room, and nothing rings for that.
            const bool leaving = sessions->make_place();
            co_await sessions->changed.wait(leaving ? steady::time_point::max() : steady::now() + accept_pause);
            continue;
        }
        tcp_socket socket(context_);
        const auto [ec] = co_await acceptor_.async_accept(socket, quiet);
        if (sessions->stopping) {
            if (!ec && !abandoned_)
                admit(std::move(socket));  // taken out of the queue already: nobody else could answer it
            co_return;
        }
        if (!ec) {
            admit(std::move(socket));
            admit_waiting();
        } else if (ec != asio::error::connection_aborted) {
            co_await sessions->changed.wait(steady::now() + accept_pause);
        }
    }
}

/// Those that came meanwhile, too: one in each turn would let a crowd keep everybody else waiting outside.
void server::impl::admit_waiting()
{
    for (std::size_t i = 0; i < most_at_once && sessions->size() < sessions->limits.connections; ++i) {
        tcp_socket socket(context_);
        error_code ec;
        acceptor_.accept(socket, ec);
        if (ec)
            return;  // nobody there; or whatever it is, the next turn will see it
        admit(std::move(socket));
    }
}

void server::impl::admit(tcp_socket socket)
{
    error_code ec;
    socket.set_option(asio::ip::tcp::no_delay(true), ec);
    socket.non_blocking(true, ec);
    if (ec)
        return;  // the peer has gone already
    const auto admitted = std::make_shared<session>(sessions, std::move(socket));
    const auto over = [admitted](std::exception_ptr) { admitted->leave(); };
    asio::co_spawn(context_, admitted->run(), asio::bind_cancellation_slot(admitted->slot(), over));
}

void server::impl::close()
{
    sessions->stopping = true;
    error_code ignored;
    acceptor_.close(ignored);
    sessions->changed.ring();
}

asio::awaitable<void> server::impl::until_empty(steady::time_point latest)
{
    while ((accepting_ || sessions->size() != 0) && steady::now() < latest)
        co_await sessions->changed.wait(latest);
}

asio::awaitable<void> server::impl::stop(std::chrono::milliseconds grace)
{
    const auto self = shared_from_this();
    close();
    const auto now = steady::now();
    co_await until_empty(now + std::min(sessions->limits.parting_time, grace));
    sessions->let_go_idle();
    co_await until_empty(now + grace);
    sessions->cut();
    co_await until_empty(steady::now() + stubborn_time);
}

/// Lets go of everything without waiting for it.
void server::impl::abandon()
{
    abandoned_ = true;
    close();
    asio::post(context_, [all = sessions] { all->cut(); });
}

server::server(
    asio::io_context& context, const std::string& host, std::uint16_t port, handler handle, server_limits limits,
    server_events events, doorkeeper look
)
    : impl_(std::make_shared<impl>(context, std::move(handle), limits, std::move(events), std::move(look)))
{
    impl_->bind({asio::ip::make_address(host), port});
}

server::server(
    asio::io_context& context, given_listener socket, handler handle, server_limits limits, server_events events,
    doorkeeper look
)
    : impl_(std::make_shared<impl>(context, std::move(handle), limits, std::move(events), std::move(look)))
{
    impl_->take_over(socket.descriptor);
}

server::~server()
{
    impl_->abandon();
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
    return impl_->sessions->in_hand;
}

}  // namespace docket::slack::http

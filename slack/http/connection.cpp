#include "slack/http/connection.hpp"

#include <poll.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace docket::slack::http {

namespace {

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values
constexpr std::size_t read_size = 16 * 1024;                 // one TLS record
constexpr std::size_t most_unread = 64 * 1024;               // of chunk extensions and trailers, which nobody needs

}  // namespace

bool connection::usable()
{
    pollfd look{socket.native_handle(), POLLIN | POLLRDHUP, 0};
    ::poll(&look, 1, 0);
    // TLS sends session tickets unasked; bytes on a plain connection that nobody asked for are a farewell.
    const int farewell = tls ? POLLRDHUP | POLLHUP | POLLERR : ~0;
    return (look.revents & farewell) == 0;
}

asio::awaitable<std::pair<error_code, std::size_t>> connection::write(asio::const_buffer bytes)
{
    if (tls) {
        const auto [ec, written] = co_await asio::async_write(*tls, bytes, quiet);
        co_return std::make_pair(ec, written);
    }
    const auto [ec, written] = co_await asio::async_write(socket, bytes, quiet);
    co_return std::make_pair(ec, written);
}

asio::awaitable<error_code> connection::read()
{
    const auto room = unread.prepare(read_size);
    if (tls) {
        const auto [ec, size] = co_await tls->async_read_some(room, quiet);
        unread.commit(size);
        co_return ec;
    }
    const auto [ec, size] = co_await socket.async_read_some(room, quiet);
    unread.commit(size);
    co_return ec;
}

asio::awaitable<error_code> connection::read(response_reader& into)
{
    for (;;) {
        error_code ec;
        if (unread.size() != 0) {
            const auto taken = into.take({static_cast<const char*>(unread.data().data()), unread.size()}, ec);
            unread.consume(taken);
            if (ec && ec != beast::http::error::need_more)
                co_return ec;
        }
        if (into.is_done())
            co_return error_code();
        if (unread.size() > most_unread)
            co_return beast::http::error::bad_chunk_extension;  // without end
        ec = co_await read();
        if (ec == asio::error::eof && into.got_some())
            into.put_eof(ec);  // the end of the body, where the header promised no other
        if (ec || into.is_done())
            co_return ec;
    }
}

watchdog::watchdog(asio::io_context& context, connection& line, steady::time_point when)
    : timer_(context, when), watched_(std::make_shared<watched>(watched{&line}))
{
    timer_.async_wait([watched = watched_](error_code ec) {
        if (ec || watched->line == nullptr)
            return;
        watched->expired = true;
        error_code ignored;
        watched->line->socket.close(ignored);
    });
}

}  // namespace docket::slack::http

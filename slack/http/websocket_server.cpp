#include "slack/http/websocket_server.hpp"

#include "slack/http/websocket_line.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

namespace docket::slack::http {

namespace {

using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

/// The offer again, in the only form in which Beast takes one.
beast::http::request<beast::http::empty_body> spelled(const websocket_offer& offer)
{
    using beast::http::field;
    beast::http::request<beast::http::empty_body> asked(beast::http::verb::get, "/", 11);
    asked.set(field::host, offer.host);
    asked.set(field::connection, "Upgrade");
    asked.set(field::upgrade, "websocket");
    asked.set(field::sec_websocket_version, "13");
    asked.set(field::sec_websocket_key, offer.key);
    return asked;
}

}  // namespace

template class websocket_line<tcp_socket>;

asio::awaitable<std::shared_ptr<websocket>> accept_websocket(
    tcp_socket& socket, websocket_offer offer, websocket_limits limits
)
{
    const auto line = std::make_shared<websocket_line<tcp_socket>>(socket, limits);
    const auto asked = spelled(offer);
    const auto [ec] = co_await line->stream.async_accept(asked, asio::as_tuple(asio::use_awaitable));
    if (ec)
        co_return nullptr;
    line->start();
    co_return line;
}

}  // namespace docket::slack::http

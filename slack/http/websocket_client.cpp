#include "slack/http/websocket_client.hpp"

#include "slack/http/dialer.hpp"
#include "slack/http/websocket_line.hpp"

#include <boost/beast/websocket/ssl.hpp>

namespace docket::slack::http {

extern template class websocket_line<tcp_socket>;
template class websocket_line<tls_stream>;

namespace {

using kind = failure::kind;
using attempt = result<std::shared_ptr<websocket>>;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values

/// Shakes hands over `next`, a layer of `under`.
template <class Next>
asio::awaitable<attempt> open(std::shared_ptr<connection> under, Next& next, url where, websocket_limits limits)
{
    const auto line = std::make_shared<websocket_line<Next>>(next, limits, under);
    beast::websocket::response_type answer;
    const auto host = host_field(where);
    const auto [ec] = co_await line->stream.async_handshake(answer, host, where.target, quiet);
    if (ec == beast::websocket::error::upgrade_declined)
        co_return tl::unexpected(failure(kind::retry, "declined", {}, std::to_string(answer.result_int())));
    if (ec)
        co_return tl::unexpected(failure(kind::retry, "bad_response", {}, ec.message()));
    line->start();
    const auto let_go = [line](websocket*) { line->cut(); };  // its writer holds on to it, and ends only then
    co_return std::shared_ptr<websocket>(line.get(), let_go);
}

}  // namespace

class websocket_client::impl {
public:
    impl(asio::io_context& context, websocket_limits limits, std::string authorities)
        : context_(context), limits_(limits), dialer_(context, std::move(authorities))
    {
    }

    static asio::awaitable<attempt> connect(
        std::shared_ptr<impl> self, std::string address, std::chrono::milliseconds budget
    )
    {
        const auto latest = steady::now() + budget;
        const auto where = parse_websocket_url(address);
        if (!where)
            co_return tl::unexpected(failure(kind::permanent, "bad_url"));
        auto dialed = co_await self->dialer_.open(*where, latest);
        if (!dialed)
            co_return tl::unexpected(std::move(dialed.error()));

        const std::shared_ptr<connection> line = std::move(*dialed);
        const watchdog guard(self->context_, *line, latest);
        auto shaking =
            line->tls ? open(line, *line->tls, *where, self->limits_) : open(line, line->socket, *where, self->limits_);
        auto opened = co_await std::move(shaking);
        if (guard.expired())
            co_return tl::unexpected(failure(kind::retry, "timeout"));
        co_return opened;
    }

private:
    asio::io_context& context_;
    const websocket_limits limits_;
    dialer dialer_;
};

websocket_client::websocket_client(asio::io_context& context, websocket_limits limits, std::string authorities)
    : impl_(std::make_shared<impl>(context, limits, std::move(authorities)))
{
}

websocket_client::~websocket_client() = default;

asio::awaitable<result<std::shared_ptr<websocket>>> websocket_client::connect(
    std::string url, std::chrono::milliseconds budget
)
{
    return impl::connect(impl_, std::move(url), budget);
}

}  // namespace docket::slack::http

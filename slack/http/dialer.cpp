#include "slack/http/dialer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <utility>

namespace docket::slack::http {

namespace {

using tcp = asio::ip::tcp;
using kind = failure::kind;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);  // errors as values

bool numeric(const std::string& host)
{
    error_code ec;
    asio::ip::make_address(host, ec);
    return !ec;
}

/// 0, which nobody listens on, when it is none.
std::uint16_t port_number(const std::string& text)
{
    std::uint16_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Tells the peer which of its certificates is wanted (SNI). What SSL_set_tlsext_host_name does, without its C cast.
bool name_host(tls_stream& stream, std::string host)
{
    return SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) == 1;
}

}  // namespace

std::string host_field(const url& where)
{
    const bool v6 = where.host.find(':') != std::string::npos;
    auto text = v6 ? "[" + where.host + "]" : where.host;
    if (where.port != (secure(where) ? "443" : "80"))
        text += ":" + where.port;
    return text;
}

dialer::dialer(asio::io_context& context, std::string authorities)
    : context_(context), authorities_(std::move(authorities))
{
}

asio::awaitable<result<std::unique_ptr<connection>>> dialer::open(const url& where, steady::time_point latest)
{
    const auto found = co_await resolve(where, latest);
    if (!found)
        co_return tl::unexpected(found.error());

    auto line = std::make_unique<connection>(context_);
    const watchdog guard(context_, *line, latest);
    const auto [ec, endpoint] = co_await asio::async_connect(line->socket, *found, quiet);
    if (ec)
        co_return tl::unexpected(failure(kind::retry, guard.expired() ? "timeout" : "connect", {}, ec.message()));
    error_code ignored;
    line->socket.set_option(tcp::no_delay(true), ignored);
    if (http::secure(where)) {
        const auto untrusted = co_await secure(*line, where);
        if (untrusted)
            co_return tl::unexpected(failure(kind::retry, guard.expired() ? "timeout" : "tls", {}, untrusted.message())
            );
    }
    co_return line;
}

asio::awaitable<result<std::vector<tcp::endpoint>>> dialer::resolve(const url& where, steady::time_point latest)
{
    std::vector<tcp::endpoint> found;
    if (numeric(where.host)) {
        found.emplace_back(asio::ip::make_address(where.host), port_number(where.port));
        co_return found;
    }
    // The system's resolver cannot be interrupted: who runs out of time leaves it behind.
    struct lookup {
        explicit lookup(asio::io_context& context) : resolver(context), bell(context) {}
        tcp::resolver resolver;
        asio::steady_timer bell;
        std::optional<error_code> ended;
        tcp::resolver::results_type results;
    };
    const auto search = std::make_shared<lookup>(context_);
    search->bell.expires_at(latest);
    search->resolver.async_resolve(
        where.host, where.port,
        [search](error_code ec, tcp::resolver::results_type results) {
            search->ended = ec;
            search->results = std::move(results);
            search->bell.cancel();
        }
    );
    co_await search->bell.async_wait(quiet);
    if (!search->ended) {
        search->resolver.cancel();
        co_return tl::unexpected(failure(kind::retry, "timeout", {}, "resolving " + where.host));
    }
    if (*search->ended)
        co_return tl::unexpected(failure(kind::retry, "resolve", {}, search->ended->message()));
    for (const auto& entry : search->results)
        found.push_back(entry.endpoint());
    co_return found;
}

/// Made at the first need: reading the system's authorities costs time and memory that a plain client never pays.
asio::ssl::context* dialer::trust(error_code& ec)
{
    if (trust_)
        return &*trust_;
    asio::ssl::context& fresh = trust_.emplace(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(fresh.native_handle(), TLS1_2_VERSION);
    fresh.set_verify_mode(asio::ssl::verify_peer);
    fresh.set_default_verify_paths(ec);
    if (!ec && !authorities_.empty())
        fresh.load_verify_file(authorities_, ec);
    if (ec)
        trust_.reset();
    return trust_ ? &*trust_ : nullptr;
}

asio::awaitable<error_code> dialer::secure(connection& line, const url& where)
{
    error_code untrusted;
    asio::ssl::context* const authorities = trust(untrusted);
    if (authorities == nullptr)
        co_return untrusted;
    line.tls.emplace(line.socket, *authorities);
    line.tls->set_verify_callback(asio::ssl::host_name_verification(where.host));
    if (!numeric(where.host) && !name_host(*line.tls, where.host))
        co_return asio::error::invalid_argument;
    const auto [ec] = co_await line.tls->async_handshake(tls_stream::client, quiet);
    co_return ec;
}

}  // namespace docket::slack::http

#pragma once

#include "slack/failure.hpp"
#include "slack/http/message.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace docket::slack::http {

namespace asio = boost::asio;

/// scheme, host and port of a URL, and its path with query.
struct url {
    std::string scheme;  ///< "https" or "http", "wss" or "ws"
    std::string host;    ///< in lower case; an IPv6 address without its brackets
    std::string port;    ///< "443", "80" or as written
    std::string target;  ///< begins with '/'
};

/// Splits an absolute http or https URL; a fragment is dropped. Nothing for anything else: other schemes, user info,
/// empty host, spaces.
std::optional<url> parse_url(std::string_view text);

/// The same for ws and wss, and for nothing else.
std::optional<url> parse_websocket_url(std::string_view text);

/// Whether it asks for TLS.
[[nodiscard]] bool secure(const url& where);

struct client_limits {
    std::chrono::milliseconds connect_time{2'000};  ///< for finding the address, connecting and TLS together
    std::size_t connections_per_host = 8;           ///< further requests wait for one of them, within their budget
    std::size_t body = 16 * 1024 * 1024;            ///< bytes of a response
    std::chrono::seconds keep_alive{30};            ///< idle connections older than this are not used again
    std::string authorities;  ///< a PEM file of certificate authorities to trust beside the system's; empty for none
};

/// Requests over kept HTTP/1.1 connections; TLS with certificate and host name verification for https.
/// Never follows redirects. One thread: that of its io_context.
class client {
public:
    explicit client(asio::io_context& context, client_limits limits = {});
    ~client();
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    /// Sends `what` (its target is used as given) to `where` within `budget`, connection included.
    /// A request that failed on a kept connection before any byte of it was written is sent on a fresh one.
    ///
    /// @errors kind::retry when the request surely did not reach the peer ("timeout", "resolve", "connect", "tls",
    ///         "write");
    ///         kind::uncertain when it may have: after writing began, the time ran out ("timeout"), the connection
    ///         was lost ("reset"), or the answer was no HTTP ("bad_response") or too large ("too_large");
    ///         kind::permanent when it cannot be written down as HTTP ("bad_request")
    /// @throws boost::system::system_error when the waiting is cancelled
    asio::awaitable<result<response>> send(url where, request what, std::chrono::milliseconds budget);

    /// Opens a connection ahead of need, so that the next request does not pay for TLS. Failures are ignored.
    asio::awaitable<void> warm(url where);

private:
    class impl;
    std::shared_ptr<impl> impl_;  // shared with the requests in flight, which may outlive the client
};

}  // namespace docket::slack::http

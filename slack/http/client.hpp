#pragma once

#include "slack/failure.hpp"
#include "slack/http/message.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>

namespace docket::slack::http {

namespace asio = boost::asio;

/// scheme, host and port of a URL, and its path with query.
struct url {
    std::string scheme;  ///< "https" or "http"
    std::string host;
    std::string port;    ///< "443", "80" or as written
    std::string target;  ///< begins with '/'
};

/// Splits an absolute http or https URL. Nothing for anything else: other schemes, user info, empty host, spaces.
std::optional<url> parse_url(std::string_view text);

struct client_limits {
    std::chrono::milliseconds connect_time{2'000};
    std::size_t connections_per_host = 8;
    std::size_t body = 16 * 1024 * 1024;
    std::chrono::seconds keep_alive{30};  ///< idle connections older than this are not used again
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
    /// @errors kind::retry when the request surely did not reach the peer (resolve, connect, TLS, first write);
    ///         kind::uncertain when it may have (timeout or reset after writing began)
    asio::awaitable<result<response>> send(url where, request what, std::chrono::milliseconds budget);

    /// Opens a connection ahead of need, so that the next request does not pay for TLS. Failures are ignored.
    asio::awaitable<void> warm(url where);

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace docket::slack::http

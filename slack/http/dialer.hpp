#pragma once

// How a connection is opened. Internal to client.cpp and websocket_client.cpp.

#include "slack/http/client.hpp"
#include "slack/http/connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace docket::slack::http {

/// What the Host field says: the port only where it is not the scheme's own.
std::string host_field(const url& where);

/// Opens connections: name, socket, and for https and wss TLS with certificate and host name verification.
class dialer {
public:
    /// @param authorities  a PEM file of certificate authorities to trust beside the system's; empty for none
    dialer(asio::io_context& context, std::string authorities);

    /// @errors kind::retry: "timeout", "resolve", "connect", "tls"
    asio::awaitable<result<std::unique_ptr<connection>>> open(const url& where, steady::time_point latest);

private:
    asio::ssl::context* trust(error_code& ec);
    asio::awaitable<result<std::vector<asio::ip::tcp::endpoint>>> resolve(const url& where, steady::time_point latest);
    asio::awaitable<error_code> secure(connection& line, const url& where);

    asio::io_context& context_;
    const std::string authorities_;
    std::optional<asio::ssl::context> trust_;
};

}  // namespace docket::slack::http

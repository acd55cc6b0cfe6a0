#pragma once

#include "slack/failure.hpp"
#include "slack/http/websocket.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>

namespace docket::slack::http {

/// Opens WebSockets; TLS with certificate and host name verification for wss. Never follows redirects.
class websocket_client {
public:
    /// @param authorities  a PEM file of certificate authorities to trust beside the system's; empty for none
    explicit websocket_client(asio::io_context& context, websocket_limits limits = {}, std::string authorities = {});
    ~websocket_client();
    websocket_client(const websocket_client&) = delete;
    websocket_client& operator=(const websocket_client&) = delete;

    /// Connects to a ws or wss URL within `budget`, opening handshake included.
    ///
    /// @return the open WebSocket. Whoever lets go of the last pointer to it cuts the connection: to end it kindly,
    ///         `close` it and wait until it has `ended`
    /// @errors kind::permanent "bad_url"; kind::retry "timeout", "resolve", "connect", "tls", "declined" (the answer
    ///         was another than 101: its status is the detail) and "bad_response"
    asio::awaitable<result<std::shared_ptr<websocket>>> connect(std::string url, std::chrono::milliseconds budget);

private:
    class impl;
    std::shared_ptr<impl> impl_;  // shared with the attempts under way, which may outlive the client
};

}  // namespace docket::slack::http

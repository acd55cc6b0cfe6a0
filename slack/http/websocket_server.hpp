#pragma once

// How a connection of the server becomes a WebSocket. Internal to session.cpp and websocket_server.cpp.

#include "slack/http/websocket_offer.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

namespace docket::slack::http {

/// Accepts the offer on `socket`, which outlives what comes of it until `ended`; closing the socket ends everything.
///
/// @return nothing when the peer has gone
asio::awaitable<std::shared_ptr<websocket>> accept_websocket(
    asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>& socket, websocket_offer offer,
    websocket_limits limits
);

}  // namespace docket::slack::http

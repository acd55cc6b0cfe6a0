#pragma once

#include "slack/http/message.hpp"

#include <string>
#include <tl/expected.hpp>

namespace docket::slack::http {

/// A client's valid offer to speak WebSocket from here on (RFC 6455, 4.2.1).
struct websocket_offer {
    std::string host;
    std::string key;
};

/// Reads the offer out of a request.
///
/// @return or the answer that says why there is no WebSocket for it: 426 when none, or one of another version, was
///         asked for, 400 when it was asked for wrongly
tl::expected<websocket_offer, response> read_offer(const request& asked);

}  // namespace docket::slack::http

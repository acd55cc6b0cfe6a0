#pragma once

#include "slack/inbound.hpp"

#include <chrono>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

/// What Slack says over a Socket Mode connection, and how it is acknowledged
/// (docs.slack.dev/apis/events-api/using-socket-mode).
namespace docket::slack {

/// The first message of a connection, which is usable from then on.
struct hello {
    std::string app;
    std::int64_t connections = 0;        ///< that the app has open, this one included
    std::chrono::seconds lifetime = {};  ///< about how long Slack means to keep this one; zero when it does not say
};

/// The connection will be closed.
struct disconnect {
    std::string reason;  ///< "warning", "refresh_requested", "link_disabled", "too_many_websockets"
};

/// One request, as it would have come over HTTP.
struct envelope {
    std::string id;    ///< to be acknowledged with; differs when Slack delivers again
    std::string type;  ///< "events_api", "interactive", "slash_commands" or one of tomorrow's
    bool accepts_response_payload = false;
    std::int64_t retry_attempt = 0;
    std::string retry_reason;
    inbound what;  ///< unused_request for a type we do not know
};

/// Well-formed, but nothing that we know or that could be acknowledged.
struct unused_frame {
    std::string type;
};

using socket_frame = std::variant<hello, disconnect, envelope, unused_frame>;

/// Reads one text message. Total, with the bounds of `decode`.
tl::expected<socket_frame, malformed> decode_frame(std::string_view text);

/// The text that acknowledges an envelope.
/// @param payload  what the body of the HTTP response would be, where the envelope accepts it; null for none
std::string acknowledgement(const std::string& envelope_id, const nlohmann::json& payload);

}  // namespace docket::slack

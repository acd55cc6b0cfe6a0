#pragma once

#include "slack/emulator/rate_limits.hpp"
#include "slack/emulator/workspace.hpp"

#include <string>
#include <utility>
#include <vector>

namespace docket::slack::emulator {

/// A Web API call as it came over the wire.
struct api_request {
    std::string method;         ///< "chat.postMessage"
    std::string authorization;  ///< the Authorization header, "" without one
    std::string content_type;
    std::string query;  ///< after the question mark
    std::string body;
};

/// What it is answered.
struct api_answer {
    unsigned status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    json body = json::object();
    json arguments = json::object();  ///< as Slack saw them; for the record of calls
};

/// Does what a call asks and answers it. The only way in for an app.
///
/// Order of checks, as observed of Slack: method known, token, body readable, rate, scope, arguments.
/// JSON sent to a method that takes forms only is not seen at all.
api_answer answer_call(workspace& where, rate_limiter& limits, const api_request& asked, instant now);

}  // namespace docket::slack::emulator

#pragma once

#include "slack/emulator/workspace.hpp"

#include <boost/asio/awaitable.hpp>
#include <string>

namespace docket::slack::emulator {

namespace asio = boost::asio;

class emulator;

/// Reads JSON that came from a browser: nested no deeper than any act is.
/// @throws std::invalid_argument when it is none, or no object
json read_asked(const std::string& body);

/// Does what somebody at the page does in a person's name, as that person could in a Slack client.
///
/// @param asked  "as", "do" and what README.md says beside them
/// @return       {"ok": true, …}
/// @throws std::invalid_argument with a sentence when a client could not do it
asio::awaitable<json> act(emulator& on, json asked);

}  // namespace docket::slack::emulator

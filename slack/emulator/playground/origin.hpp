#pragma once

#include "slack/http/message.hpp"

#include <string_view>

namespace docket::slack::emulator {

/// Whether a Host header names this machine: 127.0.0.1, localhost or [::1], with or without a port.
bool is_this_machine(std::string_view host);

/// Whether a request may reach the playground, which believes whoever asks: it comes to this machine by one of its own
/// names (a page elsewhere could make its own name point here), and from no page but the playground's own.
bool is_local(const http::request& asked);

}  // namespace docket::slack::emulator

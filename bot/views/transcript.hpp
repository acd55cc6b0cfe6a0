#pragma once

#include "bot/views/views.hpp"

namespace docket::bot::views {

/// What a thread held before it became the ticket's conversation: authors, times, words, files. As much as fits a
/// message; the rest is a link away.
[[nodiscard]] message transcript(const core::ticket& t, const std::vector<core::message>& talk, const surroundings& s);

}  // namespace docket::bot::views

#pragma once

#include "bot/views/views.hpp"

namespace docket::bot::views {

/// Where the desk could not see it before.
enum class transcript_of { older_thread, other_queue };

/// What was written before the desk could see it: authors, times, words, files. As much as fits a message; the rest is
/// a link away.
[[nodiscard]] message transcript(
    const core::ticket& t, const std::vector<core::message>& talk, transcript_of where, const surroundings& s
);

}  // namespace docket::bot::views

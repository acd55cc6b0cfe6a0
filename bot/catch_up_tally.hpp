#pragma once

#include "core/ids.hpp"

#include <cstddef>

namespace docket::bot {

/// How catching up goes, for the log and the metrics. Nothing depends on it: it is forgotten at the end.
struct catch_up_tally {
    bool running = false;
    std::size_t conversations = 0;  ///< read to the end
    std::size_t messages = 0;       ///< that had been missed
    bool unheard = false;           ///< Slack holds messages that it did not deliver; until it delivers again
    core::instant reached{};        ///< when Slack last could deliver
};

}  // namespace docket::bot

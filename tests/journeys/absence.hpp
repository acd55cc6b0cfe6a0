#pragma once

#include "workplace.hpp"

/// Absences, and how they end.
namespace journeys {

/// Time passes with Slack trying in vain.
inline void while_away(workplace& w, std::chrono::milliseconds span)
{
    for (int tries = 0; tries < 3; ++tries)
        w.pass(6min);  // until it gives up
    if (span > 18min)
        w.pass(span - 18min);
}

/// Twelve minutes later, which nobody looked at in between, an event reaches Docket again.
inline void silence_ends(workplace& w)
{
    for (int minute = 0; minute < 12; ++minute)
        w.time.advance(1min);
    w.settle();
    w.reach_again();
    w.post(w.dee, w.general, "Hello");
}

/// Until all is read that there is.
inline void catch_up(workplace& w)
{
    w.pass(1min);
    for (int step = 0; step < 100 && w.metric("docket_conversations_to_read ") > 0; ++step)
        w.pass(1min);
    CHECK(w.metric("docket_conversations_to_read ") == 0);
}

}  // namespace journeys

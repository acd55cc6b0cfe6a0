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

/// Slack reaches nobody.
inline void cut_off(workplace& w)
{
    w.slack.set_app_url("http://127.0.0.1:9/slack/events");
}

inline void reach_again(workplace& w)
{
    w.slack.set_app_url("http://127.0.0.1:" + std::to_string(w.docket->port()) + "/slack/events");
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

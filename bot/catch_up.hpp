#pragma once

#include "bot/ledger.hpp"

#include <cstddef>
#include <vector>

namespace docket::bot {

/// Asks that everything be read which was said since `since`: first in intake channels and direct messages, then in
/// the threads of open tickets and of those that a reply may open again, the last touched first. What is read already
/// changes nothing, so it may be asked for twice.
/// @return  how many conversations are known so far; who else wrote directly is asked of Slack
std::size_t catch_up_since(ledger& l, core::instant since);

/// Asks to see whether anything was missed: intake channels, the latest direct messages and new ones; after a silence
/// also the threads of the tickets last touched. Where something was, all threads are read.
/// @param silent  because nothing arrives, rather than after a pause
void look_since(ledger& l, core::instant since, bool silent);

/// Asks for one conversation to be read; what is still to be read of it since earlier stays so.
void read_missed(ledger& l, errand::catch_up what);
/// The same for the thread below `root`. @param look  only to see whether something of it was missed
void read_thread(ledger& l, const core::place& root, core::instant since, bool look = false);

/// Direct messages that somebody used, the last first.
std::vector<core::channel_id> known_directs(ledger& l, std::size_t most);

}  // namespace docket::bot

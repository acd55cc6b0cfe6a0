#pragma once

#include "slack/emulator/workspace.hpp"

#include <string>

namespace docket::slack::emulator {

/// Text as a person reads it: entities as names, emoji and formatting as they are.
std::string render_mrkdwn(const workspace& where, const std::string& mrkdwn);

/// A message as a person in front of a terminal would see it: author, text or blocks line by line, buttons in
/// brackets, files, reactions.
std::string render_text(const workspace& where, const message& what);
std::string render_text(const workspace& where, const ephemeral& what);

/// A modal or Home tab likewise: title, blocks, what is typed into the fields, the buttons at the bottom.
std::string render_text(const workspace& where, const view& what);

}  // namespace docket::slack::emulator

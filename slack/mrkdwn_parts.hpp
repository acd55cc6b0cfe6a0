#pragma once

#include <string>
#include <string_view>

/// What the .cpp files of slack/mrkdwn share, and nobody else uses.
namespace docket::slack::mrkdwn {

/// Whether a ``` has no end.
bool fence_open(std::string_view text);

/// http, https or mailto: the schemes a link of ours may have (security: disguised links).
bool linkable(std::string_view url);

/// Where a link leads: the host of a URL as browsers read it, or the address of a mailto link.
std::string destination(std::string_view url);

/// Whether a label says itself where the link leads, so that nothing need be added.
bool honest(std::string_view label, std::string_view url);

}  // namespace docket::slack::mrkdwn

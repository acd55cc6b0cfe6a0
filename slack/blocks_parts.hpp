#pragma once

#include "slack/blocks.hpp"

#include <nlohmann/json.hpp>

/// What the .cpp files of slack/blocks share, and nobody else uses. Limits: docs.slack.dev/reference/block-kit.
namespace docket::slack::blocks {

/// A text object nobody can break: cut to `most` code points, never empty.
json plain_text(std::string_view text, std::size_t most);
json mrkdwn_text(std::string_view mrkdwn, std::size_t most);

/// Cut, cleaned, never empty.
std::string shown(std::string_view text, std::size_t most);

/// What must come back unchanged.
/// @throws std::length_error when longer than `most`
std::string kept(std::string_view what, std::string_view text, std::size_t most);

/// Sets `confirm` if there is one.
void ask_first(json& element, const std::optional<confirm>& asked);

inline constexpr std::size_t longest_id = 255;

}  // namespace docket::slack::blocks

#pragma once

#include "slack/emulator/workspace.hpp"

#include <tl/expected.hpp>

/// What can happen to a person's modals and Home tab. Contents are taken as valid: block_rules looked at them before.
/// Each that makes or changes a view gives it a new hash.
namespace docket::slack::emulator {

/// At most so many modals on top of each other (docs.slack.dev/surfaces/modals).
inline constexpr std::size_t most_modals = 3;

/// Opens a modal as the only one.
/// @errors duplicate_external_id
tl::expected<view*, std::string> open_modal(workspace& where, const std::string& user, json content, instant now);

/// Puts one on top of what is open.
/// @errors push_limit_reached, not_found when nothing is open, duplicate_external_id
tl::expected<view*, std::string> push_modal(workspace& where, const std::string& user, json content, instant now);

/// Replaces a view's content. What was typed stays where block_id and action_id stay the same.
/// @errors duplicate_external_id
tl::expected<view*, std::string> replace_view(workspace& where, view& old, json content, instant now);

/// Publishes a person's Home tab. @param hash  empty: whatever is published now
/// @errors hash_conflict, duplicate_external_id
tl::expected<view*, std::string> publish_home(
    workspace& where, const std::string& user, json content, const std::string& hash, instant now
);

void close_top(workspace& where, const std::string& user);
/// Closes that one, wherever it stands.
void close_one(workspace& where, const std::string& user, const std::string& view_id);
void close_all(workspace& where, const std::string& user);

/// Shows why a submission was not taken. @param errors  block_id → text
void refuse(workspace& where, view& submitted, json errors);

}  // namespace docket::slack::emulator

#pragma once

#include "slack/emulator/state.hpp"
#include "slack/emulator/workspace.hpp"

#include <string>

/// What a client lets a person do with an element. What it would not offer throws std::invalid_argument.
namespace docket::slack::emulator {

/// The element of that action_id; any block's when `block_id` is empty.
located element_named(const json& blocks, const std::string& action_id, const std::string& block_id = "");

/// The state entry for what a person does with an element; buttons have none.
/// @param offered  options that an external select was given, by action_id
json entry_for(const located& used, const json& value, const json& offered);

/// Throws unless the people or conversations chosen are there: a client offers no others.
void must_be_there(const workspace& where, const json& element, const json& value);

/// Whether a file's name ends as one of the kinds that the element takes.
bool is_taken(const json& element, const std::string& name);

}  // namespace docket::slack::emulator

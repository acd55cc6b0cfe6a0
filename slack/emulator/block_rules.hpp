#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

/// Slack's rules for Block Kit, read from its documentation (block-kit-limits.md and the limits of its SDKs), not
/// from what any app sends. Complaints are worded as Slack words them in response_metadata.messages:
/// "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]".
namespace docket::slack::emulator {

enum class surface { message, modal, home };

/// What is wrong with the blocks of a message or view; nothing when they are acceptable.
/// @param pointer     where the array stands: "/blocks" or "/view/blocks"
/// @param knows_2026  Slack gives new blocks to one workspace after another: one that has not got those of 2026 yet
///                    (alert, card, carousel, container, data_table, data_visualization, plan, task_card) refuses them
std::vector<std::string> complaints_about_blocks(
    const nlohmann::json& blocks, surface where, const std::string& pointer, bool knows_2026 = true
);

/// What is wrong with a view: members, texts, blocks, submit where there are inputs.
/// Its size is another matter (view_too_large).
std::vector<std::string> complaints_about_view(const nlohmann::json& view, bool knows_2026 = true);

/// What is wrong with what an app answers to a block_suggestion.
std::vector<std::string> complaints_about_options(const nlohmann::json& answer);

/// The blocks as Slack keeps them: every block and interactive element has an id, every text its flags.
/// @param seed  goes into the ids that Slack gives, so that they are new in this workspace
nlohmann::json kept_blocks(nlohmann::json blocks, unsigned seed);
/// The same for a whole view: its title and buttons are texts too.
nlohmann::json kept_view(nlohmann::json view, unsigned seed);

/// Characters in all texts of the blocks together.
std::size_t text_in_blocks(const nlohmann::json& blocks);

}  // namespace docket::slack::emulator

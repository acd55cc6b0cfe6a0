#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace docket::slack::emulator {

/// An interactive element and the block it stands in.
struct located {
    nlohmann::json block;
    nlohmann::json element;
    [[nodiscard]] std::string block_id() const { return block.value("block_id", ""); }
};

/// Every interactive element of some blocks, in reading order.
std::vector<located> elements_of(const nlohmann::json& blocks);

/// The first element with that action_id. @param block_id  empty looks in every block
std::optional<located> find_element(
    const nlohmann::json& blocks, const std::string& block_id, const std::string& action_id
);

/// state.values before anybody typed: every element that holds a value, with its initial one or null.
nlohmann::json initial_state(const nlohmann::json& blocks);

/// The state entry of an element after somebody gave it `value`, in the shape of its type
/// (docs.slack.dev/reference/interaction-payloads/block_actions-payload): text for fields, dates and single selects
/// (an option's value or a user's or channel's id), an array of texts for those that hold several, null to clear.
/// @param offered  options that an external select was given
/// @errors what the client would not let a person do, in words: no such option, too long, not a number
tl::expected<nlohmann::json, std::string> entered(
    const nlohmann::json& element, const nlohmann::json& value, const nlohmann::json& offered
);

/// Whether a state entry holds nothing.
bool is_blank(const nlohmann::json& entry);

}  // namespace docket::slack::emulator

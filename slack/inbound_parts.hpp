#pragma once

#include "slack/inbound.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

/// The three families of requests behind `decode`. Only for the .cpp files of slack/inbound.
namespace docket::slack::parts {

/// The fields of a form, decoded, in their order.
using form_fields = std::vector<std::pair<std::string, std::string>>;

/// An Events API body: an envelope, or one of the kinds that stand outside it.
inbound events_body(const nlohmann::json& body);

/// The JSON in the form field `payload`.
inbound interaction(const nlohmann::json& payload);

/// What a person put into one element, wherever its type keeps it; the same in actions and in a view's state.
std::vector<std::string> input_values(const nlohmann::json& element);

/// A form without `payload`: a slash command, or the certificate probe.
inbound command(const form_fields& form);

}  // namespace docket::slack::parts

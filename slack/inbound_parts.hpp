#pragma once

#include "slack/http/form.hpp"
#include "slack/inbound.hpp"
#include "slack/inbound_document.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

/// The three families of requests behind `decode`. Only for the .cpp files of slack/inbound.
namespace docket::slack::parts {

/// An Events API body: an envelope, or one of the kinds that stand outside it.
inbound events_body(const fields::element& body);

/// The JSON in the form field `payload`.
inbound interaction(const fields::element& payload);

/// What a person put into one element, wherever its type keeps it; the same in actions and in a view's state.
std::vector<std::string> input_values(const nlohmann::json& element);

/// A form without `payload`: a slash command, or the certificate probe.
inbound command(const http::form_fields& form);

}  // namespace docket::slack::parts

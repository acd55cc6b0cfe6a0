#pragma once

#include <string_view>

namespace docket::core {

/// Are these words only thanks ("thanks!", ":pray: merci Ben", "super, danke dir")? A question or a "but" is not.
/// @param text  as Slack gives it: mrkdwn with entities and :emoji:
[[nodiscard]] bool is_only_thanks(std::string_view text);

}  // namespace docket::core

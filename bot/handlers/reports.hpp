#pragma once

#include "bot/handlers/handlers.hpp"
#include "bot/views/views.hpp"

namespace docket::bot {

/// /ticket report: refused at once, or promised to the outbox, where it is drawn and shown within a moment. An answer
/// to the command itself could not be repeated in plainer blocks where Slack does not take the new ones.
/// @param typed  what stands behind "report"; empty means a week
[[nodiscard]] handled on_report(ledger& l, const slack::slash_command& asked, const std::string& typed);

/// The report as it is at this moment; nothing for who may not see one. Only reads.
[[nodiscard]] std::optional<views::message> report_for(
    ledger& l, const core::member_id& who, const std::string& period
);

}  // namespace docket::bot

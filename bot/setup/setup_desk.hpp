#pragma once

#include "bot/office.hpp"
#include "slack/inbound.hpp"
#include "slack/web_client.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace docket::bot {

/// /ticket setup: the dialogs that change settings from Slack. The first to ask in a workspace must be its admin or
/// owner and becomes Docket's administrator; after that administrators only.
class setup_desk {
public:
    /// @param file  settings are kept in docket.toml: dialogs show them and change nothing
    setup_desk(office& where, slack::web_client& web, bool file) : office_(where), web_(web), file_(file) {}

    [[nodiscard]] bool concerns(const slack::block_actions& clicked) const;
    [[nodiscard]] bool concerns(const slack::view_submission& sent) const;

    /// /ticket setup: opens the first dialog, or says privately why not.
    asio::awaitable<void> asked(slack::slash_command typed);
    /// A button in a dialog or in a message about setup.
    asio::awaitable<void> pressed(slack::block_actions clicked);
    /// A dialog was sent. @return the response_action; nothing closes it
    asio::awaitable<std::optional<nlohmann::json>> submitted(slack::view_submission sent);

private:
    office& office_;
    slack::web_client& web_;
    bool file_;
};

}  // namespace docket::bot

#pragma once

#include "bot/office.hpp"
#include "bot/setup/missing.hpp"
#include "bot/setup/views.hpp"
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
    /// Brings the overview below a dialog that was kept up to date.
    asio::awaitable<void> refresh(slack::view_submission sent);

private:
    /// Whoever asks for setup, and where they hear from us.
    struct asking {
        core::member_id who;
        std::optional<core::channel_id> channel;
        std::string trigger_id;
    };
    /// Settings of this moment, and what Slack granted when it was last asked.
    struct facts {
        core::settings set;
        std::vector<std::string> granted;
        std::string only_administrators;  ///< what others hear, and who can help
        bool nobody_rules = false;        ///< no administrator yet, or none whose account still lives
        bool may = false;                 ///< who asked is an administrator whose account still lives
    };
    enum class right { administrator, first, refused };

    asio::awaitable<void> open(asking a);
    asio::awaitable<right> admit(asking a);
    asio::awaitable<std::optional<right>> admit_first(asking a);
    asio::awaitable<void> push(asking a, slack::block_action pressed);
    asio::awaitable<void> tell(asking a, std::string words);
    asio::awaitable<facts> look(core::member_id who);
    asio::awaitable<setup::channel_check> check(core::channel_id channel);
    /// The overview with everything checked that Slack must be asked about.
    asio::awaitable<nlohmann::json> checked_overview(facts now, bool first);
    [[nodiscard]] nlohmann::json quick_overview(const facts& now, bool first) const;

    office& office_;
    slack::web_client& web_;
    bool file_;
};

}  // namespace docket::bot

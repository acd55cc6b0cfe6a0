#pragma once

#include "bot/ledger.hpp"
#include "storage/deliveries.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// From a row of the outbox to what has to be done in Slack now, from the state of this moment.
namespace docket::bot {

/// To a conversation; to a person's direct messages where `channel` is empty or out of reach.
struct destination {
    core::channel_id channel;
    std::optional<core::message_ts> thread;
    core::member_id person;  ///< may be empty where there is a channel
};

/// What is said, and how to say it where Slack does not take that.
struct draft {
    nlohmann::json message;            ///< as chat.postMessage takes it
    nlohmann::json plainer = nullptr;  ///< blocks that every workspace knows, where `message` has some that are new
};

/// Post it, once; the delivery's id goes into its metadata.
struct post {
    destination to;
    draft what;
};
/// Bring what was posted up to date.
struct change_posted {
    core::place where;
    nlohmann::json message;
};
/// Say it to one person, in a place that others see.
struct whisper {
    destination to;
    draft what;
    std::string response_url = {};      ///< tried before the channel; may be empty, and works for half an hour only
    nlohmann::json in_doubt = nullptr;  ///< what to say directly when nobody knows whether it was said
};
/// Nothing to show any more, or nothing yet that would have to be followed.
struct nothing {};
/// What it hangs on is not in Slack yet (a card before its mirrors).
struct not_yet {
    std::string waits_for;
};
/// Never possible as things are.
struct impossible {
    std::string why;
};
/// One of the bot's own errands that asks Slack something.
struct ask_slack {
    errand::any what;
    std::optional<core::place> conversation;
};

using to_do = std::variant<post, change_posted, whisper, nothing, not_yet, impossible, ask_slack>;

/// Is it shown in the thread under its ticket's card?
[[nodiscard]] bool hangs_on_card(std::string_view kind);
/// Is it posted anew when somebody deleted it in Slack? What shows a ticket's state is; what was said is not: whoever
/// deleted that meant it.
[[nodiscard]] bool comes_back(std::string_view kind);

/// Reads what the row is about and renders it.
[[nodiscard]] to_do render(ledger& l, const storage::delivery& row);

}  // namespace docket::bot

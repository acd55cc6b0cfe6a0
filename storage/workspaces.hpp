#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>

namespace docket::storage {

/// A workspace that Docket serves and the bot's own face in it, as Slack last told.
struct workspace {
    core::workspace_id id;
    std::string name;
    core::member_id bot_user;
    std::string bot_id;
    std::string url;     ///< "https://acme.slack.com/"
    std::string scopes;  ///< granted ones, separated by commas
};

void put_workspace(transaction& tx, const workspace& w);
std::optional<workspace> find_workspace(transaction& tx, const core::workspace_id& id);
/// The only one, when there is exactly one.
std::optional<workspace> only_workspace(transaction& tx);

/// Until when everything that Slack had for us was heard: by an event of Slack's or an open connection.
std::optional<core::instant> last_heard(transaction& tx, const core::workspace_id& id);
void put_last_heard(transaction& tx, const core::workspace_id& id, core::instant at);

}  // namespace docket::storage

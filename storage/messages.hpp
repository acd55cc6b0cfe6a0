#pragma once

#include "core/message.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <vector>

namespace docket::storage {

/// What was said about tickets, of one workspace.
class messages {
public:
    messages(transaction& tx, core::workspace_id workspace) : tx_(tx), workspace_(std::move(workspace)) {}

    /// Keeps `m` (its id is ignored) and returns its id. Nothing if a message of that place is kept already.
    [[nodiscard]] std::optional<core::message_id> add(const core::message& m);
    [[nodiscard]] std::optional<core::message> find(core::message_id id) const;
    [[nodiscard]] std::optional<core::message> find_at(const core::place& where) const;
    /// New words of a message; files too.
    void edit(
        core::message_id id, const std::string& text, const std::vector<core::attachment>& files, core::instant at
    );
    /// The row stays, the words go.
    void erase(core::message_id id, core::instant at);
    /// In the order they were said.
    [[nodiscard]] std::vector<core::message> of(core::ticket_number ticket) const;

    /// The ticket that a message continues which `author` said at `at` in the intake channel or direct message
    /// `channel`: that of the last message there that opened a ticket or joined a burst, no longer before than
    /// `within`. Else, for what is read late, of the first that was said no longer after.
    [[nodiscard]] std::optional<core::ticket_number> burst(
        const core::channel_id& channel, const core::member_id& author, core::instant at,
        std::chrono::milliseconds within
    ) const;
    /// Channels in which somebody opened a ticket or continued a burst, the last first.
    [[nodiscard]] std::vector<core::channel_id> lively_channels() const;
    /// Marks what `author` said at `at` as part of the burst of `ticket` (also the opening message). What is older than
    /// any absence that is caught up with is forgotten.
    void join_burst(
        const core::channel_id& channel, const core::member_id& author, core::ticket_number ticket, core::instant at
    );

private:
    transaction& tx_;
    core::workspace_id workspace_;
};

}  // namespace docket::storage

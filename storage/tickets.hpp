#pragma once

#include "core/event.hpp"
#include "core/report.hpp"
#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <vector>

namespace docket::storage {

/// Tickets and their history, of one workspace.
class tickets {
public:
    tickets(transaction& tx, core::workspace_id workspace) : tx_(tx), workspace_(std::move(workspace)) {}

    /// The next free number, taken: rolled back with everything else.
    [[nodiscard]] core::ticket_number take_number();
    [[nodiscard]] std::optional<core::ticket> find(core::ticket_number number) const;
    /// The ticket of the thread with this root; at most one, by constraint.
    [[nodiscard]] std::optional<core::ticket> find_by_conversation(const core::place& root) const;
    /// The ticket whose card in a triage channel this message is (also one it has left by moving).
    [[nodiscard]] std::optional<core::ticket> find_by_card(const core::place& card) const;

    /// Inserts or replaces the row of `t`. @throws duplicate when another ticket has that conversation
    void put(const core::ticket& t);
    /// Adds to the history of a ticket, in order.
    void append(core::ticket_number number, const core::event& e);
    [[nodiscard]] std::vector<core::event> history(core::ticket_number number) const;

    /// What a list asks for. Newest first.
    struct filter {
        std::optional<core::queue_id> queue;
        std::optional<core::member_id> requester;
        std::optional<core::member_id> assignee;
        bool open_only = true;
        int limit = 50;
    };
    [[nodiscard]] std::vector<core::ticket> list(const filter& wanted) const;
    /// Open tickets this person is assignee of, oldest first, all of them.
    [[nodiscard]] std::vector<core::ticket> open_of(const core::member_id& assignee) const;
    /// Open ones, and those that ended at or after `since`: the last touched first.
    [[nodiscard]] std::vector<core::ticket> still_talked_in(core::instant since, int limit) const;
    /// Rows for a report: open now, or opened or ended in [from, to); and how many open ones have no assignee.
    /// @param queues  of these only; empty: of all, also of those that settings no longer name
    struct report_input {
        std::vector<core::report_row> rows;
        std::size_t unassigned_now = 0;
    };
    [[nodiscard]] report_input for_report(
        core::instant from, core::instant to, const std::vector<core::queue_id>& queues
    ) const;

private:
    transaction& tx_;
    core::workspace_id workspace_;
};

/// An event as JSON text and back, as kept in history. Reading is total over everything any version wrote.
std::string event_to_text(const core::event& e);
core::event event_from_text(
    std::string_view kind, std::string_view text, core::instant at, std::optional<core::member_id> by, core::cause why
);

}  // namespace docket::storage

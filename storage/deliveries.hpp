#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket::storage {

/// How far a delivery is.
enum class delivery_state {
    due,        ///< to be made or brought up to date at `due`
    uncertain,  ///< a first posting ended without an answer: look for it in the channel before repeating
    shown,      ///< nothing to do
    failed,     ///< can never succeed as things are; the reason is in `error`
};

/// The first goes before the next: among lanes, and within a lane or ticket. Nothing waits for what is less urgent.
enum class urgency { answer, conversation, digest };

/// Kinds of conversations to read after an absence begin so.
constexpr std::string_view catching_up = "catch_up";

/// A row of the outbox: one thing to do in Slack, most often one message that Docket owns.
struct delivery {
    std::int64_t id = 0;         ///< stands in the message's metadata
    core::ticket_number ticket;  ///< 0 for none
    std::string kind;            ///< core::name_of(delivery_kind), or a kind of bot's own ("fetch", "private", …)
    std::string subject;
    std::string payload;  ///< what cannot be rendered from state; JSON text, may be empty
    storage::urgency urgency = urgency::conversation;
    /// Order is kept among deliveries of one lane: its channel, or person for direct messages.
    std::string lane;
    delivery_state state = delivery_state::due;
    std::int64_t wanted = 1;                  ///< how often it was asked for
    std::int64_t shown = 0;                   ///< the `wanted` that Slack shows
    std::optional<core::channel_id> channel;  ///< where it stands, once posted
    std::optional<core::message_ts> ts;
    core::instant created;  ///< since when something of it waits, or last waited
    core::instant due;
    std::int64_t attempts = 0;           ///< since it last succeeded
    std::optional<core::instant> tried;  ///< the last attempt began
    std::string error;
};

/// The first unfinished row of a lane: what goes next there.
struct next_in_lane {
    std::int64_t id = 0;
    core::ticket_number ticket;
    std::string kind;
    std::string payload;
    storage::urgency urgency = urgency::conversation;
    std::string lane;
    bool posted = false;  ///< it stands in Slack and is to be brought up to date
    core::instant due;
    bool free = true;  ///< nothing of its ticket goes before it
};

/// The outbox of one workspace. (workspace, ticket, kind, subject) is unique.
class deliveries {
public:
    deliveries(transaction& tx, core::workspace_id workspace) : tx_(tx), workspace_(std::move(workspace)) {}

    /// Asks for `d`. Exists already and `again`: wanted + 1, due at once, and a failed one is tried again; exists and
    /// not `again`: nothing. @return its id
    std::int64_t ask(const delivery& d, bool again, core::instant now);

    /// What goes next in each of the first lanes from `from` on, by name. However much waits in them, this costs as
    /// much as `lanes`: whoever wants to see them all goes on from where it ended.
    struct lanes_seen {
        std::vector<next_in_lane> rows;
        std::optional<std::string> more;  ///< the lane to go on from; none when there is no further one
    };
    [[nodiscard]] lanes_seen next_in_lanes(std::string_view from, int lanes) const;
    /// That row, if it may go now: it is due or uncertain, `due` is not after `now`, and nothing unfinished of its lane
    /// or ticket goes before it, by urgency, then id (a failed row is finished).
    [[nodiscard]] std::optional<delivery> ready(std::int64_t id, core::instant now) const;

    [[nodiscard]] std::optional<delivery> find(std::int64_t id) const;
    [[nodiscard]] std::optional<delivery> find(
        core::ticket_number ticket, std::string_view kind, std::string_view subject
    ) const;
    /// The delivery whose message stands there.
    [[nodiscard]] std::optional<delivery> find_at(const core::place& where) const;

    /// Before anything is sent: counts the attempt and marks a first posting uncertain, so that a crash in between is
    /// followed by a look, not by a second message. @return false when it was finished, or posted, meanwhile
    bool begin(std::int64_t id, bool first_posting, core::instant now);
    /// It is in Slack. `seen` is the `wanted` that was rendered: if more was asked for since, the row is due again.
    void succeed(std::int64_t id, std::int64_t seen, const std::optional<core::place>& where, core::instant now);
    /// One step of it is done, and `payload` says where the next begins; in `lane` from now on. @return false, with
    /// nothing changed, when it was asked for again since it was `wanted` so often
    bool go_on(
        std::int64_t id, std::int64_t wanted, const std::string& payload, std::string_view lane, core::instant now
    );
    /// Try again at `when`; `uncertain` keeps or makes it so.
    void retry(std::int64_t id, bool uncertain, core::instant when, std::string_view error);
    /// @param lane  where it failed, if that is not the lane it waited in
    void fail(std::int64_t id, std::string_view error, std::string_view lane = {});
    /// Its message is no longer in Slack: it is due again, as if it had never been posted.
    void lose(std::int64_t id, core::instant now);
    /// Failed rows of a lane are tried again: the channel has come within reach.
    std::int64_t revive(std::string_view lane, core::instant now);
    /// Rows that failed for this reason are tried again, whatever they are and wherever they go: it is gone. @return
    /// how many
    std::int64_t revive_refused(std::string_view error, core::instant now);
    [[nodiscard]] bool any_refused(std::string_view error) const;
    /// A failed row is tried again, in `lane`.
    void revive(std::int64_t id, std::string_view lane, core::instant now);
    /// Failed rows of a ticket, in order.
    [[nodiscard]] std::vector<delivery> failed_of(core::ticket_number ticket) const;
    /// An administrator's view: failed rows, newest first.
    [[nodiscard]] std::vector<delivery> failed(int limit) const;

    struct counts {
        std::int64_t due = 0;
        std::int64_t failed = 0;
        std::optional<core::instant> oldest;
        std::int64_t to_read = 0;  ///< conversations still to read; not among those due, for nobody waits for them
    };
    [[nodiscard]] counts count() const;
    /// The clock was set back: what was asked for or tried at times still to come is due now. @return how many
    std::int64_t come_back(core::instant now);
    /// What was put off because of `error` is due now. @return how many
    std::int64_t hasten(std::string_view error, core::instant now);
    /// Finished once-only rows without a ticket older than `before` go.
    std::int64_t forget(core::instant before);

private:
    void ask_again(std::int64_t id, const delivery& d, core::instant now);

    transaction& tx_;
    core::workspace_id workspace_;
};

}  // namespace docket::storage

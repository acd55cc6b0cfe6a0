#pragma once

#include "bot/errands.hpp"
#include "core/decide.hpp"
#include "core/message.hpp"
#include "storage/deliveries.hpp"
#include "storage/desks.hpp"
#include "storage/messages.hpp"
#include "storage/tickets.hpp"
#include "storage/timers.hpp"
#include "storage/workspaces.hpp"

#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace docket::bot {

/// What one command did to one ticket.
struct change {
    core::ticket ticket;
    std::vector<core::event> events;  ///< none when it was so already
};

struct opening {
    core::ticket ticket;
    bool existed = false;  ///< its thread had a ticket already
};

/// One unit of work on the writer's thread: decide, keep the events, the new state, the timers and the deliveries that
/// follow, all in the running transaction. Every change to a ticket, whoever asks for it, goes through here.
class ledger {
public:
    ledger(storage::transaction& tx, const storage::workspace& workspace, const core::desk& desk, core::instant now);

    /// Decides `asked` on ticket `number` and keeps what follows.
    /// @errors  unknown_ticket, and whatever `core::decide` refuses; then nothing was changed
    tl::expected<change, core::refusal> perform(
        core::ticket_number number, const core::command& asked, const core::member_id& actor
    );

    /// Opens a ticket for `wanted`, or finds the one its thread already has. The one way in.
    /// @param take_in_thread  its thread may hold earlier messages: fetch them
    tl::expected<opening, core::refusal> open(
        const core::request& wanted, const core::member_id& by, bool take_in_thread
    );

    /// The same where the caller has looked, and the conversation has no ticket.
    tl::expected<core::ticket, core::refusal> open_new(const core::request& wanted, const core::member_id& by)
    {
        return open_new(wanted, by, nullptr);
    }

    /// Opens a ticket that goes on in the thread of `old`, which has ended: that thread is the new ticket's from now
    /// on.
    tl::expected<core::ticket, core::refusal> open_follow_up(
        const core::ticket& old, core::request wanted, const core::member_id& by
    );

    /// The ticket a message belongs to: as root of its thread, or as something said about it.
    [[nodiscard]] std::optional<core::ticket> ticket_at(const core::place& where);
    /// The ticket of that number, where `who` may see it: to all others it is one that does not exist.
    [[nodiscard]] std::optional<core::ticket> ticket_for(core::ticket_number number, const core::member_id& who) const;

    /// Keeps something said. Nothing when that message of Slack is known already.
    std::optional<core::message_id> keep(core::message m);

    /// Puts a delivery of the bot's own in the outbox. @param again see storage::deliveries::ask
    void ask(
        const errand::any& e, core::ticket_number ticket = {}, const std::string& subject = {}, bool again = false
    );

    /// Private words, once per `key`.
    void tell(errand::tell words, const std::string& key);

    /// Makes what shows message `id` out of date (it was edited or deleted).
    void refresh_mirrors(core::ticket_number number, core::message_id id);

    /// A timer that fired and led to nothing ends; those that its ticket's state asks for later are set.
    void reset_timer(const storage::due_timer& t);
    /// The earliest of all timers that this unit wanted; the end of time where it wanted none.
    [[nodiscard]] core::instant soonest_timer() const { return soonest_timer_; }

    /// Takes `s` as the settings from now on: keeps them, learns who is in their rosters, sets every open ticket's
    /// timers anew. @param by nobody for the file @param origin see storage::desks::put
    void take_settings(const core::settings& s, const std::optional<core::member_id>& by, std::string_view origin);

    /// Learn about this person, if we never did.
    void meet(const core::member_id& who);

    /// A request of Slack handled for the first time? False means: everything it could change is done.
    [[nodiscard]] bool first_time(std::string_view key);
    /// Was that key handled? Nothing is kept.
    [[nodiscard]] bool seen_before(std::string_view key);
    /// The same for what a person did once, which Slack marks with a trigger_id; without one there is no telling: true.
    [[nodiscard]] bool first_trigger(const std::string& trigger_id);

    /// Names of the people a view of `t` may mention.
    [[nodiscard]] std::map<core::member_id, std::string> names_around(const core::ticket& t);

    [[nodiscard]] const core::desk& desk() const { return desk_; }
    [[nodiscard]] core::instant now() const { return now_; }
    [[nodiscard]] const storage::workspace& workspace() const { return workspace_; }
    [[nodiscard]] storage::transaction& tx() { return tx_; }
    [[nodiscard]] storage::tickets& tickets() { return tickets_; }
    [[nodiscard]] storage::messages& messages() { return messages_; }
    [[nodiscard]] storage::deliveries& deliveries() { return deliveries_; }
    [[nodiscard]] storage::desks& desks() { return desks_; }

private:
    tl::expected<core::ticket, core::refusal> open_new(
        const core::request& wanted, const core::member_id& by, const core::ticket* follows
    );
    /// Applies and keeps `events`; the one place where tickets are written.
    core::ticket keep_events(
        const std::optional<core::ticket>& before, core::ticket start, const std::vector<core::event>& events
    );

    void set_timers(core::ticket_number of, const std::vector<core::timer>& wanted, bool first = false);
    void follow_moved_triage(const core::desk& fresh);

    storage::transaction& tx_;
    const storage::workspace& workspace_;
    const core::desk& desk_;
    core::instant now_;
    storage::tickets tickets_;
    storage::messages messages_;
    storage::deliveries deliveries_;
    storage::desks desks_;
    core::member_id met_;  ///< last, in this unit
    core::instant soonest_timer_ = core::instant::max();
};

/// Names of `who`, as far as known.
std::map<core::member_id, std::string> names_of(const storage::desks& desks, const std::vector<core::member_id>& who);

/// The people whom a view of `t` may mention.
std::vector<core::member_id> people_around(const core::ticket& t, const core::desk& d);

}  // namespace docket::bot

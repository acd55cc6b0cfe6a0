#pragma once

#include "core/ids.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace docket::core {

enum class assignment { none, round_robin };

/// A team's line of work: who does it, where it comes in, where it is worked.
struct queue {
    queue_id key;
    std::string name;
    channel_id triage;
    std::vector<channel_id> intake;
    std::vector<member_id> agents;
    std::optional<group_id> agent_group;
    core::assignment assignment = assignment::none;
    bool bots_may_open = false;
    std::vector<std::string> keywords;
    std::chrono::minutes burst{3};                   ///< one author's intake messages within this are one ticket
    std::string skip_prefix = "//";                  ///< an intake message beginning so opens nothing; empty: none does
    std::chrono::minutes remind_assignee{8 * 60};    ///< of a ticket untouched so long; 0 never
    std::chrono::minutes update_requester{24 * 60};  ///< since they last heard from us; 0 never

    friend bool operator==(const queue&, const queue&) = default;
};

/// The first route whose conditions all hold decides the queue.
struct route {
    std::vector<std::string> words;           ///< any of them; empty: no condition on words
    std::map<std::string, std::string> form;  ///< field → value, all of them
    queue_id queue;

    friend bool operator==(const route&, const route&) = default;
};

/// What an administrator sets, in /ticket setup or docket.toml.
struct settings {
    std::vector<member_id> administrators;
    std::vector<member_id> managers;
    std::vector<queue> queues;
    std::vector<route> routes;
    queue_id default_queue;
    int reopen_within_working_days = 2;
    std::string time_zone = "UTC";

    friend bool operator==(const settings&, const settings&) = default;
};

/// Settings together with what Slack says of people: all that a decision may look at beside the ticket.
struct desk {
    settings set;
    std::map<group_id, std::set<member_id>> groups;
    std::set<member_id> deactivated;

    [[nodiscard]] const queue* find(const queue_id& key) const;
    /// By key or name, without regard to case: what a person typed.
    [[nodiscard]] const queue* find_named(const std::string& typed) const;
    [[nodiscard]] const queue* with_intake(const channel_id& channel) const;
    [[nodiscard]] const queue* with_triage(const channel_id& channel) const;
    /// People and group members who are not deactivated, each once, people first in the order written, then the
    /// group's by id.
    [[nodiscard]] std::vector<member_id> roster(const queue& q) const;
    [[nodiscard]] bool on_roster(const member_id& who, const queue_id& key) const;
    [[nodiscard]] bool is_administrator(const member_id& who) const;
    /// Managers and administrators: they may see reports.
    [[nodiscard]] bool is_manager(const member_id& who) const;
    /// May work tickets of this queue: on its roster, or an administrator.
    [[nodiscard]] bool may_work(const member_id& who, const queue_id& key) const;
};

/// A setting that cannot stand. `where` is a path as people write it: "queue[2].triage".
struct settings_error {
    std::string where;
    std::string why;
};

/// Everything wrong with `s` by itself (keys, doubles, unknown queues, empty rosters, time zone). Empty when it can
/// be used. What only Slack knows (channels, membership) is checked elsewhere.
[[nodiscard]] std::vector<settings_error> check(const settings& s);

}  // namespace docket::core

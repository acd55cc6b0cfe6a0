#pragma once

#include "core/desk.hpp"
#include "storage/transaction.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace docket::storage {

/// A person as last heard from Slack.
struct person {
    core::member_id id;
    std::string name;
    std::string time_zone;
    bool deactivated = false;
    bool bot = false;
    bool guest = false;
    bool outsider = false;  ///< of another organisation
    bool admin = false;     ///< workspace admin or owner, in Slack
};

/// Settings and people of one workspace.
class desks {
public:
    desks(transaction& tx, core::workspace_id workspace) : tx_(tx), workspace_(std::move(workspace)) {}

    /// Settings with groups and deactivated people: what decisions look at. Empty settings before setup.
    [[nodiscard]] core::desk load() const;
    /// A number that rises whenever `load` would give something else: lets a cache know.
    [[nodiscard]] std::int64_t version() const;

    /// Keeps `s` as the newest version; the older ones stay. @param by nobody for the file
    /// @param origin  "setup" or "file:<digest>"
    void put(
        const core::settings& s, const std::optional<core::member_id>& by, std::string_view origin, core::instant now
    );
    /// Origin of the newest version; nothing before the first.
    [[nodiscard]] std::optional<std::string> origin() const;

    /// The intake channels, each with since when it has been one without a break.
    [[nodiscard]] std::map<core::channel_id, core::instant> intake_since() const;

    void put_group(const core::group_id& group, const std::set<core::member_id>& members);
    void put_person(const person& p);
    [[nodiscard]] std::optional<person> find_person(const core::member_id& id) const;

    /// Whom round robin chose last.
    [[nodiscard]] std::optional<core::member_id> last_assigned(const core::queue_id& queue) const;
    void set_last_assigned(const core::queue_id& queue, const core::member_id& who);

private:
    transaction& tx_;
    core::workspace_id workspace_;
};

/// Settings as JSON text and back: the form in which versions are kept. What a text does not name has its default.
/// @throws broken  on reading what no version wrote
std::string settings_to_text(const core::settings& s);
core::settings settings_from_text(std::string_view text);

}  // namespace docket::storage

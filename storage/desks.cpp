#include "storage/desks.hpp"

#include "storage/stored_words.hpp"

namespace docket::storage {

namespace {

void raise_version(transaction& tx, const core::workspace_id& workspace)
{
    auto q = tx.prepare(
        "INSERT INTO desk_version (workspace, version) VALUES ($1, 1) "
        "ON CONFLICT (workspace) DO UPDATE SET version = desk_version.version + 1"
    );
    q.bind(workspace);
    q.run();
}

std::set<core::member_id> members_of(transaction& tx, const core::workspace_id& workspace, const core::group_id& group)
{
    auto q = tx.prepare("SELECT member FROM group_member WHERE workspace = $1 AND user_group = $2");
    q.bind(workspace, group);
    std::set<core::member_id> members;
    while (q.step())
        members.insert(core::member_id(q.text(0)));
    return members;
}

}  // namespace

core::desk desks::load() const
{
    core::desk d;
    auto settings = tx_.prepare("SELECT body FROM settings WHERE workspace = $1 ORDER BY version DESC LIMIT 1");
    settings.bind(workspace_);
    if (settings.step())
        d.set = settings_from_text(settings.text(0));
    auto groups = tx_.prepare("SELECT user_group, member FROM group_member WHERE workspace = $1");
    groups.bind(workspace_);
    while (groups.step())
        d.groups[core::group_id(groups.text(0))].insert(core::member_id(groups.text(1)));
    auto gone = tx_.prepare("SELECT id FROM person WHERE workspace = $1 AND deactivated = 1");
    gone.bind(workspace_);
    while (gone.step())
        d.deactivated.insert(core::member_id(gone.text(0)));
    return d;
}

std::int64_t desks::version() const
{
    auto q = tx_.prepare("SELECT version FROM desk_version WHERE workspace = $1");
    q.bind(workspace_);
    return q.step() ? q.integer(0) : 0;
}

void desks::put(
    const core::settings& s, const std::optional<core::member_id>& by, std::string_view origin, core::instant now
)
{
    auto q = tx_.prepare(
        "INSERT INTO settings (workspace, version, body, actor, origin, at) VALUES ($1, "
        "(SELECT COALESCE(MAX(version), 0) + 1 FROM settings WHERE workspace = $1), $2, $3, $4, $5)"
    );
    q.bind(workspace_, settings_to_text(s), by, origin, now);
    q.run();
    raise_version(tx_, workspace_);
}

std::optional<std::string> desks::origin() const
{
    auto q = tx_.prepare("SELECT origin FROM settings WHERE workspace = $1 ORDER BY version DESC LIMIT 1");
    q.bind(workspace_);
    if (!q.step())
        return std::nullopt;
    return q.text(0);
}

std::map<core::channel_id, core::instant> desks::intake_since() const
{
    auto q = tx_.prepare("SELECT body, at FROM settings WHERE workspace = $1 ORDER BY version DESC");
    q.bind(workspace_);
    std::map<core::channel_id, core::instant> since;
    std::set<core::channel_id> unbroken;  // in every version read so far
    for (bool newest = true; q.step() && (newest || !unbroken.empty()); newest = false) {
        std::set<core::channel_id> then;
        for (const auto& queue : settings_from_text(q.text(0)).queues)
            then.insert(queue.intake.begin(), queue.intake.end());
        if (newest)
            unbroken = std::move(then);
        else
            std::erase_if(unbroken, [&then](const auto& channel) { return !then.contains(channel); });
        for (const auto& channel : unbroken)
            since[channel] = q.time(1);
    }
    return since;
}

void desks::put_group(const core::group_id& group, const std::set<core::member_id>& members)
{
    if (members_of(tx_, workspace_, group) == members)
        return;
    auto clear = tx_.prepare("DELETE FROM group_member WHERE workspace = $1 AND user_group = $2");
    clear.bind(workspace_, group);
    clear.run();
    for (const auto& who : members) {
        auto q = tx_.prepare("INSERT INTO group_member (workspace, user_group, member) VALUES ($1, $2, $3)");
        q.bind(workspace_, group, who);
        q.run();
    }
    raise_version(tx_, workspace_);
}

void desks::put_person(const person& p)
{
    const auto before = find_person(p.id);
    auto q = tx_.prepare(
        "INSERT INTO person (workspace, id, name, time_zone, deactivated, bot, guest, outsider, admin) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, "
        "time_zone = excluded.time_zone, deactivated = excluded.deactivated, bot = excluded.bot, "
        "guest = excluded.guest, outsider = excluded.outsider, admin = excluded.admin"
    );
    q.bind(workspace_, p.id, p.name, p.time_zone, p.deactivated, p.bot, p.guest, p.outsider, p.admin);
    q.run();
    if (p.deactivated != (before && before->deactivated))
        raise_version(tx_, workspace_);
}

std::optional<person> desks::find_person(const core::member_id& id) const
{
    auto q = tx_.prepare(
        "SELECT name, time_zone, deactivated, bot, guest, outsider, admin FROM person WHERE workspace = $1 AND id = $2"
    );
    q.bind(workspace_, id);
    if (!q.step())
        return std::nullopt;
    person p;
    p.id = id;
    p.name = q.text(0);
    p.time_zone = q.text(1);
    p.deactivated = q.integer(2) != 0;
    p.bot = q.integer(3) != 0;
    p.guest = q.integer(4) != 0;
    p.outsider = q.integer(5) != 0;
    p.admin = q.integer(6) != 0;
    return p;
}

std::optional<core::member_id> desks::last_assigned(const core::queue_id& queue) const
{
    auto q = tx_.prepare("SELECT member FROM last_assigned WHERE workspace = $1 AND queue = $2");
    q.bind(workspace_, queue);
    if (!q.step())
        return std::nullopt;
    return core::member_id(q.text(0));
}

void desks::set_last_assigned(const core::queue_id& queue, const core::member_id& who)
{
    auto q = tx_.prepare(
        "INSERT INTO last_assigned (workspace, queue, member) VALUES ($1, $2, $3) "
        "ON CONFLICT (workspace, queue) DO UPDATE SET member = excluded.member"
    );
    q.bind(workspace_, queue, who);
    q.run();
}

}  // namespace docket::storage

#include "storage/workspaces.hpp"

namespace docket::storage {

namespace {

workspace read(const statement& q)
{
    workspace w;
    w.id = core::workspace_id(q.text(0));
    w.name = q.text(1);
    w.bot_user = core::member_id(q.text(2));
    w.bot_id = q.text(3);
    w.url = q.text(4);
    w.scopes = q.text(5);
    return w;
}

}  // namespace

void put_workspace(transaction& tx, const workspace& w)
{
    auto q = tx.prepare(
        "INSERT INTO workspace (workspace, name, bot_user, bot_id, url, scopes) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (workspace) DO UPDATE SET name = excluded.name, bot_user = excluded.bot_user, "
        "bot_id = excluded.bot_id, url = excluded.url, scopes = excluded.scopes"
    );
    q.bind(w.id, w.name, w.bot_user, w.bot_id, w.url, w.scopes);
    q.run();
}

std::optional<workspace> find_workspace(transaction& tx, const core::workspace_id& id)
{
    auto q = tx.prepare("SELECT workspace, name, bot_user, bot_id, url, scopes FROM workspace WHERE workspace = $1");
    q.bind(id);
    if (!q.step())
        return std::nullopt;
    return read(q);
}

std::optional<workspace> only_workspace(transaction& tx)
{
    auto q = tx.prepare("SELECT workspace, name, bot_user, bot_id, url, scopes FROM workspace LIMIT 2");
    if (!q.step())
        return std::nullopt;
    auto w = read(q);
    if (q.step())
        return std::nullopt;
    return w;
}

std::optional<core::instant> last_heard(transaction& tx, const core::workspace_id& id)
{
    auto q = tx.prepare("SELECT at FROM last_heard WHERE workspace = $1");
    q.bind(id);
    if (!q.step())
        return std::nullopt;
    return q.time(0);
}

void put_last_heard(transaction& tx, const core::workspace_id& id, core::instant at)
{
    auto q = tx.prepare(
        "INSERT INTO last_heard (workspace, at) VALUES ($1, $2) ON CONFLICT (workspace) DO UPDATE SET at = excluded.at"
    );
    q.bind(id, at);
    q.run();
}

}  // namespace docket::storage

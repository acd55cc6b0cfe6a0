#include "storage/seen.hpp"

namespace docket::storage {

bool first_time(transaction& tx, const core::workspace_id& workspace, std::string_view key, core::instant now)
{
    auto q =
        tx.prepare("INSERT INTO seen (workspace, key, at) VALUES ($1, $2, $3) ON CONFLICT (workspace, key) DO NOTHING");
    q.bind(workspace, key, now);
    return q.run() == 1;
}

bool seen_before(transaction& tx, const core::workspace_id& workspace, std::string_view key)
{
    auto q = tx.prepare("SELECT 1 FROM seen WHERE workspace = $1 AND key = $2");
    q.bind(workspace, key);
    return q.step();
}

std::int64_t forget_seen(transaction& tx, core::instant before, int most)
{
    auto q = tx.prepare(
        "DELETE FROM seen WHERE (workspace, key) IN "
        "(SELECT o.workspace, o.key FROM seen o WHERE o.at < $1 ORDER BY o.at LIMIT $2)"
    );
    q.bind(before, most);
    return q.run();
}

}  // namespace docket::storage

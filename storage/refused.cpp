#include "storage/refused.hpp"

namespace docket::storage {

bool any_refused(transaction& tx, const core::workspace_id& workspace, std::string_view error)
{
    auto q = tx.prepare("SELECT 1 FROM delivery WHERE workspace = $1 AND state = 'failed' AND error = $2 LIMIT 1");
    q.bind(workspace, error);
    return q.step();
}

std::int64_t revive_refused(
    transaction& tx, const core::workspace_id& workspace, std::string_view error, core::instant now
)
{
    // See deliveries::revive.
    auto q = tx.prepare(
        "UPDATE delivery SET state = CASE WHEN ts IS NULL AND tried IS NOT NULL THEN 'uncertain' ELSE 'due' END, "
        "due = $1, created = $1, attempts = 0, error = '' WHERE workspace = $2 AND state = 'failed' AND error = $3"
    );
    q.bind(now, workspace, error);
    return q.run();
}

}  // namespace docket::storage

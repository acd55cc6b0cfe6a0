#include "bot/desk_cache.hpp"

#include "storage/desks.hpp"

namespace docket::bot {

std::shared_ptr<const core::desk> desk_cache::of(
    storage::transaction& tx, const core::workspace_id& workspace, seen what
)
{
    const storage::desks desks(tx, workspace);
    const auto version = desks.version();
    {
        const std::lock_guard lock(guard_);
        if (desk_ && version == version_)
            return desk_;
    }
    auto fresh = std::make_shared<const core::desk>(desks.load());
    const std::lock_guard lock(guard_);
    if (what == seen::committed && version > version_) {
        version_ = version;
        desk_ = fresh;
    }
    return fresh;
}

}  // namespace docket::bot

#pragma once

#include "core/desk.hpp"
#include "storage/transaction.hpp"

#include <cstdint>
#include <memory>
#include <mutex>

namespace docket::bot {

/// The desk as the database has it, parsed once per version. May be dropped at any moment: every unit of work asks the
/// database whether its version is still the newest.
class desk_cache {
public:
    /// What `tx` sees belongs to everybody (a reader's transaction), or may still be undone (a writer's).
    enum class seen { committed, perhaps };

    /// Only what is committed is kept: a version that was undone is given again, to other settings.
    /// Shared, because a unit may still look at the old desk while another thread takes in the new one.
    [[nodiscard]] std::shared_ptr<const core::desk> of(
        storage::transaction& tx, const core::workspace_id& workspace, seen what
    );

private:
    std::mutex guard_;
    std::int64_t version_ = -1;
    std::shared_ptr<const core::desk> desk_;
};

}  // namespace docket::bot

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
    /// Shared, because a unit may still look at the old desk while another thread takes in the new one.
    [[nodiscard]] std::shared_ptr<const core::desk> of(storage::transaction& tx, const core::workspace_id& workspace);

private:
    std::mutex guard_;
    std::int64_t version_ = -1;
    std::shared_ptr<const core::desk> desk_;
};

}  // namespace docket::bot

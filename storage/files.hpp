#pragma once

#include <filesystem>

/// What this folder does with files beside SQLite. Nothing outside it includes this.
namespace docket::storage {

/// @throws broken  with the system's reason
void force_to_disk(const std::filesystem::path& what);

/// @throws broken  when there is something of that name, be it a link to nothing
void refuse_existing(const std::filesystem::path& name);

/// Gives `from` the name `to` without ever replacing a file that has it. @throws broken
void name_finally(const std::filesystem::path& from, const std::filesystem::path& to);

/// While one lives, nobody else has one for the same folder, in whatever process: of those who would create the same
/// file one does, and the others find it there. Where the file system knows no such locks, everybody has one.
class folder_lock {
public:
    /// Waits a few seconds for its turn. @throws broken  when it does not come
    explicit folder_lock(const std::filesystem::path& folder);
    ~folder_lock();
    folder_lock(const folder_lock&) = delete;
    folder_lock& operator=(const folder_lock&) = delete;

private:
    int folder_;
};

/// What SQLite would take for a fresh start although something was there: an empty file, a log whose database is
/// missing, a log that is damaged before its end. Reads nothing but the log of a Docket that did not end in order.
/// @throws broken  with what to do
void refuse_lost_content(const std::filesystem::path& database);

}  // namespace docket::storage

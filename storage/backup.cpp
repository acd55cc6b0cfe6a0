#include "storage/database.hpp"
#include "storage/driver.hpp"
#include "storage/files.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <system_error>

namespace docket::storage {

namespace {

namespace fs = std::filesystem;

/// Copies in one step, so that the copy is of one moment; writers go on meanwhile, in the log.
void copy(SQLite::Database& from, const fs::path& partial)
{
    SQLite::Database to(partial.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    {
        SQLite::Backup whole(to, from);
        whole.executeStep();
    }
    // One file that needs no others beside it, and one that can be read: a backup that cannot be restored is none.
    to.exec("PRAGMA journal_mode = DELETE");
    const auto found = to.execAndGet("PRAGMA quick_check(1)").getString();
    if (found != "ok")
        throw broken(
            "'" + from.getFilename() + "' is damaged: keep the file as it is and restore an earlier backup (" + found +
            ")"
        );
}

}  // namespace

void backup(const fs::path& from, const fs::path& to)
{
    refuse_existing(to);
    refuse_lost_content(from);
    const auto database = open_for_reading(from);
    // A crash leaves only a file that does not look like a backup.
    const fs::path partial(to.string() + ".partial");
    std::error_code ignored;
    fs::remove(partial, ignored);
    try {
        copy(*database, partial);
        force_to_disk(partial);
        name_finally(partial, to);
    } catch (const SQLite::Exception& e) {
        fs::remove(partial, ignored);
        throw broken(explain(e, "the copy of '" + from.string() + "' to '" + to.string() + "'"));
    } catch (...) {
        fs::remove(partial, ignored);
        throw;
    }
    const auto folder = to.parent_path();
    force_to_disk(folder.empty() ? fs::path(".") : folder);
}

}  // namespace docket::storage

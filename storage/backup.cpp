#include "storage/database.hpp"
#include "storage/driver.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

namespace docket::storage {

namespace {

namespace fs = std::filesystem;

/// @throws broken  with the system's reason
void force_to_disk(const fs::path& what)
{
    const int file = ::open(what.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = file >= 0 && ::fsync(file) == 0;
    const auto why = done ? std::string() : std::string(std::strerror(errno));
    if (file >= 0)
        ::close(file);
    if (!done)
        throw broken("'" + what.string() + "' could not be forced to disk: check the disk (" + why + ")");
}

void refuse_existing(const fs::path& to)
{
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(to, ignored)))
        throw broken("'" + to.string() + "' exists and is not overwritten: name another file, or move it away");
}

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

/// Gives the copy its name without ever replacing a file that has it.
void name_finally(const fs::path& partial, const fs::path& to)
{
    if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return;
    refuse_existing(to);
    // Some file systems know no RENAME_NOREPLACE.
    if ((errno == EINVAL || errno == ENOSYS) && ::rename(partial.c_str(), to.c_str()) == 0)
        return;
    throw broken("'" + to.string() + "' could not be given its name: " + std::strerror(errno));
}

}  // namespace

void backup(const fs::path& from, const fs::path& to)
{
    refuse_existing(to);
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

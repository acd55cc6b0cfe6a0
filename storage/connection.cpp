#include "storage/driver.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace docket::storage {

namespace {

constexpr int busy_timeout_ms = 2500;  // Slack waits three seconds: whoever is refused is to hear it

void set_up_writing(SQLite::Database& database)
{
    if (sqlite3_db_readonly(database.getHandle(), "main") == 1)
        throw SQLite::Exception("the file is read-only", SQLITE_READONLY);
    const auto mode = database.execAndGet("PRAGMA journal_mode = WAL").getString();
    if (mode != "wal")
        throw SQLite::Exception("no write-ahead log on this file system", SQLITE_CANTOPEN);
    // What COMMIT returned from survives a power cut.
    // Temporary storage in memory: there goes what would undo a statement, or a command where a group's are tried
    // alone.
    database.exec(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY"
    );
}

/// Nobody asks SQLite how much memory it has, and counting it takes a lock for every piece. Once, before the first use.
void count_no_memory()
{
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(done);  // somebody has used it already: then it counts
}

int remember_length(void* frames, sqlite3* /*connection*/, const char* /*name*/, int length)
{
    if (frames != nullptr)
        *static_cast<int*>(frames) = length;
    return SQLITE_OK;
}

}  // namespace

void closing::operator()(SQLite::Database* database) const
{
    delete database;
}

connection connect(const std::filesystem::path& file, access how, bool create)
{
    count_no_memory();
    // One thread each uses a connection at a time, so SQLite need not guard it.
    const int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX | (create ? SQLite::OPEN_CREATE : 0);
    try {
        connection database(new SQLite::Database(file.string(), flags, busy_timeout_ms));
        if (how == access::writes)
            set_up_writing(*database);
        else
            database->exec("PRAGMA query_only = ON");
        return database;
    } catch (const SQLite::Exception& e) {
        throw broken(explain(e, "'" + file.string() + "'"));
    }
}

bool in_transaction(const SQLite::Database& database)
{
    return sqlite3_get_autocommit(database.getHandle()) == 0;
}

void watch_log(SQLite::Database& database, int* frames)
{
    // SQLite's own checkpoints are a hook of the same kind, so this one ends them.
    sqlite3_wal_hook(database.getHandle(), remember_length, frames);
}

void checkpoint(SQLite::Database& database) noexcept
{
    // What it cannot do now it does next time; a disk that fails is reported by those who write.
    sqlite3_wal_checkpoint_v2(database.getHandle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace docket::storage

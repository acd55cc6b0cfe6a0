#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace docket::storage {

/// Closes a connection; here, so that whoever holds one need not know the driver.
struct closing {
    void operator()(SQLite::Database* database) const;
};
using connection = std::unique_ptr<SQLite::Database, closing>;

/// Opens a connection with our settings: WAL, synchronous=FULL, foreign keys, busy timeout 2.5 s.
/// @throws broken  with a sentence for people: not a database, unreadable, corrupt, newer than this Docket
connection open_for_writing(const std::filesystem::path& file);
/// A connection that cannot write.
connection open_for_reading(const std::filesystem::path& file);
/// Reads every page, which the start does only where that is quick: seconds for a gigabyte. @throws broken if damaged
void read_through(SQLite::Database& database);

/// Brings the schema to the newest version, one transaction a migration; nothing to do is quick.
/// Refuses a database that a newer Docket migrated. @return versions applied @throws broken
std::vector<int> migrate(SQLite::Database& database);
/// For tests of single migrations: up to and including `version`.
std::vector<int> migrate_to(SQLite::Database& database, int version);

/// A consistent copy while others write. @throws broken
void backup(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace docket::storage

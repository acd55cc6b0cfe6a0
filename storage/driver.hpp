#pragma once

#include "storage/database.hpp"
#include "storage/transaction.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <filesystem>
#include <string>

/// What the files of this folder share about SQLite. Nothing outside it includes this.
namespace docket::storage {

/// An error of the driver as one of ours: duplicate, broken, or a mistake in our own code (std::logic_error).
[[noreturn]] void rethrow(const SQLite::Exception& e);

/// What happened to `what` ("the database", "'docket.db'") and what to do, for people.
std::string explain(const SQLite::Exception& e, const std::string& what);

enum class access { writes, reads };

/// A connection with our settings, without looking at what is in the file. @throws broken
connection connect(const std::filesystem::path& file, access how, bool create = false);

/// Whether a transaction is open. After a full disk or a failed read SQLite may have ended it by itself.
bool in_transaction(const SQLite::Database& database);

/// Ends SQLite's own checkpoints on this connection, which would run inside COMMIT, and keeps in `frames` how long the
/// log is after each of its commits. @param frames  nothing: no longer kept
void watch_log(SQLite::Database& database, int* frames);

/// Moves what is committed from the log into the database file, as far as no reader needs it; waits for nobody.
void checkpoint(SQLite::Database& database) noexcept;

}  // namespace docket::storage

#include "storage/database.hpp"

#include "storage/driver.hpp"
#include "storage/files.hpp"
#include "storage/migrations.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdint>

namespace docket::storage {

namespace {

constexpr std::int64_t quick_to_check = 4 << 20;  // bytes that are read through in a hundredth of a second or two

std::string name_of(const SQLite::Database& database)
{
    return "'" + database.getFilename() + "'";
}

/// The version the schema has; 0 before the first migration.
int version_of(SQLite::Database& database)
{
    if (!database.tableExists("schema_version"))
        return 0;
    return database.execAndGet("SELECT COALESCE(MAX(version), 0) FROM schema_version").getInt();
}

int newest_known()
{
    const auto all = known_migrations();
    return all.empty() ? 0 : all.back().version;
}

void refuse_newer(SQLite::Database& database)
{
    const auto has = version_of(database);
    const auto known = newest_known();
    if (has > known)
        throw broken(
            name_of(database) + " was written by a newer Docket (its schema is " + std::to_string(has) +
            ", this one knows " + std::to_string(known) + "): run that version, or restore a backup made before it"
        );
}

void refuse_foreign(SQLite::Database& database)
{
    const auto tables = database.execAndGet("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'").getInt();
    if (tables > 0 && !database.tableExists("schema_version"))
        throw broken(name_of(database) + " is the database of another program: name another file in DOCKET_DATABASE");
}

void read_all_pages(SQLite::Database& database)
{
    const auto found = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (found != "ok")
        throw broken(
            name_of(database) + " is damaged: keep the file as it is and restore the newest backup (" + found + ")"
        );
}

/// Reads a small file through, and of a larger one the beginning of every table: a damaged file should be told of at
/// the start, but the start must not wait for gigabytes. What is found only later ends as `broken` then.
void refuse_damaged(SQLite::Database& database)
{
    const auto pages = database.execAndGet("PRAGMA page_count").getInt64();
    const auto size = pages * database.execAndGet("PRAGMA page_size").getInt64();
    if (size <= quick_to_check) {
        read_all_pages(database);
        return;
    }
    SQLite::Statement tables(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (tables.executeStep()) {
        SQLite::Statement first(database, "SELECT 1 FROM \"" + tables.getColumn(0).getString() + "\" LIMIT 1");
        first.executeStep();
    }
}

/// A file gets its name only once it is a database: one that is empty has lost what was in it.
void create(const std::filesystem::path& file)
{
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const folder_lock alone(folder);
    const std::filesystem::path fresh(file.string() + ".new");
    std::error_code ignored;
    // Another start may have created it meanwhile, or left half of it when it was cut off.
    if (std::filesystem::exists(file, ignored))
        return;
    std::filesystem::remove(fresh, ignored);
    connect(fresh, access::writes, true);
    try {
        name_finally(fresh, file);
    } catch (const broken&) {
        std::filesystem::remove(fresh, ignored);
        if (!std::filesystem::exists(file, ignored))  // else another process has created it meanwhile
            throw;
    }
    force_to_disk(folder);
}

/// One migration as one transaction: whatever stops it leaves the schema as it was.
/// @return  false when another process has applied it meanwhile
bool apply(SQLite::Database& database, const migration& next)
{
    SQLite::Transaction undo_unless_committed(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (version_of(database) >= next.version)
        return false;
    database.exec(
        "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT"
    );
    database.exec(next.sql);
    SQLite::Statement done(database, "INSERT INTO schema_version (version, name) VALUES ($1, $2)");
    done.bind(1, next.version);
    done.bind(2, next.name);
    done.exec();
    undo_unless_committed.commit();
    return true;
}

}  // namespace

connection open_for_writing(const std::filesystem::path& file)
{
    refuse_lost_content(file);
    std::error_code unknown;
    if (!std::filesystem::exists(file, unknown) && !unknown)
        create(file);
    auto database = connect(file, access::writes);
    try {
        refuse_foreign(*database);
        refuse_newer(*database);
        refuse_damaged(*database);
    } catch (const SQLite::Exception& e) {
        throw broken(explain(e, "'" + file.string() + "'"));
    }
    return database;
}

connection open_for_reading(const std::filesystem::path& file)
{
    return connect(file, access::reads);
}

void read_through(SQLite::Database& database)
{
    try {
        read_all_pages(database);
    } catch (const SQLite::Exception& e) {
        throw broken(explain(e, name_of(database)));
    }
}

std::vector<int> migrate(SQLite::Database& database)
{
    return migrate_to(database, newest_known());
}

std::vector<int> migrate_to(SQLite::Database& database, int version)
{
    std::vector<int> applied;
    std::string at = name_of(database);
    try {
        refuse_newer(database);
        const auto has = version_of(database);
        for (const auto& next : known_migrations()) {
            if (next.version <= has || next.version > version)
                continue;
            at = name_of(database) + ", while it was brought to schema " + next.name + ",";
            if (apply(database, next))
                applied.push_back(next.version);
        }
    } catch (const SQLite::Exception& e) {
        throw broken(explain(e, at));
    }
    return applied;
}

}  // namespace docket::storage

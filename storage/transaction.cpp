#include "storage/transaction.hpp"

#include "storage/driver.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace docket::storage {

namespace {

constexpr int primary_of(int extended)
{
    return extended & 0xff;
}

/// SQLite numbers "$1", "$2" in the order in which they first appear. Ours, and PostgreSQL, mean the number.
void check_parameters(SQLite::Statement& prepared, std::string_view sql)
{
    for (int i = 1; i <= prepared.getBindParameterCount(); ++i) {
        const auto name = "$" + std::to_string(i);
        if (prepared.getIndex(name.c_str()) != i)
            throw std::logic_error("parameters must first appear in their order: " + std::string(sql));
    }
}

}  // namespace

std::string explain(const SQLite::Exception& e, const std::string& what)
{
    const auto cause = " (" + std::string(e.what()) + ")";
    switch (primary_of(e.getErrorCode())) {
        case SQLITE_FULL:
            return "there is no room for " + what + ": free space on its disk" + cause;
        case SQLITE_IOERR:
            return "the disk under " + what + " reports an error: check the disk and its free space" + cause;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return what + " is locked by another program: end it, or wait until it is done" + cause;
        case SQLITE_NOTADB:
            return what + " is not a database: name another file in DOCKET_DATABASE, or restore a backup" + cause;
        case SQLITE_CORRUPT:
            return what + " is damaged: keep the file as it is and restore the newest backup" + cause;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return what + " cannot be written: let Docket's user write the file and its folder" + cause;
        case SQLITE_CANTOPEN:
            return what + " cannot be opened: check that its folder exists and that Docket's user may use it" + cause;
        default:
            return what + " failed" + cause;
    }
}

void rethrow(const SQLite::Exception& e)
{
    switch (e.getExtendedErrorCode()) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            throw duplicate(e.what());
        default:
            break;
    }
    switch (primary_of(e.getErrorCode())) {
        case SQLITE_ERROR:
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
            throw std::logic_error("the database refused a statement: " + std::string(e.what()));
        case SQLITE_BUSY:
            throw locked(explain(e, "the database"));
        default:
            throw broken(explain(e, "the database"));
    }
}

// --- statement ---

statement::~statement()
{
    if (prepared_ == nullptr)
        return;
    prepared_->tryReset();  // repeats the error of the last step, which was reported then
    prepared_->clearBindings();
}

statement::statement(statement&& from) noexcept : prepared_(std::exchange(from.prepared_, nullptr)) {}

bool statement::step()
{
    try {
        return prepared_->executeStep();
    } catch (const SQLite::Exception& e) {
        rethrow(e);
    }
}

std::int64_t statement::run()
{
    try {
        return prepared_->exec();
    } catch (const SQLite::Exception& e) {
        rethrow(e);
    }
}

void statement::bind_one(int index, std::int64_t value)
{
    prepared_->bind(index, value);
}

void statement::bind_one(int index, std::string_view value)
{
    prepared_->bind(index, std::string(value));
}

void statement::bind_one(int index, std::nullopt_t)
{
    prepared_->bind(index);
}

std::int64_t statement::integer(int column) const
{
    return prepared_->getColumn(column).getInt64();
}

std::string statement::text(int column) const
{
    return prepared_->getColumn(column).getString();
}

core::instant statement::time(int column) const
{
    return core::instant(std::chrono::milliseconds(integer(column)));
}

std::optional<std::int64_t> statement::optional_integer(int column) const
{
    if (prepared_->isColumnNull(column))
        return std::nullopt;
    return integer(column);
}

std::optional<std::string> statement::optional_text(int column) const
{
    if (prepared_->isColumnNull(column))
        return std::nullopt;
    return text(column);
}

std::optional<core::instant> statement::optional_time(int column) const
{
    if (prepared_->isColumnNull(column))
        return std::nullopt;
    return time(column);
}

// --- transaction ---

transaction::transaction(SQLite::Database& database) : database_(database) {}

transaction::~transaction() = default;

statement transaction::prepare(std::string_view sql)
{
    auto known = prepared_.find(sql);
    if (known == prepared_.end()) {
        try {
            auto fresh = std::make_unique<SQLite::Statement>(database_, std::string(sql));
            check_parameters(*fresh, sql);
            known = prepared_.emplace(sql, std::move(fresh)).first;
        } catch (const SQLite::Exception& e) {
            rethrow(e);
        }
    }
    if (known->second->hasRow())
        throw std::logic_error("a statement is used again while it is being read: " + std::string(sql));
    return statement(*known->second);
}

std::int64_t transaction::last_id() const
{
    return database_.getLastInsertRowid();
}

}  // namespace docket::storage

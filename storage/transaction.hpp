#pragma once

#include "core/ids.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace docket::storage {

/// The database cannot do what was asked: full, unreadable, locked for longer than we wait. Answered 503.
class broken : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Another program has the database, and had it for as long as we wait.
class locked : public broken {
public:
    using broken::broken;
};

/// A row that must be unique already exists. Repositories turn it into a value; nobody else should see it.
class duplicate : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A prepared statement in use: bind, step, read. Returned to the transaction's cache when it goes.
class statement {
public:
    explicit statement(SQLite::Statement& prepared) : prepared_(&prepared) {}
    ~statement();
    statement(statement&& from) noexcept;
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    /// Binds $1, $2, … in order. Takes integers, bool, text, the ids of core, instants (milliseconds since 1970),
    /// and optionals of them.
    template <class... T>
    void bind(const T&... values)
    {
        int index = 0;
        (bind_one(++index, values), ...);
    }

    /// To the next row; false when there is none. @throws broken, duplicate
    bool step();
    /// Runs a statement that yields no rows; the number of rows it changed. @throws broken, duplicate
    std::int64_t run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] core::instant time(int column) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
    [[nodiscard]] std::optional<std::string> optional_text(int column) const;
    [[nodiscard]] std::optional<core::instant> optional_time(int column) const;

private:
    void bind_one(int index, std::int64_t value);
    void bind_one(int index, int value) { bind_one(index, std::int64_t{value}); }
    void bind_one(int index, bool value) { bind_one(index, std::int64_t{value}); }
    void bind_one(int index, std::string_view value);
    void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, core::instant value) { bind_one(index, std::int64_t{value.time_since_epoch().count()}); }
    void bind_one(int index, core::ticket_number value) { bind_one(index, value.value()); }
    void bind_one(int index, core::message_id value) { bind_one(index, value.value()); }
    void bind_one(int index, std::nullopt_t);
    template <class Tag>
    void bind_one(int index, const core::text_id<Tag>& value)
    {
        bind_one(index, std::string_view(value.str()));
    }
    template <class T>
    void bind_one(int index, const std::optional<T>& value)
    {
        if (value)
            bind_one(index, *value);
        else
            bind_one(index, std::nullopt);
    }

    SQLite::Statement* prepared_;
};

/// What repositories see of the database: statements inside whatever transaction is running. The only class that
/// knows the driver, so that a second database changes one file. Statements are prepared once and kept.
class transaction {
public:
    explicit transaction(SQLite::Database& database);
    ~transaction();
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    /// @param sql  one statement in the SQL that SQLite and PostgreSQL share, with $1 parameters; a literal:
    ///             it is the key of the statement cache
    [[nodiscard]] statement prepare(std::string_view sql);

    /// The id that the database gave to the row inserted last. (RETURNING says it, too, and costs more than the row.)
    [[nodiscard]] std::int64_t last_id() const;

private:
    SQLite::Database& database_;
    std::unordered_map<std::string_view, std::unique_ptr<SQLite::Statement>> prepared_;
};

}  // namespace docket::storage

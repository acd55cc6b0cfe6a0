#pragma once

#include "storage/database.hpp"
#include "storage/tickets.hpp"
#include "storage/transaction.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

/// What the tests of this folder share: a folder of their own, a database in it, and waiting for coroutines.
namespace docket::tests {

namespace fs = std::filesystem;
namespace asio = boost::asio;

/// A folder that goes when the test ends.
class folder {
public:
    folder()
    {
        auto name = (fs::temp_directory_path() / "docket-storage-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~folder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;

    [[nodiscard]] fs::path file(const std::string& name = "docket.db") const { return path_ / name; }

private:
    fs::path path_;
};

/// A file with the newest schema.
inline fs::path migrated(const fs::path& file)
{
    const auto database = storage::open_for_writing(file);
    storage::migrate(*database);
    return file;
}

/// A database of the newest schema with a transaction open, for tests of repositories.
class shelf {
public:
    shelf() : database_(storage::open_for_writing(migrated(folder_.file()))), tx(*database_)
    {
        tx.prepare("BEGIN IMMEDIATE").run();
    }

private:
    folder folder_;
    storage::connection database_;

public:
    storage::transaction tx;
    core::workspace_id workspace{"T1"};

    [[nodiscard]] SQLite::Database& database() { return *database_; }
};

inline core::instant at(std::int64_t milliseconds)
{
    return core::instant(std::chrono::milliseconds(milliseconds));
}

inline core::place place(const std::string& channel, const std::string& ts)
{
    return core::place{core::channel_id(channel), core::message_ts(ts)};
}

/// An open ticket with nothing special about it.
inline core::ticket ticket(std::int64_t number)
{
    core::ticket t;
    t.number = core::ticket_number(number);
    t.queue = core::queue_id("it");
    t.requester = core::member_id("U1");
    t.title = "The printer is on fire";
    t.opened = t.touched = t.informed = at(number * 1000);
    t.events = 1;
    return t;
}

inline std::string content_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const fs::path& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

/// Runs `context` until `done()` is true.
/// @throws std::runtime_error when that takes longer than anything in these tests may
template <class Done>
void run_until(asio::io_context& context, Done done)
{
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    context.restart();
    while (!done()) {
        if (context.run_one_until(latest) == 0)
            throw std::runtime_error("waited for something that does not happen");
    }
}

/// Runs `context` until `work` has ended, and returns or throws what it did.
template <class T>
T wait_for(asio::io_context& context, asio::awaitable<T> work)
{
    std::optional<T> value;
    std::exception_ptr thrown;
    bool over = false;
    const auto ended = [&](std::exception_ptr how, T what) {
        thrown = std::move(how);
        value.emplace(std::move(what));
        over = true;
    };
    asio::co_spawn(context, std::move(work), ended);
    run_until(context, [&] { return over; });
    if (thrown)
        std::rethrow_exception(thrown);
    return std::move(*value);
}

}  // namespace docket::tests

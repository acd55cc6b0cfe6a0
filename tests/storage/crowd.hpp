#pragma once

#include "shelf.hpp"
#include "storage/seen.hpp"
#include "storage/writer.hpp"

#include <atomic>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>

/// What the tests of the writer share: commands, many at once, and what the writer tells of them.
namespace docket::tests {

inline const core::workspace_id workspace("T1");

inline int committed_rows(const fs::path& file, const std::string& table = "seen")
{
    const auto database = storage::open_for_reading(file);
    return database->execAndGet("SELECT COUNT(*) FROM " + table).getInt();
}

/// Keeps `key`; the value tells whether it was new.
inline auto keeping(const std::string& key)
{
    return [key](storage::transaction& tx) { return storage::first_time(tx, workspace, key, at(1)); };
}

inline void execute(storage::transaction& tx, std::string_view sql)
{
    auto q = tx.prepare(sql);
    while (q.step()) {
    }
}

/// What the writer told its owner.
struct told {
    std::atomic<int> groups = 0;
    std::atomic<int> refused = 0;
    std::promise<void> first_refusal;

    storage::writer_events events()
    {
        storage::writer_events e;
        e.committed = [this](std::size_t, std::chrono::microseconds) { ++groups; };
        e.failed = [this](const std::string&) {
            if (refused++ == 0)
                first_refusal.set_value();
        };
        return e;
    }
};

/// Many commands at once, while the writer is held up so that they make one group.
class crowd {
public:
    crowd(asio::io_context& context, storage::writer& w) : context_(context), writer_(w) {}

    template <class Work>
    void add(Work work)
    {
        ++expected_;
        asio::co_spawn(context_, one(std::move(work)), asio::detached);
    }
    /// Lets all of them go and waits for their ends.
    void go()
    {
        asio::co_spawn(context_, hold(), asio::detached);
        while (!holding_ || writer_.waiting() < expected_ + 1)
            context_.poll();
        release_.set_value();
        run_until(context_, [this] { return ended_ == expected_; });
    }

    int kept = 0;
    int refused = 0;
    int thrown = 0;
    int broken = 0;

private:
    asio::awaitable<void> hold()
    {
        auto work = [this](storage::transaction&) {
            holding_ = true;
            release_.get_future().wait();
            return true;
        };
        co_await writer_.run(work);
    }

    template <class Work>
    asio::awaitable<void> one(Work work)
    {
        while (!holding_)
            co_await asio::post(asio::use_awaitable);
        try {
            const bool did = co_await writer_.run(work);
            ++(did ? kept : refused);
        } catch (const storage::broken&) {
            ++broken;
        } catch (const std::exception&) {
            ++thrown;
        }
        ++ended_;
    }

    asio::io_context& context_;
    storage::writer& writer_;
    std::atomic<bool> holding_ = false;
    std::promise<void> release_;
    std::size_t expected_ = 0;
    std::size_t ended_ = 0;
};

}  // namespace docket::tests

#pragma once

#include "storage/transaction.hpp"

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace docket::storage {

namespace asio = boost::asio;

/// What the writer tells its owner; called on the writer's thread.
struct writer_events {
    /// A group was committed: how many commands, how long from BEGIN to the end of COMMIT.
    std::function<void(std::size_t commands, std::chrono::microseconds took)> committed;
    /// The database refused a whole group, or a command of it.
    std::function<void(const std::string& why)> failed;
};

/// The one thread that writes. It takes everything that waits at once and commits it as a group: all or nothing each,
/// one fsync for all. The contexts of those who wait outlive it, also when they are stopped.
class writer {
public:
    /// @param bound  commands that may wait; more are refused with `broken` at once, so that Slack delivers again
    explicit writer(const std::filesystem::path& file, std::size_t bound = 4096, writer_events events = {});
    ~writer();  ///< finishes what waits, then ends the thread
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    /// Runs `work(transaction&)` on the writer's thread and returns its value once that is on disk. An exception out of
    /// `work` undoes it alone and is rethrown here. When its group cannot be committed, `broken` is thrown. `work` runs
    /// again, from where it began, when another of its group threw: so it only reads what it was given, and changes
    /// nothing but the database. A plain function, no coroutine: it reads from top to bottom and nothing slips in
    /// between.
    template <class Work>
    auto run(Work& work) -> asio::awaitable<std::invoke_result_t<Work&, transaction&>>
    {
        using value = std::invoke_result_t<Work&, transaction&>;
        static_assert(!std::is_void_v<value>, "say what the work did: return a value");
        std::optional<value> got;
        auto body = [&got, &work](transaction& tx) { got.emplace(work(tx)); };
        std::function<void(transaction&)> job = std::ref(body);
        co_await perform(std::move(job));
        co_return std::move(*got);
    }

    /// Commands that wait or are being committed.
    [[nodiscard]] std::size_t waiting() const;
    /// Takes writes; false after the database refused a group and until one succeeds again.
    [[nodiscard]] bool healthy() const;

private:
    asio::awaitable<void> perform(std::function<void(transaction&)> job);

    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace docket::storage

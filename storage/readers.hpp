#pragma once

#include "storage/transaction.hpp"

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

namespace docket::storage {

namespace asio = boost::asio;

/// Connections for reading, each with a thread. A read sees one consistent moment and never waits for the writer. The
/// contexts of those who wait outlive it, also when they are stopped.
class readers {
public:
    explicit readers(const std::filesystem::path& file, std::size_t threads = 2);
    ~readers();

    /// Runs `work(transaction&)` in a read transaction of its own. @throws broken, and what `work` throws
    template <class Work>
    auto run(Work& work) -> asio::awaitable<std::invoke_result_t<Work&, transaction&>>
    {
        using value = std::invoke_result_t<Work&, transaction&>;
        std::optional<value> got;
        auto body = [&got, &work](transaction& tx) { got.emplace(work(tx)); };
        std::function<void(transaction&)> job = std::ref(body);
        co_await perform(std::move(job));
        co_return std::move(*got);
    }

private:
    asio::awaitable<void> perform(std::function<void(transaction&)> job);

    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace docket::storage

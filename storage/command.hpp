#pragma once

#include "storage/transaction.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/consign.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <utility>

namespace docket::storage {

namespace asio = boost::asio;

/// Work that waits for one of our threads, and whoever waits for it. What waits is kept alive by `done`, also while
/// its context is stopped; the context itself must outlive the thread.
class command {
public:
    using completion = asio::any_completion_handler<void(std::exception_ptr)>;

    /// @param executor  that of `done`
    command(std::function<void(transaction&)> job, const asio::any_io_executor& executor, completion done)
        : job_(std::move(job)),
          executor_(asio::prefer(executor, asio::execution::outstanding_work.tracked)),
          done_(std::move(done))
    {
    }

    void run(transaction& tx) { job_(tx); }
    void fail(std::exception_ptr why) { failed_ = std::move(why); }

    /// Resumes whoever waits, on their own executor.
    void finish()
    {
        // The work guard goes with it, so that this thread holds nothing of a context that may end now.
        asio::dispatch(asio::consign(asio::append(std::move(done_), std::move(failed_)), std::move(executor_)));
    }

    [[nodiscard]] const asio::any_io_executor& executor() const { return executor_; }

    /// Resumes whoever would have waited with `broken`: never from inside the call that asked.
    void refuse(const char* why)
    {
        const auto executor = executor_;
        fail(std::make_exception_ptr(broken(why)));
        asio::post(executor, asio::append(std::move(done_), std::move(failed_)));
    }

private:
    std::function<void(transaction&)> job_;
    asio::any_io_executor executor_;  ///< keeps the context running until `done_` was handed over
    completion done_;
    std::exception_ptr failed_;
};

/// Waits until `post` has seen to it that a command with `job` was done.
/// @throws what it failed with
template <class Post>
asio::awaitable<void> wait_for_command(std::function<void(transaction&)> job, Post post)
{
    const auto start = [&post](auto handler, std::function<void(transaction&)> what) {
        const asio::any_io_executor executor = asio::get_associated_executor(handler);
        post(command(std::move(what), executor, std::move(handler)));
    };
    // As a tuple, so that the exception arrives as a value and is thrown here, named, not inside Asio's frame.
    constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
    const auto [failed] =
        co_await asio::async_initiate<decltype(as_value), void(std::exception_ptr)>(start, as_value, std::move(job));
    if (failed)
        std::rethrow_exception(failed);
}

}  // namespace docket::storage

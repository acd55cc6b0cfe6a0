#pragma once

#include "storage/transaction.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/consign.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
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

    /// The same for one that was refused before it ever waited: never from inside the call that asked.
    static void refuse(const asio::any_io_executor& executor, completion done, const char* why)
    {
        asio::post(executor, asio::append(std::move(done), std::make_exception_ptr(broken(why))));
    }

private:
    std::function<void(transaction&)> job_;
    asio::any_io_executor executor_;  ///< keeps the context running until `done_` was handed over
    completion done_;
    std::exception_ptr failed_;
};

}  // namespace docket::storage

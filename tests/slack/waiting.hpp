#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace docket::tests {

/// Runs `context` until `done()` is true.
/// @throws std::runtime_error when that takes longer than anything in these tests may
template <class Done>
void run_until(boost::asio::io_context& context, Done done)
{
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    context.restart();
    while (!done())
        if (context.run_one_until(latest) == 0)
            throw std::runtime_error("waited for something that does not happen");
}

/// Runs `context` until `work` has ended, and returns or throws what it did.
template <class T>
T wait_for(boost::asio::io_context& context, boost::asio::awaitable<T> work)
{
    std::optional<T> value;
    std::exception_ptr thrown;
    const auto ended = [&](std::exception_ptr how, T what) {
        thrown = how;
        value.emplace(std::move(what));
    };
    boost::asio::co_spawn(context, std::move(work), ended);
    run_until(context, [&] { return value.has_value(); });
    if (thrown)
        std::rethrow_exception(thrown);
    return std::move(*value);
}

inline void wait_for(boost::asio::io_context& context, boost::asio::awaitable<void> work)
{
    bool over = false;
    std::exception_ptr thrown;
    const auto ended = [&](std::exception_ptr how) {
        thrown = how;
        over = true;
    };
    boost::asio::co_spawn(context, std::move(work), ended);
    run_until(context, [&] { return over; });
    if (thrown)
        std::rethrow_exception(thrown);
}

}  // namespace docket::tests

#pragma once

#include "slack/http/bell.hpp"

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>

namespace docket::tests {

/// Where coroutines wait until a test lets them go. They share it, so that they may end after the test's objects.
class gate {
public:
    static boost::asio::awaitable<void> pass(std::shared_ptr<gate> place)
    {
        while (!place->open_)
            co_await place->bell_.wait(std::chrono::steady_clock::time_point::max());
    }
    void open()
    {
        open_ = true;
        bell_.ring();
    }
    void close() { open_ = false; }

private:
    slack::http::bell bell_;
    bool open_ = false;
};

}  // namespace docket::tests

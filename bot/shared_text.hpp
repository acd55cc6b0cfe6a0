#pragma once

#include "slack/http/bell.hpp"

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

namespace docket::bot {

/// A text that costs something to make, for whoever asks: it is made once at a time, and all who ask while one is being
/// made share the next. So nobody is given an older one than they asked for, and asking often costs little.
class shared_text {
public:
    /// @param make  a function that returns asio::awaitable<std::string>; what it throws reaches who had it made
    template <class Make>
    boost::asio::awaitable<std::string> get(Make& make)
    {
        const auto mine = ++asked_;
        while (making_) {
            co_await over_.wait(std::chrono::steady_clock::time_point::max());
            if (made_ >= mine)
                co_return text_;
        }
        const under_way here(*this);
        const auto all_so_far = asked_;
        auto work = make();
        text_ = co_await std::move(work);
        made_ = all_so_far;
        co_return text_;
    }

private:
    class under_way {
    public:
        explicit under_way(shared_text& of) : of_(of) { of_.making_ = true; }
        ~under_way()
        {
            of_.making_ = false;
            of_.over_.ring();
        }
        under_way(const under_way&) = delete;
        under_way& operator=(const under_way&) = delete;

    private:
        shared_text& of_;
    };

    slack::http::bell over_;
    std::string text_;
    std::uint64_t asked_ = 0;
    std::uint64_t made_ = 0;  ///< the last who asked before the text began to be made
    bool making_ = false;
};

}  // namespace docket::bot

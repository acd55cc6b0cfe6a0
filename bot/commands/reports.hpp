#pragma once

#include "bot/sd_notify.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>

namespace docket::bot::commands {

/// Tells the supervisor how it goes, time and again, until the end. Whoever has one keeps it until its context runs no
/// more: its timer may have run out already when the end comes, and calls it all the same.
class reports {
public:
    /// @param state  how it goes, in one line; asked until the end
    reports(boost::asio::io_context& context, supervisor& to, std::function<std::string()> state);
    reports(const reports&) = delete;
    reports& operator=(const reports&) = delete;

    void begin();
    void end();

private:
    void tell();

    supervisor& to_;
    std::function<std::string()> state_;
    boost::asio::steady_timer next_;
    bool over_ = false;
};

}  // namespace docket::bot::commands

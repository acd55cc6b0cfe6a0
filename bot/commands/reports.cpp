#include "bot/commands/reports.hpp"

#include <algorithm>
#include <chrono>

namespace docket::bot::commands {

namespace {

constexpr std::chrono::seconds between_words(2);

}  // namespace

reports::reports(boost::asio::io_context& context, supervisor& to, std::function<std::string()> state)
    : to_(to), state_(std::move(state)), next_(context)
{
}

void reports::begin()
{
    tell();
}

void reports::end()
{
    over_ = true;
    next_.cancel();
}

void reports::tell()
{
    to_.status(state_());
    to_.alive();
    next_.expires_after(std::min<std::chrono::microseconds>(to_.pulse().value_or(between_words), between_words));
    next_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled && !over_)
            tell();
    });
}

}  // namespace docket::bot::commands

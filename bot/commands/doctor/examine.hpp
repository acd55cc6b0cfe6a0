#pragma once

#include "bot/commands/doctor/findings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace docket::bot::doctor {

/// Finds out all that `docket doctor` tells: reads the file, opens the database, asks Slack, tries the address. Changes
/// nothing.
boost::asio::awaitable<facts> examine(boost::asio::io_context& context, environment from);

}  // namespace docket::bot::doctor

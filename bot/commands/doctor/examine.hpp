#pragma once

#include "bot/commands/doctor/findings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace docket::bot::doctor {

/// Finds out all that `docket doctor` tells: reads the files, opens the database, tries the address, asks Slack.
/// Changes nothing.
/// @param installed_manifest  a file; empty for none
boost::asio::awaitable<facts> examine(
    boost::asio::io_context& context, environment from, std::string installed_manifest = {}
);

}  // namespace docket::bot::doctor

#pragma once

#include "bot/commands/doctor/findings.hpp"
#include "bot/sd_notify.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace docket::bot::doctor {

/// Finds out all that `docket doctor` tells: reads the files, opens the database, tries the address, asks Slack.
/// Changes nothing.
/// @param installed_manifest  a file; empty for none
/// @param get  the process's variables: for what `from` does not keep, such as where a secret was read from
boost::asio::awaitable<facts> examine(
    boost::asio::io_context& context, environment from, std::string installed_manifest = {}, variables get = {}
);

}  // namespace docket::bot::doctor

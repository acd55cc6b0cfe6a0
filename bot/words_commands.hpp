#pragma once

#include <string>

/// What /ticket says back beside the views; the rest of our sentences is in bot/words.hpp.
namespace docket::bot::words {

[[nodiscard]] std::string unknown_priority(const std::string& typed);
[[nodiscard]] std::string unknown_period(const std::string& typed);
[[nodiscard]] std::string heading_own_requests();
[[nodiscard]] std::string heading_own_work();
[[nodiscard]] std::string heading_mine();
[[nodiscard]] std::string heading_open();
[[nodiscard]] std::string heading_queue(const std::string& name);
/// The first line of a ticket that came by mail from somebody Slack does not know.
[[nodiscard]] std::string mail_from(const std::string& address);
/// What a ticket says whose request Slack does not show us. @param link  to the message
[[nodiscard]] std::string unreadable_request(const std::string& link);
/// Something may or may not have reached who asked for a report: saying it twice would be no better.
[[nodiscard]] std::string report_in_doubt(const std::string& period);
/// Slack or the database cannot be reached at this moment.
[[nodiscard]] std::string try_again();

}  // namespace docket::bot::words

#include "bot/words_commands.hpp"

#include "bot/words.hpp"
#include "slack/mrkdwn.hpp"

namespace docket::bot::words {

std::string unknown_priority(const std::string& typed)
{
    if (typed.empty())
        return "Which priority? For example `/ticket priority #12 high`: low, normal, high or urgent.";
    return "“" + slack::mrkdwn::inert(typed) +
           "” is no priority. Use low, normal, high or urgent: `/ticket priority #12 high`.";
}

std::string unknown_period(const std::string& typed)
{
    return "“" + slack::mrkdwn::inert(typed) + "” is no period I know. Try `/ticket report 7d`, `30d`, `12w` or `24h`.";
}

std::string heading_own_requests()
{
    return "Your open requests";
}

std::string heading_own_work()
{
    return "Tickets you have";
}

std::string heading_mine()
{
    return "Your requests and the tickets you have";
}

std::string heading_open()
{
    return "Open tickets";
}

std::string heading_queue(const std::string& name)
{
    return "Open tickets in " + name;
}

std::string mail_from(const std::string& address)
{
    return "By mail from " + (address.empty() ? std::string("an unknown sender") : address) + ":";
}

std::string unreadable_request(const std::string& link)
{
    return "A message that Slack does not let me read\nIt stands there: <" + link + ">";
}

std::string report_in_doubt(const std::string& period)
{
    const auto again = "`/ticket report " + one_line(period, 40) + "`";
    return "The report you asked for may not have reached you: Slack did not confirm it. If you do not see it, type " +
           again + " again.";
}

std::string try_again()
{
    return "That did not work just now, and nothing was changed. Please try again in a minute.";
}

}  // namespace docket::bot::words

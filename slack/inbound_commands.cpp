#include "slack/inbound_parts.hpp"

#include <string_view>

// Slash commands (docs.slack.dev/interactivity/implementing-slash-commands).

namespace docket::slack::parts {

namespace {

/// Empty when there is none of that name.
std::string field(const http::form_fields& form, std::string_view name)
{
    return std::string(http::find(form, name).value_or(std::string_view{}));
}

}  // namespace

inbound command(const http::form_fields& form)
{
    if (field(form, "ssl_check") == "1")
        return ssl_check{};
    slash_command typed;
    typed.team = field(form, "team_id");
    typed.enterprise = field(form, "enterprise_id");
    typed.app = field(form, "api_app_id");
    typed.who = person{field(form, "user_id"), typed.team};  // external people cannot use slash commands
    typed.command = field(form, "command");
    typed.text = field(form, "text");
    typed.channel = field(form, "channel_id");
    typed.channel_name = field(form, "channel_name");
    typed.response_url = field(form, "response_url");
    typed.trigger_id = field(form, "trigger_id");
    if (typed.command.empty() || typed.who.id.empty())
        return unused_request{typed.command};
    return typed;
}

}  // namespace docket::slack::parts

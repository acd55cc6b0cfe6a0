#include "tests/bench/requests.hpp"

#include "slack/http/form.hpp"

#include <fmt/format.h>
#include <array>
#include <ctime>

namespace docket::bench {

namespace {

constexpr std::int64_t first_second = 1'772'438'400;

std::string ts_of(std::int64_t number)
{
    return fmt::format("{}.{:06}", first_second + number / 1000, number % 1000 * 1000 + 100);
}

}  // namespace

std::optional<kind> kind_named(std::string_view name)
{
    struct named {
        std::string_view name;
        kind what;
    };
    constexpr std::array all{
        named{"message", kind::message}, named{"reaction", kind::reaction}, named{"action", kind::action},
        named{"command", kind::command}, named{"unused", kind::unused},
    };
    for (const auto& each : all)
        if (each.name == name)
            return each.what;
    return std::nullopt;
}

request_maker::request_maker(workspace where) : where_(std::move(where)), signer_({where_.signing_secret}) {}

std::string request_maker::make(kind what, std::int64_t number) const
{
    const auto text = body(what, number);
    const bool form = what == kind::action || what == kind::command;
    const auto stamp = std::to_string(std::time(nullptr));
    return fmt::format(
        "POST /slack/events HTTP/1.1\r\nHost: docket.example\r\nUser-Agent: Slackbot 1.0 "
        "(+https://api.slack.com/robots)"
        "\r\nAccept-Encoding: gzip,deflate\r\nAccept: application/json,*/*\r\nX-Slack-Signature: {}\r\n"
        "X-Slack-Request-Timestamp: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}",
        signer_.sign(stamp, text), stamp, form ? "application/x-www-form-urlencoded" : "application/json", text.size(),
        text
    );
}

std::string request_maker::body(kind what, std::int64_t number) const
{
    const auto& channel = where_.channels[static_cast<std::size_t>(number) % where_.channels.size()];
    switch (what) {
        case kind::message:
            return event(message(channel, number), channel, number);
        case kind::reaction:
            return event(
                fmt::format(
                    R"({{"type":"reaction_added","user":"{}","reaction":"ticket","item":{{"type":"message",)"
                    R"("channel":"{}","ts":"{}"}},"item_user":"{}","event_ts":"{}"}})",
                    where_.user, channel, ts_of(number), where_.user, ts_of(number)
                ),
                channel, number
            );
        case kind::action:
            return action(channel, number);
        case kind::command:
            return command(channel, number);
        case kind::unused: {
            // As large as a message: what differs is only that nobody wants it.
            auto inner = message(channel, number);
            constexpr std::string_view type = R"("type":"message")";
            inner.replace(inner.find(type), type.size(), R"("type":"pin_added")");
            return event(inner, channel, number);
        }
    }
    return {};
}

std::string request_maker::event(std::string_view inner, const std::string& channel, std::int64_t number) const
{
    return fmt::format(
        R"({{"token":"ZZZZZZWSxiZZZ2yIvs3peJ","team_id":"{0}","context_team_id":"{0}","context_enterprise_id":null,)"
        R"("api_app_id":"A0123DOCKET","event":{1},"type":"event_callback","event_id":"Ev{2:012}",)"
        R"("event_time":{3},"authorizations":[{{"enterprise_id":null,"team_id":"{0}","user_id":"U0BOTDOCKET",)"
        R"("is_bot":true,"is_enterprise_install":false}}],"is_ext_shared_channel":false,)"
        R"("event_context":"4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMTIzIiwiYWlkIjoiQTAxMjMiLCJjaWQiOiJ{4}In0"}})",
        where_.team, inner, number, first_second + number / 1000, channel
    );
}

std::string request_maker::message(const std::string& channel, std::int64_t number) const
{
    const auto text = fmt::format(
        "The printer on floor {} shows E{} and prints nothing since this morning; the queue is full, I have switched "
        "it "
        "off and on again twice, and I have a meeting at ten for which I need the contracts on paper.",
        number % 40, number
    );
    const auto ts = ts_of(number);
    return fmt::format(
        R"({{"type":"message","channel":"{0}","user":"{1}","text":"{2}","ts":"{3}",)"
        R"("client_msg_id":"5a2f91c4-0000-4000-8000-{4:012}","team":"{5}","blocks":[{{"type":"rich_text",)"
        R"("block_id":"Xq{4}","elements":[{{"type":"rich_text_section","elements":[{{"type":"text",)"
        R"("text":"{2}"}}]}}]}}],"event_ts":"{3}","channel_type":"channel"}})",
        channel, where_.user, text, ts, number, where_.team
    );
}

/// Somebody presses Claim on the card of ticket `number`.
std::string request_maker::action(const std::string& channel, std::int64_t number) const
{
    const auto payload = fmt::format(
        R"({{"type":"block_actions","user":{{"id":"{0}","username":"ben","name":"ben","team_id":"{1}"}},)"
        R"("api_app_id":"A0123DOCKET","token":"ZZZZZZWSxiZZZ2yIvs3peJ","container":{{"type":"message",)"
        R"("message_ts":"{2}","channel_id":"{3}","is_ephemeral":false}},"trigger_id":"{4}.1.press",)"
        R"("team":{{"id":"{1}","domain":"lighthouse"}},"enterprise":null,"is_enterprise_install":false,)"
        R"("channel":{{"id":"{3}","name":"it-desk"}},"message":{{"type":"message","subtype":"bot_message",)"
        R"("text":"#{4} The printer on the third floor","ts":"{2}","bot_id":"B0DOCKET"}},)"
        R"("state":{{"values":{{}}}},"response_url":"https://hooks.slack.com/actions/{1}/1/x",)"
        R"("actions":[{{"action_id":"ticket.claim","block_id":"buttons","text":{{"type":"plain_text","text":"Claim",)"
        R"("emoji":true}},"value":"{4}","type":"button","action_ts":"{2}"}}]}})",
        where_.user, where_.team, ts_of(number), channel, number
    );
    return slack::http::build_form({{"payload", payload}});
}

std::string request_maker::command(const std::string& channel, std::int64_t number) const
{
    return slack::http::build_form(
        {{"token", "ZZZZZZWSxiZZZ2yIvs3peJ"},
         {"team_id", where_.team},
         {"team_domain", "lighthouse"},
         {"channel_id", channel},
         {"channel_name", "help-it"},
         {"user_id", where_.user},
         {"user_name", "ben"},
         {"command", "/ticket"},
         {"text", fmt::format("status #{}", number)},
         {"api_app_id", "A0123DOCKET"},
         {"is_enterprise_install", "false"},
         {"response_url", "https://hooks.slack.com/commands/T1/1/x"},
         {"trigger_id", fmt::format("{}.2.typed", number)}}
    );
}

}  // namespace docket::bench

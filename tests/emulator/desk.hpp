#pragma once

#include "slack/emulator/api.hpp"
#include "slack/emulator/changes.hpp"
#include "slack/emulator/server.hpp"
#include "slack/http/form.hpp"

#include <chrono>
#include <string>

namespace emulator_tests {

using namespace docket::slack;
using namespace docket::slack::emulator;
using namespace std::chrono_literals;

inline const instant nine{std::chrono::sys_days(std::chrono::year(2026) / 3 / 2) + 9h};

/// A workspace without the web: calls go straight to the methods.
class desk {
public:
    explicit desk(std::set<std::string> scopes = options::every_scope()) : world(installed(std::move(scopes)), nine)
    {
        rate_rules off;
        off.on = false;
        limits.use(off);
        ann = add("ann");
        ben = add("ben");
        help = world.add_channel("help", channel_kind::public_channel, {ann, ben, bot()}, now);
        lounge = world.add_channel("lounge", channel_kind::public_channel, {ann}, now);
        secret = world.add_channel("secret", channel_kind::private_channel, {ann}, now);
        desk_room = world.add_channel("desk", channel_kind::private_channel, {ben, bot()}, now);
    }

    const std::string& bot() const { return world.app.bot_user; }

    std::string add(const std::string& name)
    {
        person who;
        who.name = name;
        who.email = name + "@example.com";
        return world.add_person(std::move(who));
    }

    /// A message of a person. @return its ts
    std::string say(
        const std::string& who, const std::string& channel, const std::string& text, std::string thread = ""
    )
    {
        message draft;
        draft.user = who;
        draft.text = text;
        draft.thread_ts = std::move(thread);
        return changes::post(world, world.channels.at(channel), std::move(draft), now).ts;
    }

    /// A call with a JSON body.
    json call(const std::string& method, const json& arguments)
    {
        return send(method, "application/json; charset=utf-8", arguments.dump()).body;
    }

    /// A call with a form.
    json form(const std::string& method, const http::form_fields& fields)
    {
        return send(method, "application/x-www-form-urlencoded; charset=utf-8", http::build_form(fields)).body;
    }

    api_answer send(const std::string& method, const std::string& content_type, const std::string& body)
    {
        api_request asked;
        asked.method = method;
        asked.authorization = "Bearer " + token;
        asked.content_type = content_type;
        asked.body = body;
        return answer_call(world, limits, asked, now);
    }

    /// A trigger_id as a click of Ann's just now would carry.
    std::string trigger(const std::string& view_id = "") { return world.triggers.issue(ann, view_id, now); }

    instant now = nine;
    std::string token = "xoxb-1";
    workspace world;
    rate_limiter limits;
    std::string ann, ben, help, lounge, secret, desk_room;

private:
    static installation installed(std::set<std::string> scopes)
    {
        installation app;
        app.token = "xoxb-1";
        app.scopes = std::move(scopes);
        app.subscriptions = options::every_subscription();
        return app;
    }
};

inline std::string error_of(const json& answer)
{
    return answer.value("error", "");
}

inline json parsed(const std::string& text)
{
    return json::parse(text);
}

}  // namespace emulator_tests

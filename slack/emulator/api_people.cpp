#include "slack/emulator/api_call.hpp"
#include "slack/emulator/shapes.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <limits>

namespace docket::slack::emulator {

namespace {

bool with_email(const api_call& call)
{
    return call.where.app.scopes.count("users:read.email") != 0;
}

json auth_test(api_call& call)
{
    const auto& where = call.where;
    auto answer = done();
    answer["url"] = fmt::format("https://{}.slack.com/", where.domain);
    answer["team"] = where.team_name;
    answer["user"] = where.app.name;
    answer["team_id"] = where.team_id;
    answer["user_id"] = where.app.bot_user;
    answer["bot_id"] = where.app.bot_id;
    answer["is_enterprise_install"] = false;
    return answer;
}

json api_test(api_call& call)
{
    auto answer = call.args.has("error") ? refused(call.args.text("error")) : done();
    if (!call.args.all().empty())
        answer["args"] = call.args.all();
    return answer;
}

json users_info(api_call& call)
{
    const auto* who = call.where.find_person(call.args.text("user"));
    if (who == nullptr)
        return refused("user_not_found");
    if (who->stranger)
        return refused("user_not_visible");
    auto answer = done();
    answer["user"] = user_json(call.where, *who, with_email(call));
    if (call.args.flag("include_locale"))
        answer["user"]["locale"] = "en-US";
    return answer;
}

/// Slack compares addresses without regard to case, and answers for deactivated people as if they were not there.
json users_lookup_by_email(api_call& call)
{
    const auto lower = [](std::string text) {
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
        return text;
    };
    const auto wanted = lower(call.args.text("email"));
    for (const auto& [id, who] : call.where.people) {
        if (wanted.empty() || who.deleted || who.team_id != call.where.team_id || lower(who.email) != wanted)
            continue;
        auto answer = done();
        answer["user"] = user_json(call.where, who, true);
        return answer;
    }
    return refused("users_not_found");
}

/// People of this workspace, deactivated ones and bots among them; not those met through Slack Connect.
json users_list(api_call& call)
{
    std::vector<const person*> found;
    for (const auto& [id, who] : call.where.people)
        if (who.team_id == call.where.team_id)
            found.push_back(&who);
    const auto cut = cut_page(call, found.size(), std::numeric_limits<std::int32_t>::max(), 1000);
    if (!cut)
        return cut.error();
    auto answer = done();
    answer["members"] = json::array();
    for (auto index = cut->from; index < cut->to; ++index)
        answer["members"].push_back(user_json(call.where, *found[index], with_email(call)));
    answer["cache_ts"] = std::chrono::duration_cast<std::chrono::seconds>(call.now.time_since_epoch()).count();
    put_cursor(answer, cut->next_cursor);
    return answer;
}

json groups_list(api_call& call)
{
    auto answer = done();
    answer["usergroups"] = json::array();
    for (const auto& [id, group] : call.where.groups)
        if (group.disabled == 0 || call.args.flag("include_disabled"))
            answer["usergroups"].push_back(group_json(call.where, group, call.args.flag("include_users")));
    return answer;
}

json group_users(api_call& call)
{
    const auto found = call.where.groups.find(call.args.text("usergroup"));
    if (found == call.where.groups.end() || (found->second.disabled != 0 && !call.args.flag("include_disabled")))
        return refused("no_such_subteam");
    auto answer = done();
    answer["users"] = found->second.users;
    return answer;
}

json bots_info(api_call& call)
{
    const auto& where = call.where;
    if (call.args.text("bot") != where.app.bot_id)
        return refused("bot_not_found");
    auto answer = done();
    answer["bot"] = bot_profile_json(where);
    answer["bot"]["user_id"] = where.app.bot_user;
    return answer;
}

json team_info(api_call& call)
{
    const auto& where = call.where;
    if (call.args.has("team") && call.args.text("team") != where.team_id)
        return refused("team_not_found");
    auto answer = done();
    answer["team"]["id"] = where.team_id;
    answer["team"]["name"] = where.team_name;
    answer["team"]["domain"] = where.domain;
    answer["team"]["email_domain"] = "";
    for (const int size : {34, 44, 68, 88, 102, 132})
        answer["team"]["icon"][fmt::format("image_{}", size)] =
            fmt::format("https://a.slack-edge.com/80588/img/avatars-teams/ava_0001-{}.png", size);
    answer["team"]["icon"]["image_default"] = true;
    return answer;
}

}  // namespace

std::vector<method_entry> people_methods()
{
    return {
        {"auth.test", true, {}, auth_test},
        {"api.test", true, {}, api_test},
        {"users.info", false, {"users:read"}, users_info},
        {"users.lookupByEmail", false, {"users:read.email"}, users_lookup_by_email},
        {"users.list", false, {"users:read"}, users_list},
        {"usergroups.list", false, {"usergroups:read"}, groups_list},
        {"usergroups.users.list", false, {"usergroups:read"}, group_users},
        {"bots.info", false, {"users:read"}, bots_info},
        {"team.info", true, {"team:read"}, team_info},
    };
}

}  // namespace docket::slack::emulator

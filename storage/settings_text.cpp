#include "storage/desks.hpp"

#include <nlohmann/json.hpp>

namespace docket::storage {

namespace {

using nlohmann::json;

template <class Id>
json ids_to_json(const std::vector<Id>& ids)
{
    auto all = json::array();
    for (const auto& id : ids)
        all.push_back(id.str());
    return all;
}

template <class Id>
std::vector<Id> ids_in(const json& j, const char* name)
{
    std::vector<Id> ids;
    for (auto& text : j.value(name, std::vector<std::string>()))
        ids.emplace_back(std::move(text));
    return ids;
}

json to_json(const core::queue& q)
{
    json j;
    j["key"] = q.key.str();
    j["name"] = q.name;
    j["triage"] = q.triage.str();
    j["intake"] = ids_to_json(q.intake);
    j["agents"] = ids_to_json(q.agents);
    if (q.agent_group)
        j["agent_group"] = q.agent_group->str();
    j["round_robin"] = q.assignment == core::assignment::round_robin;
    j["bots_may_open"] = q.bots_may_open;
    j["keywords"] = q.keywords;
    j["burst_minutes"] = q.burst.count();
    j["skip_prefix"] = q.skip_prefix;
    j["remind_assignee_minutes"] = q.remind_assignee.count();
    j["update_requester_minutes"] = q.update_requester.count();
    return j;
}

core::queue queue_in(const json& j)
{
    core::queue q;  // what a version did not keep yet has its default
    q.key = core::queue_id(j.value("key", ""));
    q.name = j.value("name", "");
    q.triage = core::channel_id(j.value("triage", ""));
    q.intake = ids_in<core::channel_id>(j, "intake");
    q.agents = ids_in<core::member_id>(j, "agents");
    if (j.contains("agent_group"))
        q.agent_group = core::group_id(j.at("agent_group").get<std::string>());
    q.assignment = j.value("round_robin", false) ? core::assignment::round_robin : core::assignment::none;
    q.bots_may_open = j.value("bots_may_open", q.bots_may_open);
    q.keywords = j.value("keywords", q.keywords);
    q.burst = std::chrono::minutes(j.value("burst_minutes", q.burst.count()));
    q.skip_prefix = j.value("skip_prefix", q.skip_prefix);
    q.remind_assignee = std::chrono::minutes(j.value("remind_assignee_minutes", q.remind_assignee.count()));
    q.update_requester = std::chrono::minutes(j.value("update_requester_minutes", q.update_requester.count()));
    return q;
}

json to_json(const core::route& r)
{
    json j;
    j["words"] = r.words;
    j["form"] = r.form;
    j["queue"] = r.queue.str();
    return j;
}

core::route route_in(const json& j)
{
    core::route r;
    r.words = j.value("words", r.words);
    r.form = j.value("form", r.form);
    r.queue = core::queue_id(j.value("queue", ""));
    return r;
}

core::settings settings_in(const json& j)
{
    core::settings s;
    s.administrators = ids_in<core::member_id>(j, "administrators");
    s.managers = ids_in<core::member_id>(j, "managers");
    for (const auto& q : j.value("queues", json::array()))
        s.queues.push_back(queue_in(q));
    for (const auto& r : j.value("routes", json::array()))
        s.routes.push_back(route_in(r));
    s.default_queue = core::queue_id(j.value("default_queue", ""));
    s.reopen_within_working_days = j.value("reopen_within_working_days", s.reopen_within_working_days);
    s.time_zone = j.value("time_zone", s.time_zone);
    return s;
}

}  // namespace

std::string settings_to_text(const core::settings& s)
{
    json j;
    j["administrators"] = ids_to_json(s.administrators);
    j["managers"] = ids_to_json(s.managers);
    j["queues"] = json::array();
    for (const auto& q : s.queues)
        j["queues"].push_back(to_json(q));
    j["routes"] = json::array();
    for (const auto& r : s.routes)
        j["routes"].push_back(to_json(r));
    j["default_queue"] = s.default_queue.str();
    j["reopen_within_working_days"] = s.reopen_within_working_days;
    j["time_zone"] = s.time_zone;
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

core::settings settings_from_text(std::string_view text)
{
    try {
        return settings_in(json::parse(text));
    } catch (const json::exception& e) {
        // Deciding by settings that are not there would do harm; nothing is decided until they are mended.
        throw broken("the settings in the database cannot be read: restore a backup (" + std::string(e.what()) + ")");
    }
}

}  // namespace docket::storage

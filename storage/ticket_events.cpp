#include "storage/tickets.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

/// Events as JSON: the kind in a column of its own, here only what else is in them. Names are never changed, since
/// history written by any earlier version must read; a member that came later is optional.
namespace docket::storage {

namespace {

using nlohmann::json;

// --- Values inside events ---

json to_json(const core::place& p)
{
    json j;
    j["channel"] = p.channel.str();
    j["ts"] = p.ts.str();
    return j;
}

core::place place_of(const json& j)
{
    return core::place{core::channel_id(j.value("channel", "")), core::message_ts(j.value("ts", ""))};
}

core::member_id member(const json& j, const char* name)
{
    return core::member_id(j.at(name).get<std::string>());
}

core::message_id message(const json& j)
{
    return core::message_id(j.value("message", std::int64_t{0}));
}

template <class Value>
json named(const char* name, const Value& value)
{
    json j = json::object();
    j[name] = value;
    return j;
}

// --- Writing ---

struct writer {
    json operator()(const core::opened& e) const
    {
        json j;
        j["queue"] = e.queue.str();
        j["requester"] = e.requester.str();
        j["source"] = std::string(core::name_of(e.source));
        j["priority"] = std::string(core::name_of(e.priority));
        if (e.conversation)
            j["conversation"] = to_json(*e.conversation);
        j["title"] = e.title;
        j["details"] = e.details;
        if (e.follow_up_of)
            j["follow_up_of"] = e.follow_up_of->value();
        if (!e.routed_by.empty())
            j["routed_by"] = e.routed_by;
        if (e.asked)
            j["asked"] = e.asked->time_since_epoch().count();
        return j;
    }
    json operator()(const core::conversation_began& e) const { return to_json(e.where); }
    json operator()(const core::assigned& e) const { return named("to", e.to.str()); }
    json operator()(const core::unassigned& e) const { return named("was", e.was.str()); }
    json operator()(const core::prioritised& e) const { return named("to", std::string(core::name_of(e.to))); }
    json operator()(const core::moved& e) const
    {
        auto j = named("from", e.from.str());
        j["to"] = e.to.str();
        return j;
    }
    json operator()(const core::status_changed& e) const
    {
        auto j = named("to", std::string(core::name_of(e.to)));
        if (!e.note.empty())
            j["note"] = e.note;
        return j;
    }
    json operator()(const core::requester_wrote& e) const { return named("message", e.what.value()); }
    json operator()(const core::agent_answered& e) const
    {
        auto j = named("message", e.what.value());
        if (e.from_triage)
            j["from_triage"] = true;
        return j;
    }
    json operator()(const core::bystander_wrote& e) const { return named("message", e.what.value()); }
    json operator()(const core::discussed& e) const { return named("message", e.what.value()); }
    json operator()(const core::resolved& e) const { return named("done", e.done); }
    json operator()(const core::closed& e) const { return named("reason", e.reason); }
    json operator()(const core::rewritten& e) const
    {
        auto j = named("title", e.title);
        j["details"] = e.details;
        return j;
    }
    json operator()(const core::confirmed& /*e*/) const { return json::object(); }
    json operator()(const core::reopened& /*e*/) const { return json::object(); }
    json operator()(const core::followed_up& e) const { return named("by", e.by.value()); }
    json operator()(const core::assignee_reminded& /*e*/) const { return json::object(); }
    json operator()(const core::requester_updated& /*e*/) const { return json::object(); }
};

// --- Reading: one for every alternative, so that a new one does not build before it can be read ---

/// Without its word an event about it means nothing.
template <class Value>
Value word(std::optional<Value> value)
{
    if (!value)
        throw json::other_error::create(501, "a word that this version does not know", nullptr);
    return *value;
}

void read(const json& j, core::opened& e)
{
    e.queue = core::queue_id(j.value("queue", ""));
    e.requester = core::member_id(j.value("requester", ""));
    e.source = core::source_named(j.value("source", "")).value_or(core::source::command);
    e.priority = core::priority_named(j.value("priority", "")).value_or(core::priority::normal);
    if (j.contains("conversation"))
        e.conversation = place_of(j.at("conversation"));
    e.title = j.value("title", "");
    e.details = j.value("details", "");
    if (j.contains("follow_up_of"))
        e.follow_up_of = core::ticket_number(j.at("follow_up_of").get<std::int64_t>());
    e.routed_by = j.value("routed_by", "");
    if (j.contains("asked"))
        e.asked = core::instant(std::chrono::milliseconds(j.at("asked").get<std::int64_t>()));
}
void read(const json& j, core::conversation_began& e)
{
    e.where = core::place{
        core::channel_id(j.at("channel").get<std::string>()), core::message_ts(j.at("ts").get<std::string>())
    };
}
void read(const json& j, core::assigned& e)
{
    e.to = member(j, "to");
}
void read(const json& j, core::unassigned& e)
{
    e.was = member(j, "was");
}
void read(const json& j, core::prioritised& e)
{
    e.to = word(core::priority_named(j.at("to").get<std::string>()));
}
void read(const json& j, core::moved& e)
{
    e.from = core::queue_id(j.value("from", ""));
    e.to = core::queue_id(j.at("to").get<std::string>());
}
void read(const json& j, core::status_changed& e)
{
    e.to = word(core::status_named(j.at("to").get<std::string>()));
    e.note = j.value("note", "");
}
void read(const json& j, core::requester_wrote& e)
{
    e.what = message(j);
}
void read(const json& j, core::agent_answered& e)
{
    e.what = message(j);
    e.from_triage = j.value("from_triage", false);
}
void read(const json& j, core::bystander_wrote& e)
{
    e.what = message(j);
}
void read(const json& j, core::discussed& e)
{
    e.what = message(j);
}
void read(const json& j, core::resolved& e)
{
    e.done = j.value("done", "");
}
void read(const json& j, core::closed& e)
{
    e.reason = j.value("reason", "");
}
void read(const json& j, core::rewritten& e)
{
    e.title = j.value("title", "");
    e.details = j.value("details", "");
}
void read(const json& /*j*/, core::confirmed& /*e*/) {}
void read(const json& /*j*/, core::reopened& /*e*/) {}
void read(const json& j, core::followed_up& e)
{
    e.by = core::ticket_number(j.at("by").get<std::int64_t>());
}
void read(const json& /*j*/, core::assignee_reminded& /*e*/) {}
void read(const json& /*j*/, core::requester_updated& /*e*/) {}

template <std::size_t Index>
bool read_if_named(std::string_view kind, const json& j, std::optional<core::happening>& found)
{
    std::variant_alternative_t<Index, core::happening> e{};
    if (core::name_of(core::happening(e)) != kind)
        return false;
    read(j, e);
    found = std::move(e);
    return true;
}

template <std::size_t... Index>
std::optional<core::happening> read_any(std::string_view kind, const json& j, std::index_sequence<Index...> /*all*/)
{
    std::optional<core::happening> found;
    static_cast<void>((read_if_named<Index>(kind, j, found) || ...));
    return found;
}

core::happening happening_from(std::string_view kind, std::string_view text)
{
    // What cannot be read (a later version's event, a damaged row) is shown as something said among the desk about no
    // message: it keeps its place, time and author in history and, applied, changes nothing but when it was touched.
    core::happening unreadable = core::discussed{};
    try {
        const auto j = json::parse(text);
        auto found = read_any(kind, j, std::make_index_sequence<std::variant_size_v<core::happening>>());
        return found ? std::move(*found) : std::move(unreadable);
    } catch (const json::exception&) {
        return unreadable;
    }
}

}  // namespace

std::string event_to_text(const core::event& e)
{
    // People's bytes need not be UTF-8; what is not becomes a replacement character, never an exception.
    return std::visit(writer{}, e.what).dump(-1, ' ', false, json::error_handler_t::replace);
}

core::event event_from_text(
    std::string_view kind, std::string_view text, core::instant at, std::optional<core::member_id> by, core::cause why
)
{
    return core::event(happening_from(kind, text), at, std::move(by), why);
}

}  // namespace docket::storage

#include "bot/config/docket_toml.hpp"

#include "bot/config/hours.hpp"

#include <fmt/format.h>

#include <cstddef>

// Written by hand, so that keys stand in the order of the README.

namespace docket::bot {

namespace {

/// A basic string of TOML.
std::string quoted(const std::string& text)
{
    std::string q = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            q += {'\\', c};
        else if (c == '\n')
            q += "\\n";
        else if (c == '\t')
            q += "\\t";
        else if (byte < 0x20 || byte == 0x7F)
            q += fmt::format("\\u{:04X}", byte);
        else
            q += c;
    }
    return q + '"';
}

std::string text_of(std::string text)
{
    return text;
}

template <class Tag>
const std::string& text_of(const core::text_id<Tag>& id)
{
    return id.str();
}

template <class Item>
std::string list(const std::vector<Item>& items)
{
    std::string all;
    for (const auto& each : items)
        all += (all.empty() ? "" : ", ") + quoted(text_of(each));
    return '[' + all + ']';
}

/// Any key of a form: in quotes unless it is plain letters, digits, underscores and dashes.
std::string form_key(const std::string& key)
{
    const auto bare = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    for (const char c : key)
        if (!bare(c))
            return quoted(key);
    return key.empty() ? quoted(key) : key;
}

std::string queue(const core::queue& q)
{
    std::string text = "\n[[queue]]\n";
    const auto line = [&](const char* key, const std::string& value) { text += fmt::format("{} = {}\n", key, value); };
    line("key", quoted(q.key.str()));
    line("name", quoted(q.name));
    line("triage", quoted(q.triage.str()));
    if (!q.intake.empty())
        line("intake", list(q.intake));
    if (!q.agents.empty())
        line("agents", list(q.agents));
    if (q.agent_group)
        line("agent_group", quoted(q.agent_group->str()));
    line("assignment", q.assignment == core::assignment::round_robin ? "\"round robin\"" : "\"none\"");
    line("bots_may_open", q.bots_may_open ? "true" : "false");
    if (!q.keywords.empty())
        line("keywords", list(q.keywords));
    line("burst_minutes", std::to_string(q.burst.count()));
    line("skip_prefix", quoted(q.skip_prefix));
    line("remind_assignee_after_hours", write_hours(q.remind_assignee));
    line("update_requester_after_hours", write_hours(q.update_requester));
    return text;
}

std::string route(const core::route& r)
{
    std::string text = "\n[[route]]\n";
    if (!r.words.empty())
        text += fmt::format("words = {}\n", list(r.words));
    if (!r.form.empty()) {
        std::string fields;
        for (const auto& [field, value] : r.form)
            fields += fmt::format("{}{} = {}", fields.empty() ? "" : ", ", form_key(field), quoted(value));
        text += fmt::format("form = {{ {} }}\n", fields);
    }
    return text + fmt::format("queue = {}\n", quoted(r.queue.str()));
}

}  // namespace

std::string to_docket_toml(const core::settings& s)
{
    std::string text;
    text += fmt::format("administrators = {}\n", list(s.administrators));
    text += fmt::format("managers = {}\n", list(s.managers));
    if (!s.default_queue.empty())
        text += fmt::format("default_queue = {}\n", quoted(s.default_queue.str()));
    text += fmt::format("reopen_within_working_days = {}\n", s.reopen_within_working_days);
    text += fmt::format("time_zone = {}\n", quoted(s.time_zone));
    for (const auto& q : s.queues)
        text += queue(q);
    for (const auto& r : s.routes)
        text += route(r);
    return text;
}

}  // namespace docket::bot

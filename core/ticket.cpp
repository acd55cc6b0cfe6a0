#include "core/ticket.hpp"

#include "core/names.hpp"
#include "core/text.hpp"

namespace docket::core {

namespace {

constexpr names_of<status, 6> statuses{{
    {status::fresh, "fresh"},
    {status::in_progress, "in_progress"},
    {status::waiting, "waiting"},
    {status::on_hold, "on_hold"},
    {status::resolved, "resolved"},
    {status::closed, "closed"},
}};

constexpr names_of<priority, 4> priorities{{
    {priority::low, "low"},
    {priority::normal, "normal"},
    {priority::high, "high"},
    {priority::urgent, "urgent"},
}};

constexpr names_of<source, 10> sources{{
    {source::reaction, "reaction"},
    {source::message_shortcut, "message_shortcut"},
    {source::global_shortcut, "global_shortcut"},
    {source::form, "form"},
    {source::command, "command"},
    {source::mention, "mention"},
    {source::direct_message, "direct_message"},
    {source::intake_channel, "intake_channel"},
    {source::email, "email"},
    {source::follow_up, "follow_up"},
}};

}  // namespace

bool is_open(const ticket& t)
{
    return t.status != status::resolved && t.status != status::closed;
}

std::string_view name_of(status s)
{
    return name_in(statuses, s);
}

std::string_view name_of(priority p)
{
    return name_in(priorities, p);
}

std::string_view name_of(source s)
{
    return name_in(sources, s);
}

std::optional<status> status_named(std::string_view name)
{
    return value_in(statuses, name);
}

std::optional<priority> priority_named(std::string_view name)
{
    return value_in(priorities, folded(trimmed(name)));
}

std::optional<source> source_named(std::string_view name)
{
    return value_in(sources, name);
}

}  // namespace docket::core

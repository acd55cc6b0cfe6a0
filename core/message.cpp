#include "core/message.hpp"

#include "core/names.hpp"

namespace docket::core {

namespace {

constexpr names_of<side, 4> sides{{
    {side::conversation, "conversation"},
    {side::reply, "reply"},
    {side::triage, "triage"},
    {side::note, "note"},
}};

constexpr names_of<role, 3> roles{{
    {role::requester, "requester"},
    {role::agent, "agent"},
    {role::bystander, "bystander"},
}};

}  // namespace

std::string_view name_of(side s)
{
    return name_in(sides, s);
}

std::string_view name_of(role r)
{
    return name_in(roles, r);
}

std::optional<side> side_named(std::string_view name)
{
    return value_in(sides, name);
}

std::optional<role> role_named(std::string_view name)
{
    return value_in(roles, name);
}

}  // namespace docket::core

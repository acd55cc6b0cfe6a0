#include "slack/emulator/views.hpp"

#include "slack/emulator/block_rules.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/stamp.hpp"
#include "slack/emulator/state.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace docket::slack::emulator {

namespace {

/// Whether another view of the workspace goes by this external_id.
bool is_taken(workspace& where, const std::string& external_id, const std::string& except)
{
    if (external_id.empty())
        return false;
    const auto has_it = [&](const view& v) {
        return v.id != except && text_at(v.content, "external_id") == external_id;
    };
    for (const auto& [user, stack] : where.modals)
        for (const auto& v : stack)
            if (has_it(v))
                return true;
    for (const auto& [user, home] : where.homes)
        if (has_it(home))
            return true;
    return false;
}

void fill(workspace& where, view& v, json content, instant now)
{
    v.content = kept_view(std::move(content), where.new_seed());
    v.hash = fmt::format("{}.{}", seconds_of(now), where.new_id("h"));
    v.errors = json::object();
    if (v.content.at("type") == "modal")
        where.touches.emplace_back(touched::modals{v.owner});
    else
        where.touches.emplace_back(touched::home{v.owner});
}

view made(workspace& where, const std::string& user, json content, instant now)
{
    view v;
    v.id = where.new_id("V");
    v.owner = user;
    v.root_view_id = v.id;
    fill(where, v, std::move(content), now);
    v.typed = initial_state(v.content.at("blocks"));
    return v;
}

}  // namespace

tl::expected<view*, std::string> open_modal(workspace& where, const std::string& user, json content, instant now)
{
    close_all(where, user);
    if (is_taken(where, text_at(content, "external_id"), ""))
        return tl::unexpected<std::string>("duplicate_external_id");
    auto& stack = where.modals[user];
    stack.push_back(made(where, user, std::move(content), now));
    return &stack.back();
}

tl::expected<view*, std::string> push_modal(workspace& where, const std::string& user, json content, instant now)
{
    auto& stack = where.modals[user];
    if (stack.empty())
        return tl::unexpected<std::string>("not_found");
    if (stack.size() >= most_modals)
        return tl::unexpected<std::string>("push_limit_reached");
    if (is_taken(where, text_at(content, "external_id"), ""))
        return tl::unexpected<std::string>("duplicate_external_id");
    auto v = made(where, user, std::move(content), now);
    v.root_view_id = stack.front().id;
    v.previous_view_id = stack.back().id;
    stack.push_back(std::move(v));
    return &stack.back();
}

tl::expected<view*, std::string> replace_view(workspace& where, view& old, json content, instant now)
{
    if (is_taken(where, text_at(content, "external_id"), old.id))
        return tl::unexpected<std::string>("duplicate_external_id");
    fill(where, old, std::move(content), now);
    auto values = initial_state(old.content.at("blocks"));
    for (auto& [block_id, entries] : values.items())
        for (auto& [action_id, entry] : entries.items()) {
            const auto kept = old.typed.value(block_id, json::object()).value(action_id, json());
            if (kept.is_object() && text_at(kept, "type") == text_at(entry, "type"))
                entry = kept;
        }
    old.typed = std::move(values);
    return &old;
}

tl::expected<view*, std::string> publish_home(
    workspace& where, const std::string& user, json content, const std::string& hash, instant now
)
{
    const auto known = where.homes.find(user);
    if (known == where.homes.end()) {
        if (is_taken(where, text_at(content, "external_id"), ""))
            return tl::unexpected<std::string>("duplicate_external_id");
        return &where.homes.emplace(user, made(where, user, std::move(content), now)).first->second;
    }
    if (!hash.empty() && hash != known->second.hash)
        return tl::unexpected<std::string>("hash_conflict");
    return replace_view(where, known->second, std::move(content), now);
}

void close_top(workspace& where, const std::string& user)
{
    auto& stack = where.modals[user];
    if (stack.empty())
        return;
    stack.pop_back();
    where.touches.emplace_back(touched::modals{user});
}

void close_one(workspace& where, const std::string& user, const std::string& view_id)
{
    auto& stack = where.modals[user];
    stack.erase(
        std::remove_if(stack.begin(), stack.end(), [&](const view& v) { return v.id == view_id; }), stack.end()
    );
    where.touches.emplace_back(touched::modals{user});
}

void refuse(workspace& where, view& submitted, json errors)
{
    submitted.errors = std::move(errors);
    where.touches.emplace_back(touched::modals{submitted.owner});
}

void close_all(workspace& where, const std::string& user)
{
    auto& stack = where.modals[user];
    if (stack.empty())
        return;
    stack.clear();
    where.touches.emplace_back(touched::modals{user});
}

}  // namespace docket::slack::emulator

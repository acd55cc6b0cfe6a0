#include "slack/emulator/api_call.hpp"
#include "slack/emulator/block_rules.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/shapes.hpp"
#include "slack/emulator/views.hpp"

namespace docket::slack::emulator {

namespace {

constexpr std::size_t view_bytes = 250'000;

/// The argument `view`, checked.
or_refusal<json> read_view(const api_call& call, const char* type)
{
    if (!call.args.has("view"))
        return tl::unexpected(refused("invalid_arguments", {"[ERROR] missing required field: view"}));
    auto view = call.args.nested("view");
    if (view.is_discarded())
        return tl::unexpected(refused("invalid_arguments", {"[ERROR] must be valid JSON [json-pointer:/view]"}));
    if (view.dump().size() > view_bytes)
        return tl::unexpected(refused("view_too_large"));
    auto complaints = complaints_about_view(view, call.where.knows_blocks_of_2026);
    if (complaints.empty() && view.at("type") != type)
        complaints.push_back(std::string("[ERROR] must be of type ") + type + " [json-pointer:/view/type]");
    if (!complaints.empty()) {
        complaints.insert(complaints.begin(), "[ERROR] failed to match all allowed schemas [json-pointer:/view]");
        return tl::unexpected(refused("invalid_arguments", complaints));
    }
    return view;
}

json shown(const api_call& call, const tl::expected<view*, std::string>& result)
{
    if (!result)
        return refused(result.error());
    auto answer = done();
    answer["view"] = view_json(call.where, **result);
    return answer;
}

/// Arguments are judged before the trigger is used up.
json open_view(api_call& call)
{
    auto content = read_view(call, "modal");
    if (!content)
        return std::move(content.error());
    const auto by = call.where.triggers.exchange(call.args.text("trigger_id"), call.now);
    if (!by)
        return refused(by.error());
    return shown(call, open_modal(call.where, by->user, std::move(*content), call.now));
}

/// Only a trigger from inside an open modal may push.
json push_view(api_call& call)
{
    auto content = read_view(call, "modal");
    if (!content)
        return std::move(content.error());
    const auto by = call.where.triggers.exchange(call.args.text("trigger_id"), call.now);
    if (!by)
        return refused(by.error());
    if (by->view_id.empty() || call.where.find_view(by->view_id) == nullptr)
        return refused("not_found");
    return shown(call, push_modal(call.where, by->user, std::move(*content), call.now));
}

view* named_view(api_call& call)
{
    auto& where = call.where;
    if (call.args.has("view_id"))
        return where.find_view(call.args.text("view_id"));
    const auto external_id = call.args.text("external_id");
    if (external_id.empty())
        return nullptr;
    for (auto& [user, stack] : where.modals)
        for (auto& each : stack)
            if (text_at(each.content, "external_id") == external_id)
                return &each;
    for (auto& [user, home] : where.homes)
        if (text_at(home.content, "external_id") == external_id)
            return &home;
    return nullptr;
}

json update_view(api_call& call)
{
    if (!call.args.has("view_id") && !call.args.has("external_id"))
        return refused("invalid_arguments", {"[ERROR] missing required field: view_id"});
    auto* old = named_view(call);
    if (old == nullptr)
        return refused("not_found");
    auto content = read_view(call, old->content.at("type").get_ref<const std::string&>().c_str());
    if (!content)
        return std::move(content.error());
    if (call.args.has("hash") && call.args.text("hash") != old->hash)
        return refused("hash_conflict");
    return shown(call, replace_view(call.where, *old, std::move(*content), call.now));
}

json publish_view(api_call& call)
{
    auto content = read_view(call, "home");
    if (!content)
        return std::move(content.error());
    const auto user = call.args.text("user_id");
    const auto* who = call.where.find_person(user);
    if (who == nullptr || who->deleted || who->bot)
        return refused("invalid_arguments", {"invalid `user_id`"});
    if (!call.where.app.home_tab)
        return refused("not_enabled");
    return shown(call, publish_home(call.where, user, std::move(*content), call.args.text("hash"), call.now));
}

}  // namespace

std::vector<method_entry> view_methods()
{
    return {
        {"views.open", true, {}, open_view},
        {"views.push", true, {}, push_view},
        {"views.update", true, {}, update_view},
        {"views.publish", true, {}, publish_view},
    };
}

}  // namespace docket::slack::emulator

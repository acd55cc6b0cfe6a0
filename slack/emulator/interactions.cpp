#include "slack/emulator/block_rules.hpp"
#include "slack/emulator/changes.hpp"
#include "slack/emulator/choosing.hpp"
#include "slack/emulator/files.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/payloads.hpp"
#include "slack/emulator/responses.hpp"
#include "slack/emulator/server.hpp"
#include "slack/emulator/state.hpp"
#include "slack/emulator/views.hpp"
#include "slack/http/form.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

/// What a client says when a form's answer made no sense or came too late.
constexpr const char* connecting_trouble = "We had some trouble connecting. Try again?";

/// A command or shortcut that the app has not registered cannot be chosen in a client.
void must_be_known(const std::vector<std::string>& known, const std::string& name)
{
    if (std::find(known.begin(), known.end(), name) == known.end())
        throw std::invalid_argument(name + " is no command or shortcut of the app");
}

/// The options of an app's answer in one list.
json all_options(const json& answer)
{
    json options = list_at(answer, "options");
    for (const auto& group : list_at(answer, "option_groups"))
        for (const auto& each : group.at("options"))
            options.push_back(each);
    return options;
}

/// Keeps what an element of a view holds from now on.
void keep_entry(view& in, const located& used, const json& entry)
{
    const auto action_id = used.element.at("action_id").get<std::string>();
    if (in.typed.contains(used.block_id()) && in.typed.at(used.block_id()).contains(action_id))
        in.typed[used.block_id()][action_id] = entry;
}

/// The block_ids of inputs that must be filled in and are not.
std::vector<std::string> empty_required(const view& in)
{
    std::vector<std::string> blocks;
    for (const auto& each : elements_of(in.content.at("blocks"))) {
        if (each.block.at("type") != "input" || is_set(each.block, "optional"))
            continue;
        const auto action_id = each.element.at("action_id").get<std::string>();
        if (is_blank(in.typed.value(each.block_id(), json::object()).value(action_id, json::object())))
            blocks.push_back(each.block_id());
    }
    return blocks;
}

bool are_input_blocks(const view& in, const json& errors)
{
    if (!errors.is_object() || errors.empty())
        return false;
    const auto& blocks = in.content.at("blocks");
    for (const auto& [block_id, text] : errors.items()) {
        const auto is_it = [&](const json& block) {
            return text_at(block, "block_id") == block_id && block.at("type") == "input";
        };
        if (!text.is_string() || std::none_of(blocks.begin(), blocks.end(), is_it))
            return false;
    }
    return true;
}

}  // namespace

asio::awaitable<app_answer> emulator::interact(std::string kind, json payload)
{
    http::form_fields form;
    form.emplace_back("payload", payload.dump());
    auto body = http::build_form(form);
    const auto how = kind == "block_suggestion" ? delivery_kind::options : delivery_kind::interaction;
    auto answer = co_await courier_.send_form(how, std::move(kind), std::move(body));
    if (!answer.failure.empty())
        answer.trouble = answer.failure;
    deliver();
    co_return answer;
}

void emulator::show_notice(const std::string& who, const std::string& channel, const std::string& text)
{
    ephemeral notice;
    notice.channel = channel;
    notice.to = who;
    notice.from = slackbot;
    notice.text = text;
    changes::show(world_, std::move(notice), time_.now());
}

asio::awaitable<app_answer> emulator::command(std::string who, std::string channel, std::string name, std::string text)
{
    const auto& in = conversation(channel);
    const auto in_id = in.id;
    active(who);
    must_be_known(options_.commands, name);
    const auto typed = options_.escapes_commands ? escaped_command_text(world_, text) : text;
    const auto fields = command_fields(world_, who, in, name, typed, time_.now());
    auto body = http::build_form(fields);
    auto answer = co_await courier_.send_form(delivery_kind::command, name, std::move(body));
    if (!answer.failure.empty()) {
        answer.trouble = answer.failure == "http_timeout" ? "operation_timeout" : "dispatch_failed";
        show_notice(who, in_id, fmt::format("{} failed with the error \"{}\"", name, answer.trouble));
        deliver();
        co_return answer;
    }
    json said = answer.said;
    const bool is_json = answer.content_type.find("application/json") != std::string::npos;
    if (!is_json && !answer.body.empty()) {
        said = json::object();
        said["text"] = answer.body;
    }
    if (said.is_object() && !said.empty()) {
        response_target to;
        to.from = response_target::source::command;
        to.user = who;
        to.channel = in_id;
        const auto outcome = respond(world_, to, said, time_.now());
        if (outcome.status != 200)
            answer.trouble = outcome.body;
    }
    deliver();
    co_return answer;
}

asio::awaitable<app_answer> emulator::message_shortcut(
    std::string who, std::string channel, std::string ts, std::string callback_id
)
{
    active(who);
    must_be_known(options_.message_shortcuts, callback_id);
    auto& in = conversation(channel);
    auto payload =
        docket::slack::emulator::message_shortcut(world_, who, in, message_at(in, ts), callback_id, time_.now());
    return interact("message_action", std::move(payload));
}

asio::awaitable<app_answer> emulator::global_shortcut(std::string who, std::string callback_id)
{
    active(who);
    must_be_known(options_.global_shortcuts, callback_id);
    auto payload = docket::slack::emulator::global_shortcut(world_, who, callback_id, time_.now());
    return interact("shortcut", std::move(payload));
}

/// The state entry for what `who` chose. Attached files are stored first.
json emulator::chosen(const std::string& who, const located& used, const json& value, const json& offered)
{
    must_be_there(world_, used.element, value);
    if (text_at(used.element, "type") != "file_input" || !value.is_array())
        return entry_for(used, value, offered);
    if (value.size() > used.element.value("max_files", std::size_t{10}))
        throw std::invalid_argument("more files than the field takes");
    auto objects = json::array();
    for (const auto& each : value) {
        const auto name = text_at(each, "name");
        if (name.empty())
            throw std::invalid_argument("a file without a name");
        if (!is_taken(used.element, name))
            throw std::invalid_argument(name + " is of a kind that the field does not take");
        const auto mimetype = text_at(each, "mimetype");
        objects.push_back(
            add_file(world_, name, mimetype.empty() ? "text/plain" : mimetype, who, sent_content(each), time_.now())
                .object
        );
    }
    return entry_for(used, objects, offered);
}

ephemeral& emulator::ephemeral_at(const std::string& who, const std::string& ts)
{
    auto& shown = world_.ephemerals[who];
    const auto found = std::find_if(shown.begin(), shown.end(), [&](const auto& each) { return each.ts == ts; });
    if (found == shown.end())
        throw std::invalid_argument(who + " sees no ephemeral message " + ts);
    return *found;
}

asio::awaitable<app_answer> emulator::press(
    std::string who, std::string channel, std::string ts, std::string action_id, json value, std::string block_id
)
{
    active(who);
    auto& in = conversation(channel);
    const auto& on = message_at(in, ts);
    const auto used = element_named(on.blocks, action_id, block_id);
    const auto entry = chosen(who, used, value, on.offered);
    auto payload = block_actions_in_message(world_, who, in, on, used, entry, time_.now());
    return interact("block_actions", std::move(payload));
}

asio::awaitable<app_answer> emulator::press_ephemeral(
    std::string who, std::string ts, std::string action_id, json value, std::string block_id
)
{
    active(who);
    const auto& on = ephemeral_at(who, ts);
    const auto used = element_named(on.blocks, action_id, block_id);
    const auto entry = chosen(who, used, value, on.offered);
    auto payload = block_actions_in_ephemeral(world_, on, used, entry, time_.now());
    return interact("block_actions", std::move(payload));
}

view& emulator::view_of(const std::string& who, const std::string& view_id)
{
    active(who);
    auto* found = view_id.empty() ? world_.open_view(who) : world_.find_view(view_id);
    if (found == nullptr || found->owner != who)
        throw std::invalid_argument(who + " has no view " + view_id + " open");
    return *found;
}

asio::awaitable<app_answer> emulator::in_view_press(
    std::string who, std::string view_id, std::string action_id, json value, std::string block_id
)
{
    auto& in = view_of(who, view_id);
    const auto used = element_named(in.content.at("blocks"), action_id, block_id);
    const auto entry = chosen(who, used, value, in.offered);
    keep_entry(in, used, entry);
    auto payload = block_actions_in_view(world_, in, used, entry, time_.now());
    return interact("block_actions", std::move(payload));
}

asio::awaitable<json> emulator::suggestions(json payload)
{
    auto answer = co_await interact("block_suggestion", std::move(payload));
    const bool usable = answer.ok() && complaints_about_options(answer.said).empty();
    co_return usable ? std::move(answer.said) : json(nullptr);
}

asio::awaitable<json> emulator::options_in_view(
    std::string who, std::string view_id, std::string action_id, std::string typed, std::string block_id
)
{
    const auto& in = view_of(who, view_id);
    const auto id = in.id;
    const auto menu = element_named(in.content.at("blocks"), action_id, block_id);
    auto payload = block_suggestion(world_, in, menu, typed);
    auto answer = co_await suggestions(std::move(payload));
    auto* still_open = world_.find_view(id);
    if (still_open != nullptr && !answer.is_null())
        still_open->offered[action_id] = all_options(answer);
    co_return answer;
}

asio::awaitable<json> emulator::options_in_message(
    std::string who, std::string channel, std::string ts, std::string action_id, std::string typed, std::string block_id
)
{
    active(who);
    auto& in = conversation(channel);
    const auto& on = message_at(in, ts);
    const auto menu = element_named(on.blocks, action_id, block_id);
    auto payload = block_suggestion(world_, who, in, on, menu, typed);
    const auto id = in.id;
    auto answer = co_await suggestions(std::move(payload));
    auto* still_there = world_.find_message(id, ts);
    if (still_there != nullptr && !answer.is_null())
        still_there->offered[action_id] = all_options(answer);
    co_return answer;
}

asio::awaitable<json> emulator::options_in_ephemeral(
    std::string who, std::string ts, std::string action_id, std::string typed, std::string block_id
)
{
    active(who);
    const auto& on = ephemeral_at(who, ts);
    const auto menu = element_named(on.blocks, action_id, block_id);
    auto payload = block_suggestion(world_, on, menu, typed);
    auto answer = co_await suggestions(std::move(payload));
    for (auto& each : world_.ephemerals[who])
        if (each.ts == ts && !answer.is_null())
            each.offered[action_id] = all_options(answer);
    co_return answer;
}

asio::awaitable<json> emulator::type_for_options(
    std::string who, std::string view_id, std::string action_id, std::string typed
)
{
    auto work = options_in_view(std::move(who), std::move(view_id), std::move(action_id), std::move(typed), "");
    const auto answer = co_await std::move(work);
    co_return answer.is_null() ? json(nullptr) : all_options(answer);
}

asio::awaitable<app_answer> emulator::submit(std::string who, std::string view_id, json values)
{
    auto& in = view_of(who, view_id);
    const auto id = in.id;
    for (const auto& [block_id, actions] : values.items())
        for (const auto& [action_id, value] : actions.items()) {
            const auto used = element_named(in.content.at("blocks"), action_id, block_id);
            keep_entry(in, used, chosen(who, used, value, in.offered));
        }
    app_answer answer;
    if (!in.content.contains("submit") || in.content.at("submit").is_null())
        answer.trouble = "the view has nothing to submit with";
    const auto missing = empty_required(in);
    if (!missing.empty())
        answer.trouble = "please complete " + missing.front();
    if (!answer.trouble.empty())
        co_return answer;
    auto payload = view_submission(world_, in, time_.now());
    answer = co_await interact("view_submission", std::move(payload));
    follow_submission(who, id, answer);
    deliver();
    co_return answer;
}

/// Does with the open views what the app's answer says.
void emulator::follow_submission(const std::string& who, const std::string& view_id, app_answer& answer)
{
    auto* submitted = world_.find_view(view_id);
    if (submitted == nullptr)
        return;
    if (!answer.failure.empty()) {
        answer.trouble = connecting_trouble;
        return;
    }
    if (answer.body.empty()) {
        if (is_set(submitted->content, "clear_on_close"))
            return close_all(world_, who);
        return close_one(world_, who, view_id);
    }
    const auto action = text_at(answer.said, "response_action");
    if (action == "clear")
        return close_all(world_, who);
    if (action == "errors") {
        const auto errors = member_at(answer.said, "errors");
        if (!are_input_blocks(*submitted, errors)) {
            answer.trouble = connecting_trouble;
            return;
        }
        answer.errors = errors;
        return refuse(world_, *submitted, errors);
    }
    const auto content = without_nulls(member_at(answer.said, "view"));
    const bool has_view =
        (action == "update" || action == "push") && complaints_about_view(content, world_.knows_blocks_of_2026).empty();
    if (!has_view) {
        answer.trouble = connecting_trouble;
        return;
    }
    const auto now = time_.now();
    const auto shown =
        action == "update" ? replace_view(world_, *submitted, content, now) : push_modal(world_, who, content, now);
    if (!shown)
        answer.trouble = connecting_trouble;
}

asio::awaitable<app_answer> emulator::close_view(std::string who, bool all)
{
    auto& top = view_of(who, "");
    const bool whole_stack = all || is_set(top.content, "clear_on_close");
    auto closed = whole_stack ? world_.modals.at(who).front() : top;
    if (whole_stack)
        close_all(world_, who);
    else
        close_top(world_, who);
    deliver();
    app_answer silent;
    silent.status = 200;
    if (!is_set(closed.content, "notify_on_close"))
        co_return silent;
    auto payload = view_closed(world_, closed, whole_stack);
    co_return co_await interact("view_closed", std::move(payload));
}

}  // namespace docket::slack::emulator

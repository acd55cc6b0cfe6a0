#include "bot/setup/views.hpp"

#include "bot/config/docket_toml.hpp"
#include "bot/config/hours.hpp"
#include "bot/setup/ids.hpp"
#include "bot/setup/terms.hpp"
#include "bot/words.hpp"
#include "bot/words_setup.hpp"
#include "slack/blocks.hpp"
#include "slack/mrkdwn.hpp"

#include <algorithm>

namespace docket::bot::setup {

namespace blocks = slack::blocks;
namespace mrkdwn = slack::mrkdwn;
namespace say = words::setup;
using nlohmann::json;

namespace {

constexpr std::size_t longest_input = 3'000;  // Slack's limit for a text field

// ---- fields -------------------------------------------------------------------------------------------------------

json field(const char* block_id, const say::asked& q, json element, bool optional = false)
{
    const blocks::input_block block{
        .block_id = block_id, .label = std::string(q.label), .hint = std::string(q.hint), .optional = optional
    };
    return blocks::input(block, std::move(element));
}

/// Where a value is longer than usual (docket.toml allows that), the field grows: nothing is cut behind one's back.
json line(const char* block_id, const say::asked& q, const std::string& value, bool optional = false)
{
    const blocks::text_input text{
        .action_id = ids::value,
        .initial = value,
        .placeholder = std::string(q.placeholder),
        .most = std::clamp<std::size_t>(mrkdwn::length(value), 150, longest_input),
    };
    return field(block_id, q, blocks::plain_text_input(text), optional);
}

/// Many words. @param same  whether `value`, read again, means what it meant
json lines(const char* block_id, const say::asked& q, const std::string& value, bool same)
{
    if (!same || mrkdwn::length(value) > longest_input || mrkdwn::clean(value) != value)
        return blocks::section(say::too_long_for_dialog(q.label));
    const blocks::text_input text{
        .action_id = ids::value,
        .initial = value,
        .placeholder = std::string(q.placeholder),
        .multiline = true,
        .most = longest_input,
    };
    return field(block_id, q, blocks::plain_text_input(text), true);
}

json whole(const char* block_id, const say::asked& q, long long value, long long most)
{
    const blocks::number_input number{.action_id = ids::value, .initial = value, .least = 0, .most = most};
    return field(block_id, q, blocks::element(number));
}

template <class Id>
blocks::picker picker(const std::vector<Id>& chosen)
{
    blocks::picker p{.action_id = ids::value};
    for (const auto& each : chosen)
        if (!each.empty())
            p.initial.push_back(each.str());
    return p;
}

blocks::choice choice(std::vector<blocks::option> options, std::vector<std::string> chosen)
{
    return {.action_id = ids::value, .options = std::move(options), .initial = std::move(chosen)};
}

blocks::option option(std::string_view text, std::string_view value)
{
    return {.text = std::string(text), .value = std::string(value)};
}

json assignment(core::assignment now)
{
    const auto* chosen = now == core::assignment::round_robin ? ids::assign_round_robin : ids::assign_none;
    return blocks::radio_buttons(choice(
        {option(say::assign_none, ids::assign_none), option(say::assign_round_robin, ids::assign_round_robin)}, {chosen}
    ));
}

json bots(bool may_open)
{
    std::vector<std::string> chosen;
    if (may_open)
        chosen.emplace_back(ids::bots_may_open);
    return blocks::checkboxes(choice({option(say::bots_may_open, ids::bots_may_open)}, std::move(chosen)));
}

bool reads_back(const std::vector<std::string>& words)
{
    const auto again = read_words(write_words(words));
    return again && *again == words;
}

/// Apart from queues that are not there, which is for the person to mend.
bool reads_back(const std::vector<core::route>& routes)
{
    std::vector<core::queue> named;
    for (const auto& r : routes) {
        core::queue q;
        q.key = r.queue;
        named.push_back(std::move(q));
    }
    const auto again = read_routes(write_routes(routes), named);
    return again && again->routes == routes;
}

json form(const char* callback_id, std::string_view title, const json& metadata, std::vector<json> parts)
{
    const blocks::modal m{
        .callback_id = callback_id,
        .title = std::string(title),
        .submit = std::string(say::save),
        .close = std::string(say::cancel),
        .private_metadata = metadata.dump(),
    };
    return blocks::view(m, std::move(parts));
}

// ---- the overview -------------------------------------------------------------------------------------------------

json button(const char* action_id, std::string_view text, const std::string& value = {})
{
    const blocks::button b{.action_id = action_id, .text = std::string(text), .value = value};
    return blocks::element(b);
}

json buttons(const status& now, bool any_queue)
{
    std::vector<json> all;
    if (!now.in_file) {
        blocks::button add{.action_id = ids::add_queue, .text = std::string(say::title_add_queue)};
        if (!any_queue)
            add.style = blocks::style::primary;
        all.push_back(blocks::element(add));
        all.push_back(button(ids::edit_people, say::title_people));
        // Routes lead to queues.
        if (any_queue)
            all.push_back(button(ids::edit_routes, say::title_routes));
    }
    all.push_back(button(ids::show_file, say::as_file));
    return blocks::actions("", std::move(all));
}

}  // namespace

json overview(const core::settings& s, const status& now)
{
    std::vector<json> parts;
    if (now.in_file)
        parts.push_back(blocks::section(words::settings_in_file()));
    if (now.first)
        parts.push_back(blocks::section(say::you_are_administrator()));
    parts.push_back(blocks::section(now.missing.empty() ? say::nothing_missing() : say::still_missing(now.missing)));
    parts.push_back(buttons(now, !s.queues.empty()));
    parts.push_back(blocks::divider());
    parts.push_back(blocks::section(say::people_and_days(s)));
    parts.push_back(blocks::section(say::routes_now(write_routes(s.routes))));
    for (const auto& q : s.queues) {
        if (now.in_file)
            parts.push_back(blocks::section(say::summary(q)));
        else
            parts.push_back(blocks::section(say::summary(q), button(ids::edit_queue, say::edit, q.key.str())));
    }
    const blocks::modal m{
        .callback_id = ids::overview, .title = std::string(say::title), .close = std::string(say::done)
    };
    return blocks::view(m, std::move(parts));
}

json queue_form(const core::queue* edited)
{
    const core::queue q = edited != nullptr ? *edited : core::queue{};
    json metadata = json::object();
    std::vector<json> parts;
    if (edited != nullptr)
        metadata["queue"] = q.key.str();
    else
        parts.push_back(line(ids::queue_key, say::queue_key, {}));
    parts.push_back(line(ids::queue_name, say::queue_name, q.name));
    const std::vector<core::channel_id> triage{q.triage};
    parts.push_back(field(ids::queue_triage, say::queue_triage, blocks::conversations_select(picker(triage))));
    parts.push_back(
        field(ids::queue_intake, say::queue_intake, blocks::multi_conversations_select(picker(q.intake)), true)
    );
    parts.push_back(field(ids::queue_agents, say::queue_agents, blocks::multi_users_select(picker(q.agents)), true));
    parts.push_back(line(ids::queue_group, say::queue_group, q.agent_group ? q.agent_group->str() : "", true));
    parts.push_back(field(ids::queue_assignment, say::queue_assignment, assignment(q.assignment)));
    parts.push_back(lines(ids::queue_keywords, say::queue_keywords, write_words(q.keywords), reads_back(q.keywords)));
    parts.push_back(line(ids::queue_remind, say::queue_remind, write_hours(q.remind_assignee)));
    parts.push_back(line(ids::queue_update, say::queue_update, write_hours(q.update_requester)));
    parts.push_back(whole(ids::queue_burst, say::queue_burst, q.burst.count(), 24 * 60));
    parts.push_back(line(ids::queue_skip, say::queue_skip, q.skip_prefix, true));
    parts.push_back(field(ids::queue_bots, say::queue_bots, bots(q.bots_may_open), true));
    return form(
        ids::queue_form, edited != nullptr ? say::title_edit_queue : say::title_add_queue, metadata, std::move(parts)
    );
}

json people_form(const core::settings& s)
{
    std::vector<json> parts;
    parts.push_back(
        field(ids::administrators, say::administrators, blocks::multi_users_select(picker(s.administrators)))
    );
    parts.push_back(field(ids::managers, say::managers, blocks::multi_users_select(picker(s.managers)), true));
    if (!s.queues.empty()) {
        std::vector<blocks::option> options;
        for (const auto& q : s.queues)
            options.push_back(option(q.name.empty() ? q.key.str() : q.name, q.key.str()));
        const auto select = blocks::grouped_select(choice(std::move(options), {s.default_queue.str()}));
        parts.push_back(field(ids::default_queue, say::default_queue, select));
    }
    parts.push_back(whole(ids::reopen_days, say::reopen_days, s.reopen_within_working_days, 1'000));
    parts.push_back(line(ids::time_zone, say::time_zone, s.time_zone));
    return form(ids::people_form, say::title_people, json::object(), std::move(parts));
}

json routes_form(const core::settings& s)
{
    std::vector<json> parts;
    parts.push_back(lines(ids::routes, say::routes, write_routes(s.routes), reads_back(s.routes)));
    return form(ids::routes_form, say::title_routes, json::object(), std::move(parts));
}

json file_view(const core::settings& s)
{
    // Each section holds 3000 characters; lines stay whole where they fit one.
    constexpr std::size_t most = 2'800;
    std::vector<json> parts;
    std::string page;
    const auto finish_page = [&] {
        if (!page.empty())
            parts.push_back(blocks::section("```\n" + page + "```"));
        page.clear();
    };
    std::string text = mrkdwn::escape(mrkdwn::clean(to_docket_toml(s)));
    for (auto fence = text.find("```"); fence != std::string::npos; fence = text.find("```", fence))
        text.replace(fence, 3, "'''");
    for (std::string_view rest = text; !rest.empty();) {
        const auto line_end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        const auto one = rest.substr(0, line_end);
        rest.remove_prefix(line_end);
        if (page.size() + one.size() > most)
            finish_page();
        page += one;
    }
    finish_page();
    const blocks::modal m{
        .callback_id = ids::file_view, .title = std::string(say::title_file), .close = std::string(say::back)
    };
    return blocks::view(m, std::move(parts));
}

}  // namespace docket::bot::setup

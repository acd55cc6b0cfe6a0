#include "bot/views/ids.hpp"
#include "bot/views/parts.hpp"
#include "bot/words.hpp"

#include <algorithm>

// Forms: whole views for views.open.

namespace docket::bot::views {

namespace {

constexpr std::size_t most_options = 100;      // Slack's limit for a select
constexpr std::size_t longest_value = 150;     // Slack's limit for an option's value
constexpr std::size_t longest_answer = 3'000;  // Slack's limit for a text field

std::string metadata_of(const core::ticket& t)
{
    json metadata;
    metadata["ticket"] = t.number.value();
    return metadata.dump();
}

/// A form about a ticket: "Resolve #12".
json about(
    const core::ticket& t, const char* callback, const std::string& verb, const std::string& submit,
    std::vector<json> parts
)
{
    const blocks::modal m{
        .callback_id = callback,
        .title = verb + " " + words::number(t.number),
        .submit = submit,
        .close = "Cancel",
        .private_metadata = metadata_of(t),
    };
    return blocks::view(m, std::move(parts));
}

/// Which ticket this is about, above the fields.
json reminder_of(const core::ticket& t)
{
    return blocks::context(words::number(t.number) + " · " + words::one_line(t.title, longest_what));
}

/// What a form asks for.
struct asked {
    std::string label;
    std::string hint;
    std::string placeholder;
    bool optional = false;
};

/// The field that most forms consist of.
json lines(const asked& q)
{
    const blocks::text_input field{
        .action_id = ids::value, .placeholder = q.placeholder, .multiline = true, .most = longest_answer
    };
    const blocks::input_block block{.block_id = ids::text, .label = q.label, .hint = q.hint, .optional = q.optional};
    return blocks::input(block, blocks::plain_text_input(field));
}

std::string plain_name(const core::queue& q)
{
    return words::one_plain_line(mrkdwn::escape(q.name.empty() ? q.key.str() : q.name), 75);
}

/// Queues to choose from, without `except`; with a key too long for an option they can only be reached by typing.
std::vector<blocks::option> queue_options(const core::desk& d, const core::queue_id& except)
{
    std::vector<blocks::option> all;
    for (const auto& q : d.set.queues)
        if (q.key != except && mrkdwn::length(q.key.str()) <= longest_value)
            all.push_back({plain_name(q), q.key.str()});
    return all;
}

json queue_select(const std::vector<blocks::option>& all, const std::string& placeholder)
{
    return blocks::grouped_select({.action_id = ids::value, .options = all, .placeholder = placeholder});
}

json urgency_select()
{
    blocks::choice c{
        .action_id = ids::value, .options = {}, .initial = {std::string(core::name_of(core::priority::normal))}
    };
    c.options.push_back({"Low: whenever it suits", std::string(core::name_of(core::priority::low))});
    c.options.push_back({"Normal", std::string(core::name_of(core::priority::normal))});
    c.options.push_back({"High: it keeps me from working", std::string(core::name_of(core::priority::high))});
    c.options.push_back({"Urgent: it keeps many from working", std::string(core::name_of(core::priority::urgent))});
    return blocks::static_select(c);
}

/// The roster as options, when Slack takes so many and we know them all by name.
std::vector<blocks::option> roster_options(const std::vector<core::member_id>& roster, const surroundings& s)
{
    std::vector<blocks::option> all;
    if (roster.size() > most_options)
        return all;
    for (const auto& who : roster) {
        const auto known = s.names.find(who);
        if (known == s.names.end())
            return {};
        all.push_back({words::one_plain_line(mrkdwn::escape(known->second), 75), who.str()});
    }
    return all;
}

}  // namespace

json new_form(const prefill& p, const core::desk& d)
{
    const blocks::text_input what{
        .action_id = ids::value,
        .initial = words::one_plain_line(mrkdwn::escape(p.what), longest_what),
        .placeholder = "My laptop does not start",
        .most = longest_what,
    };
    const blocks::text_input details{
        .action_id = ids::value,
        .initial = p.details,
        .placeholder = "What happens, since when, what you have tried",
        .multiline = true,
        .most = longest_answer,
    };
    std::vector<json> parts{
        blocks::input({.block_id = ids::what, .label = "What do you need?"}, blocks::plain_text_input(what)),
        blocks::input(
            {.block_id = ids::details, .label = "Details", .optional = true}, blocks::plain_text_input(details)
        ),
    };
    // With one queue there is nothing to choose.
    if (const auto queues = queue_options(d, {}); queues.size() > 1)
        parts.push_back(blocks::input(
            {.block_id = ids::queue, .label = "Team", .hint = "Leave it empty if you are not sure.", .optional = true},
            queue_select(queues, "Docket finds the right one")
        ));
    parts.push_back(blocks::input({.block_id = ids::urgency, .label = "How urgent is it?"}, urgency_select()));
    const blocks::modal m{
        .callback_id = ids::new_form,
        .title = "Open a ticket",
        .submit = "Open",
        .close = "Cancel",
        .private_metadata = p.metadata.dump(-1, ' ', false, json::error_handler_t::replace),
    };
    return blocks::view(m, std::move(parts));
}

json resolve_form(const core::ticket& t)
{
    const asked q{
        .label = "What was done?",
        .hint = "The requester reads this, and is asked whether it is fixed.",
        .placeholder = "Replaced the cable at the desk",
    };
    std::vector<json> parts{reminder_of(t), lines(q)};
    return about(t, ids::resolve_form, "Resolve", "Resolve", std::move(parts));
}

json close_form(const core::ticket& t)
{
    const asked q{
        .label = "Why does it end without a fix?",
        .hint = "The requester reads this.",
        .placeholder = "No longer needed",
    };
    std::vector<json> parts{reminder_of(t), lines(q)};
    return about(t, ids::close_form, "Close", "Close the ticket", std::move(parts));
}

json hold_form(const core::ticket& t)
{
    const asked q{
        .label = "What does it wait for?",
        .hint = "Only the team sees this; the requester sees that it is on hold.",
        .placeholder = "A spare part, due on Friday",
        .optional = true,
    };
    std::vector<json> parts{reminder_of(t), lines(q)};
    return about(t, ids::hold_form, "Hold", "Put on hold", std::move(parts));
}

json assign_form(const core::ticket& t, const surroundings& s)
{
    const auto* queue = s.desk.find(t.queue);
    const auto roster = queue == nullptr ? std::vector<core::member_id>() : s.desk.roster(*queue);
    const auto options = roster_options(roster, s);
    const auto team = queue == nullptr ? t.queue.str() : plain_name(*queue);
    const blocks::input_block block{
        .block_id = ids::person,
        .label = "Who takes it?",
        .hint = options.empty() ? "Somebody on the roster of " + team + "." : std::string(),
    };
    std::vector<json> parts{reminder_of(t)};
    if (options.empty()) {
        blocks::picker p{.action_id = ids::value, .placeholder = "Choose a person"};
        if (t.assignee)
            p.initial.push_back(t.assignee->str());
        parts.push_back(blocks::input(block, blocks::users_select(p)));
    } else {
        blocks::choice c{.action_id = ids::value, .options = options, .placeholder = "Choose a person"};
        if (t.assignee)
            c.initial.push_back(t.assignee->str());
        parts.push_back(blocks::input(block, blocks::static_select(c)));
    }
    return about(t, ids::assign_form, "Assign", "Assign", std::move(parts));
}

json reply_form(const core::ticket& t, const surroundings& s)
{
    const asked q{
        .label = "Your answer",
        .hint = "It appears in the requester's thread under your name, and the ticket then waits for them.",
        .placeholder = {},
    };
    std::vector<json> parts{
        blocks::context(
            words::number(t.number) + " · " + words::one_line(t.title, longest_what) + " · to " +
            name_of(t.requester, s)
        ),
        lines(q),
    };
    return about(t, ids::reply_form, "Reply to", "Send", std::move(parts));
}

json move_form(const core::ticket& t, const core::desk& d)
{
    const auto queues = queue_options(d, t.queue);
    std::vector<json> parts{reminder_of(t)};
    if (queues.empty())
        parts.push_back(blocks::section("There is no other queue yet. An administrator adds one with `/ticket setup`.")
        );
    else
        parts.push_back(blocks::input(
            {.block_id = ids::queue,
             .label = "Which team takes it from here?",
             .hint = "The card goes to that team's channel; the requester keeps the same number and thread."},
            queue_select(queues, "Choose a team")
        ));
    return about(t, ids::move_form, "Move", queues.empty() ? "" : "Move", std::move(parts));
}

json note_form(const core::ticket& t)
{
    const asked q{
        .label = "Note",
        .hint = "Only the team sees this, under Details.",
        .placeholder = {},
    };
    std::vector<json> parts{reminder_of(t), lines(q)};
    return about(t, ids::note_form, "Note on", "Add", std::move(parts));
}

}  // namespace docket::bot::views

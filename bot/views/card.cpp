#include "bot/views/ids.hpp"
#include "bot/views/parts.hpp"
#include "bot/words.hpp"

#include <fmt/format.h>

// The card: a ticket in the triage channel of its queue.

namespace docket::bot::views {

namespace {

constexpr std::size_t shown_of_details = 600;
constexpr std::size_t shown_of_title = 120;

json facts(const core::ticket& t, const surroundings& s)
{
    const auto who = t.assignee ? name_of(*t.assignee, s) : std::string("nobody yet");
    const std::vector<std::string> all{
        "*Status*\n" + words::status(t.status),
        "*Priority*\n" + words::priority(t.priority),
        "*Requester*\n" + name_of(t.requester, s),
        "*Assigned to*\n" + who,
    };
    return blocks::fields(all);
}

/// Where, when and how it came, in small print.
std::string origin(const core::ticket& t, const surroundings& s)
{
    auto line = words::queue(t.queue, s.desk) + " · opened " + words::time(t.opened) + " through " +
                words::source(t.source) + (t.asked ? ", " + words::asked_earlier(*t.asked, t.opened) : "") + " · " +
                conversation_link(t, "Open the conversation", s);
    if (t.follow_up_of)
        line += " · follows " + words::number(*t.follow_up_of);
    if (t.continued_by)
        line += " · goes on as " + words::number(*t.continued_by);
    if (t.reopened > 0)
        line += t.reopened == 1 ? " · opened again once" : fmt::format(" · opened again {} times", t.reopened);
    return line;
}

std::string ending(const core::ticket& t, const surroundings& s)
{
    if (core::is_open(t))
        return {};
    const bool fixed = t.resolved.has_value();
    const auto words = quoted(t.outcome, shown_of_details, s);
    if (t.status == core::status::resolved)
        return "*Resolved*, the requester is asked whether it is fixed.\n" + words;
    return (fixed ? "*Closed*: fixed.\n" : "*Closed* without a fix.\n") + words;
}

json priority_select(const core::ticket& t)
{
    blocks::choice c{.action_id = ids::priority, .options = {}, .placeholder = "Priority"};
    for (const auto p : {core::priority::low, core::priority::normal, core::priority::high, core::priority::urgent}) {
        c.options.push_back({words::priority(p), value_of(t.number, core::name_of(p))});
        if (p == t.priority)
            c.initial.push_back(c.options.back().value);
    }
    return blocks::static_select(c);
}

json more_menu(const core::ticket& t)
{
    blocks::choice c{.action_id = ids::more, .options = {}};
    const auto offer = [&](const char* label, const char* verb) {
        c.options.push_back({label, value_of(t.number, verb)});
    };
    if (core::is_open(t)) {
        offer("Move to another queue", ids::verb_move);
        offer("Close without a fix", ids::verb_close);
        if (t.assignee)
            offer("Give it back to the queue", ids::verb_release);
    } else {
        offer("Reopen", ids::verb_reopen);
    }
    offer("Add a note", ids::verb_note);
    offer("Details", ids::verb_details);
    return blocks::overflow(c);
}

/// What can be done now. Its id changes with every event: Slack's clients keep what was chosen in a select while its
/// block keeps its id.
json buttons(const core::ticket& t)
{
    std::vector<json> all;
    if (core::is_open(t)) {
        if (!t.assignee || t.status == core::status::fresh)  // who was given it begins it so
            all.push_back(press(ids::claim, "Claim", t.number, blocks::style::primary));
        all.push_back(press(ids::assign, "Assign", t.number));
        all.push_back(priority_select(t));
        all.push_back(press(ids::reply, "Reply", t.number));
        all.push_back(hold_button(t));
        all.push_back(press(ids::resolve, "Resolve", t.number));
    }
    all.push_back(more_menu(t));
    return blocks::actions(fmt::format("ticket.{}.{}", t.number.value(), t.events), std::move(all));
}

}  // namespace

message card(const core::ticket& t, const surroundings& s, const std::vector<core::attachment>& files)
{
    std::vector<json> parts{
        blocks::header(words::number(t.number) + " · " + plain_title_of(t, shown_of_title, s)),
    };
    if (const auto details = details_below(t, shown_of_title, shown_of_details, s); !details.empty())
        parts.push_back(blocks::section(details));
    if (const auto line = files_line(files); !line.empty())
        parts.push_back(blocks::context(line));
    parts.push_back(facts(t, s));
    if (const auto end = ending(t, s); !end.empty())
        parts.push_back(blocks::section(end));
    parts.push_back(blocks::context(origin(t, s)));
    parts.push_back(buttons(t));
    const auto text = words::number(t.number) + " · " + words::queue(t.queue, s.desk) + " · " +
                      words::status(t.status) + " · " + words::priority(t.priority) +
                      " priority: " + title_of(t, shown_of_title, s) + " — from " + name_of(t.requester, s) + ", " +
                      holder(t, s) + ".";
    return with_blocks(text, std::move(parts));
}

message card_left(const core::ticket& t, const surroundings& s)
{
    // No words of the request: this channel is no longer the ticket's.
    const auto channel = triage_channel(t, s);
    return just(
        "*" + words::number(t.number) + "* moved to " + words::queue(t.queue, s.desk) +
        (channel.empty() ? "." : " and goes on in " + channel + ".")
    );
}

}  // namespace docket::bot::views

#include "bot/views/ids.hpp"
#include "bot/views/parts.hpp"
#include "bot/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

// Private answers to a command or click.

namespace docket::bot::views {

namespace {

constexpr std::size_t shown_of_title = 80;
constexpr std::size_t most_listed = 20;
constexpr std::size_t longest_list = 9'000;  // Slack refuses messages somewhere above 10 000 characters

std::string it(const core::ticket& t)
{
    return "*" + words::number(t.number) + "*";
}

/// "In progress, Ben has it"
std::string state(const core::ticket& t, const surroundings& s)
{
    return words::status(t.status) + (core::is_open(t) ? ", " + holder(t, s) : std::string());
}

/// Where the requester reads on.
std::string news(const core::ticket& t, const surroundings& s)
{
    return "News comes in " + conversation_link(t, "this thread", s) + ".";
}

/// What one event of a command says back; nothing for what only goes with another. One alternative each: a new kind of
/// event does not compile until it is decided here.
struct answer {
    const core::ticket& t;
    const core::event& e;
    const surroundings& s;

    [[nodiscard]] std::string requester() const { return name_of(t.requester, s); }
    [[nodiscard]] bool by_requester() const { return e.by == t.requester; }

    std::string operator()(const core::opened&) const { return it(t) + " is open."; }
    std::string operator()(const core::conversation_began&) const { return {}; }
    std::string operator()(const core::assigned& a) const
    {
        if (e.by == a.to)
            return it(t) + " is yours now.";
        return it(t) + " is with " + name_of(a.to, s) + " now, who gets a message.";
    }
    std::string operator()(const core::unassigned& u) const
    {
        if (e.why == core::cause::moved)
            return name_of(u.was, s) + " is not on the roster there, so nobody has it for now.";
        // Who gives it to somebody else need not hear that it was somebody's before.
        return t.assignee ? std::string() : it(t) + " is back in the queue.";
    }
    std::string operator()(const core::prioritised& p) const
    {
        return it(t) + " has *" + words::priority(p.to) + "* priority now.";
    }
    std::string operator()(const core::moved& m) const
    {
        const auto channel = triage_channel(t, s);
        return it(t) + " is in " + words::queue(m.to, s.desk) + " now" +
               (channel.empty() ? "." : "; its card is in " + channel + ".");
    }
    std::string operator()(const core::status_changed& c) const
    {
        switch (c.to) {
            case core::status::on_hold:
                return it(t) + " is on hold. Its requester sees that it is.";
            case core::status::waiting:
                return "It waits for " + requester() + " now.";
            case core::status::in_progress:
                return e.why == core::cause::asked ? it(t) + " is in progress." : std::string();
            case core::status::fresh:
            case core::status::resolved:
            case core::status::closed:
                return {};
        }
        return {};
    }
    std::string operator()(const core::requester_wrote&) const { return {}; }
    std::string operator()(const core::agent_answered&) const
    {
        return requester() + " gets your answer on " + it(t) + ".";
    }
    std::string operator()(const core::bystander_wrote&) const { return {}; }
    std::string operator()(const core::discussed&) const
    {
        return "Your note is on " + it(t) + ". Only the team sees it.";
    }
    std::string operator()(const core::resolved&) const
    {
        return it(t) + " is resolved" +
               (by_requester() ? "." : ", and " + requester() + " is asked whether it is fixed.");
    }
    std::string operator()(const core::closed&) const
    {
        return it(t) + " is closed" + (by_requester() ? "." : ", and " + requester() + " can read why.");
    }
    std::string operator()(const core::rewritten&) const { return {}; }
    std::string operator()(const core::confirmed&) const { return it(t) + " is closed. Thank you!"; }
    std::string operator()(const core::reopened&) const { return it(t) + " is open again."; }
    std::string operator()(const core::followed_up& f) const
    {
        return it(t) + " goes on as *" + words::number(f.by) + "*.";
    }
    std::string operator()(const core::assignee_reminded&) const { return {}; }
    std::string operator()(const core::requester_updated&) const { return {}; }
};

/// "#12" as a link to its conversation where others can follow one.
std::string linked_number(const core::ticket& t, const surroundings& s)
{
    if (!t.conversation || t.conversation->channel.str().starts_with("D"))
        return it(t);
    const auto url = permalink(s.workspace_url, *t.conversation);
    return url.empty() ? it(t) : mrkdwn::link(url, words::number(t.number));
}

std::string list_item(const core::ticket& t, const surroundings& s)
{
    auto line = linked_number(t, s) + " · " + title_of(t, shown_of_title, s) + "\n" + words::queue(t.queue, s.desk) +
                " · " + state(t, s);
    if (t.priority != core::priority::normal)
        line += " · " + words::priority(t.priority) + " priority";
    return line + " · opened " + words::time(t.opened);
}

std::string and_more(std::size_t left)
{
    return fmt::format("and {} more. `/ticket status #N` shows any one of them.", left);
}

}  // namespace

message opened(const core::ticket& t, bool existed, const surroundings& s)
{
    if (existed)
        return just(
            "This already is " + it(t) + " in " + words::queue(t.queue, s.desk) + ": " + state(t, s) + ". " + news(t, s)
        );
    const auto who = t.assignee ? holder(t, s) + "." : on_duty(t, s);
    return just(it(t) + " is open in " + words::queue(t.queue, s.desk) + ". " + who + " " + news(t, s));
}

message done(const core::ticket& t, const std::vector<core::event>& events, const surroundings& s)
{
    std::string line;
    for (const auto& e : events) {
        const auto words = std::visit(answer{t, e, s}, e.what);
        if (!words.empty())
            line += (line.empty() ? "" : " ") + words;
    }
    if (line.empty())
        line = events.empty() ? it(t) + " is like that already: " + state(t, s) + ". Nothing needs to be done."
                              : it(t) + ": " + state(t, s) + ".";
    return just(line);
}

message sorry(const core::refusal& why, const std::optional<core::ticket>& t, const surroundings& s)
{
    return just(words::sorry(why, t ? &*t : nullptr, s.desk, s.names));
}

message status_of(const core::ticket& t, const surroundings& s)
{
    const auto first = headline(t, s) + "\n" + title_of(t, 150, s);
    auto second = words::priority(t.priority) + " priority · " + holder(t, s) + " · opened " + words::time(t.opened) +
                  " · " + conversation_link(t, "Open the conversation", s);
    if (t.continued_by)
        second += " · goes on as " + words::number(*t.continued_by);
    std::vector<json> parts{blocks::section(first)};
    const auto outcome = quoted(t.outcome, 600, s);
    if (!core::is_open(t) && !outcome.empty())
        parts.push_back(blocks::section(outcome));
    parts.push_back(blocks::context(second));
    return with_blocks(
        it(t) + " · " + title_of(t, 150, s) + ": " + words::status(t.status) + " in " + words::queue(t.queue, s.desk) +
            ", " + holder(t, s) + ".",
        std::move(parts)
    );
}

message list(const std::string& heading, const std::vector<core::ticket>& of, const surroundings& s)
{
    if (of.empty())
        return just(heading + ": none. `/ticket new` and your words open one.");
    std::vector<json> parts{blocks::section(fmt::format("*{}* ({})", heading, of.size()))};
    auto text = fmt::format("{}: {}.", heading, of.size());
    std::size_t length = 0;
    std::size_t shown = 0;
    for (; shown < std::min(of.size(), most_listed); ++shown) {
        const auto& t = of[shown];
        const auto item = list_item(t, s);
        length += mrkdwn::length(item);
        if (length > longest_list)
            break;
        parts.push_back(blocks::section(item));
        text += " " + words::number(t.number) + " " + title_of(t, 40, s) + " (" + words::status(t.status) + ").";
    }
    if (shown < of.size()) {
        parts.push_back(blocks::context(and_more(of.size() - shown)));
        text += " " + and_more(of.size() - shown);
    }
    return with_blocks(text, std::move(parts));
}

message help(bool agent, bool manager, bool administrator)
{
    std::string own =
        "*Asking for something*\n"
        "• React to any message with :ticket:, choose *Open a ticket* in a message's menu, mention me, or write to me\n"
        "• `/ticket` opens a form, `/ticket new My laptop does not start` opens a ticket at once\n"
        "• `/ticket mine` lists your open requests, `/ticket status #12` shows one\n"
        "• Reply in the ticket's thread to add anything; `/ticket close #12` withdraws it, `/ticket reopen #12` goes "
        "on";
    std::vector<json> parts{blocks::section(own)};
    std::string text =
        "With /ticket you open a request; /ticket new, mine, status #12, close #12 and reopen #12 go on.";
    if (agent) {
        parts.push_back(blocks::section(
            "*Working tickets*\n"
            "• The card in the triage channel has a button for everything; :eyes: claims, :white_check_mark: resolves, "
            ":rotating_light: makes it urgent\n"
            "• `/ticket list` shows what is open in your queues\n"
            "• `/ticket claim #12`, `assign #12 @Ben`, `release #12`, `priority #12 high`, `hold #12`, `resume #12`\n"
            "• `/ticket reply #12 …`, `note #12 …`, `resolve #12 what was done`, `move #12 QUEUE`, `details #12`\n"
            "• The thread under the card is for the team; *Reply* reaches the requester"
        ));
        text +=
            " For your queues: list, claim, assign, release, priority, hold, resume, reply, note, resolve, move and "
            "details, each with a number.";
    }
    if (agent || manager) {
        parts.push_back(blocks::section("*Looking back*\n• `/ticket report 7d`, `30d`, `12w`: how it went in that time")
        );
        text += " /ticket report 7d looks back.";
    }
    if (administrator) {
        parts.push_back(blocks::section("*Setting up*\n• `/ticket setup`: queues, channels, people and reminders"));
        text += " /ticket setup changes the settings.";
    }
    return with_blocks(text, std::move(parts));
}

message form_too_late(core::ticket_number number, const std::string& verb)
{
    const std::string words =
        "That took too long, and Slack no longer lets me open the form. Nothing was changed; press the button to try "
        "again.";
    std::vector<json> buttons{blocks::element(blocks::button{
        .action_id = ids::form_again,
        .text = "Try again",
        .value = value_of(number, verb),
        .style = blocks::style::primary,
    })};
    std::vector<json> parts{blocks::section(words), blocks::actions("again", std::move(buttons))};
    return with_blocks(words, std::move(parts));
}

}  // namespace docket::bot::views

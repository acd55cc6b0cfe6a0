#include "bot/views/ids.hpp"
#include "bot/views/parts.hpp"
#include "bot/words.hpp"

#include <fmt/format.h>

#include <variant>

// Messages that happen once and say what was true then.

namespace docket::bot::views {

namespace {

constexpr std::size_t shown_of_title = 150;
constexpr std::size_t shown_of_details = 300;

/// "#12 · VPN is down", to stand within a sentence: a full stop at the end of the title would be a second one.
std::string about(const core::ticket& t, const surroundings& s)
{
    auto title = title_of(t, shown_of_title, s);
    if (title.size() > 1 && title.ends_with('.') && !title.ends_with(".."))
        title.pop_back();
    return "*" + words::number(t.number) + "* · " + title;
}

/// Where to go on: the conversation and the triage channel.
std::string places(const core::ticket& t, const surroundings& s)
{
    const auto line = "It came in " + conversation_link(t, "this conversation", s);
    const auto triage = triage_channel(t, s);
    return triage.empty() ? line + "." : line + "; its card is in " + triage + ".";
}

/// The words for somebody who works it, with what they can do at once.
message to_agent(
    const core::ticket& t, const std::string& first_line, const std::string& last_line, const surroundings& s
)
{
    auto words = first_line;
    if (const auto details = details_below(t, shown_of_title, shown_of_details, s); !details.empty())
        words += "\n" + details;
    std::vector<json> parts{blocks::section(words), blocks::context(places(t, s) + " " + last_line)};
    if (core::is_open(t)) {
        std::vector<json> verbs{
            press(ids::reply, "Reply", t.number),
            hold_button(t),
            press(ids::resolve, "Resolve", t.number),
        };
        parts.push_back(blocks::actions(fmt::format("notice.{}.{}", t.number.value(), t.events), std::move(verbs)));
    }
    return with_blocks(first_line + " " + last_line, std::move(parts));
}

std::string how_it_came(const core::ticket& t, const core::event& e, const surroundings& s)
{
    if (e.why == core::cause::round_robin)
        return "It is your turn in " + words::queue(t.queue, s.desk) + ": " + about(t, s) + " is yours.";
    if (e.by)
        return name_of(*e.by, s) + " gave you " + about(t, s) + ".";
    return about(t, s) + " is yours now.";
}

std::string why_returned(const core::event& e, const surroundings& s)
{
    const auto* gone = std::get_if<core::unassigned>(&e.what);
    const auto was = gone == nullptr ? std::string("who had it") : name_of(gone->was, s);
    if (e.why == core::cause::deactivated)
        return "because the Slack account of " + was + " was deactivated";
    if (e.why == core::cause::moved)
        return "because " + was + " is not on the roster here";
    if (gone != nullptr && e.by && *e.by != gone->was)
        return "because " + name_of(*e.by, s) + " took it from " + was;
    return "because " + was + " gave it back";
}

}  // namespace

message handed_over(const core::ticket& t, const core::event& e, const surroundings& s)
{
    return to_agent(t, how_it_came(t, e, s), "If you cannot take it, choose Assign on the card.", s);
}

message reminder(const core::ticket& t, const surroundings& s)
{
    const auto quiet = words::duration(s.now - t.touched);
    const auto since =
        t.touched == core::instant() || s.now <= t.touched ? std::string(" for a while") : " for " + quiet;
    return to_agent(
        t,
        "Nothing has happened on " + about(t, s) + since + ". It is " + words::status(t.status) + ", and " +
            holder(t, s) + ".",
        "An answer or a note is enough; put it on hold if it has to wait, or choose Assign on the card.", s
    );
}

message returned(const core::ticket& t, const core::event& e, const surroundings& s)
{
    return just(
        "*" + words::number(t.number) + "* is back in the queue, " + why_returned(e, s) +
        ". Press *Claim* on the card to take it."
    );
}

message follow_up(const core::ticket& old, core::ticket_number by, const surroundings& s)
{
    const auto ended = old.closed ? old.closed : old.resolved;
    return just(
        "*" + words::number(old.number) + "* ended" +
        (ended ? " " + words::time(*ended) : std::string(" a while ago")) + ", so your reply opened *" +
        words::number(by) + "* in " + words::queue(old.queue, s.desk) +
        ". It goes on in this thread; the team sees what was written before."
    );
}

}  // namespace docket::bot::views

#include "bot/views/ids.hpp"
#include "bot/views/parts.hpp"
#include "bot/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

// History and talk of one ticket, newest kept where not all fits.

namespace docket::bot::views {

namespace {

constexpr std::size_t longest_section = 2'900;
constexpr std::size_t shown_of_words = 1'500;

/// How much of a view one part may take. Slack: 100 blocks and 250 kB in all.
struct share {
    std::size_t blocks;
    std::size_t bytes;
};
constexpr share for_history{25, 60'000};
constexpr share for_talk{65, 150'000};

/// As bytes in a view: letters beyond ASCII and line ends count for more than one.
std::size_t bytes_of(const std::string& text)
{
    return json(text).dump(-1, ' ', false, json::error_handler_t::replace).size();
}

/// Entries in their order, several to a section, the newest when not all fit.
std::vector<json> packed(const std::vector<std::string>& entries, const share& most)
{
    std::vector<std::string> sections;  // the newest first
    std::size_t bytes = 0;
    std::size_t taken = 0;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const auto words = mrkdwn::clamp_mrkdwn(*entry, longest_section);
        const bool joins =
            !sections.empty() && mrkdwn::length(sections.back()) + mrkdwn::length(words) < longest_section;
        bytes += bytes_of(words);
        if (bytes > most.bytes || (!joins && sections.size() + 1 > most.blocks))
            break;
        if (joins)
            sections.back() = words + "\n" + sections.back();
        else
            sections.push_back(words);
        ++taken;
    }
    std::vector<json> made;
    if (taken < entries.size())
        made.push_back(blocks::context(fmt::format("{} earlier ones are left out here.", entries.size() - taken)));
    for (auto section = sections.rbegin(); section != sections.rend(); ++section)
        made.push_back(blocks::section(*section));
    return made;
}

bool only_for_the_team(const core::happening& h)
{
    return std::holds_alternative<core::discussed>(h) || std::holds_alternative<core::assignee_reminded>(h);
}

/// What the agent wrote when putting it on hold was meant for the team.
core::event without_note(core::event e)
{
    if (auto* changed = std::get_if<core::status_changed>(&e.what))
        changed->note.clear();
    return e;
}

std::vector<std::string> history_lines(
    const std::vector<core::event>& history, bool may_see_internal, const surroundings& s
)
{
    std::vector<std::string> lines;
    for (const auto& e : history) {
        if (may_see_internal)
            lines.push_back("• " + words::happened(e, s.desk, s.names));
        else if (!only_for_the_team(e.what))
            lines.push_back("• " + words::happened(without_note(e), s.desk, s.names));
    }
    return lines;
}

bool internal(core::side side)
{
    switch (side) {
        case core::side::conversation:
        case core::side::reply:
            return false;
        case core::side::triage:
        case core::side::note:
            return true;
    }
    return true;
}

std::string said(const core::message& m, const surroundings& s)
{
    auto entry = "*" + name_of(m.author, s) + "* · " + words::time(m.at);
    if (internal(m.side))
        entry += m.side == core::side::note ? " · note for the team" : " · in the team's thread";
    if (m.deleted)
        return entry + " · deleted " + words::time(*m.deleted);
    if (m.edited)
        entry += " · edited " + words::time(*m.edited);
    const auto words = quoted(m.text, shown_of_words, s);
    const auto files = files_line(m.files);
    return entry + (words.empty() ? "" : "\n" + words) + (files.empty() ? "" : "\n" + files);
}

std::vector<std::string> talk_entries(
    const std::vector<core::message>& talk, bool may_see_internal, const surroundings& s
)
{
    std::vector<std::string> entries;
    for (const auto& m : talk)
        if (may_see_internal || !internal(m.side))
            entries.push_back(said(m, s));
    return entries;
}

void add_part(
    std::vector<json>& parts, const std::string& heading, const std::vector<std::string>& entries, const share& most
)
{
    if (entries.empty())
        return;
    parts.push_back(blocks::header(heading));
    for (auto& block : packed(entries, most))
        parts.push_back(std::move(block));
}

}  // namespace

json details(
    const core::ticket& t, const std::vector<core::event>& history, const std::vector<core::message>& talk,
    bool may_see_internal, const surroundings& s
)
{
    std::vector<json> parts;
    parts.push_back(blocks::section(headline(t, s) + "\n" + title_of(t, 150, s)));
    parts.push_back(blocks::context(
        words::priority(t.priority) + " priority · " + holder(t, s) + " · requester " + name_of(t.requester, s) +
        " · opened " + words::time(t.opened) +
        (t.asked ? ", " + words::asked_earlier(*t.asked, t.opened) : std::string()) + " · " +
        conversation_link(t, "Open the conversation", s)
    ));
    if (const auto words = quoted(t.details, shown_of_words, s); !words.empty())
        parts.push_back(blocks::section(words));
    add_part(parts, "History", history_lines(history, may_see_internal, s), for_history);
    add_part(parts, "What was said", talk_entries(talk, may_see_internal, s), for_talk);
    json metadata;
    metadata["ticket"] = t.number.value();
    const blocks::modal m{
        .callback_id = ids::details_view,
        .title = "Ticket " + words::number(t.number),
        .close = "Close",
        .private_metadata = metadata.dump(),
    };
    return blocks::view(m, std::move(parts));
}

}  // namespace docket::bot::views

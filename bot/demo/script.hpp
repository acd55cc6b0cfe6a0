#pragma once

#include "bot/demo/calendar.hpp"
#include "bot/demo/cast.hpp"

#include <string_view>
#include <vector>

/// What happened in the demo's workspace before anybody looked: requests from their first word to where they are now.
namespace docket::bot::demo {

/// What somebody does. Cards are in the triage channel of the ticket's queue; its thread is where the request was made.
enum class deed {
    posts,            ///< writes in the channel `where`
    joins_in,         ///< replies in the thread of that message, while it is no request (yet)
    likes,            ///< puts the reaction `words` on it
    puts_ticket,      ///< puts :ticket: on it, which opens the ticket
    uses_shortcut,    ///< opens a ticket from it: its menu, and the form, with the title `words`
    asks,             ///< posts in the intake channel `where`, which opens the ticket
    asks_docket,      ///< mentions the bot in `where`
    asks_directly,    ///< writes to the bot
    asks_by_command,  ///< /ticket new, in `where`
    fills_form,       ///< /ticket, in `where`, and its form: the title, and behind a line break the details
    fills_urgently,   ///< the same, and says that it is urgent
    claims,           ///< by the card's button
    claims_by_eyes,   ///< by :eyes: on the card
    claims_by_name,   ///< by /ticket claim
    assigns,          ///< to `where`, by the card's form
    sets_priority,    ///< to `words`, by the card's menu
    makes_urgent,     ///< by :rotating_light: on the card
    answers,          ///< an agent, in the thread of the request
    answers_by_form,  ///< an agent, by the card's Reply
    replies,          ///< the requester, in the thread
    discusses,        ///< in the thread of the card
    notes,            ///< by the card's menu
    moves,            ///< to the queue `words`, by the card's menu
    holds,            ///< by the card's form
    resumes,
    resolves,  ///< by the card's form
    closes,    ///< without a fix, by the card's menu
    says_fixed,
    says_not_fixed,
};

/// A member of `cast`.
using role = std::string cast::*;

struct step {
    moment when;
    role who;
    deed does;
    std::string_view words = {};
    role where = nullptr;
};

/// One ticket, or one conversation that became none.
using story = std::vector<step>;

/// When the script begins: three weeks ago.
constexpr moment first_morning()
{
    return day(15, "08:30");
}

/// Everything that happened in the last three weeks.
[[nodiscard]] std::vector<story> stories();

// In the files of their names.
[[nodiscard]] std::vector<story> stories_of_it_help();
[[nodiscard]] std::vector<story> stories_of_finance();
[[nodiscard]] std::vector<story> stories_of_today();
[[nodiscard]] std::vector<story> ordinary_talk();

}  // namespace docket::bot::demo

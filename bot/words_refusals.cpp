#include "bot/words.hpp"

#include "slack/mrkdwn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <variant>

// Refusals: why nothing changed and what to do.

namespace docket::bot::words {

namespace {

/// "Ana, Ben or Cyd", at most three, or words for nobody.
std::string any_of(const std::vector<core::member_id>& who, const names& known, const std::string& otherwise)
{
    if (who.empty())
        return otherwise;
    std::string line = person(who[0], known);
    const auto last = std::min<std::size_t>(who.size(), 3) - 1;
    for (std::size_t i = 1; i <= last; ++i)
        line += (i == last ? " or " : ", ") + person(who[i], known);
    return line;
}

std::string administrators(const core::desk& d, const names& known)
{
    return any_of(d.set.administrators, known, "whoever set up Docket");
}

/// The queues there are, as far as a sentence holds them.
std::string queues(const core::desk& d)
{
    constexpr std::size_t most = 10;
    std::string line;
    for (std::size_t i = 0; i < std::min(d.set.queues.size(), most); ++i)
        line += (i == 0 ? "" : ", ") + queue(d.set.queues[i].key, d);
    return d.set.queues.size() > most ? fmt::format("{} and {} more", line, d.set.queues.size() - most) : line;
}

struct sentence {
    const core::ticket* t;
    const core::desk& d;
    const names& known;

    /// "#12", or "the ticket" where none is meant yet.
    [[nodiscard]] std::string it() const { return t == nullptr ? "the ticket" : number(t->number); }
    /// With a capital, to begin a sentence.
    [[nodiscard]] std::string It() const { return t == nullptr ? "The ticket" : number(t->number); }
    [[nodiscard]] std::string typed(const std::string& verb) const
    {
        return "`/ticket " + verb + " " + (t == nullptr ? "#12" : number(t->number)) + "`";
    }

    std::string operator()(const core::not_an_agent& r) const
    {
        const auto name = queue(r.queue, d);
        const auto* q = d.find(r.queue);
        const auto roster = q == nullptr ? std::vector<core::member_id>() : d.roster(*q);
        return "Only the people of " + name + " can do that" + (t == nullptr ? "" : " with " + it()) + ". Ask " +
               any_of(roster, known, "one of them") + ", or ask " + administrators(d, known) +
               " to put you on the roster.";
    }
    std::string operator()(const core::already_claimed& r) const
    {
        const auto at = r.since ? r.since : t == nullptr ? std::nullopt : t->assigned;
        const auto since = at ? " (since " + time(*at) + ")" : std::string();
        return person(r.by, known) + " already has " + it() + since +
               ". Ask in the thread, or press *Assign* to take it over.";
    }
    std::string operator()(const core::already_ended& r) const
    {
        const auto ended = r.status == core::status::resolved ? " is resolved" : " is closed";
        if (t != nullptr && t->continued_by)
            return It() + ended + " and goes on as " + number(*t->continued_by) + ". Work on that one.";
        return It() + ended + " already. To go on with it, choose *Reopen* under *More*, or type " + typed("reopen") +
               ".";
    }
    std::string operator()(const core::still_open&) const
    {
        return It() + " is still open, so there is nothing to reopen. Write in its thread to add anything.";
    }
    std::string operator()(const core::already_so&) const
    {
        const auto now =
            t == nullptr ? std::string()
                         : " (" + status(t->status) + ", " + priority(t->priority) + ", in " + queue(t->queue, d) + ")";
        return It() + " is like that already" + now + ". Nothing needs to be done.";
    }
    std::string operator()(const core::not_on_roster& r) const
    {
        const auto* q = d.find(r.queue);
        const auto roster = q == nullptr ? std::vector<core::member_id>() : d.roster(*q);
        return person(r.who, known) + " is not on the roster of " + queue(r.queue, d) + ". Choose " +
               any_of(roster, known, "somebody who is") + ", or move " + it() + " to a queue of theirs first.";
    }
    std::string operator()(const core::unknown_queue& r) const
    {
        if (d.set.queues.empty())
            return not_set_up();
        const auto asked = one_line(r.asked, 80, known);
        return (asked.empty() ? std::string("That queue does not exist") : "There is no queue “" + asked + "”") +
               ". Choose one of these: " + queues(d) + ".";
    }
    std::string operator()(const core::not_your_ticket&) const
    {
        const auto desk = t == nullptr ? std::string("the people of its queue") : "the people of " + queue(t->queue, d);
        return "Only the person who asked for " + it() + " and " + desk +
               " can do that. `/ticket mine` lists what is yours; `/ticket new` and your words open a ticket of your "
               "own.";
    }
    std::string operator()(const core::text_missing& r) const
    {
        if (t == nullptr)
            return "There are no words to open a ticket with. Say what you need: `/ticket new My laptop does not "
                   "start`.";
        const auto field = one_line(r.field, 80, known);
        return "Some words are missing" + (field.empty() ? std::string() : ": " + field) +
               ". Write a line and send it again.";
    }
    std::string operator()(const core::unknown_ticket& r) const
    {
        return "There is no ticket " + number(r.number) + " that you may see. `/ticket mine` lists yours.";
    }
    std::string operator()(const core::not_an_administrator&) const
    {
        return "Only Docket's administrators can do that. Ask " + administrators(d, known) + ".";
    }
    std::string operator()(const core::not_a_manager&) const
    {
        const auto helps = d.set.managers.empty() ? d.set.administrators : d.set.managers;
        return "Only managers can see that. Ask " + any_of(helps, known, "whoever set up Docket") + " for it, or ask " +
               administrators(d, known) + " to make you a manager.";
    }
};

/// What Slack says, in words for somebody who does not know Slack's.
std::string unreached_because(const std::string& error, const std::string& them)
{
    if (error == "user_disabled")
        return "the Slack account of " + them + " was deactivated";
    if (error == "user_not_found" || error == "user_not_visible")
        return them + " is not in this workspace";
    if (error == "message_not_found")
        return "the message that showed it was deleted in Slack";
    return "Slack answers " + error;
}

}  // namespace

std::string did_not_reach(const core::ticket& t, const std::string& why, const names& known)
{
    const auto them = person(t.requester, known);
    return "This did not reach " + them + ": " + unreached_because(why, them) + ".";
}

std::string answer_unreached(const core::ticket& t, const std::string& why, const names& known)
{
    const auto them = person(t.requester, known);
    return "Your answer to " + number(t.number) + " could not reach " + them + ": " + unreached_because(why, them) +
           ". It is kept with the ticket; close the ticket, or tell them in another way.";
}

std::string sorry(const core::refusal& why, const core::ticket* t, const core::desk& d, const names& known)
{
    return std::visit(sentence{t, d, known}, why);
}

}  // namespace docket::bot::words

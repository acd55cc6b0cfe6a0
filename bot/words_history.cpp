#include "bot/words.hpp"

#include "slack/mrkdwn.hpp"

#include <fmt/format.h>

#include <variant>

// History: what happened to a ticket, one line for each event.

namespace docket::bot::words {

namespace {

constexpr std::size_t longest_quote = 300;  // of somebody's words inside a line of history

std::string because(core::cause why, const std::string& who)
{
    switch (why) {
        case core::cause::asked:
        case core::cause::claimed:
            return {};
        case core::cause::round_robin:
            return ", because it was their turn";
        case core::cause::agent_answered:
        case core::cause::requester_answered:
            return ", because " + who + " answered";
        case core::cause::replied_after_end:
            return ", because " + who + " replied";
        case core::cause::not_fixed:
            return ", because " + who + " pressed *Not fixed*";
        case core::cause::fixed:
            return ", because " + who + " pressed *Fixed*";
        case core::cause::deactivated:
            return ", because their Slack account was deactivated";
        case core::cause::moved:
            return ", because they are not on the roster of its new queue";
        case core::cause::untouched:
            return ", because nothing had happened for long";
        case core::cause::rule:
            return ", because of a rule in the settings";
    }
    return {};
}

/// ": words", or nothing.
std::string after_colon(const std::string& words, const names& known)
{
    const auto line = one_line(words, longest_quote, known);
    return line.empty() ? std::string() : ": " + line;
}

/// What one event says, without its time. One alternative each: a new kind of event does not compile until it is told.
struct clause {
    const core::event& e;
    const core::desk& d;
    const names& known;
    std::string who;  ///< who did it; "Docket" for timers and rules

    [[nodiscard]] bool asked() const { return e.by && (e.why == core::cause::asked || e.why == core::cause::claimed); }
    [[nodiscard]] std::string cause() const { return because(e.why, who); }
    [[nodiscard]] std::string name(const core::member_id& id) const { return person(id, known); }

    std::string operator()(const core::opened& o) const
    {
        const bool own = !e.by || *e.by == o.requester;
        auto line = name(own ? o.requester : *e.by) + " opened it";
        if (!own)
            line += " for " + name(o.requester);
        line += " through " + source(o.source) + ", in " + queue(o.queue, d);
        if (!o.routed_by.empty())
            line += " (" + one_line(o.routed_by, 80, known) + ")";
        if (o.asked)
            line += ", " + asked_earlier(*o.asked, e.at);
        return o.follow_up_of ? line + ", following " + number(*o.follow_up_of) : line;
    }
    std::string operator()(const core::conversation_began& c) const
    {
        const auto& channel = c.where.channel.str();
        return "the requester hears from Docket in " +
               (channel.starts_with("D") ? std::string("a direct message") : slack::mrkdwn::mention_channel(channel));
    }
    std::string operator()(const core::assigned& a) const
    {
        if (e.why == core::cause::claimed)
            return name(a.to) + " claimed it";
        if (!asked())
            return "it went to " + name(a.to) + cause();
        return *e.by == a.to ? who + " took it" : who + " assigned it to " + name(a.to);
    }
    std::string operator()(const core::unassigned& u) const
    {
        if (!asked())
            return "it went back to the queue from " + name(u.was) + cause();
        return *e.by == u.was ? who + " gave it back to the queue" : who + " took it from " + name(u.was);
    }
    std::string operator()(const core::prioritised& p) const
    {
        const auto to = "*" + priority(p.to) + "*";
        return asked() ? who + " made it " + to : "it became " + to + cause();
    }
    std::string operator()(const core::moved& m) const
    {
        const auto way = " from " + queue(m.from, d) + " to " + queue(m.to, d);
        return asked() ? who + " moved it" + way : "it moved" + way + cause();
    }
    std::string operator()(const core::status_changed& s) const
    {
        const auto note = after_colon(s.note, known);
        if (asked() && s.to == core::status::on_hold)
            return who + " put it on hold" + note;
        const auto to = "*" + status(s.to) + "*";
        return (asked() ? who + " set it to " + to : "it became " + to + cause()) + note;
    }
    std::string operator()(const core::requester_wrote&) const { return who + " wrote"; }
    std::string operator()(const core::agent_answered& a) const
    {
        return who + (a.from_triage ? " answered with *Reply*" : " answered in the thread");
    }
    std::string operator()(const core::bystander_wrote&) const { return who + " joined in"; }
    std::string operator()(const core::discussed&) const { return who + " wrote to the team"; }
    std::string operator()(const core::resolved& r) const { return who + " resolved it" + after_colon(r.done, known); }
    std::string operator()(const core::closed& c) const
    {
        return who + " closed it without a fix" + after_colon(c.reason, known);
    }
    std::string operator()(const core::rewritten& r) const
    {
        const auto title = after_colon(r.title, known);
        return who +
               (title.empty() ? " deleted the words of the request" : " changed the words of the request" + title);
    }
    std::string operator()(const core::confirmed&) const { return who + " said that it is fixed"; }
    std::string operator()(const core::reopened&) const
    {
        return asked() ? who + " opened it again" : "it was opened again" + cause();
    }
    std::string operator()(const core::followed_up& f) const { return "it goes on as " + number(f.by) + cause(); }
    std::string operator()(const core::assignee_reminded&) const
    {
        return "Docket reminded who has it" + because(core::cause::untouched, who);
    }
    std::string operator()(const core::requester_updated&) const { return "Docket told the requester where it stands"; }
};

}  // namespace

std::string happened(const core::event& e, const core::desk& d, const names& known)
{
    const clause says{e, d, known, person(e.by.value_or(core::member_id()), known)};
    return time(e.at) + " " + std::visit(says, e.what);
}

}  // namespace docket::bot::words

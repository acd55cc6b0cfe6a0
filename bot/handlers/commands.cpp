#include "bot/handlers/command_line.hpp"
#include "bot/handlers/forms.hpp"
#include "bot/handlers/reports.hpp"
#include "bot/views/ids.hpp"
#include "bot/views/views.hpp"
#include "bot/words.hpp"
#include "bot/words_commands.hpp"
#include "slack/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// A command being answered.
struct asked {
    const slack::slash_command& request;
    command_line line;
    core::member_id who;
    std::optional<core::channel_id> channel;
};

handled show(const views::message& m, outcome what = outcome::done)
{
    handled h(what);
    h.body = private_answer(m.text, m.blocks);
    return h;
}

handled sorry(ledger& l, const core::refusal& why, const std::optional<core::ticket>& t)
{
    return say_privately(why_not(l, why, t ? &*t : nullptr), outcome::refused);
}

// --- Verbs that change a ticket ---

/// The ticket a verb is about, or the answer that says what is wrong with it.
tl::expected<core::ticket, handled> ticket_for(ledger& l, const asked& a)
{
    if (!a.line.number)
        return tl::unexpected(say_privately(words::number_missing(a.line.verb), outcome::refused));
    auto t = l.ticket_for(*a.line.number, a.who);
    if (!t)
        return tl::unexpected(sorry(l, core::unknown_ticket{*a.line.number}, std::nullopt));
    return std::move(*t);
}

handled perform(ledger& l, const asked& a, const core::ticket& t, const core::command& command)
{
    const auto did = l.perform(t.number, command, a.who);
    if (!did)
        return sorry(l, did.error(), t);
    const auto names = l.names_around(did->ticket);
    return show(views::done(did->ticket, did->events, around(l, names)));
}

/// The form that asks for what was not typed.
handled ask(ledger& l, const asked& a, const core::ticket& t, const char* verb)
{
    if (const auto why = objection_to_form(l, t, verb, a.who))
        return sorry(l, *why, t);
    return ask_with_form(l, t, verb, a.who, a.request.trigger_id, a.channel);
}

/// Words typed after the number, or the form that asks for them.
handled with_words(ledger& l, const asked& a, const core::ticket& t, const char* verb)
{
    if (a.line.rest.empty())
        return ask(l, a, t, verb);
    const auto& rest = a.line.rest;
    const std::string name(verb);
    if (name == ids::verb_resolve)
        return perform(l, a, t, core::resolve{rest});
    if (name == ids::verb_close)
        return perform(l, a, t, core::close{rest});
    if (name == ids::verb_move)
        return perform(l, a, t, core::move{slack::mrkdwn::plain(rest)});
    if (!l.desk().may_work(a.who, t.queue))
        return sorry(l, core::not_an_agent{t.queue}, t);
    const bool reply = name == ids::verb_reply;
    const auto trial = reply ? core::command(core::answer{}) : core::command(core::discuss{});
    if (const auto why = objection(l, t, trial, a.who))
        return sorry(l, *why, t);
    const auto id = keep_typed(l, t, reply ? core::side::reply : core::side::note, a.who, rest);
    if (reply)
        return perform(l, a, t, core::answer{id});
    return perform(l, a, t, core::discuss{id});
}

handled assign(ledger& l, const asked& a, const core::ticket& t)
{
    const auto to = person_in(a.line.rest);
    if (!to)
        return ask(l, a, t, ids::verb_assign);
    return perform(l, a, t, core::assign{*to});
}

handled prioritise(ledger& l, const asked& a, const core::ticket& t)
{
    const auto to = core::priority_named(a.line.rest);
    if (!to)
        return say_privately(words::unknown_priority(a.line.rest), outcome::refused);
    return perform(l, a, t, core::prioritise{*to});
}

std::optional<handled> change_ticket(ledger& l, const asked& a)
{
    static constexpr std::array verbs{"claim", "assign", "release", "priority", "hold",  "resume", "resolve",
                                      "close", "reopen", "move",    "note",     "reply", "details"};
    if (std::ranges::find(verbs, a.line.verb) == verbs.end())
        return std::nullopt;
    const auto found = ticket_for(l, a);
    if (!found)
        return found.error();
    const auto& t = *found;
    const auto& verb = a.line.verb;
    if (verb == "claim")
        return perform(l, a, t, core::claim{});
    if (verb == "assign")
        return assign(l, a, t);
    if (verb == "release")
        return perform(l, a, t, core::release{});
    if (verb == "priority")
        return prioritise(l, a, t);
    if (verb == "hold")
        return perform(l, a, t, core::hold{a.line.rest});
    if (verb == "resume")
        return perform(l, a, t, core::resume{});
    if (verb == "resolve")
        return with_words(l, a, t, ids::verb_resolve);
    if (verb == "close")
        return with_words(l, a, t, ids::verb_close);
    if (verb == "reopen")
        return perform(l, a, t, core::reopen{});
    if (verb == "move")
        return with_words(l, a, t, ids::verb_move);
    if (verb == "note")
        return with_words(l, a, t, ids::verb_note);
    if (verb == "reply")
        return with_words(l, a, t, ids::verb_reply);
    return ask(l, a, t, ids::verb_details);
}

handled open_new(ledger& l, const asked& a)
{
    if (a.line.rest.empty())
        return ask_new(l, a.who, a.request.trigger_id, {}, {}, nlohmann::json::object());
    core::request wanted;
    wanted.requester = a.who;
    wanted.source = core::source::command;
    wanted.text = a.line.rest;
    const auto opened = l.open(wanted, a.who, false);
    if (!opened)
        return sorry(l, opened.error(), std::nullopt);
    const auto names = l.names_around(opened->ticket);
    return show(views::opened(opened->ticket, false, around(l, names)));
}

// --- Questions ---

std::map<core::member_id, std::string> names_in(ledger& l, const std::vector<core::ticket>& of)
{
    std::vector<core::member_id> people;
    for (const auto& t : of) {
        people.push_back(t.requester);
        if (t.assignee)
            people.push_back(*t.assignee);
    }
    return names_of(l.desks(), people);
}

handled show_list(ledger& l, const std::string& heading, const std::vector<core::ticket>& of)
{
    const auto names = names_in(l, of);
    return show(views::list(heading, of, around(l, names)));
}

handled mine(ledger& l, const asked& a)
{
    storage::tickets::filter wanted;
    wanted.requester = a.who;
    auto all = l.tickets().list(wanted);
    auto assigned = l.tickets().open_of(a.who);
    // Some may be off the roster since.
    std::erase_if(assigned, [&](const core::ticket& t) { return !core::may_see(t, a.who, l.desk()); });
    if (assigned.empty())
        return show_list(l, words::heading_own_requests(), all);
    if (all.empty())
        return show_list(l, words::heading_own_work(), assigned);
    for (const auto& t : assigned) {
        if (t.requester != a.who)
            all.push_back(t);
    }
    return show_list(l, words::heading_mine(), all);
}

handled status(ledger& l, const asked& a)
{
    if (!a.line.number)
        return mine(l, a);
    const auto t = l.ticket_for(*a.line.number, a.who);
    if (!t)
        return sorry(l, core::unknown_ticket{*a.line.number}, std::nullopt);
    const auto names = l.names_around(*t);
    return show(views::status_of(*t, around(l, names)));
}

handled list(ledger& l, const asked& a)
{
    const auto& d = l.desk();
    std::vector<core::ticket> all;
    const auto add = [&](const core::queue& q) {
        if (!d.may_work(a.who, q.key) && !d.is_manager(a.who))
            return false;
        storage::tickets::filter wanted;
        wanted.queue = q.key;
        auto some = l.tickets().list(wanted);
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        return true;
    };
    if (!a.line.rest.empty()) {
        const auto* q = d.find_named(slack::mrkdwn::plain(a.line.rest));
        if (q == nullptr)
            return sorry(l, core::unknown_queue{a.line.rest}, std::nullopt);
        if (!add(*q))
            return sorry(l, core::not_an_agent{q->key}, std::nullopt);
        return show_list(l, words::heading_queue(words::queue(q->key, d)), all);
    }
    // A manager sees those of every queue, also of queues that settings no longer name.
    if (d.is_manager(a.who))
        return show_list(l, words::heading_open(), l.tickets().list(storage::tickets::filter()));
    bool any = false;
    for (const auto& q : d.set.queues)
        any = add(q) || any;
    if (!any)
        return mine(l, a);  // who works no queue means their own requests
    return show_list(l, words::heading_open(), all);
}

handled help(ledger& l, const asked& a)
{
    const auto& d = l.desk();
    const bool agent = std::ranges::any_of(d.set.queues, [&](const auto& q) { return d.may_work(a.who, q.key); });
    return show(views::help(agent, d.is_manager(a.who), d.is_administrator(a.who)));
}

asked read(const slack::slash_command& typed)
{
    asked a{typed, read_command_line(typed.text), core::member_id(typed.who.id), std::nullopt};
    if (!typed.channel.empty())
        a.channel = core::channel_id(typed.channel);
    return a;
}

bool is_question(const std::string& verb)
{
    return verb == "status" || verb == "mine" || verb == "list" || verb == "help";
}

handled answer_question(ledger& l, const asked& a)
{
    const auto& verb = a.line.verb;
    if (verb == "status")
        return status(l, a);
    if (verb == "mine")
        return mine(l, a);
    if (verb == "list")
        return list(l, a);
    return help(l, a);
}

}  // namespace

bool only_reads(const slack::slash_command& typed)
{
    return is_question(read_command_line(typed.text).verb);
}

handled on(ledger& l, const slack::slash_command& typed)
{
    const auto a = read(typed);
    if (!is_insider(l, typed.who, typed.enterprise))
        return say_privately(words::outsiders_may_not(), outcome::refused);
    if (is_question(a.line.verb))
        return answer_question(l, a);
    if (a.line.verb == "report")
        return on_report(l, typed, a.line.rest);
    const bool setup = a.line.verb == "setup";
    if (!setup && l.desk().set.queues.empty())
        return say_privately(words::not_set_up(), outcome::refused);
    if (!l.first_trigger(typed.trigger_id))
        return handled(outcome::duplicate);
    if (setup) {
        handled h;
        h.setup = true;
        return h;
    }
    if (a.line.verb.empty() || a.line.verb == "new")
        return open_new(l, a);
    if (auto done = change_ticket(l, a))
        return std::move(*done);
    return say_privately(words::unknown_command(a.line.verb), outcome::refused);
}

}  // namespace docket::bot

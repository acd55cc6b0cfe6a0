#include "bot/catch_up.hpp"
#include "bot/handlers/handlers.hpp"
#include "storage/savepoint.hpp"

#include <algorithm>

// What was said while we did not hear is handled as if it had just arrived.

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// Tries of Slack's and their time limits take about six minutes.
constexpr std::chrono::minutes slack_has_given_up{8};

/// Has `m` led to something: words kept with a ticket, a question to Slack about it, an answer to "help"?
bool has_come(ledger& l, const slack::message& m)
{
    if (l.ticket_at(place_of(m)))
        return true;
    const auto key = m.channel + ":" + m.ts;
    const auto asked = [&l](std::string_view kind, const std::string& subject) {
        return l.deliveries().find({}, kind, subject).has_value();
    };
    if (asked("fetch_sender", key) || asked("fetch_request", key) || asked("tell", "help:" + key))
        return true;
    // A reply that asked for its thread to become a ticket. Once it is one, its replies are kept.
    return !l.ticket_at(root_of(m)) && asked("fetch_request", m.channel + ":" + m.root());
}

/// A message that came to nobody's notice has replies that did not either.
void follow_replies(ledger& l, const errand::catch_up& asked, const slack::message& m)
{
    const bool has_replies = !asked.thread && m.thread_ts == m.ts;
    if (!has_replies || (!asked.direct && !l.ticket_at(place_of(m))))
        return;
    read_thread(l, place_of(m), asked.since);
}

void take(ledger& l, const errand::catch_up& asked, const slack::message& m, bool shared, caught& all)
{
    const bool known = has_come(l, m);
    const auto h = on_message(l, m, shared);
    const auto what = known && h.what == outcome::done ? outcome::duplicate : h.what;
    const bool missed = what == outcome::done && has_come(l, m);
    follow_replies(l, asked, m);
    all.outcomes.emplace_back(handled::name_of(what));
    all.done += missed ? 1 : 0;
    if (missed && l.now() - said_at(l, m) > slack_has_given_up)
        all.overdue = said_at(l, m);
}

/// Takes `m`, or leaves it and notes why: what comes after it must not wait for ever.
void take_if_possible(ledger& l, const errand::catch_up& asked, const slack::message& m, bool shared, caught& all)
{
    storage::savepoint alone(l.tx());
    try {
        take(l, asked, m, shared, all);
    } catch (const storage::broken&) {
        throw;  // the database's fault, not the message's: all of it is tried again
    } catch (const std::exception& e) {
        alone.undo();
        all.left_out.push_back({m.ts, e.what()});
        all.outcomes.emplace_back("failed");
        return;
    }
    alone.keep();
}

}  // namespace

std::string_view handled::name_of(outcome o)
{
    switch (o) {
        case outcome::done:
            return "done";
        case outcome::duplicate:
            return "duplicate";
        case outcome::refused:
            return "refused";
        case outcome::unused:
            return "unused";
    }
    return "unused";
}

caught on_missed(
    ledger& l, const errand::catch_up& asked, std::vector<slack::message> page, bool shared, bool step_over
)
{
    caught all;
    std::ranges::sort(page, {}, &slack::message::ts);
    for (auto& m : page) {
        if (asked.thread && m.ts == asked.thread->str())
            continue;  // it comes with every page of its thread
        m.channel_type = asked.direct ? "im" : "";
        if (step_over)
            take_if_possible(l, asked, m, shared, all);
        else
            take(l, asked, m, shared, all);
    }
    return all;
}

}  // namespace docket::bot

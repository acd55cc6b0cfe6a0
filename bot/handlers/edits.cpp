#include "bot/handlers/handlers.hpp"

// What was said is said otherwise, or taken back.

namespace docket::bot {

namespace {

using outcome = handled::outcome;

// Slack tells of things in any order. What happened to a message that was not told of yet is kept among the keys of
// requests: whoever comes second finds the first there.
std::string changed_key(const core::place& where)
{
    return "changed:" + where.channel.str() + ":" + where.ts.str();
}

std::string gone_key(const core::place& where)
{
    return "gone:" + where.channel.str() + ":" + where.ts.str();
}

/// Asks Slack how `m` stands now. What is being read already may be older than what has just happened to it.
void read_again(ledger& l, const core::message& m)
{
    l.ask(errand::fetch_words{*m.where}, m.ticket, {}, true);
}

bool is_being_read(ledger& l, const core::message& m)
{
    const auto row = errand::to_row(errand::fetch_words{*m.where}, m.ticket);
    const auto asked = l.deliveries().find(m.ticket, row.kind, row.subject);
    return asked && asked->state != storage::delivery_state::shown;
}

void say_otherwise(ledger& l, const core::message& kept, const slack::message& now)
{
    l.messages().edit(kept.id, now.text, attachments_of(now.files), l.now());
    l.refresh_mirrors(kept.ticket, kept.id);
    const auto t = l.tickets().find(kept.ticket);
    if (t && is_request_of(l, *t, kept))
        static_cast<void>(l.perform(t->number, core::rewrite{request_in(l, now)}, kept.author));
}

void take_back(ledger& l, const core::message& kept)
{
    l.messages().erase(kept.id, l.now());
    l.refresh_mirrors(kept.ticket, kept.id);
    const auto t = l.tickets().find(kept.ticket);
    if (t && is_request_of(l, *t, kept))
        static_cast<void>(l.perform(t->number, core::rewrite{}, kept.author));
}

}  // namespace

bool changed_already(ledger& l, const core::place& where)
{
    return l.seen_before(changed_key(where));
}

bool gone_already(ledger& l, const core::place& where)
{
    return l.seen_before(gone_key(where));
}

std::optional<core::message_id> keep_said(ledger& l, core::message m)
{
    if (gone_already(l, *m.where))
        return std::nullopt;
    const auto id = l.keep(m);
    if (id && changed_already(l, *m.where))
        read_again(l, m);
    return id;
}

handled on_message_changed(ledger& l, const slack::message_changed& m)
{
    // Link previews, thread counters and our own updates arrive as edits too: only a person's changed words count.
    if (m.now.subtype == "tombstone") {
        slack::message_deleted gone;
        gone.channel = m.now.channel;
        gone.deleted_ts = m.now.ts;
        return on_message_deleted(l, gone);
    }
    if (!m.now.by_person() || !m.now.edited || m.now.text == m.before.text)
        return handled(outcome::unused);
    const auto kept = l.messages().find_at(place_of(m.now));
    if (!kept)
        static_cast<void>(l.first_time(changed_key(place_of(m.now))));
    if (!kept || kept->deleted)
        return handled(outcome::unused);
    // One edit may be told of after a later one: then it does not begin with what is kept.
    if (m.before.text != kept->text || is_being_read(l, *kept))
        read_again(l, *kept);
    say_otherwise(l, *kept, m.now);
    return handled();
}

handled on_message_deleted(ledger& l, const slack::message_deleted& m)
{
    const core::place where{core::channel_id(m.channel), core::message_ts(m.deleted_ts)};
    const auto kept = l.messages().find_at(where);
    if (!kept) {
        static_cast<void>(l.first_time(changed_key(where)));
        static_cast<void>(l.first_time(gone_key(where)));
    }
    if (!kept || kept->deleted)
        return handled(outcome::unused);
    take_back(l, *kept);
    return handled();
}

void on_fetched_words(ledger& l, const core::place& where, const std::optional<slack::message>& found)
{
    const auto kept = l.messages().find_at(where);
    if (!kept || kept->deleted)
        return;
    if (!found)
        take_back(l, *kept);
    else if (found->text != kept->text)
        say_otherwise(l, *kept, *found);
}

}  // namespace docket::bot

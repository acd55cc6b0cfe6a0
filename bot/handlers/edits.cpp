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

}  // namespace

bool changed_already(ledger& l, const core::place& where)
{
    return l.seen_before(changed_key(where));
}

bool gone_already(ledger& l, const core::place& where)
{
    return l.seen_before(gone_key(where));
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
    l.messages().edit(kept->id, m.now.text, attachments_of(m.now.files), l.now());
    l.refresh_mirrors(kept->ticket, kept->id);
    const auto t = l.tickets().find(kept->ticket);
    if (t && is_request_of(l, *t, *kept))
        static_cast<void>(l.perform(t->number, core::rewrite{request_in(l, m.now)}, kept->author));
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
    l.messages().erase(kept->id, l.now());
    l.refresh_mirrors(kept->ticket, kept->id);
    const auto t = l.tickets().find(kept->ticket);
    if (t && is_request_of(l, *t, *kept))
        static_cast<void>(l.perform(t->number, core::rewrite{}, kept->author));
    return handled();
}

}  // namespace docket::bot

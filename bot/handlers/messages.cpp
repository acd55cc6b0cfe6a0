#include "bot/handlers/forms.hpp"
#include "bot/views/views.hpp"
#include "bot/words.hpp"
#include "bot/words_commands.hpp"
#include "core/thanks.hpp"
#include "slack/mrkdwn.hpp"

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// Opens a ticket whose root is `m`, of which there is none yet, and keeps `m` with it.
handled open_from(ledger& l, const slack::message& m, core::source source, bool burst)
{
    const core::member_id author(m.user.empty() ? m.bot_id : m.user);
    if (changed_already(l, place_of(m))) {
        errand::fetch_request as_it_is_now;
        as_it_is_now.message = place_of(m);
        as_it_is_now.by = author;
        as_it_is_now.source = source;
        l.ask(as_it_is_now);
        return handled();
    }
    core::request wanted;
    wanted.requester = author;
    wanted.source = source;
    wanted.conversation = root_of(m);
    wanted.text = request_in(l, m);
    wanted.asked = said_at(l, m);
    const auto opened = l.open_new(wanted, wanted.requester);
    if (!opened) {
        if (!m.by_person())
            return handled(outcome::refused);  // nobody reads what a machine is told
        const core::channel_id channel(m.channel);
        return refuse(l, opened.error(), nullptr, wanted.requester, channel, "open:" + m.channel + ":" + m.ts);
    }
    auto kept = to_message(l, *opened, m, core::side::conversation);
    kept.author = wanted.requester;
    kept.role = core::role::requester;
    l.keep(std::move(kept));
    if (burst)
        l.messages().join_burst(core::channel_id(m.channel), wanted.requester, opened->number, said_at(l, m));
    return handled();
}

/// The open ticket that `m` continues, as one of several messages in quick succession.
std::optional<core::ticket> burst_of(ledger& l, const slack::message& m, std::chrono::minutes within)
{
    if (within.count() == 0)
        return std::nullopt;
    // By when they were said: they may have been waited for, or be read long after.
    const auto number = l.messages().burst(core::channel_id(m.channel), core::member_id(m.user), said_at(l, m), within);
    if (!number)
        return std::nullopt;
    auto t = l.tickets().find(*number);
    if (!t || !core::is_open(*t))
        return std::nullopt;
    return t;
}

handled continue_burst(ledger& l, const core::ticket& t, const slack::message& m)
{
    if (l.messages().find_at(place_of(m)))
        return handled(outcome::duplicate);
    said(l, t, m);
    l.messages().join_burst(core::channel_id(m.channel), core::member_id(m.user), t.number, said_at(l, m));
    return handled();
}

handled intake(ledger& l, const slack::message& m, const core::queue& queue)
{
    if (!queue.skip_prefix.empty() && m.text.starts_with(slack::mrkdwn::escape(queue.skip_prefix)))
        return handled(outcome::unused);
    if (l.ticket_at(place_of(m)))
        return handled(outcome::duplicate);
    if (m.files.empty() && core::is_only_thanks(m.text))
        return handled(outcome::unused);
    if (const auto t = burst_of(l, m, queue.burst))
        return continue_burst(l, *t, m);
    return open_from(l, m, core::source::intake_channel, true);
}

handled direct(ledger& l, const slack::message& m)
{
    constexpr std::chrono::minutes burst{3};
    const auto typed = slack::mrkdwn::plain(m.text);
    if (l.ticket_at(place_of(m)))
        return handled(outcome::duplicate);
    if (typed == "help" || (typed.empty() && m.files.empty())) {
        errand::tell words;
        words.who = core::member_id(m.user);
        words.text = words::mention_help();
        l.tell(words, "help:" + m.channel + ":" + m.ts);
        return handled();
    }
    if (m.files.empty() && core::is_only_thanks(m.text))
        return handled(outcome::unused);
    if (const auto t = burst_of(l, m, burst))
        return continue_burst(l, *t, m);
    return open_from(l, m, core::source::direct_message, true);
}

handled mentioned(ledger& l, const slack::message& m)
{
    if (l.ticket_at(place_of(m)))
        return handled(outcome::duplicate);
    const auto text = without_mention(l, m);
    if ((text.empty() || text == "help") && m.files.empty()) {
        errand::tell words;
        words.who = core::member_id(m.user);
        words.channel = core::channel_id(m.channel);
        words.text = words::mention_help();
        l.tell(words, "help:" + m.channel + ":" + m.ts);
        return handled();
    }
    if (m.files.empty() && core::is_only_thanks(text))
        return handled(outcome::unused);
    return open_from(l, m, core::source::mention, false);
}

/// A reply to the bot's own words in a direct message. Where they were about a ticket, its requester says it in their
/// conversation, and an agent (told that it is theirs, that it lies untouched) notes it; elsewhere it is said to us
/// like anything in a direct message.
handled in_direct_thread(ledger& l, const slack::message& m)
{
    const auto told = l.deliveries().find_at(root_of(m));
    const auto t = told ? l.tickets().find(told->ticket) : std::nullopt;
    if (!t)
        return direct(l, m);
    if (t->requester == core::member_id(m.user)) {
        said(l, *t, m);
        return handled();
    }
    if (!l.desk().may_work(core::member_id(m.user), t->queue)) {
        // It was theirs when it was said to them; they have left the roster since.
        const core::channel_id channel(m.channel);
        return refuse(
            l, core::unknown_ticket{t->number}, nullptr, core::member_id(m.user), channel,
            "note:" + m.channel + ":" + m.ts
        );
    }
    const auto id = keep_said(l, to_message(l, *t, m, core::side::note));
    const auto did = id ? l.perform(t->number, core::discuss{*id}, core::member_id(m.user)) : change{*t, {}};
    if (!did)
        return handled(outcome::refused);
    const auto names = l.names_around(*t);
    errand::tell words;
    words.who = core::member_id(m.user);
    words.text = views::done(did->ticket, did->events, around(l, names)).text;
    l.tell(words, "note:" + m.channel + ":" + m.ts);
    return handled();
}

handled in_thread(ledger& l, const slack::message& m)
{
    if (l.messages().find_at(place_of(m)))
        return handled(outcome::duplicate);
    if (const auto t = l.ticket_at(root_of(m))) {
        said(l, *t, m);
        return handled();
    }
    if (const auto t = l.tickets().find_by_card(root_of(m))) {
        if (const auto id = keep_said(l, to_message(l, *t, m, core::side::triage)))
            static_cast<void>(l.perform(t->number, core::discuss{*id}, core::member_id(m.user)));
        return handled();
    }
    if (m.channel_type == "im")
        return in_direct_thread(l, m);
    if (!mentions(m, l.workspace().bot_user))
        return handled(outcome::unused);
    // The thread is the request: its root says what it is about, and whoever wrote that asks.
    errand::fetch_request wanted;
    wanted.message = root_of(m);
    wanted.by = core::member_id(m.user);
    wanted.source = core::source::mention;
    l.ask(wanted, {}, {}, true);
    return handled();
}

/// A mail, as Slack delivers it into a channel: a message by Slackbot with one file of type "email".
const slack::file* mail_in(const slack::message& m)
{
    for (const auto& f : m.files) {
        if (f.filetype == "email" || f.mode == "email")
            return &f;
    }
    return nullptr;
}

std::string address_in(const std::string& from)
{
    const auto open = from.find('<');
    const auto close = from.find('>', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos)
        return from;
    return from.substr(open + 1, close - open - 1);
}

handled mail(ledger& l, const slack::message& m, const slack::file& f)
{
    if (l.ticket_at(place_of(m)))
        return handled(outcome::duplicate);
    errand::fetch_sender wanted;
    wanted.message = place_of(m);
    wanted.address = f.from.empty() ? std::string() : address_in(f.from.front());
    wanted.title = !f.subject.empty() ? f.subject : !f.title.empty() ? f.title : f.name;
    wanted.text = f.plain_text;
    if (auto kept = attachments_of({f}); !kept.empty())
        wanted.mail = std::move(kept.front());
    l.ask(wanted);
    return handled();
}

}  // namespace

void said(ledger& l, const core::ticket& t, const slack::message& m)
{
    if (gone_already(l, place_of(m)))
        return;
    const core::member_id author(m.user);
    const bool thanks = m.files.empty() && core::is_only_thanks(m.text);
    if (!core::is_open(t) && author == t.requester &&
        core::meaning_of_reply(t, thanks, l.desk().set, said_at(l, m)) == core::late_reply::follow_up) {
        core::request wanted;
        wanted.requester = author;
        wanted.source = core::source::follow_up;
        wanted.text = request_in(l, m);
        wanted.asked = said_at(l, m);
        if (const auto opened = l.open_follow_up(t, std::move(wanted), author)) {
            keep_said(l, to_message(l, *opened, m, core::side::conversation));
            return;
        }
    }
    if (const auto id = keep_said(l, to_message(l, t, m, core::side::conversation)))
        static_cast<void>(l.perform(t.number, core::say{*id, author, thanks, said_at(l, m)}, author));
}

handled on_message(ledger& l, const slack::message& m, bool ext_shared_channel)
{
    if (m.hidden || is_own(l, m))
        return handled(outcome::unused);
    const core::channel_id channel(m.channel);
    const auto* queue = l.desk().with_intake(channel);
    const bool reply = !m.thread_ts.empty() && m.thread_ts != m.ts;
    // A mail that a person shares is their own request, whoever it is from.
    if (const auto* f = mail_in(m); f != nullptr && queue != nullptr && !reply && !m.by_person())
        return mail(l, m, *f);
    if (!m.by_person()) {
        const bool machine = !m.bot_id.empty() && (m.subtype.empty() || m.subtype == "bot_message");
        if (machine && queue != nullptr && queue->bots_may_open && !reply)
            return intake(l, m, *queue);
        return handled(outcome::unused);
    }
    // People of other organisations may ask where a channel is shared with them on purpose, nowhere else.
    const bool outsider = !m.user_team.empty() && m.user_team != l.workspace().id.str();
    if (outsider && !ext_shared_channel)
        return handled(outcome::unused);
    if (reply)
        return in_thread(l, m);
    if (m.channel_type == "im")
        return direct(l, m);
    if (queue != nullptr)
        return intake(l, m, *queue);
    if (mentions(m, l.workspace().bot_user))
        return mentioned(l, m);
    return handled(outcome::unused);
}

}  // namespace docket::bot

#include "bot/handlers/handlers.hpp"
#include "bot/words.hpp"
#include "bot/words_commands.hpp"
#include "core/thanks.hpp"
#include "slack/mrkdwn.hpp"

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// Who posts the mails that Slack delivers into channels.
constexpr auto slackbot = "USLACKBOT";

bool mentions(const slack::message& m, const core::member_id& who)
{
    return m.text.find("<@" + who.str() + ">") != std::string::npos ||
           m.text.find("<@" + who.str() + "|") != std::string::npos;
}

/// The words without the bot's own mention.
std::string without_mention(std::string text, const core::member_id& bot)
{
    for (auto at = text.find("<@" + bot.str()); at != std::string::npos; at = text.find("<@" + bot.str())) {
        const auto end = text.find('>', at);
        if (end == std::string::npos)
            break;
        text.erase(at, end - at + 1);
    }
    const auto first = text.find_first_not_of(" \t\n,:");
    return first == std::string::npos ? std::string() : text.substr(first);
}

core::role role_of(const ledger& l, const core::ticket& t, const core::member_id& author)
{
    if (author == t.requester)
        return core::role::requester;
    return l.desk().may_work(author, t.queue) ? core::role::agent : core::role::bystander;
}

core::message to_message(const ledger& l, const core::ticket& t, const slack::message& m, core::side side)
{
    core::message kept;
    kept.ticket = t.number;
    kept.side = side;
    kept.author = core::member_id(m.user);
    kept.role = role_of(l, t, kept.author);
    kept.where = place_of(m);
    kept.text = m.text;
    kept.files = attachments_of(m.files);
    kept.at = l.now();
    return kept;
}

/// What a request says when it is made of files alone.
std::string words_of(const slack::message& m, const std::string& text)
{
    if (!text.empty() || m.files.empty())
        return text;
    const auto& first = m.files.front();
    return !first.title.empty() ? first.title : !first.name.empty() ? first.name : first.id;
}

/// Opens a ticket whose root is `m`, and keeps `m` with it.
handled open_from(ledger& l, const slack::message& m, core::source source, const std::string& text, bool burst)
{
    core::request wanted;
    wanted.requester = core::member_id(m.user.empty() ? m.bot_id : m.user);
    wanted.source = source;
    wanted.conversation = place_of(m);
    wanted.text = words_of(m, text);
    const auto opened = l.open(wanted, wanted.requester, false);
    if (!opened) {
        errand::tell words;
        words.who = wanted.requester;
        words.channel = core::channel_id(m.channel);
        words.text = why_not(l, opened.error(), nullptr);
        l.tell(words, "open:" + m.channel + ":" + m.ts);
        return handled(outcome::refused);
    }
    if (opened->existed)
        return handled(outcome::duplicate);
    auto kept = to_message(l, opened->ticket, m, core::side::conversation);
    kept.author = wanted.requester;
    kept.role = core::role::requester;
    l.keep(std::move(kept));
    if (burst)
        l.messages().join_burst(core::channel_id(m.channel), wanted.requester, opened->ticket.number, l.now());
    return handled();
}

/// The open ticket that `m` continues, as one of several messages in quick succession.
std::optional<core::ticket> burst_of(ledger& l, const slack::message& m, std::chrono::minutes within)
{
    if (within.count() == 0)
        return std::nullopt;
    const auto number = l.messages().burst(core::channel_id(m.channel), core::member_id(m.user), l.now() - within);
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
    l.messages().join_burst(core::channel_id(m.channel), core::member_id(m.user), t.number, l.now());
    return handled();
}

handled intake(ledger& l, const slack::message& m, const core::queue& queue)
{
    if (!queue.skip_prefix.empty() && m.text.starts_with(queue.skip_prefix))
        return handled(outcome::unused);
    if (l.ticket_at(place_of(m)))
        return handled(outcome::duplicate);
    if (m.files.empty() && core::is_only_thanks(m.text))
        return handled(outcome::unused);
    if (const auto t = burst_of(l, m, queue.burst))
        return continue_burst(l, *t, m);
    return open_from(l, m, core::source::intake_channel, without_mention(m.text, l.workspace().bot_user), true);
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
    return open_from(l, m, core::source::direct_message, m.text, true);
}

handled mentioned(ledger& l, const slack::message& m)
{
    const auto text = without_mention(m.text, l.workspace().bot_user);
    if ((text.empty() || text == "help") && m.files.empty()) {
        errand::tell words;
        words.who = core::member_id(m.user);
        words.channel = core::channel_id(m.channel);
        words.text = words::mention_help();
        l.tell(words, "help:" + m.channel + ":" + m.ts);
        return handled();
    }
    return open_from(l, m, core::source::mention, text, false);
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
        if (const auto id = l.keep(to_message(l, *t, m, core::side::triage)))
            static_cast<void>(l.perform(t->number, core::discuss{*id}, core::member_id(m.user)));
        return handled();
    }
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
    l.ask(wanted);
    return handled();
}

}  // namespace

void said(ledger& l, const core::ticket& t, const slack::message& m)
{
    const core::member_id author(m.user);
    const bool thanks = m.files.empty() && core::is_only_thanks(m.text);
    if (!core::is_open(t) && author == t.requester &&
        core::meaning_of_reply(t, thanks, l.desk().set, l.now()) == core::late_reply::follow_up) {
        core::request wanted;
        wanted.requester = author;
        wanted.source = core::source::follow_up;
        wanted.text = words_of(m, m.text);
        if (const auto opened = l.open_follow_up(t, std::move(wanted), author)) {
            l.keep(to_message(l, opened->ticket, m, core::side::conversation));
            return;
        }
    }
    if (const auto id = l.keep(to_message(l, t, m, core::side::conversation)))
        static_cast<void>(l.perform(t.number, core::say{*id, author, thanks}, author));
}

handled on_message(ledger& l, const slack::message& m, bool ext_shared_channel)
{
    if (m.hidden || m.user == l.workspace().bot_user.str() || m.bot_id == l.workspace().bot_id)
        return handled(outcome::unused);
    const core::channel_id channel(m.channel);
    const auto* queue = l.desk().with_intake(channel);
    const bool reply = !m.thread_ts.empty() && m.thread_ts != m.ts;
    if (const auto* f = mail_in(m); f != nullptr && queue != nullptr && !reply)
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
        return handled(outcome::unused);
    l.messages().edit(kept->id, m.now.text, attachments_of(m.now.files), l.now());
    l.refresh_mirrors(kept->ticket, kept->id);
    const auto t = l.tickets().find(kept->ticket);
    if (t && t->conversation == kept->where)
        static_cast<void>(l.perform(t->number, core::rewrite{words_of(m.now, m.now.text)}, kept->author));
    return handled();
}

handled on_message_deleted(ledger& l, const slack::message_deleted& m)
{
    const core::place where{core::channel_id(m.channel), core::message_ts(m.deleted_ts)};
    const auto kept = l.messages().find_at(where);
    if (!kept || kept->deleted)
        return handled(outcome::unused);
    l.messages().erase(kept->id, l.now());
    l.refresh_mirrors(kept->ticket, kept->id);
    const auto t = l.tickets().find(kept->ticket);
    if (t && t->conversation == kept->where)
        static_cast<void>(l.perform(t->number, core::rewrite{}, kept->author));
    return handled();
}

void on_fetched_request(ledger& l, const errand::fetch_request& asked, const std::optional<slack::message>& found)
{
    if (!found) {
        errand::tell words;
        words.who = asked.by;
        words.channel = asked.message.channel;
        words.text = words::cannot_read_message();
        l.tell(words, "unread:" + asked.message.channel.str() + ":" + asked.message.ts.str());
        return;
    }
    const auto& m = *found;
    core::request wanted;
    wanted.requester = m.user.empty() || !m.bot_id.empty() ? asked.by : core::member_id(m.user);
    wanted.source = asked.source;
    wanted.conversation = root_of(m);
    wanted.text = words_of(m, m.text);
    const auto opened = l.open(wanted, asked.by, !m.thread_ts.empty());
    if (!opened) {
        errand::tell words;
        words.who = asked.by;
        words.channel = asked.message.channel;
        words.text = why_not(l, opened.error(), nullptr);
        l.tell(words, "open:" + asked.message.channel.str() + ":" + asked.message.ts.str());
        return;
    }
    if (opened->existed)
        return;
    auto kept = to_message(l, opened->ticket, m, core::side::conversation);
    kept.author = wanted.requester;
    kept.role = core::role::requester;
    l.keep(std::move(kept));
}

void on_fetched_sender(ledger& l, const errand::fetch_sender& mail, const std::optional<core::member_id>& sender)
{
    core::request wanted;
    wanted.requester = sender.value_or(core::member_id(slackbot));
    wanted.source = core::source::email;
    wanted.conversation = mail.message;
    wanted.title = slack::mrkdwn::escape(mail.title);
    wanted.text = slack::mrkdwn::escape(mail.text);
    if (!sender)
        wanted.text = words::mail_from(slack::mrkdwn::escape(mail.address)) + "\n" + wanted.text;
    static_cast<void>(l.open(wanted, wanted.requester, false));
}

void on_fetched_thread(ledger& l, core::ticket_number number, const std::vector<slack::message>& thread)
{
    const auto t = l.tickets().find(number);
    if (!t)
        return;
    bool any = false;
    for (const auto& m : thread) {
        if (!m.by_person() || m.user == l.workspace().bot_user.str())
            continue;
        auto kept = to_message(l, *t, m, core::side::conversation);
        kept.at = time_of_ts(m.ts).value_or(l.now());
        any = l.keep(std::move(kept)).has_value() || any;
    }
    if (any)
        l.ask(errand::show_transcript{}, number);
}

}  // namespace docket::bot

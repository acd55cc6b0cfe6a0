#include "bot/handlers/handlers.hpp"
#include "bot/views/views.hpp"
#include "bot/words.hpp"
#include "bot/words_commands.hpp"
#include "slack/mrkdwn.hpp"

// What Slack was asked for becomes the next command.

namespace docket::bot {

namespace {

/// Who posts the mails that Slack delivers into channels.
constexpr auto slackbot = "USLACKBOT";

/// Did somebody ask for a ticket of that message? Else it was said where all is a request.
bool is_wish(const errand::fetch_request& asked)
{
    return asked.source == core::source::reaction || asked.source == core::source::mention;
}

void say_unreadable(ledger& l, const errand::fetch_request& asked)
{
    errand::tell words;
    words.who = asked.by;
    words.channel = asked.message.channel;
    words.text = words::cannot_read_message();
    l.tell(words, "unread:" + asked.message.channel.str() + ":" + asked.message.ts.str());
}

void refuse_wish(ledger& l, const errand::fetch_request& asked, const core::refusal& why)
{
    errand::tell words;
    words.who = asked.by;
    words.channel = asked.message.channel;
    words.text = why_not(l, why, nullptr);
    l.tell(words, "open:" + asked.message.channel.str() + ":" + asked.message.ts.str());
}

/// The message at `where`, which `t` came of, in the words of the request.
core::message request_as_said(
    const ledger& l, const core::ticket& t, const core::request& wanted, const core::place& where
)
{
    core::message m;
    m.ticket = t.number;
    m.author = wanted.requester;
    m.where = where;
    m.text = wanted.text;
    m.at = l.now();
    return m;
}

}  // namespace

void on_fetched_request(ledger& l, const errand::fetch_request& asked, const std::optional<slack::message>& found)
{
    if (l.messages().find_at(asked.message)) {
        on_fetched_words(l, asked.message, found);  // it could not be read at first
        return;
    }
    const bool gone = !found || gone_already(l, asked.message);
    if (gone && is_wish(asked))
        say_unreadable(l, asked);
    if (gone)
        return;
    const auto& m = *found;
    if (is_own(l, m))
        return;  // what we say is about a ticket already, or asks for nothing
    core::request wanted;
    wanted.requester = m.by_person() ? core::member_id(m.user) : asked.by;
    wanted.source = asked.source;
    wanted.conversation = root_of(m);
    wanted.text = request_in(l, m);
    if (!is_wish(asked))
        wanted.asked = said_at(l, m);
    const auto opened = l.open(wanted, asked.by, !m.thread_ts.empty());
    if (!opened) {
        refuse_wish(l, asked, opened.error());
        return;
    }
    if (opened->existed)
        return;
    auto kept = to_message(l, opened->ticket, m, core::side::conversation);
    kept.author = wanted.requester;
    kept.role = core::role::requester;
    keep_said(l, std::move(kept));
}

void on_unreadable_request(ledger& l, const errand::fetch_request& asked, const slack::failure& why)
{
    if (l.messages().find_at(asked.message))
        return;
    const bool not_there = why.error == "not_in_channel" || why.error == "channel_not_found";
    if (not_there && is_wish(asked)) {
        say_unreadable(l, asked);
        return;
    }
    core::request wanted;
    wanted.requester = asked.author.empty() ? asked.by : asked.author;
    wanted.source = asked.source;
    // Whoever reacted may have done so to a reply, whose thread nobody tells us: then we answer directly.
    if (asked.source == core::source::intake_channel || asked.source == core::source::mention)
        wanted.conversation = asked.message;
    wanted.text = words::unreadable_request(views::permalink(l.workspace().url, asked.message, std::nullopt));
    if (!is_wish(asked))
        wanted.asked = time_of_ts(asked.message.ts.str());
    const auto opened = l.open(wanted, asked.by, false);
    if (!opened) {
        refuse_wish(l, asked, opened.error());
        return;
    }
    if (opened->existed)
        return;
    l.keep(request_as_said(l, opened->ticket, wanted, asked.message));
}

void on_fetched_sender(ledger& l, const errand::fetch_sender& mail, const std::optional<core::member_id>& sender)
{
    core::request wanted;
    wanted.requester = sender.value_or(core::member_id(slackbot));
    wanted.source = core::source::email;
    wanted.conversation = mail.message;
    wanted.asked = time_of_ts(mail.message.ts.str());
    wanted.title = slack::mrkdwn::escape(mail.title);
    wanted.text = slack::mrkdwn::escape(mail.text);
    if (!sender)
        wanted.text = words::mail_from(slack::mrkdwn::escape(mail.address)) + "\n" + wanted.text;
    const auto opened = l.open(wanted, wanted.requester, false);
    if (!opened || opened->existed)
        return;
    auto kept = request_as_said(l, opened->ticket, wanted, mail.message);
    kept.files = {mail.mail};
    l.keep(std::move(kept));
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
        any = keep_said(l, std::move(kept)).has_value() || any;
    }
    if (any)
        l.ask(errand::show_transcript{}, number);
}

}  // namespace docket::bot

#include "bot/rendering.hpp"

#include "bot/alerts.hpp"
#include "bot/handlers/reports.hpp"
#include "bot/views/transcript.hpp"
#include "bot/views/views.hpp"
#include "bot/words_commands.hpp"
#include "core/follow.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace docket::bot {

namespace {

using core::delivery_kind;
using nlohmann::json;

std::int64_t number_in(const std::string& text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

json to_json(const views::message& m)
{
    json message;
    message["text"] = m.text;
    if (!m.blocks.empty())
        message["blocks"] = m.blocks;
    // What people wrote may hold links; Docket's copy of it must not shout with previews.
    message["unfurl_links"] = false;
    message["unfurl_media"] = false;
    return message;
}

/// A ticket's delivery being rendered.
struct scene {
    ledger& l;
    const storage::delivery& row;
    core::ticket t;
    std::map<core::member_id, std::string> names;

    [[nodiscard]] views::surroundings around() const
    {
        return views::surroundings{l.desk(), l.workspace().url, l.now(), names};
    }

    /// The event a once-only message is about: its subject is a place in history.
    [[nodiscard]] std::optional<core::event> event() const
    {
        auto all = l.tickets().history(t.number);
        const auto place = number_in(row.subject);
        if (place < 1 || place > static_cast<std::int64_t>(all.size()))
            return std::nullopt;
        return all[static_cast<std::size_t>(place - 1)];
    }

    /// In place if it is posted, else new at `to`.
    [[nodiscard]] to_do show(const views::message& m, destination to) const
    {
        if (row.channel && row.ts)
            return change_posted{core::place{*row.channel, *row.ts}, to_json(m)};
        return post{std::move(to), draft{to_json(m)}};
    }
};

destination to_conversation(const core::ticket& t)
{
    destination to;
    to.person = t.requester;
    if (t.conversation) {
        to.channel = t.conversation->channel;
        to.thread = t.conversation->ts;
    }
    return to;
}

/// The thread under the ticket's card, if the card is in Slack.
std::variant<destination, not_yet, impossible> to_triage_thread(const scene& s)
{
    const auto card = s.l.deliveries().find(s.t.number, core::name_of(delivery_kind::card), s.t.queue.str());
    if (card && card->ts) {
        destination to;
        to.channel = *card->channel;
        to.thread = *card->ts;
        return to;
    }
    if (!card || card->state == storage::delivery_state::failed)
        return impossible{"its card is not in the triage channel"};
    return not_yet{"card"};
}

to_do in_triage_thread(const scene& s, const views::message& m)
{
    if (s.row.ts)
        return s.show(m, {});
    auto to = to_triage_thread(s);
    if (auto* there = std::get_if<destination>(&to))
        return s.show(m, std::move(*there));
    if (auto* why = std::get_if<impossible>(&to))
        return std::move(*why);
    return std::get<not_yet>(std::move(to));
}

to_do card(const scene& s)
{
    const core::queue_id key(s.row.subject);
    const auto* queue = s.l.desk().find(key);
    if (key != s.t.queue)
        return s.row.ts ? s.show(views::card_left(s.t, s.around()), {}) : to_do(nothing{});
    if (queue == nullptr)
        return impossible{"queue " + s.row.subject + " is no longer in the settings"};
    destination to;
    to.channel = queue->triage;
    const auto request = s.t.conversation ? s.l.messages().find_at(*s.t.conversation) : std::nullopt;
    const auto files = request ? request->files : std::vector<core::attachment>();
    return s.show(views::card(s.t, s.around(), files), std::move(to));
}

/// In the triage channel of the queue that has the ticket now?
bool at_the_desk(const scene& s, const core::channel_id& channel)
{
    const auto* queue = s.l.desk().find(s.t.queue);
    return queue != nullptr && queue->triage == channel;
}

/// What was said, on the side where it was not said. What was deleted before it was ever shown stays unshown.
to_do message(const scene& s, delivery_kind kind)
{
    const auto m = s.l.messages().find(core::message_id(number_in(s.row.subject)));
    if (!m || (m->deleted && !s.row.ts))
        return nothing{};
    if (m->side == core::side::triage && m->where && at_the_desk(s, m->where->channel))
        return nothing{};  // it stands there already
    if (kind == delivery_kind::mirror && s.row.channel && !m->deleted && !at_the_desk(s, *s.row.channel))
        return nothing{};  // new words are not for the desk that the ticket has left; a deletion is
    auto with_author = s;
    for (auto& [id, name] : names_of(s.l.desks(), {m->author}))
        with_author.names.emplace(id, name);
    if (kind == delivery_kind::mirror)
        return in_triage_thread(s, views::mirror(s.t, *m, unreached(s.l, s.t, *m), with_author.around()));
    return s.show(views::reply(s.t, *m, with_author.around()), to_conversation(s.t));
}

/// Who has left the roster since may read nothing of it any more: then it is for those who are there.
to_do to_assignee(const scene& s, const views::message& m)
{
    destination to;
    to.person = core::member_id(s.row.lane);  // the assignee when it was asked for
    if (!s.l.desk().may_work(to.person, s.t.queue))
        return in_triage_thread(s, m);
    return s.show(m, std::move(to));
}

to_do about_event(const scene& s, delivery_kind kind)
{
    const auto e = s.event();
    if (!e)
        return impossible{"its event is gone"};
    if (kind == delivery_kind::handed_over)
        return to_assignee(s, views::handed_over(s.t, *e, s.around()));
    if (kind == delivery_kind::returned)
        return in_triage_thread(s, views::returned(s.t, *e, s.around()));
    const auto* link = std::get_if<core::followed_up>(&e->what);
    if (link == nullptr)
        return impossible{"its event is no follow-up"};
    return s.show(views::follow_up(s.t, link->by, s.around()), to_conversation(s.t));
}

to_do question(const scene& s)
{
    const bool current = number_in(s.row.subject) == s.t.question;
    if (!current && !s.row.ts)
        return nothing{};
    return s.show(views::question(s.t, current, s.around()), to_conversation(s.t));
}

to_do render_kind(const scene& s, delivery_kind kind)
{
    switch (kind) {
        case delivery_kind::card:
            return card(s);
        case delivery_kind::status_line:
            return s.show(views::status_line(s.t, s.around()), to_conversation(s.t));
        case delivery_kind::mirror:
        case delivery_kind::reply:
            return message(s, kind);
        case delivery_kind::question:
            return question(s);
        case delivery_kind::reminder:
            return to_assignee(s, views::reminder(s.t, s.around()));
        case delivery_kind::update:
            return s.show(views::update(s.t, s.around()), to_conversation(s.t));
        case delivery_kind::handed_over:
        case delivery_kind::returned:
        case delivery_kind::follow_up:
            return about_event(s, kind);
    }
    return nothing{};
}

/// Messages that are shown on the desk's side one by one.
std::set<core::message_id> mirrored(const std::vector<core::event>& history)
{
    std::set<core::message_id> all;
    for (const auto& e : history) {
        if (const auto* w = std::get_if<core::requester_wrote>(&e.what))
            all.insert(w->what);
        if (const auto* w = std::get_if<core::agent_answered>(&e.what))
            all.insert(w->what);
        if (const auto* w = std::get_if<core::bystander_wrote>(&e.what))
            all.insert(w->what);
    }
    return all;
}

/// What the conversation held before it was one, in the order it was written.
std::vector<core::message> older_than_ticket(const scene& s)
{
    auto talk = s.l.messages().of(s.t.number);
    const auto shown = mirrored(s.l.tickets().history(s.t.number));
    std::erase_if(talk, [&](const core::message& m) {
        return m.side != core::side::conversation || !m.where || shown.contains(m.id);
    });
    std::ranges::stable_sort(talk, {}, [](const core::message& m) { return m.where->ts; });
    return talk;
}

/// What was written before the ticket came to this queue; the request itself stands on the card.
std::vector<core::message> older_than_move(const scene& s)
{
    auto talk = s.l.messages().of(s.t.number);
    std::erase_if(talk, [&](const core::message& m) {
        return m.at > s.row.created || (m.where && m.where == s.t.conversation);
    });
    return talk;
}

to_do transcript(const scene& s, const core::queue_id& moved_to)
{
    const bool moved = !moved_to.empty();
    if (moved && moved_to != s.t.queue)
        return nothing{};  // it has gone further
    const auto talk = moved ? older_than_move(s) : older_than_ticket(s);
    if (talk.empty())
        return nothing{};
    std::vector<core::member_id> people;
    for (const auto& m : talk)
        people.push_back(m.author);
    auto with_authors = s;
    for (auto& [id, name] : names_of(s.l.desks(), people))
        with_authors.names.emplace(id, name);
    const auto since = moved ? views::transcript_of::other_queue : views::transcript_of::older_thread;
    return in_triage_thread(s, views::transcript(s.t, talk, since, with_authors.around()));
}

to_do render_tell(const errand::tell& words)
{
    json message;
    message["text"] = words.text;
    if (!words.blocks.empty())
        message["blocks"] = json::parse(words.blocks);
    destination to;
    to.person = words.who;
    if (words.channel) {
        to.channel = *words.channel;
        to.thread = words.thread;
    }
    return whisper{std::move(to), draft{std::move(message)}};
}

to_do render_report(ledger& l, const errand::show_report& asked)
{
    const auto m = report_for(l, asked.who, asked.period);
    if (!m)
        return nothing{};  // who asked may see it no longer
    whisper w;
    w.what.message = to_json(*m);
    w.what.plainer = m->plainer;
    w.response_url = asked.response_url;
    w.in_doubt = to_json(views::message(words::report_in_doubt(asked.period)));
    w.to.person = asked.who;
    if (asked.channel)
        w.to.channel = *asked.channel;
    return w;
}

to_do render_errand(ledger& l, const storage::delivery& row, errand::any what)
{
    if (const auto* words = std::get_if<errand::tell>(&what))
        return render_tell(*words);
    if (const auto* report = std::get_if<errand::show_report>(&what))
        return render_report(l, *report);
    if (const auto* shown = std::get_if<errand::show_transcript>(&what)) {
        auto t = l.tickets().find(row.ticket);
        if (!t)
            return nothing{};
        auto names = l.names_around(*t);
        return transcript(scene{l, row, std::move(*t), std::move(names)}, shown->moved_to);
    }
    ask_slack a;
    a.what = std::move(what);
    if (const auto t = l.tickets().find(row.ticket))
        a.conversation = t->conversation;
    return a;
}

}  // namespace

bool hangs_on_card(std::string_view kind)
{
    return kind == core::name_of(delivery_kind::mirror) || kind == core::name_of(delivery_kind::returned) ||
           kind == "transcript";
}

bool comes_back(std::string_view kind)
{
    return kind == core::name_of(delivery_kind::card) || kind == core::name_of(delivery_kind::status_line) ||
           kind == core::name_of(delivery_kind::question);
}

to_do render(ledger& l, const storage::delivery& row)
{
    if (auto own = errand::from_row(row))
        return render_errand(l, row, std::move(*own));
    const auto kind = core::delivery_kind_named(row.kind);
    if (!kind)
        return impossible{"a kind of delivery this version does not know"};
    auto t = l.tickets().find(row.ticket);
    if (!t)
        return impossible{"its ticket is gone"};
    auto names = l.names_around(*t);
    return render_kind(scene{l, row, std::move(*t), std::move(names)}, *kind);
}

}  // namespace docket::bot

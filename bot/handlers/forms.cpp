#include "bot/handlers/forms.hpp"

#include "bot/views/ids.hpp"
#include "bot/views/views.hpp"
#include "bot/words.hpp"
#include "slack/mrkdwn.hpp"

#include <algorithm>
#include <charconv>

namespace docket::bot {

namespace {

using outcome = handled::outcome;
using nlohmann::json;

json details_of(ledger& l, const core::ticket& t, const core::member_id& who)
{
    const auto talk = l.messages().of(t.number);
    auto people = people_around(t, l.desk());
    for (const auto& m : talk)
        people.push_back(m.author);
    const auto names = names_of(l.desks(), people);
    return views::details(t, l.tickets().history(t.number), talk, l.desk().may_work(who, t.queue), around(l, names));
}

std::optional<json> view_for(ledger& l, const core::ticket& t, const std::string& verb, const core::member_id& who)
{
    const auto names = l.names_around(t);
    const auto s = around(l, names);
    if (verb == ids::verb_resolve)
        return views::resolve_form(t);
    if (verb == ids::verb_close)
        return views::close_form(t);
    if (verb == ids::verb_hold)
        return views::hold_form(t);
    if (verb == ids::verb_assign)
        return views::assign_form(t, s);
    if (verb == ids::verb_reply)
        return views::reply_form(t, s);
    if (verb == ids::verb_move)
        return views::move_form(t, l.desk());
    if (verb == ids::verb_note)
        return views::note_form(t);
    if (verb == ids::verb_details)
        return details_of(l, t, who);
    return std::nullopt;
}

std::string field(const slack::view& v, const char* block)
{
    const auto at = v.state.find(block);
    if (at == v.state.end())
        return {};
    const auto value = at->second.find(ids::value);
    if (value == at->second.end() || value->second.empty())
        return {};
    return value->second.front();
}

handled field_error(const char* block, const std::string& why)
{
    handled h(outcome::refused);
    json body;
    body["response_action"] = "errors";
    body["errors"][block] = why;
    h.body = std::move(body);
    return h;
}

/// The input block that stands in a form of this kind, where an error of the whole is shown.
const char* main_field(const std::string& callback)
{
    if (callback == ids::assign_form)
        return ids::person;
    if (callback == ids::move_form)
        return ids::queue;
    if (callback == ids::new_form)
        return ids::what;
    return ids::text;
}

/// What a form about a ticket asks for. Replies and notes name a message, which is kept once nothing speaks against it.
std::optional<core::command> command_of(const slack::view& v)
{
    const auto text = slack::mrkdwn::escape(field(v, ids::text));
    if (v.callback_id == ids::resolve_form)
        return core::resolve{text};
    if (v.callback_id == ids::close_form)
        return core::close{text};
    if (v.callback_id == ids::hold_form)
        return core::hold{text};
    if (v.callback_id == ids::assign_form)
        return core::assign{core::member_id(field(v, ids::person))};
    if (v.callback_id == ids::move_form)
        return core::move{field(v, ids::queue)};
    if (v.callback_id == ids::reply_form)
        return core::answer{};
    if (v.callback_id == ids::note_form)
        return core::discuss{};
    return std::nullopt;
}

std::optional<core::refusal> objection_to(
    const ledger& l, const core::ticket& t, const slack::view& v, const core::command& asked, const core::member_id& who
)
{
    const bool reply = v.callback_id == ids::reply_form;
    const bool note = v.callback_id == ids::note_form;
    if ((reply || note) && field(v, ids::text).empty())
        return core::text_missing{reply ? "reply" : "note"};
    if (note && !l.desk().may_work(who, t.queue))
        return core::not_an_agent{t.queue};
    return objection(l, t, asked, who);
}

handled submit_about_ticket(ledger& l, const slack::view_submission& sent, core::ticket_number number)
{
    const core::member_id who(sent.who.id);
    const auto& callback = sent.what.callback_id;
    auto asked = command_of(sent.what);
    if (!asked)
        return handled(outcome::unused);
    const auto key = "view:" + sent.what.id;
    if (l.seen_before(key))
        return handled(outcome::duplicate);  // before the ticket's new state speaks against what made it so
    const auto t = l.ticket_for(number, who);
    if (!t)
        return field_error(main_field(callback), why_not_plain(l, core::unknown_ticket{number}, nullptr));
    if (const auto why = objection_to(l, *t, sent.what, *asked, who))
        return field_error(main_field(callback), why_not_plain(l, *why, &*t));
    static_cast<void>(l.first_time(key));
    const auto text = slack::mrkdwn::escape(field(sent.what, ids::text));
    if (auto* reply = std::get_if<core::answer>(&*asked))
        reply->what = keep_typed(l, *t, core::side::reply, who, text);
    if (auto* note = std::get_if<core::discuss>(&*asked))
        note->what = keep_typed(l, *t, core::side::note, who, text);
    static_cast<void>(l.perform(number, *asked, who));  // nothing spoke against it a moment ago, in this transaction
    return handled();
}

/// What the form carried along; empty where it is missing or no text.
std::string carried(const json& metadata, const char* key)
{
    const auto found = metadata.find(key);
    return found != metadata.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// What Slack gives as ids: letters of its own first, then capital letters and digits.
bool is_id(const std::string& text, std::string_view first)
{
    const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return text.size() > 1 && first.find(text.front()) != std::string_view::npos && std::ranges::all_of(text, fits);
}

/// "1772438400.000100"
bool is_ts(const std::string& text)
{
    const auto fits = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    return std::ranges::count(text, '.') == 1 && std::ranges::all_of(text, fits);
}

core::request request_of(const slack::view_submission& sent, const json& metadata)
{
    core::request wanted;
    wanted.requester = core::member_id(sent.who.id);
    wanted.source = core::source_named(carried(metadata, "source")).value_or(core::source::form);
    wanted.title = slack::mrkdwn::escape(field(sent.what, ids::what));
    wanted.text = slack::mrkdwn::escape(field(sent.what, ids::details));
    wanted.queue = field(sent.what, ids::queue);
    const auto urgency = field(sent.what, ids::urgency);
    wanted.priority = core::priority_named(urgency);
    if (!urgency.empty())
        wanted.form["urgency"] = urgency;
    const auto channel = carried(metadata, "channel");
    const auto root = carried(metadata, "root");
    if (is_id(channel, "CDG") && is_ts(root)) {
        wanted.conversation = core::place{core::channel_id(channel), core::message_ts(root)};
        // The one who wrote the message asks, whoever fills the form for them.
        if (const auto author = carried(metadata, "author"); is_id(author, "UW"))
            wanted.requester = core::member_id(author);
    }
    return wanted;
}

handled submit_new(ledger& l, const slack::view_submission& sent, const json& metadata)
{
    const core::member_id who(sent.who.id);
    const auto wanted = request_of(sent, metadata);
    const core::situation now{l.desk(), who, l.now()};
    if (const auto tried = core::open(wanted, std::nullopt, now); !tried)
        return field_error(ids::what, why_not_plain(l, tried.error(), nullptr));
    if (!l.first_time("view:" + sent.what.id))
        return handled(outcome::duplicate);
    const auto opened = l.open(wanted, who, true);
    if (!opened)
        return field_error(ids::what, why_not_plain(l, opened.error(), nullptr));
    if (opened->existed || who != opened->ticket.requester) {
        const auto names = l.names_around(opened->ticket);
        const auto said = views::opened(opened->ticket, opened->existed, around(l, names));
        errand::tell words;
        words.who = who;
        if (wanted.conversation)
            words.channel = wanted.conversation->channel;
        words.text = said.text;
        words.blocks = said.blocks.empty() ? std::string() : said.blocks.dump();
        l.tell(words, "view:" + sent.what.id);
    }
    return handled();
}

}  // namespace

// Nobody fills a form to hear afterwards that they may not.
std::optional<core::refusal> objection_to_form(
    const ledger& l, const core::ticket& t, const std::string& verb, const core::member_id& who
)
{
    const bool own = who == t.requester;
    const bool agent = l.desk().may_work(who, t.queue);
    if (verb == ids::verb_details || verb == ids::verb_close) {
        if (!own && !agent)
            return core::not_your_ticket{};
    } else if (!agent) {
        return core::not_an_agent{t.queue};
    }
    const bool ends = verb == ids::verb_resolve || verb == ids::verb_close || verb == ids::verb_hold;
    if (ends && !core::is_open(t))
        return core::already_ended{t.status};
    return std::nullopt;
}

std::optional<core::refusal> objection(
    const ledger& l, const core::ticket& t, const core::command& asked, const core::member_id& who
)
{
    const core::situation s{l.desk(), who, l.now()};
    auto decided = core::decide(t, asked, s);
    if (decided)
        return std::nullopt;
    return std::move(decided.error());
}

core::message_id keep_typed(
    ledger& l, const core::ticket& t, core::side side, const core::member_id& who, const std::string& text
)
{
    core::message m;
    m.ticket = t.number;
    m.side = side;
    m.role = who == t.requester ? core::role::requester : core::role::agent;
    m.author = who;
    m.text = text;
    m.at = l.now();
    return l.keep(std::move(m)).value();  // a typed message has no place that could be known already
}

views::surroundings around(const ledger& l, const std::map<core::member_id, std::string>& names)
{
    return views::surroundings{l.desk(), l.workspace().url, l.now(), names};
}

handled refuse_with(
    ledger& l, std::string words, const core::member_id& who, const std::optional<core::channel_id>& channel,
    const std::string& key
)
{
    errand::tell said;
    said.who = who;
    said.channel = channel;
    said.text = std::move(words);
    l.tell(std::move(said), key);
    return handled(outcome::refused);
}

handled refuse_outsider(ledger& l, const slack::person& who, const std::string& channel, const std::string& trigger_id)
{
    std::optional<core::channel_id> where;
    if (!channel.empty())
        where = core::channel_id(channel);
    return refuse_with(l, words::outsiders_may_not(), core::member_id(who.id), where, "trigger:" + trigger_id);
}

handled refuse(
    ledger& l, const core::refusal& why, const core::ticket* t, const core::member_id& who,
    const std::optional<core::channel_id>& channel, const std::string& key
)
{
    return refuse_with(l, why_not(l, why, t), who, channel, key);
}

std::optional<button_value> read_value(const std::string& text)
{
    std::int64_t number = 0;
    const auto* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc() || end == text.data() || number < 0)
        return std::nullopt;
    if (end == last)
        return button_value{core::ticket_number(number), {}};
    if (*end != ':')
        return std::nullopt;
    return button_value{core::ticket_number(number), std::string(end + 1, last)};
}

handled ask_with_form(
    ledger& l, const core::ticket& t, const std::string& verb, const core::member_id& who,
    const std::string& trigger_id, const std::optional<core::channel_id>& channel
)
{
    if (const auto why = objection_to_form(l, t, verb, who))
        return refuse(l, *why, &t, who, channel, "trigger:" + trigger_id);
    auto view = view_for(l, t, verb, who);
    if (!view)
        return handled(outcome::unused);
    handled h;
    h.form = form_to_open{trigger_id, std::move(*view), who, channel, t.number, verb};
    return h;
}

handled ask_new(
    ledger& l, const core::member_id& who, const std::string& trigger_id, const std::string& what,
    const std::string& details, json metadata
)
{
    views::prefill start;
    start.what = what;
    start.details = details;
    start.metadata = std::move(metadata);
    handled h;
    h.form = form_to_open{trigger_id, views::new_form(start, l.desk()), who, std::nullopt, {}, ids::verb_new};
    return h;
}

handled on(ledger& l, const slack::view_submission& sent)
{
    if (!is_insider(l, sent.who, sent.enterprise))
        return field_error(main_field(sent.what.callback_id), words::outsiders_may_not());
    const auto metadata = json::parse(sent.what.private_metadata, nullptr, false);
    if (!metadata.is_object())
        return handled(outcome::unused);
    if (sent.what.callback_id == ids::new_form)
        return submit_new(l, sent, metadata);
    if (!metadata.contains("ticket") || !metadata["ticket"].is_number_integer())
        return handled(outcome::unused);
    return submit_about_ticket(l, sent, core::ticket_number(metadata["ticket"].get<std::int64_t>()));
}

}  // namespace docket::bot

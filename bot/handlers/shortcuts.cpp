#include "bot/handlers/forms.hpp"
#include "bot/views/ids.hpp"
#include "bot/views/views.hpp"
#include "bot/words.hpp"
#include "slack/mrkdwn.hpp"

namespace docket::bot {

namespace {

using outcome = handled::outcome;

/// What stands in the form's two fields. Of a line too long for the first one the second holds the whole.
std::pair<std::string, std::string> first_line_and_rest(const std::string& text)
{
    const auto end = text.find('\n');
    auto first = text.substr(0, end);
    if (slack::mrkdwn::length(first) > views::longest_what)
        return {std::move(first), text};
    return {std::move(first), end == std::string::npos ? std::string() : text.substr(end + 1)};
}

/// The ticket that a message is part of, on the requester's side or the desk's.
std::optional<core::ticket> ticket_around(ledger& l, const slack::message& m)
{
    if (auto known = l.ticket_at(place_of(m)))
        return known;
    if (auto known = l.ticket_at(root_of(m)))
        return known;
    return l.tickets().find_by_card(root_of(m));
}

}  // namespace

handled on(ledger& l, const slack::message_shortcut& used)
{
    if (used.callback_id != ids::message_shortcut)
        return handled(outcome::unused);
    if (!l.first_trigger(used.trigger_id))
        return handled(outcome::duplicate);
    // Slack shows shortcuts to people of other organisations nowhere; a request that says so all the same ends here.
    if (!is_insider(l, used.who, used.enterprise))
        return refuse_outsider(l, used.who, used.what.channel, used.trigger_id);
    const core::member_id who(used.who.id);
    const core::channel_id channel(used.what.channel);
    if (const auto known = ticket_around(l, used.what)) {
        const auto names = l.names_around(*known);
        const auto said = views::opened(*known, true, around(l, names));
        errand::tell words;
        words.who = who;
        words.channel = channel;
        words.text = said.text;
        l.tell(words, "trigger:" + used.trigger_id);
        return handled(outcome::duplicate);
    }
    const auto [what, rest] = first_line_and_rest(slack::mrkdwn::plain(used.what.text));
    nlohmann::json metadata;
    metadata["source"] = std::string(core::name_of(core::source::message_shortcut));
    metadata["channel"] = used.what.channel;
    metadata["root"] = used.what.root();
    if (!used.what.user.empty() && used.what.bot_id.empty())
        metadata["author"] = used.what.user;
    return ask_new(l, who, used.trigger_id, what, rest, std::move(metadata));
}

handled on(ledger& l, const slack::global_shortcut& used)
{
    if (used.callback_id != ids::global_shortcut)
        return handled(outcome::unused);
    if (!l.first_trigger(used.trigger_id))
        return handled(outcome::duplicate);
    if (!is_insider(l, used.who, used.enterprise))
        return refuse_outsider(l, used.who, {}, used.trigger_id);
    nlohmann::json metadata;
    metadata["source"] = std::string(core::name_of(core::source::global_shortcut));
    return ask_new(l, core::member_id(used.who.id), used.trigger_id, {}, {}, std::move(metadata));
}

}  // namespace docket::bot

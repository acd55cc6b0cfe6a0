#include "bot/handlers/forms.hpp"
#include "bot/views/ids.hpp"
#include "bot/views/views.hpp"
#include "bot/words.hpp"
#include "slack/mrkdwn.hpp"

namespace docket::bot {

namespace {

using outcome = handled::outcome;

std::pair<std::string, std::string> first_line_and_rest(const std::string& text)
{
    const auto end = text.find('\n');
    if (end == std::string::npos)
        return {text, {}};
    return {text.substr(0, end), text.substr(end + 1)};
}

}  // namespace

handled on(ledger& l, const slack::message_shortcut& used)
{
    if (used.callback_id != ids::message_shortcut)
        return handled(outcome::unused);
    const core::member_id who(used.who.id);
    const core::channel_id channel(used.what.channel);
    if (const auto known = l.ticket_at(place_of(used.what))) {
        const auto names = l.names_around(*known);
        const auto said = views::opened(*known, true, {l.desk(), l.workspace().url, l.now(), names});
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
    nlohmann::json metadata;
    metadata["source"] = std::string(core::name_of(core::source::global_shortcut));
    return ask_new(l, core::member_id(used.who.id), used.trigger_id, {}, {}, std::move(metadata));
}

}  // namespace docket::bot

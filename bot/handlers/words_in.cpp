#include "bot/handlers/handlers.hpp"
#include "slack/mrkdwn.hpp"

// What a message of Slack's says, to us and as something kept.

namespace docket::bot {

namespace {

/// The words without the bot's own mention, and without what sets it off: "@Docket: …", "@Docket, …".
std::string without(std::string text, const core::member_id& bot)
{
    constexpr std::string_view blanks = " \t\n";
    for (auto at = text.find("<@" + bot.str()); at != std::string::npos; at = text.find("<@" + bot.str())) {
        auto end = text.find('>', at);
        if (end == std::string::npos)
            break;
        ++end;
        // A colon before a letter begins an emoji.
        const bool set_off = end < text.size() && (text[end] == ',' || text[end] == ':');
        if (set_off && (end + 1 == text.size() || blanks.find(text[end + 1]) != std::string_view::npos))
            ++end;
        text.erase(at, end - at);
    }
    const auto first = text.find_first_not_of(blanks);
    return first == std::string::npos ? std::string() : text.substr(first);
}

core::role role_of(const ledger& l, const core::ticket& t, const core::member_id& author)
{
    if (author == t.requester)
        return core::role::requester;
    return l.desk().may_work(author, t.queue) ? core::role::agent : core::role::bystander;
}

}  // namespace

bool mentions(const slack::message& m, const core::member_id& who)
{
    return m.text.find("<@" + who.str() + ">") != std::string::npos ||
           m.text.find("<@" + who.str() + "|") != std::string::npos;
}

std::string without_mention(const ledger& l, const slack::message& m)
{
    return without(m.text, l.workspace().bot_user);
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
    kept.at = said_at(l, m);
    return kept;
}

std::string request_in(const ledger& l, const std::string& text, const std::vector<core::attachment>& files)
{
    auto words = without(text, l.workspace().bot_user);
    return words.empty() && !files.empty() ? slack::mrkdwn::escape(files.front().name) : words;
}

std::string request_in(const ledger& l, const slack::message& m)
{
    return request_in(l, m.text, attachments_of(m.files));
}

bool is_request_of(const ledger& l, const core::ticket& t, const core::message& m)
{
    return !t.details.empty() && t.details == request_in(l, m.text, m.files);
}

bool is_own(const ledger& l, const slack::message& m)
{
    return m.user == l.workspace().bot_user.str() || m.bot_id == l.workspace().bot_id;
}

}  // namespace docket::bot

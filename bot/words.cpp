#include "bot/words.hpp"

#include "slack/mrkdwn.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

// Names, numbers and times, and what the service says outside any ticket.

namespace docket::bot::words {

namespace mrkdwn = slack::mrkdwn;

namespace {

mrkdwn::names by_id(const names& known)
{
    mrkdwn::names found;
    for (const auto& [id, name] : known)
        found.emplace(id.str(), name);
    return found;
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Every run of blanks as one space, none at the ends.
std::string in_one_line(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        if (!is_blank(c))
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    if (!line.empty() && line.back() == ' ')
        line.pop_back();
    return line;
}

/// Letters and digits; every byte of a character beyond ASCII counts as one.
bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// mrkdwn has no escape for * _ ~ and `: an invisible space before one that stands at the edge of a word takes its
/// meaning away. Inside words (disk_full) they mean nothing and stay, so that copied names still work.
std::string unformatted(std::string_view text)
{
    constexpr std::string_view zero_width_space = "\u200B";
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool marks = text[i] == '*' || text[i] == '_' || text[i] == '~';
        const bool inside = i > 0 && in_word(text[i - 1]) && i + 1 < text.size() && in_word(text[i + 1]);
        if (text[i] == '`' || (marks && !inside))
            plain += zero_width_space;
        plain += text[i];
    }
    return plain;
}

}  // namespace

std::string status(core::status s)
{
    switch (s) {
        case core::status::fresh:
            return "New";
        case core::status::in_progress:
            return "In progress";
        case core::status::waiting:
            return "Waiting";
        case core::status::on_hold:
            return "On hold";
        case core::status::resolved:
            return "Resolved";
        case core::status::closed:
            return "Closed";
    }
    return {};
}

std::string priority(core::priority p)
{
    switch (p) {
        case core::priority::low:
            return "Low";
        case core::priority::normal:
            return "Normal";
        case core::priority::high:
            return "High";
        case core::priority::urgent:
            return "Urgent";
    }
    return {};
}

std::string source(core::source s)
{
    switch (s) {
        case core::source::reaction:
            return "a reaction";
        case core::source::message_shortcut:
            return "the message menu";
        case core::source::global_shortcut:
            return "the shortcut";
        case core::source::form:
            return "the form";
        case core::source::command:
            return "a command";
        case core::source::mention:
            return "a mention";
        case core::source::direct_message:
            return "a direct message";
        case core::source::intake_channel:
            return "the intake channel";
        case core::source::email:
            return "an e-mail";
        case core::source::follow_up:
            return "a late reply";
    }
    return {};
}

std::string duration(std::chrono::milliseconds d)
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(d).count();
    const auto hours = minutes / 60;
    const auto days = hours / 24;
    if (minutes < 1)
        return "under a minute";
    if (hours < 1)
        return fmt::format("{} min", minutes);
    if (days < 1)
        return minutes % 60 == 0 ? fmt::format("{} h", hours) : fmt::format("{} h {} min", hours, minutes % 60);
    const auto word = days == 1 ? "day" : "days";
    // Beyond a few days nobody counts hours.
    return days > 3 || hours % 24 == 0 ? fmt::format("{} {}", days, word)
                                       : fmt::format("{} {} {} h", days, word, hours % 24);
}

std::string number(core::ticket_number n)
{
    return fmt::format("#{}", n.value());
}

std::string mention(const core::member_id& who)
{
    return mrkdwn::mention_user(who.str());
}

std::string person(const core::member_id& who, const names& known)
{
    if (who.empty())
        return "Docket";
    const auto found = known.find(who);
    if (found == known.end())
        return mention(who);
    const auto name = in_one_line(mrkdwn::clean(found->second));
    return name.empty() ? mention(who) : unformatted(mrkdwn::escape(mrkdwn::clamp(name, 80)));
}

std::string people(const std::vector<core::member_id>& who, const names& known)
{
    if (who.empty())
        return {};
    if (who.size() == 1)
        return person(who[0], known);
    const auto two = person(who[0], known) + (who.size() == 2 ? " and " : ", ") + person(who[1], known);
    return who.size() == 2 ? two : fmt::format("{} and {} more", two, who.size() - 2);
}

std::string queue(const core::queue_id& key, const core::desk& d)
{
    const auto* found = d.find(key);
    const auto name = in_one_line(mrkdwn::clean(found == nullptr ? key.str() : found->name));
    return unformatted(mrkdwn::escape(mrkdwn::clamp(name.empty() ? key.str() : name, 80)));
}

std::string time(core::instant at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const auto fallback = fmt::format("{:%e %b %Y at %H:%M} UTC", fmt::gmtime(seconds));
    return mrkdwn::date(at, "{date_short_pretty} at {time}", in_one_line(fallback));
}

std::string asked_earlier(core::instant asked, core::instant opened)
{
    return "asked " + duration(opened - asked) + " earlier, while Docket was away";
}

std::string sorry_for_the_wait(core::instant asked)
{
    return "You asked " + time(asked) + ", while I was away: sorry for the wait.";
}

std::string one_plain_line(std::string_view received, std::size_t most, const names& known)
{
    return mrkdwn::clamp(in_one_line(mrkdwn::plain(received, by_id(known))), most);
}

std::string one_line(std::string_view received, std::size_t most, const names& known)
{
    return unformatted(mrkdwn::escape(one_plain_line(received, most, known)));
}

std::string not_set_up()
{
    return "Docket is not set up in this workspace yet. Ask a workspace admin or owner to type `/ticket setup`: it "
           "takes "
           "two minutes, and then you can try again.";
}

std::string setup_needs_admin()
{
    return "Setting up Docket needs a workspace admin or owner. Ask one of them to type `/ticket setup`; whoever does "
           "it "
           "first becomes Docket's administrator and can share that.";
}

std::string cannot_read_message()
{
    return "I cannot read that message, because I am not in its channel. Type `/invite @Docket` there and try again, "
           "or "
           "open a ticket with `/ticket new` and your words.";
}

std::string not_in_channel(const core::channel_id& channel)
{
    const auto there = mrkdwn::mention_channel(channel.str());
    return "I am not in " + there + " and can neither read nor write there. Type `/invite @Docket` in " + there +
           ", and I catch up by myself.";
}

std::string channel_is_archived(const core::channel_id& channel)
{
    return mrkdwn::mention_channel(channel.str()) +
           " is archived, so I cannot post there. Unarchive it, or choose another channel with `/ticket setup`; what "
           "waits is posted by itself then.";
}

std::string may_not_post(const core::channel_id& channel)
{
    const auto there = mrkdwn::mention_channel(channel.str());
    return "I may not post in " + there + ": the channel's settings allow it to some people only. Allow me there, or " +
           "choose another channel with `/ticket setup`; what waits is posted by itself then.";
}

std::string scope_missing(const std::string& scope)
{
    const auto which = scope.empty() ? std::string("a permission that it needs")
                                     : "the permission `" + mrkdwn::escape(mrkdwn::clean(scope)) + "`";
    return "Slack has not granted Docket " + which +
           ". Paste the current `manifest.yaml` into the app's settings at api.slack.com/apps and install the app "
           "again; what waits for it goes out by itself then.";
}

std::string slack_refuses(const std::string& error)
{
    return "Slack refuses what Docket asks of it, in its own word `" + mrkdwn::escape(mrkdwn::clean(error)) +
           "`. Whoever administers Slack here, or Slack's support, can say why. I try again every hour; what waits "
           "goes out by itself then.";
}

std::string unknown_command(const std::string& typed)
{
    return "I do not know `/ticket " + one_line(typed, 80) +
           "`. Type `/ticket help` for what I understand, or `/ticket new` and your words to open a ticket.";
}

std::string number_missing(const std::string& verb)
{
    return "Which ticket? Name its number: `/ticket " + verb + " #12`. `/ticket mine` lists yours.";
}

std::string only_requester_knows(core::ticket_number n)
{
    return "Only the person who asked for " + number(n) +
           " can say whether it is fixed. If you know more, write it in " + "this thread.";
}

std::string outsiders_may_not()
{
    return "Docket serves people of this workspace only, so nothing was changed. Ask somebody here to open the ticket "
           "for you.";
}

std::string settings_in_file()
{
    return "This workspace keeps Docket's settings in `docket.toml`, so they cannot be changed here. Ask whoever runs "
           "Docket to change the file; it is read again at the next start.";
}

std::string mention_help()
{
    return "Tell me what you need, here or in a direct message, and I open a ticket for the right team. You can also "
           "react to any message with :ticket:, or type `/ticket` for a form. `/ticket mine` shows your open requests.";
}

std::string marked_resolved()
{
    return "Marked as done with :white_check_mark:";
}

}  // namespace docket::bot::words

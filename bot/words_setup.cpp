#include "bot/words_setup.hpp"

#include "bot/config/alike.hpp"
#include "slack/mrkdwn.hpp"

#include <fmt/format.h>

namespace docket::bot::words::setup {

namespace mrkdwn = slack::mrkdwn;

namespace {

/// What an administrator typed, as harmless mrkdwn of bounded length.
std::string safe(std::string_view raw)
{
    return mrkdwn::escape(mrkdwn::clamp(mrkdwn::clean(raw), 100));
}

/// What was typed, to be repeated under the field.
std::string typed_as(const std::string& raw)
{
    return "\"" + mrkdwn::clamp(mrkdwn::clean(raw), 40) + "\"";
}

std::string name_of(const core::queue& q)
{
    return safe(q.name.empty() ? q.key.str() : q.name);
}

template <class Item, class Show>
std::string joined(const std::vector<Item>& items, Show show, std::string_view between = ", ")
{
    constexpr std::size_t most = 30;
    std::string all;
    for (std::size_t i = 0; i < items.size() && i < most; ++i) {
        if (i > 0)
            all += between;
        all += show(items[i]);
    }
    if (items.size() > most)
        all += fmt::format(" and {} more", items.size() - most);
    return all;
}

std::string people(const std::vector<core::member_id>& who)
{
    return joined(who, [](const core::member_id& m) { return mrkdwn::mention_user(m.str()); });
}

std::string channel(const core::channel_id& c)
{
    return c.empty() ? "no channel" : mrkdwn::mention_channel(c.str());
}

std::string roster(const core::queue& q)
{
    std::string all = people(q.agents);
    if (q.agent_group)
        all += (all.empty() ? "" : ", ") + mrkdwn::mention_group(q.agent_group->str());
    return all.empty() ? "nobody" : all;
}

std::string hours(std::chrono::minutes m)
{
    const auto h = static_cast<double>(m.count()) / 60;
    return h == 1 ? std::string("1 hour") : fmt::format("{:.4g} hours", h);
}

std::string after(std::string_view what, std::chrono::minutes m)
{
    return m.count() == 0 ? fmt::format("{} never", what) : fmt::format("{} after {}", what, hours(m));
}

}  // namespace

std::string required()
{
    return "This is needed.";
}

std::string not_a_group(const std::string& typed)
{
    return fmt::format(
        "{} is no id of a user group. It begins with S, such as S012ITAGENTS; Slack does not tell Docket which group a "
        "name means.",
        typed_as(typed)
    );
}

std::string not_hours(const std::string& typed)
{
    return fmt::format("{} is no number of hours: write 8, or 0.5, or 0 for never.", typed_as(typed));
}

std::string not_whole(const std::string& typed, long long most)
{
    return fmt::format("{} is no whole number between 0 and {}.", typed_as(typed), most);
}

std::string queue_gone()
{
    return "This queue is not there any more: somebody changed the settings meanwhile. Close this and look again.";
}

std::string key_taken(const std::string& key)
{
    return fmt::format("There is a queue {} already: take another name, or edit that one.", typed_as(key));
}

std::string no_administrator()
{
    return "Somebody must be able to change these settings: choose at least one person.";
}

std::string elsewhere(const core::settings_error& e)
{
    return fmt::format("With this, {} cannot stand: {}", e.where, e.why);
}

std::string quote_open()
{
    return "a quote is opened and not closed.";
}

std::string quote_it()
{
    return "Put words with = or -> in them into double quotes.";
}

std::string on_line(std::size_t number, const std::string& why)
{
    return fmt::format("Line {}: {}", number, why);
}

std::string route_without_queue()
{
    return "write what it is about, ->, and one queue, such as: invoice, expense -> finance";
}

std::string route_without_condition()
{
    return "before -> must stand a word, or a field=value.";
}

std::string route_without_field()
{
    return "before = must stand the name of a field, such as urgency=urgent.";
}

std::string route_without_value(const std::string& field)
{
    return fmt::format("after {}= must stand a value, such as urgency=urgent.", typed_as(field));
}

std::string route_field_twice(const std::string& field)
{
    return fmt::format("{} can have one value only; write another line for the other.", typed_as(field));
}

std::string route_to_nowhere(const std::string& typed, const std::vector<core::queue>& queues)
{
    std::vector<std::string_view> keys;
    for (const auto& q : queues)
        keys.emplace_back(q.key.str());
    const auto meant = most_alike(typed, keys);
    if (!meant.empty())
        return fmt::format("there is no queue {}; did you mean \"{}\"?", typed_as(typed), meant);
    if (keys.empty())
        return fmt::format("there is no queue {}: add it first.", typed_as(typed));
    const auto known = joined(keys, [](std::string_view k) { return std::string(k); });
    return fmt::format("there is no queue {}, only {}.", typed_as(typed), known);
}

std::string you_are_administrator()
{
    return "You are the first here, so you are Docket's administrator now. Under *People and days* you can share that.";
}

std::string nothing_missing()
{
    return ":white_check_mark: Nothing is missing: react with :ticket: to a message to try it.";
}

std::string still_missing(const std::vector<std::string>& sentences)
{
    return ":warning: *Still missing*\n• " + joined(sentences, [](const std::string& s) { return s; }, "\n• ");
}

std::string no_queue_yet()
{
    return "There is no queue yet. Make a channel for triage, type `/invite @Docket` there, and press *Add a queue*.";
}

std::string cannot_stand(const core::settings_error& e)
{
    return fmt::format("`{}`: {}", safe(e.where), safe(e.why));
}

std::string summary(const core::queue& q)
{
    auto text = fmt::format("*{}* (`{}`) is worked in {}", name_of(q), safe(q.key.str()), channel(q.triage));
    text += " by " + roster(q);
    text += q.assignment == core::assignment::round_robin ? ", in turn." : ".";
    if (!q.intake.empty())
        text += "\nEvery message in " + joined(q.intake, channel) + " is a ticket" +
                (q.bots_may_open ? ", also of bots." : ".");
    if (!q.keywords.empty())
        text += "\nKeywords: " + joined(q.keywords, [](const std::string& w) { return safe(w); });
    text += "\n" + after("Reminds", q.remind_assignee) + ", " + after("tells the requester", q.update_requester) + ".";
    return text;
}

std::string people_and_days(const core::settings& s)
{
    auto text =
        "*People and days*\nAdministrators: " + (s.administrators.empty() ? "nobody" : people(s.administrators));
    if (!s.managers.empty())
        text += "\nManagers: " + people(s.managers);
    if (!s.default_queue.empty())
        text += fmt::format("\nEverything else goes to `{}`.", safe(s.default_queue.str()));
    text += fmt::format(
        "\nA reply within {} working {} opens a ticket again. Time zone {}.", s.reopen_within_working_days,
        s.reopen_within_working_days == 1 ? "day" : "days", safe(s.time_zone)
    );
    return text;
}

std::string routes_now(const std::string& lines)
{
    if (lines.empty())
        return "*Routes*\nNone: keywords decide, and else the queue for everything else.";
    return "*Routes*, the first that fits decides\n" + mrkdwn::escape(mrkdwn::clamp(mrkdwn::clean(lines), 2'000));
}

std::string too_long_for_dialog(std::string_view label)
{
    return fmt::format(
        "*{}*: more than a dialog of Slack can hold. It stays as it is; to change it, keep the settings in "
        "`docket.toml`.",
        safe(label)
    );
}

std::string too_late()
{
    return "That took too long, and Slack no longer lets me open the dialog. Nothing was changed; type `/ticket setup` "
           "to try again.";
}

std::string slack_silent()
{
    return "Slack did not tell me whether you are an admin of this workspace. Nothing was changed; type "
           "`/ticket setup` to try again in a minute.";
}

std::string purpose_triage(const core::queue& q)
{
    return "the cards of " + name_of(q);
}

std::string purpose_intake(const core::queue& q)
{
    return "requests to " + name_of(q);
}

std::string invite(const core::channel_id& channel_, const std::string& purpose)
{
    return fmt::format("Type `/invite @Docket` in {}: it is for {}.", channel(channel_), purpose);
}

std::string channel_unseen(const core::channel_id& channel_, const std::string& purpose)
{
    return fmt::format(
        "I cannot see {0}, which is for {1}. If it is private, type `/invite @Docket` there; if it is gone, choose "
        "another one.",
        channel(channel_), purpose
    );
}

std::string channel_archived(const core::channel_id& channel_, const std::string& purpose)
{
    return fmt::format(
        "{} is archived, but is for {}: unarchive it or choose another one.", channel(channel_), purpose
    );
}

std::string channel_unchecked(const core::channel_id& channel_, const std::string& purpose)
{
    return fmt::format(
        "Slack did not answer about {}, which is for {}. Type `/ticket setup` again in a minute.", channel(channel_),
        purpose
    );
}

}  // namespace docket::bot::words::setup

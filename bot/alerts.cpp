#include "bot/alerts.hpp"

#include "bot/scope_watch.hpp"
#include "bot/setup/missing.hpp"
#include "bot/words.hpp"
#include "core/follow.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace docket::bot {

namespace {

const std::string alert = "alert:";            // how the keys of alerts begin
constexpr auto deactivated = "user_disabled";  // Slack's word for it

constexpr std::array<std::string_view, 8> against_app{
    "access_denied", "ekm_access_denied",      "enterprise_is_restricted", "team_access_not_granted",
    "no_permission", "not_allowed_token_type", "method_deprecated",        "deprecated_endpoint",
};

/// One of the settings' channels, whose fault then concerns the administrators; not a conversation somebody has.
bool is_set_up(const ledger& l, const std::string& lane)
{
    const auto all = setup::channels_of(l.desk().set);
    return std::ranges::find(all, core::channel_id(lane)) != all.end();
}

/// Empty where there is nothing to mend.
std::string sentence(const ledger& l, const storage::delivery& row, const slack::failure& why)
{
    if (why.error == "missing_scope")
        return words::scope_missing(needed_scope(why));
    if (is_against_app(why.error))
        return words::slack_refuses(why.error);
    if (!is_set_up(l, row.lane))
        return {};
    const core::channel_id channel(row.lane);
    if (why.error == "not_in_channel" || why.error == "channel_not_found")
        return words::not_in_channel(channel);
    if (why.error == "is_archived")
        return words::channel_is_archived(channel);
    if (why.error.starts_with("restricted_action"))
        return words::may_not_post(channel);
    return {};
}

/// The message whose text a row carries to the requester.
std::optional<core::message> answer_in(ledger& l, const storage::delivery& row)
{
    std::int64_t id = 0;
    const auto* end = row.subject.data() + row.subject.size();
    const auto read = std::from_chars(row.subject.data(), end, id);
    if (row.kind != core::name_of(core::delivery_kind::reply) || read.ec != std::errc{} || read.ptr != end)
        return std::nullopt;
    return l.messages().find(core::message_id(id));
}

std::string key_of_telling(const storage::delivery& row)
{
    return "unreached:" + std::to_string(row.id);
}

bool was_told(ledger& l, const storage::delivery& row)
{
    return l.deliveries().find({}, "tell", key_of_telling(row)).has_value();
}

/// The same answer where the desk sees it.
void refresh_mirror(ledger& l, const storage::delivery& row)
{
    if (const auto shown = l.deliveries().find(row.ticket, core::name_of(core::delivery_kind::mirror), row.subject))
        l.deliveries().ask(*shown, true, l.now());
}

bool is_deactivated(ledger& l, const core::member_id& who)
{
    const auto known = l.desks().find_person(who);
    return known && known->deactivated;
}

}  // namespace

bool is_against_app(const std::string& error)
{
    return std::ranges::find(against_app, error) != against_app.end();
}

std::span<const std::string_view> refusals_of_app()
{
    return against_app;
}

bool is_alert(const storage::delivery& row)
{
    return row.kind == "tell" && row.subject.starts_with(alert);
}

void tell_who_answered(ledger& l, const storage::delivery& row, const slack::failure& why)
{
    const auto said = answer_in(l, row);
    const auto t = said ? l.tickets().find(row.ticket) : std::nullopt;
    if (!t || said->author.empty())
        return;
    errand::tell words;
    words.who = said->author;
    words.text = words::answer_unreached(*t, why.error, l.names_around(*t));
    l.tell(words, key_of_telling(row));
    refresh_mirror(l, row);
}

void follow_answer(ledger& l, const storage::delivery& row)
{
    const auto said = answer_in(l, row);
    const auto t = said ? l.tickets().find(row.ticket) : std::nullopt;
    if (!t)
        return;
    if (is_deactivated(l, t->requester))
        tell_who_answered(l, row, slack::failure(slack::failure::kind::permanent, deactivated));
    else if (was_told(l, row))
        refresh_mirror(l, row);
}

void tell_who_changed(ledger& l, const storage::delivery& row, const slack::failure& why)
{
    if (const auto said = answer_in(l, row); said && !said->deleted)
        tell_who_answered(l, row, why);
}

std::string unreached(ledger& l, const core::ticket& t, const core::message& answer)
{
    const auto row =
        l.deliveries().find(t.number, core::name_of(core::delivery_kind::reply), std::to_string(answer.id.value()));
    if (!row)
        return {};
    if (row->state == storage::delivery_state::failed)
        return row->error;
    return was_told(l, *row) && is_deactivated(l, t.requester) ? deactivated : "";
}

void alert_administrators(ledger& l, const storage::delivery& row, const slack::failure& why)
{
    if (row.kind == "tell" || row.kind == "report")
        return;  // words about words that could not be said help nobody
    const auto what = sentence(l, row, why);
    if (what.empty())
        return;
    const auto day = std::chrono::floor<std::chrono::days>(l.now()).time_since_epoch().count();
    for (const auto& who : l.desk().set.administrators) {
        errand::tell words;
        words.who = who;
        words.text = what;
        // A scope is one thing to do, however much waits for it and wherever that goes; so is what concerns the app.
        const bool scope = why.error == "missing_scope";
        const auto about = scope                       ? why.error + ":" + needed_scope(why)
                           : is_against_app(why.error) ? why.error
                                                       : row.lane + ":" + why.error;
        l.tell(words, alert + about + ":" + who.str() + (scope ? "" : ":" + std::to_string(day)));
    }
}

}  // namespace docket::bot

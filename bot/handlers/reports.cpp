#include "bot/handlers/reports.hpp"

#include "bot/handlers/forms.hpp"
#include "bot/words_commands.hpp"
#include "core/report.hpp"

namespace docket::bot {

namespace {

constexpr auto usual_period = "7d";

/// The queues a report for this person is about; empty means all. A manager's leaves none out, not even queues of
/// earlier settings. @errors not_a_manager, for who works no queue
tl::expected<std::vector<core::queue_id>, core::refusal> queues_for(const ledger& l, const core::member_id& who)
{
    const auto& d = l.desk();
    std::vector<core::queue_id> queues;
    if (d.is_manager(who))
        return queues;
    for (const auto& q : d.set.queues) {
        if (d.may_work(who, q.key))
            queues.push_back(q.key);
    }
    if (queues.empty())
        return tl::unexpected<core::refusal>(core::not_a_manager{});
    return queues;
}

}  // namespace

handled on_report(ledger& l, const slack::slash_command& asked, const std::string& typed)
{
    const core::member_id who(asked.who.id);
    const auto queues = queues_for(l, who);
    if (!queues)
        return say_privately(why_not(l, queues.error(), nullptr), handled::outcome::refused);
    errand::show_report wanted;
    wanted.who = who;
    wanted.period = typed.empty() ? std::string(usual_period) : typed;
    if (!core::period_of(wanted.period))
        return say_privately(words::unknown_period(typed), handled::outcome::refused);
    wanted.response_url = asked.response_url;
    if (!asked.channel.empty())
        wanted.channel = core::channel_id(asked.channel);
    const auto now = std::to_string(l.now().time_since_epoch().count());
    l.ask(wanted, {}, asked.trigger_id.empty() ? who.str() + ":" + now : asked.trigger_id);
    return handled();
}

std::optional<views::message> report_for(ledger& l, const core::member_id& who, const std::string& period)
{
    const auto queues = queues_for(l, who);
    const auto span = core::period_of(period);
    if (!queues || !span)
        return std::nullopt;
    const auto to = l.now() + std::chrono::milliseconds(1);  // what happened at this very instant counts
    const auto from = to - *span;
    const auto input = l.tickets().for_report(from, to, *queues);
    const auto result = core::summarise(input.rows, input.unassigned_now, from, to, l.desk().set.time_zone);
    const std::map<core::member_id, std::string> nobody;
    return views::report(result, period, around(l, nobody));
}

}  // namespace docket::bot

#include "bot/setup/setup_desk.hpp"

#include "bot/comma_list.hpp"
#include "bot/handlers/forms.hpp"
#include "bot/log.hpp"
#include "bot/setup/changes.hpp"
#include "bot/setup/ids.hpp"
#include "bot/setup/scopes.hpp"
#include "bot/views/ids.hpp"
#include "bot/words.hpp"
#include "bot/words_setup.hpp"

#include <algorithm>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

bool is_setup_again(const slack::block_action& a)
{
    const auto value = a.action_id == ids::form_again ? read_value(a.value) : std::nullopt;
    return value && value->verb == ids::verb_setup;
}

/// Nobody set Docket up yet, or everybody who may has left: then the next admin of the workspace takes over.
bool nobody_rules(const core::desk& d)
{
    return std::ranges::none_of(d.set.administrators, [&d](const auto& who) { return d.is_administrator(who); });
}

const core::queue* queue_of(const core::settings& s, const std::string& key)
{
    const auto found = std::ranges::find(s.queues, core::queue_id(key), &core::queue::key);
    return found == s.queues.end() ? nullptr : &*found;
}

/// The dialog that a button of the overview opens; nothing when what it is about is gone.
std::optional<json> view_for(const core::settings& s, const slack::block_action& pressed, bool file)
{
    if (pressed.action_id == setup::ids::show_file)
        return setup::file_view(s);
    if (file)
        return std::nullopt;
    if (pressed.action_id == setup::ids::add_queue)
        return setup::queue_form(nullptr);
    if (pressed.action_id == setup::ids::edit_people)
        return setup::people_form(s);
    if (pressed.action_id == setup::ids::edit_routes)
        return setup::routes_form(s);
    if (pressed.action_id == setup::ids::edit_queue) {
        if (const auto* queue = queue_of(s, pressed.value))
            return setup::queue_form(queue);
    }
    return std::nullopt;
}

}  // namespace

bool setup_desk::concerns(const slack::block_actions& clicked) const
{
    return std::ranges::any_of(clicked.actions, [](const auto& a) {
        return setup::ids::ours(a.action_id) || is_setup_again(a);
    });
}

bool setup_desk::concerns(const slack::view_submission& sent) const
{
    return setup::ids::ours(sent.what.callback_id);
}

asio::awaitable<void> setup_desk::asked(slack::slash_command typed)
{
    asking a{core::member_id(typed.who.id), std::nullopt, typed.trigger_id};
    if (!typed.channel.empty())
        a.channel = core::channel_id(typed.channel);
    co_await open(std::move(a));
}

asio::awaitable<void> setup_desk::pressed(slack::block_actions clicked)
{
    for (const auto& action : clicked.actions) {
        asking a{core::member_id(clicked.who.id), std::nullopt, clicked.trigger_id};
        if (!clicked.channel.empty())
            a.channel = core::channel_id(clicked.channel);
        if (is_setup_again(action))
            co_await open(std::move(a));
        else if (setup::ids::ours(action.action_id))
            co_await push(std::move(a), action);
    }
}

asio::awaitable<void> setup_desk::open(asking a)
{
    const auto may = co_await admit(a);
    if (may == right::refused)
        co_return;
    const bool first = may == right::first;
    auto now = co_await look(a.who);
    // The trigger lives three seconds: first the dialog, then what takes more questions to Slack.
    auto quick = quick_overview(now, first);
    auto opened = co_await web_.open_view(a.trigger_id, std::move(quick));
    if (!opened) {
        log::warn("setup came too late", {{"error", opened.error().error}, {"detail", opened.error().detail}});
        co_await tell(std::move(a), words::setup::too_late());
        co_return;
    }
    if (setup::channels_of(now.set).empty())
        co_return;
    auto whole = co_await checked_overview(std::move(now), first);
    auto updated = co_await web_.update_view(opened->id, opened->hash, std::move(whole));
    if (!updated)
        log::debug("setup was closed before it was checked", {{"error", updated.error().error}});
}

/// May they? The first to ask becomes administrator, if Slack says that they are admin or owner of the workspace.
asio::awaitable<setup_desk::right> setup_desk::admit(asking a)
{
    const auto now = co_await look(a.who);
    if (now.may)
        co_return right::administrator;
    if (now.nobody_rules && !file_) {
        const auto decided = co_await admit_first(a);
        if (decided)
            co_return *decided;
    }
    co_await tell(std::move(a), now.only_administrators);
    co_return right::refused;
}

/// Nothing: somebody else was first in the meantime.
asio::awaitable<std::optional<setup_desk::right>> setup_desk::admit_first(asking a)
{
    auto who = co_await web_.user_info(a.who.str());
    if (!who) {
        log::warn("Slack did not say who asks for setup", {{"error", who.error().error}});
        co_await tell(std::move(a), words::setup::slack_silent());
        co_return right::refused;
    }
    if (!who->admin || is_outsider(*who, office_.workspace().id) || who->guest || who->deleted) {
        co_await tell(std::move(a), words::setup_needs_admin());
        co_return right::refused;
    }
    auto become = [&a](ledger& l) {
        if (!nobody_rules(l.desk()))
            return l.desk().is_administrator(a.who);
        auto set = l.desk().set;
        set.administrators.push_back(a.who);
        l.take_settings(set, a.who, "setup");
        return true;
    };
    const bool became = co_await office_.commit(become);
    if (!became)
        co_return std::nullopt;
    log::info("first administrator", {{"who", a.who.str()}});
    co_return right::first;
}

asio::awaitable<void> setup_desk::push(asking a, slack::block_action pressed)
{
    const auto now = co_await look(a.who);
    if (!now.may) {
        co_await tell(std::move(a), now.only_administrators);
        co_return;
    }
    auto view = view_for(now.set, pressed, file_);
    if (!view)
        co_return;
    json arguments;
    arguments["trigger_id"] = a.trigger_id;
    arguments["view"] = std::move(*view);
    auto pushed = co_await web_.call("views.push", std::move(arguments), 2s);
    if (pushed)
        co_return;
    log::warn("setup dialog came too late", {{"error", pushed.error().error}, {"detail", pushed.error().detail}});
    co_await tell(std::move(a), words::setup::too_late());
}

asio::awaitable<std::optional<json>> setup_desk::submitted(slack::view_submission sent)
{
    const core::member_id who(sent.who.id);
    auto keep = [&](ledger& l) -> std::optional<json> {
        const auto block = sent.what.state.empty() ? std::string() : sent.what.state.begin()->first;
        if (!is_insider(l, sent.who, sent.enterprise))
            return setup::refused({{block, words::outsiders_may_not()}});
        if (!l.desk().is_administrator(who))
            return setup::refused({{block, why_not_plain(l, core::not_an_administrator{}, nullptr)}});
        if (file_)
            return setup::refused({{block, words::settings_in_file()}});
        // Sent again, by Slack or by somebody who overheard it: it would undo what was changed since.
        const auto key = "view:" + sent.what.id;
        if (l.seen_before(key))
            return std::nullopt;
        const auto after = setup::settings_change_from(sent.what, l.desk().set);
        if (!after)
            return setup::refused(after.error());
        static_cast<void>(l.first_time(key));
        if (*after != l.desk().set)
            l.take_settings(*after, who, "setup");
        return std::nullopt;
    };
    co_return co_await office_.commit(keep);
}

asio::awaitable<void> setup_desk::refresh(slack::view_submission sent)
{
    if (sent.what.root_id.empty() || sent.what.root_id == sent.what.id)
        co_return;
    core::member_id who(sent.who.id);
    auto now = co_await look(std::move(who));
    auto overview = co_await checked_overview(std::move(now), false);
    auto updated = co_await web_.update_view(sent.what.root_id, {}, std::move(overview));
    if (!updated)
        log::debug("setup was closed before it was refreshed", {{"error", updated.error().error}});
}

asio::awaitable<void> setup_desk::tell(asking a, std::string what)
{
    auto say = [&](ledger& l) {
        errand::tell words;
        words.who = a.who;
        words.channel = a.channel;
        words.text = what;
        l.tell(words, "setup:" + a.trigger_id);
        return true;
    };
    co_await office_.commit(say);
}

asio::awaitable<setup_desk::facts> setup_desk::look(core::member_id who)
{
    auto read = [&who](ledger& l) {
        facts f;
        f.set = l.desk().set;
        f.nobody_rules = nobody_rules(l.desk());
        f.may = l.desk().is_administrator(who);
        f.only_administrators = why_not(l, core::not_an_administrator{}, nullptr);
        // Not the workspace of this run's start: the app may have been given more since.
        if (const auto known = storage::find_workspace(l.tx(), l.workspace().id))
            f.granted = from_comma_list(known->scopes);
        return f;
    };
    co_return co_await office_.look(read);
}

asio::awaitable<setup::channel_check> setup_desk::check(core::channel_id channel)
{
    using state = setup::channel_check::state;
    setup::channel_check c{channel, state::unknown};
    json arguments;
    arguments["channel"] = channel.str();
    const auto told = co_await web_.call("conversations.info", std::move(arguments), 2s);
    if (!told) {
        if (told.error().error == "channel_not_found")
            c.found = state::not_found;
        co_return c;
    }
    const auto info = told->value("channel", json::object());
    if (info.value("is_archived", false))
        c.found = state::archived;
    else
        c.found = info.value("is_member", false) ? state::ok : state::not_member;
    co_return c;
}

asio::awaitable<json> setup_desk::checked_overview(facts now, bool first)
{
    std::vector<setup::channel_check> checks;
    for (const auto& channel : setup::channels_of(now.set)) {
        auto found = co_await check(channel);
        checks.push_back(std::move(found));
    }
    setup::status s{.in_file = file_, .first = first};
    s.missing = setup::missing(now.set, checks, now.granted, setup::required_scopes);
    co_return setup::overview(now.set, s);
}

json setup_desk::quick_overview(const facts& now, bool first) const
{
    setup::status s{.in_file = file_, .first = first};
    s.missing = setup::missing(now.set, {}, now.granted, setup::required_scopes);
    return setup::overview(now.set, s);
}

}  // namespace docket::bot

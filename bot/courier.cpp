#include "bot/courier.hpp"

#include "bot/alerts.hpp"
#include "bot/handlers/handlers.hpp"
#include "bot/log.hpp"
#include "core/follow.hpp"

#include <algorithm>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;
using slack::failure;

constexpr auto metadata_type = "docket_delivery";

// A message that Slack took may be readable only a little later: look twice before posting again.
constexpr auto first_look = 5s;
constexpr auto second_look = 15s;

std::chrono::milliseconds pause_after(std::int64_t attempts)
{
    const auto doublings = std::min<std::int64_t>(attempts, 8);
    return std::min<std::chrono::milliseconds>(std::chrono::seconds(std::int64_t{1} << doublings), 5min);
}

/// A few seconds earlier than `t`, as Slack's `oldest`: clocks differ.
std::string slightly_before(core::instant t)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch() - 60s);
    return std::to_string(seconds.count()) + ".000000";
}

/// The person or channel cannot be reached in this way at all.
bool is_unreachable(const std::string& error)
{
    static const std::array known{
        "channel_not_found",
        "not_in_channel",
        "user_not_in_channel",
        "is_archived",
        "thread_not_found",
        "cannot_reply_to_message",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_non_threadable_channel",
        "message_not_found"
    };
    return std::ranges::find(known, error) != known.end();
}

}  // namespace

std::string courier::method_of(const storage::delivery& row)
{
    const auto own = errand::from_row(row);
    if (!own)
        return row.ts ? "chat.update" : "chat.postMessage";
    struct visitor {
        const storage::delivery& d;
        std::string operator()(const errand::fetch_request&) const { return "conversations.replies"; }
        std::string operator()(const errand::fetch_thread&) const { return "conversations.replies"; }
        std::string operator()(const errand::fetch_sender&) const { return "users.lookupByEmail"; }
        std::string operator()(const errand::fetch_person&) const { return "users.info"; }
        std::string operator()(const errand::fetch_group&) const { return "usergroups.users.list"; }
        std::string operator()(const errand::show_transcript&) const
        {
            return d.ts ? "chat.update" : "chat.postMessage";
        }
        std::string operator()(const errand::tell& e) const
        {
            return e.channel ? "chat.postEphemeral" : "chat.postMessage";
        }
    };
    return std::visit(visitor{row}, *own);
}

asio::awaitable<carried> courier::carry(storage::delivery row)
{
    auto draw = [&row](ledger& l) { return render(l, row); };
    auto what = co_await office_.look(draw);
    if (auto* p = std::get_if<post>(&what))
        co_return co_await do_post(std::move(row), std::move(*p));
    if (auto* c = std::get_if<change_posted>(&what))
        co_return co_await do_change(std::move(row), std::move(*c));
    if (auto* w = std::get_if<whisper>(&what))
        co_return co_await do_whisper(std::move(row), std::move(*w));
    if (auto* a = std::get_if<ask_slack>(&what))
        co_return co_await do_ask(std::move(row), std::move(*a));
    if (auto* no = std::get_if<impossible>(&what)) {
        failure why(failure::kind::permanent, no->why);
        co_return co_await failed(std::move(row), {}, std::move(why));
    }
    if (auto* wait = std::get_if<not_yet>(&what)) {
        failure why(failure::kind::wait, "waits for its " + wait->waits_for, 1s);
        co_await keep_failure(std::move(row), std::move(why));
        co_return carried{};
    }
    co_await keep_success(std::move(row), std::nullopt);
    co_return carried{};
}

asio::awaitable<slack::result<core::channel_id>> courier::channel_of(destination to)
{
    if (!to.channel.empty())
        co_return to.channel;
    if (const auto known = direct_.find(to.person); known != direct_.end())
        co_return known->second;
    auto opened = co_await web_.open_direct_message(to.person.str());
    if (!opened)
        co_return tl::unexpected(opened.error());
    core::channel_id channel(*opened);
    direct_.insert_or_assign(to.person, channel);
    co_return channel;
}

asio::awaitable<slack::result<std::optional<core::place>>> courier::look_for(
    storage::delivery row, core::channel_id channel, std::optional<core::message_ts> thread
)
{
    constexpr std::size_t most = 1000;
    const auto oldest = slightly_before(row.tried.value_or(row.created));
    slack::result<std::vector<slack::message>> there = std::vector<slack::message>();
    if (thread)
        there = co_await web_.thread(channel.str(), thread->str(), most, oldest);
    else
        there = co_await web_.history(channel.str(), oldest, most);
    if (!there)
        co_return tl::unexpected(there.error());
    const auto wanted = std::to_string(row.id);
    for (const auto& m : *there) {
        const auto id = m.metadata_payload.find("delivery");
        if (m.metadata_event_type == metadata_type && id != m.metadata_payload.end() && id->second == wanted)
            co_return core::place{channel, core::message_ts(m.ts)};
    }
    co_return std::nullopt;
}

asio::awaitable<carried> courier::do_post(storage::delivery row, post what)
{
    const std::string method = "chat.postMessage";
    const auto thread = what.to.thread;
    auto channel = co_await channel_of(std::move(what.to));
    if (!channel)
        co_return co_await failed(std::move(row), "conversations.open", channel.error());
    if (row.state == storage::delivery_state::uncertain) {
        const auto since = office_.time().now() - row.tried.value_or(row.created);
        auto found = co_await look_for(row, *channel, thread);
        if (!found)
            co_return co_await failed(std::move(row), "conversations.history", found.error());
        if (*found) {
            co_await keep_success(std::move(row), std::move(*found));
            co_return carried{};
        }
        if (since < second_look) {
            failure why(failure::kind::uncertain, "looked for it, not there yet", second_look - since);
            co_await keep_failure(std::move(row), std::move(why));
            co_return carried{};
        }
    }
    auto message = std::move(what.message);
    message["metadata"]["event_type"] = metadata_type;
    message["metadata"]["event_payload"]["delivery"] = std::to_string(row.id);
    if (thread)
        message["thread_ts"] = thread->str();
    auto begin = [&row](ledger& l) {
        l.deliveries().begin(row.id, true, l.now());
        return true;
    };
    co_await office_.commit(begin);
    row.attempts += 1;
    auto posted = co_await web_.post_message(channel->str(), std::move(message));
    if (!posted)
        co_return co_await failed(std::move(row), method, posted.error());
    core::place where{core::channel_id(posted->channel), core::message_ts(posted->ts)};
    co_await keep_success(std::move(row), std::move(where));
    co_return carried{method, std::nullopt};
}

asio::awaitable<carried> courier::do_change(storage::delivery row, change_posted what)
{
    const auto where = what.where;
    auto changed = co_await web_.update_message(where.channel.str(), where.ts.str(), std::move(what.message));
    if (!changed) {
        auto why = changed.error();
        if (why.what == failure::kind::uncertain)
            why.what = failure::kind::retry;  // an update repeated does no harm
        co_return co_await failed(std::move(row), "chat.update", std::move(why));
    }
    co_await keep_success(std::move(row), where);
    co_return carried{"chat.update", std::nullopt};
}

asio::awaitable<carried> courier::do_whisper(storage::delivery row, whisper what)
{
    if (what.to.channel.empty()) {
        post openly{std::move(what.to), std::move(what.message)};
        co_return co_await do_post(std::move(row), std::move(openly));
    }
    if (row.state == storage::delivery_state::uncertain) {
        // An ephemeral message cannot be read back. Saying it twice is worse than a word lost in a crash: whoever acted
        // sees that nothing changed.
        co_await keep_success(std::move(row), std::nullopt);
        co_return carried{};
    }
    auto begin = [&row](ledger& l) {
        l.deliveries().begin(row.id, true, l.now());
        return true;
    };
    co_await office_.commit(begin);
    row.attempts += 1;
    auto message = what.message;
    if (what.to.thread)
        message["thread_ts"] = what.to.thread->str();
    const auto person = what.to.person;
    auto said = co_await web_.post_ephemeral(what.to.channel.str(), person.str(), std::move(message));
    if (said) {
        co_await keep_success(std::move(row), std::nullopt);
        co_return carried{"chat.postEphemeral", std::nullopt};
    }
    if (is_unreachable(said.error().error)) {
        destination directly;
        directly.person = person;
        post openly{std::move(directly), std::move(what.message)};
        co_return co_await do_post(std::move(row), std::move(openly));
    }
    co_return co_await failed(std::move(row), "chat.postEphemeral", said.error());
}

asio::awaitable<void> courier::keep_success(storage::delivery row, std::optional<core::place> where)
{
    auto keep = [&row, &where](ledger& l) {
        l.deliveries().succeed(row.id, row.wanted, where, l.now());
        const auto status = core::name_of(core::delivery_kind::status_line);
        if (where && row.kind == status) {
            // A ticket from a form hears its requester where its first line was posted.
            const auto t = l.tickets().find(row.ticket);
            if (t && !t->conversation)
                static_cast<void>(l.perform(row.ticket, core::begin_conversation{*where}, core::member_id()));
        }
        return true;
    };
    co_await office_.commit(keep);
    office_.counts().delivery(row.kind, "shown");
}

asio::awaitable<void> courier::keep_failure(storage::delivery row, slack::failure why)
{
    auto keep = [&row, &why](ledger& l) {
        const auto now = l.now();
        switch (why.what) {
            case failure::kind::permanent:
                l.deliveries().fail(row.id, why.error);
                alert_administrators(l, row, why);
                break;
            case failure::kind::retry:
                l.deliveries().retry(row.id, false, now + pause_after(row.attempts), why.error);
                break;
            case failure::kind::uncertain:
                l.deliveries().retry(
                    row.id, true, now + std::max<std::chrono::milliseconds>(why.after, first_look), why.error
                );
                break;
            case failure::kind::wait:
                l.deliveries().retry(
                    row.id, row.state == storage::delivery_state::uncertain, now + why.after, why.error
                );
                break;
            case failure::kind::stop:
                l.deliveries().retry(row.id, row.state == storage::delivery_state::uncertain, now + 60s, why.error);
                break;
        }
        return true;
    };
    co_await office_.commit(keep);
}

asio::awaitable<carried> courier::failed(storage::delivery row, std::string method, slack::failure why)
{
    const bool final = why.what == failure::kind::permanent;
    log::warn(
        final ? "delivery failed" : "delivery put off", {{"delivery", row.id},
                                                         {"kind", row.kind},
                                                         {"ticket", row.ticket.value()},
                                                         {"method", method},
                                                         {"error", why.error},
                                                         {"detail", why.detail}}
    );
    office_.counts().delivery(row.kind, final ? "failed" : "put_off");
    carried outcome{std::move(method), why};
    co_await keep_failure(std::move(row), std::move(why));
    co_return outcome;
}

// --- What is asked of Slack, and what its answers mean ---

asio::awaitable<carried> courier::do_ask(storage::delivery row, ask_slack what)
{
    if (auto* request = std::get_if<errand::fetch_request>(&what.what))
        co_return co_await ask_request(std::move(row), std::move(*request));
    if (auto* sender = std::get_if<errand::fetch_sender>(&what.what))
        co_return co_await ask_sender(std::move(row), std::move(*sender));
    if (auto* person = std::get_if<errand::fetch_person>(&what.what))
        co_return co_await ask_person(std::move(row), person->who);
    if (auto* group = std::get_if<errand::fetch_group>(&what.what))
        co_return co_await ask_group(std::move(row), group->group);
    if (what.conversation)
        co_return co_await ask_thread(std::move(row), *what.conversation);
    co_await keep_success(std::move(row), std::nullopt);
    co_return carried{};
}

namespace {

/// Asking again does no harm.
failure as_retry(failure why)
{
    if (why.what == failure::kind::uncertain)
        why.what = failure::kind::retry;
    return why;
}

}  // namespace

asio::awaitable<carried> courier::ask_request(storage::delivery row, errand::fetch_request what)
{
    const std::string method = "conversations.replies";
    auto found = co_await web_.find_message(what.message.channel.str(), what.message.ts.str());
    std::optional<slack::message> message;
    if (found) {
        message = std::move(*found);
    } else if (found.error().what != failure::kind::permanent) {
        co_return co_await failed(std::move(row), method, as_retry(found.error()));
    }
    const auto why = found ? std::string("message_not_found") : found.error().error;
    auto keep = [&](ledger& l) {
        on_fetched_request(l, what, message);
        if (message)
            l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        else
            l.deliveries().fail(row.id, why);
        return true;
    };
    co_await office_.commit(keep);
    co_return carried{method, std::nullopt};
}

asio::awaitable<carried> courier::ask_thread(storage::delivery row, core::place conversation)
{
    constexpr std::size_t most = 500;
    const std::string method = "conversations.replies";
    auto thread = co_await web_.thread(conversation.channel.str(), conversation.ts.str(), most);
    if (!thread)
        co_return co_await failed(std::move(row), method, as_retry(thread.error()));
    auto keep = [&](ledger& l) {
        on_fetched_thread(l, row.ticket, *thread);
        l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        return true;
    };
    co_await office_.commit(keep);
    co_return carried{method, std::nullopt};
}

asio::awaitable<carried> courier::ask_sender(storage::delivery row, errand::fetch_sender what)
{
    const std::string method = "users.lookupByEmail";
    nlohmann::json arguments;
    arguments["email"] = what.address;
    std::optional<core::member_id> sender;
    if (!what.address.empty()) {
        auto found = co_await web_.call(method, std::move(arguments));
        if (!found && found.error().what != failure::kind::permanent)
            co_return co_await failed(std::move(row), method, as_retry(found.error()));
        if (found && found->contains("user"))
            sender = core::member_id(found->at("user").value("id", ""));
    }
    auto keep = [&](ledger& l) {
        on_fetched_sender(l, what, sender);
        l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        return true;
    };
    co_await office_.commit(keep);
    co_return carried{method, std::nullopt};
}

asio::awaitable<carried> courier::ask_person(storage::delivery row, core::member_id who)
{
    const std::string method = "users.info";
    auto found = co_await web_.user_info(who.str());
    if (!found)
        co_return co_await failed(std::move(row), method, as_retry(found.error()));
    auto keep = [&](ledger& l) {
        static_cast<void>(on_person(l, *found));
        l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        return true;
    };
    co_await office_.commit(keep);
    co_return carried{method, std::nullopt};
}

asio::awaitable<carried> courier::ask_group(storage::delivery row, core::group_id group)
{
    const std::string method = "usergroups.users.list";
    auto members = co_await web_.group_members(group.str());
    if (!members)
        co_return co_await failed(std::move(row), method, as_retry(members.error()));
    std::set<core::member_id> known;
    for (const auto& id : *members)
        known.insert(core::member_id(id));
    auto keep = [&](ledger& l) {
        l.desks().put_group(group, known);
        for (const auto& id : known)
            l.meet(id);
        l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        return true;
    };
    co_await office_.commit(keep);
    co_return carried{method, std::nullopt};
}

}  // namespace docket::bot

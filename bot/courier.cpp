#include "bot/courier.hpp"

#include "bot/alerts.hpp"
#include "bot/log.hpp"
#include "bot/scope_watch.hpp"
#include "core/follow.hpp"

#include <algorithm>

namespace docket::bot {

// What is done with a row, and what is kept of how it ended.

namespace {

using namespace std::chrono_literals;
using slack::failure;

// A message that Slack took may be readable only a little later.
constexpr auto first_look = 5s;

/// What has failed for some time fails for as long again.
std::chrono::milliseconds pause_after(std::chrono::milliseconds failing)
{
    return std::clamp<std::chrono::milliseconds>(failing, 1s, 5min);
}

/// A message that does not stand where it should: whoever relies on it must look again.
bool is_gone(const std::string& error)
{
    return error == "message_not_found" || error == "thread_not_found" || error == "cannot_reply_to_message";
}

/// Words for a desk that found no card to stand under come once it is there.
void bring_what_hangs_on(ledger& l, const storage::delivery& card)
{
    for (const auto& row : l.deliveries().failed_of(card.ticket)) {
        if (hangs_on_card(row.kind) && !row.ts)
            l.deliveries().revive(row.id, card.lane, l.now());
    }
}

/// The card that words for a desk should hang on has gone: it is brought up to date, and so posted anew.
void ask_for_card(ledger& l, const storage::delivery& row)
{
    const auto t = l.tickets().find(row.ticket);
    if (!t)
        return;
    if (const auto card = l.deliveries().find(row.ticket, core::name_of(core::delivery_kind::card), t->queue.str()))
        l.deliveries().ask(*card, true, l.now());
}

}  // namespace

std::string_view courier::method_of(const storage::next_in_lane& next)
{
    const std::string_view showing = next.posted ? "chat.update" : "chat.postMessage";
    storage::delivery row;
    row.kind = next.kind;
    row.payload = next.payload;
    std::optional<errand::any> own;
    try {
        own = errand::from_row(row);
    } catch (const std::exception&) {  // whoever carries it finds out
    }
    if (!own)
        return showing;
    struct visitor {
        std::string_view showing;
        std::string_view operator()(const errand::fetch_request&) const { return "conversations.replies"; }
        std::string_view operator()(const errand::fetch_thread&) const { return "conversations.replies"; }
        std::string_view operator()(const errand::fetch_words&) const { return "conversations.replies"; }
        std::string_view operator()(const errand::fetch_sender&) const { return "users.lookupByEmail"; }
        std::string_view operator()(const errand::fetch_person&) const { return "users.info"; }
        std::string_view operator()(const errand::fetch_group&) const { return "usergroups.users.list"; }
        std::string_view operator()(const errand::show_transcript&) const { return showing; }
        std::string_view operator()(const errand::tell& e) const
        {
            return e.channel ? "chat.postEphemeral" : "chat.postMessage";
        }
        std::string_view operator()(const errand::show_report&) const { return "response_url"; }
        std::string_view operator()(const errand::catch_up& e) const
        {
            return e.thread ? "conversations.replies" : "conversations.history";
        }
        std::string_view operator()(const errand::catch_up_directs&) const { return "conversations.list"; }
    };
    return std::visit(visitor{showing}, *own);
}

asio::awaitable<carried> courier::carry(std::int64_t id, std::string lane)
{
    struct drawn {
        storage::delivery row;
        to_do what;
    };
    auto draw = [id, &lane](ledger& l) -> std::optional<drawn> {
        auto row = l.deliveries().ready(id, l.now());
        if (!row || row->lane != lane)
            return std::nullopt;  // it has changed since somebody chose it; whoever changed it rings
        try {
            auto what = render(l, *row);
            return drawn{std::move(*row), std::move(what)};
        } catch (const storage::broken&) {
            throw;
        } catch (const std::exception&) {  // its words may be people's own: they stay out of the log
            return drawn{std::move(*row), impossible{"it cannot be rendered; please report this"}};
        }
    };
    auto found = co_await office_.look(draw);
    if (!found)
        co_return carried{};
    auto& [row, what] = *found;
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
    const auto seen = row.wanted;
    co_await keep_success(std::move(row), seen, std::nullopt);
    co_return carried{};
}

asio::awaitable<void> courier::keep_success(storage::delivery row, std::int64_t seen, std::optional<core::place> where)
{
    auto keep = [&row, &where, seen](ledger& l) {
        l.deliveries().succeed(row.id, seen, where, l.now());
        if (where && !row.ts && row.kind == core::name_of(core::delivery_kind::card))
            bring_what_hangs_on(l, row);
        if (where && !row.ts && row.kind == core::name_of(core::delivery_kind::reply))
            follow_answer(l, row);
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
    const bool doubtful = row.state == storage::delivery_state::uncertain;  // and stays so, whatever went wrong since
    auto keep = [&row, &why, doubtful](ledger& l) {
        const auto now = l.now();
        switch (why.what) {
            case failure::kind::permanent:
                if (is_alert(row))
                    l.deliveries().succeed(row.id, row.wanted, std::nullopt, now);
                else
                    l.deliveries().fail(row.id, why.error, row.lane);
                if (hangs_on_card(row.kind) && is_gone(why.error))
                    ask_for_card(l, row);
                unlearn_scope(l.tx(), l.workspace().id, why);
                alert_administrators(l, row, why);
                tell_who_answered(l, row, why);
                break;
            case failure::kind::retry:
                l.deliveries().retry(row.id, doubtful, now + pause_after(now - row.created), why.error);
                break;
            case failure::kind::uncertain:
                l.deliveries().retry(
                    row.id, true, now + std::max<std::chrono::milliseconds>(why.after, first_look), why.error
                );
                break;
            case failure::kind::wait:
                l.deliveries().retry(row.id, doubtful, now + why.after, why.error);
                break;
            case failure::kind::stop:
                l.deliveries().retry(row.id, doubtful, now + 60s, why.error);
                break;
        }
        return true;
    };
    co_await office_.commit(keep);
}

asio::awaitable<carried> courier::failed(storage::delivery row, std::string method, slack::failure why)
{
    const bool final = why.what == failure::kind::permanent;
    // A dead token is told once, by whoever paces the deliveries.
    const auto say = why.what == failure::kind::stop ? log::debug : log::warn;
    say(final ? "delivery failed" : "delivery put off", {{"delivery", row.id},
                                                         {"kind", row.kind},
                                                         {"ticket", row.ticket.value()},
                                                         {"method", method},
                                                         {"error", why.error},
                                                         {"detail", why.detail}});
    office_.counts().delivery(row.kind, final ? "failed" : "put_off");
    carried outcome{std::move(method), why};
    co_await keep_failure(std::move(row), std::move(why));
    co_return outcome;
}

}  // namespace docket::bot

#include "bot/courier.hpp"

#include "bot/alerts.hpp"
#include "bot/log.hpp"
#include "core/follow.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace docket::bot {

// What is posted and changed in Slack.

namespace {

using namespace std::chrono_literals;
using slack::failure;

constexpr auto metadata_type = "docket_delivery";

// A message that Slack took may be readable only a little later: it is looked for twice before it is posted again.
constexpr auto second_look = 15s;

// Where a lost message can be: not earlier than its attempt, and not much later. Clocks differ.
constexpr auto before_attempt = 60s;
constexpr auto after_attempt = 10min;

// Slack gives new blocks to one workspace after another; refusing them costs a call.
constexpr auto new_blocks_pause = 12h;

/// `t` as Slack's `oldest` and `latest` have it.
std::string stamp(core::instant t)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch());
    return std::to_string(seconds.count()) + ".000000";
}

template <class Table>
bool in(const Table& table, const std::string& error)
{
    return std::ranges::find(table, error) != table.end();
}

/// The person or channel cannot be reached in this way at all.
bool is_unreachable(const failure& why)
{
    static constexpr std::array known{
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
    return why.what == failure::kind::permanent && in(known, why.error);
}

/// Slack will never again let us change that message, or it has none there.
bool is_beyond_change(const failure& why)
{
    static constexpr std::array known{"message_not_found", "edit_window_closed", "cant_update_message"};
    return why.what == failure::kind::permanent && in(known, why.error);
}

/// Somebody waited for Slack in vain: what was asked for may still happen.
bool may_come_late(const failure& why)
{
    static constexpr std::array known{"timeout", "http_504"};
    return in(known, why.error);
}

/// Slack understands these blocks differently from us: the same said more plainly is better than silence.
bool refuses_blocks(const failure& why)
{
    static constexpr std::array known{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"};
    return why.what == failure::kind::permanent && in(known, why.error);
}

/// Words that were said elsewhere, and the same words here: their author changes them.
bool repeats_words(std::string_view kind)
{
    return kind == core::name_of(core::delivery_kind::mirror) || kind == core::name_of(core::delivery_kind::reply) ||
           kind == "transcript";
}

/// What is posted cannot be changed any more. What shows a ticket's state is posted anew, and so are words that their
/// author has changed, without the old ones where Slack lets us; words that somebody deleted in Slack stay away, of
/// which an agent hears whose answer it was. Of the rest nothing is lost: it said what was true then.
asio::awaitable<void> follow_lost_change(
    office& in, slack::web_client& web, storage::delivery row, core::place where, failure why
)
{
    const bool gone = why.error == "message_not_found";
    const bool anew = comes_back(row.kind) || (repeats_words(row.kind) && !gone);
    log::warn(
        anew ? "a message in Slack cannot be changed any more; it is posted anew"
             : "a message in Slack cannot be changed any more; it is left as it is",
        {{"delivery", row.id}, {"kind", row.kind}, {"error", why.error}}
    );
    auto keep = [&](ledger& l) {
        if (anew) {
            l.deliveries().lose(row.id, l.now());
        } else {
            l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
            tell_who_changed(l, row, why);
        }
        return true;
    };
    co_await in.commit(keep);
    in.counts().delivery(row.kind, anew ? "put_off" : "shown");
    if (!anew || comes_back(row.kind))
        co_return;
    const auto removed = co_await web.delete_message(where.channel.str(), where.ts.str());
    if (!removed)
        log::warn("its old words stay there", {{"delivery", row.id}, {"error", removed.error().error}});
}

/// To the person themselves where the channel is out of reach.
std::optional<destination> directly(const destination& to)
{
    if (to.channel.empty() || to.person.empty())
        return std::nullopt;
    destination instead;
    instead.person = to.person;
    return instead;
}

}  // namespace

bool courier::simplify(const failure& why, const storage::delivery& row, draft& what)
{
    if (!refuses_blocks(why))
        return false;
    const bool has_plainer = !what.plainer.is_null();
    if (!has_plainer && what.message.erase("blocks") == 0)
        return false;
    log::error(
        has_plainer ? "Slack refuses the newest blocks of a message; it goes out in plainer ones"
                    : "Slack refuses the blocks of a message; it goes out as plain words",
        {{"delivery", row.id}, {"kind", row.kind}, {"error", why.error}, {"detail", why.detail}}
    );
    if (has_plainer) {
        what.message["blocks"] = std::exchange(what.plainer, nullptr);
        plain_until_ = office_.time().now() + new_blocks_pause;
    }
    return true;
}

void courier::leave_out_new_blocks(draft& what) const
{
    if (what.plainer.is_null() || plain_until_ <= office_.time().now())
        return;
    what.message["blocks"] = std::exchange(what.plainer, nullptr);
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
    constexpr std::size_t most = 2000;
    const auto tried = row.tried.value_or(row.created);
    const auto oldest = stamp(tried - before_attempt);
    const auto latest = stamp(tried + after_attempt);
    slack::result<std::vector<slack::message>> there = std::vector<slack::message>();
    if (thread)
        there = co_await web_.thread(channel.str(), thread->str(), most, oldest, latest);
    else
        there = co_await web_.history(channel.str(), oldest, most, latest);
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

/// Marks a first posting as begun. @return false when it was made meanwhile: `row` was read too early
asio::awaitable<bool> courier::begin(std::int64_t row)
{
    auto mark = [row](ledger& l) { return l.deliveries().begin(row, true, l.now()); };
    co_return co_await office_.commit(mark);
}

asio::awaitable<courier::posting> courier::post_at(storage::delivery row, destination to, draft what)
{
    const auto thread = to.thread;
    posting p{"conversations.open", core::place(), row.state == storage::delivery_state::uncertain};
    auto channel = co_await channel_of(std::move(to));
    if (!channel) {
        p.where = tl::unexpected(channel.error());
        co_return p;
    }
    if (p.doubtful) {
        p.method = thread ? "conversations.replies" : "conversations.history";
        const auto since = office_.time().now() - row.tried.value_or(row.created);
        auto there = co_await look_for(row, *channel, thread);
        if (!there) {
            p.where = tl::unexpected(there.error());
            co_return p;
        }
        if (*there) {
            p.where = std::move(**there);
            p.found = true;
            co_return p;
        }
        if (since < second_look) {
            failure why(failure::kind::uncertain, "looked for it, not there yet", second_look - since);
            p.where = tl::unexpected(std::move(why));
            co_return p;
        }
        p.doubtful = false;
    }
    p.method = "chat.postMessage";
    if (thread)
        what.message["thread_ts"] = thread->str();
    const bool begun = co_await begin(row.id);
    if (!begun) {
        p.superfluous = true;
        co_return p;
    }
    auto posted = co_await web_.post_message(channel->str(), what.message);
    while (!posted && simplify(posted.error(), row, what))
        posted = co_await web_.post_message(channel->str(), what.message);
    if (posted)
        p.where = core::place{core::channel_id(posted->channel), core::message_ts(posted->ts)};
    else
        p.where = tl::unexpected(posted.error());
    co_return p;
}

asio::awaitable<carried> courier::do_post(storage::delivery row, post what)
{
    auto said = std::move(what.what);
    leave_out_new_blocks(said);
    auto& message = said.message;
    message["metadata"]["event_type"] = metadata_type;
    message["metadata"]["event_payload"]["delivery"] = std::to_string(row.id);
    const auto channel = what.to.channel;
    auto otherwise = directly(what.to);
    auto p = co_await post_at(row, std::move(what.to), said);
    if (!p.where && is_unreachable(p.where.error()) && otherwise)
        p = co_await post_at(row, std::move(*otherwise), std::move(said));
    if (p.superfluous)
        co_return carried{};
    if (p.where) {
        // What was found may be older than the last change.
        const auto seen = p.found && row.wanted > 1 ? row.wanted - 1 : row.wanted;
        co_await keep_success(std::move(row), seen, std::move(*p.where));
        co_return carried{std::move(p.method), std::nullopt};
    }
    if (!channel.empty())
        row.lane = channel.str();  // settings may have changed since; it comes back with the channel it failed in
    row.state = p.doubtful ? storage::delivery_state::uncertain : storage::delivery_state::due;
    co_return co_await failed(std::move(row), std::move(p.method), p.where.error());
}

asio::awaitable<carried> courier::do_change(storage::delivery row, change_posted what)
{
    const std::string method = "chat.update";
    const auto where = what.where;
    draft said{std::move(what.message)};
    const auto began = office_.time().now();
    auto changed = co_await web_.update_message(where.channel.str(), where.ts.str(), said.message);
    while (!changed && simplify(changed.error(), row, said))
        changed = co_await web_.update_message(where.channel.str(), where.ts.str(), said.message);
    if (changed) {
        const auto overtaken = late_.find(row.id);
        if (overtaken != late_.end() && office_.time().now() < overtaken->second) {
            auto once_more = [&row, until = overtaken->second](ledger& l) {
                l.deliveries().retry(row.id, false, until, "an older update may still come");
                return true;
            };
            co_await office_.commit(once_more);
            co_return carried{method, std::nullopt};
        }
        late_.erase(row.id);
        const auto seen = row.wanted;
        co_await keep_success(std::move(row), seen, where);
        co_return carried{method, std::nullopt};
    }
    auto why = changed.error();
    if (is_beyond_change(why)) {
        late_.erase(row.id);
        auto following = follow_lost_change(office_, web_, std::move(row), where, std::move(why));
        co_await std::move(following);
        co_return carried{method, std::nullopt};
    }
    if (why.what == failure::kind::uncertain)
        why.what = failure::kind::retry;  // an update repeated does no harm
    if (why.what == failure::kind::retry && may_come_late(why))
        late_[row.id] = began + second_look;
    if (why.what == failure::kind::permanent)
        late_.erase(row.id);
    co_return co_await failed(std::move(row), method, std::move(why));
}

asio::awaitable<slack::result<void>> courier::say(storage::delivery row, whisper what)
{
    auto& message = what.what.message;
    if (!what.response_url.empty()) {
        auto answer = message;
        answer["response_type"] = "ephemeral";
        answer["replace_original"] = false;
        draft said{std::move(answer), what.what.plainer};
        auto done = co_await web_.respond(what.response_url, said.message);
        while (!done && simplify(done.error(), row, said))
            done = co_await web_.respond(what.response_url, said.message);
        if (done || done.error().what != failure::kind::permanent)
            co_return done;
        leave_out_new_blocks(what.what);  // it may just have been refused; else it is used up or too old
    }
    if (what.to.channel.empty()) {
        failure nowhere(failure::kind::permanent, "channel_not_found");
        co_return tl::unexpected(std::move(nowhere));
    }
    if (what.to.thread)
        message["thread_ts"] = what.to.thread->str();
    const auto channel = what.to.channel.str();
    const auto person = what.to.person.str();
    auto done = co_await web_.post_ephemeral(channel, person, message);
    while (!done && simplify(done.error(), row, what.what))
        done = co_await web_.post_ephemeral(channel, person, message);
    co_return done;
}

asio::awaitable<carried> courier::do_whisper(storage::delivery row, whisper what)
{
    destination directly_to;
    directly_to.person = what.to.person;
    if (row.state == storage::delivery_state::uncertain && !what.in_doubt.is_null()) {
        post doubt{std::move(directly_to), draft{std::move(what.in_doubt)}};
        co_return co_await do_post(std::move(row), std::move(doubt));
    }
    if (what.to.channel.empty() && what.response_url.empty()) {
        post openly{std::move(what.to), std::move(what.what)};
        co_return co_await do_post(std::move(row), std::move(openly));
    }
    const auto seen = row.wanted;
    if (row.state == storage::delivery_state::uncertain) {
        // An ephemeral message cannot be read back. Saying it twice is worse than a word lost in a crash: whoever acted
        // sees that nothing changed.
        co_await keep_success(std::move(row), seen, std::nullopt);
        co_return carried{};
    }
    const bool begun = co_await begin(row.id);
    if (!begun)
        co_return carried{};
    leave_out_new_blocks(what.what);
    const std::string method = what.response_url.empty() ? "chat.postEphemeral" : "response_url";
    const auto said = co_await say(row, what);
    if (said) {
        co_await keep_success(std::move(row), seen, std::nullopt);
        co_return carried{method, std::nullopt};
    }
    if (is_unreachable(said.error())) {
        post openly{std::move(directly_to), std::move(what.what)};
        co_return co_await do_post(std::move(row), std::move(openly));
    }
    co_return co_await failed(std::move(row), method, said.error());
}

}  // namespace docket::bot

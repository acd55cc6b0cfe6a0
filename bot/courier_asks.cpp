#include "bot/courier.hpp"

#include "bot/alerts.hpp"
#include "bot/handlers/handlers.hpp"
#include "bot/log.hpp"

namespace docket::bot {

// What is asked of Slack, and what its answers mean.

using slack::failure;

namespace {

constexpr std::int64_t most_stumbles = 5;

bool lacks_scope(const failure& why)
{
    return why.error == "missing_scope";
}

}  // namespace

failure as_retry(failure why)
{
    if (why.what == failure::kind::uncertain)
        why.what = failure::kind::retry;
    return why;
}

/// What Slack answers is handled here, and what cannot be must not be asked for without end.
asio::awaitable<carried> courier::do_ask(storage::delivery row, ask_slack what)
{
    std::string stumbled;
    try {
        auto asking = ask_by_kind(row, std::move(what));
        auto came = co_await std::move(asking);
        co_return came;
    } catch (const storage::broken&) {
        throw;
    } catch (const std::exception& e) {
        stumbled = e.what();
    }
    auto count = [&row](ledger& l) { return l.deliveries().begin(row.id, false, l.now()); };
    co_await office_.commit(count);
    log::error(
        "an answer of Slack's cannot be handled; please report this",
        {{"delivery", row.id}, {"kind", row.kind}, {"error", stumbled}, {"tries", row.attempts + 1}}
    );
    const bool once_more = row.attempts + 1 < most_stumbles;
    failure why(once_more ? failure::kind::retry : failure::kind::permanent, "its answer cannot be handled");
    co_return co_await failed(std::move(row), {}, std::move(why));
}

asio::awaitable<carried> courier::ask_by_kind(storage::delivery row, ask_slack what)
{
    if (auto* request = std::get_if<errand::fetch_request>(&what.what))
        co_return co_await ask_request(std::move(row), std::move(*request));
    if (auto* words = std::get_if<errand::fetch_words>(&what.what))
        co_return co_await ask_words(std::move(row), std::move(*words));
    if (auto* sender = std::get_if<errand::fetch_sender>(&what.what))
        co_return co_await ask_sender(std::move(row), std::move(*sender));
    if (auto* person = std::get_if<errand::fetch_person>(&what.what))
        co_return co_await ask_person(std::move(row), person->who);
    if (auto* group = std::get_if<errand::fetch_group>(&what.what))
        co_return co_await ask_group(std::move(row), group->group);
    if (auto* missed = std::get_if<errand::catch_up>(&what.what))
        co_return co_await ask_missed(std::move(row), std::move(*missed));
    if (auto* directs = std::get_if<errand::catch_up_directs>(&what.what))
        co_return co_await ask_directs(std::move(row), std::move(*directs));
    if (what.conversation)
        co_return co_await ask_thread(std::move(row), *what.conversation);
    const auto seen = row.wanted;
    co_await keep_success(std::move(row), seen, std::nullopt);
    co_return carried{};
}

asio::awaitable<carried> courier::ask_request(storage::delivery row, errand::fetch_request what)
{
    const std::string method = "conversations.replies";
    auto found = co_await web_.find_message(what.message.channel.str(), what.message.ts.str());
    if (!found && found.error().what != failure::kind::permanent)
        co_return co_await failed(std::move(row), method, as_retry(found.error()));
    auto keep = [&](ledger& l) {
        if (!found) {
            on_unreadable_request(l, what, found.error());
            l.deliveries().fail(row.id, found.error().error);
            alert_administrators(l, row, found.error());
            return true;
        }
        on_fetched_request(l, what, *found);
        if (*found)
            l.deliveries().succeed(row.id, row.wanted, std::nullopt, l.now());
        else
            l.deliveries().fail(row.id, "message_not_found");
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

asio::awaitable<carried> courier::ask_words(storage::delivery row, errand::fetch_words what)
{
    const std::string method = "conversations.replies";
    auto found = co_await web_.find_message(what.message.channel.str(), what.message.ts.str());
    if (!found)
        co_return co_await failed(std::move(row), method, as_retry(found.error()));
    auto keep = [&](ledger& l) {
        on_fetched_words(l, what.message, *found);
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
    std::optional<failure> lacking;
    if (!what.address.empty()) {
        auto found = co_await web_.call(method, std::move(arguments));
        if (!found && found.error().what != failure::kind::permanent)
            co_return co_await failed(std::move(row), method, as_retry(found.error()));
        if (!found && lacks_scope(found.error()))
            lacking = found.error();
        // In the name of a machine, of somebody who left or of another organisation nobody here is asked by mail.
        const auto who = found && found->contains("user") ? slack::member_from(found->at("user")) : slack::member();
        if (!who.id.empty() && !who.bot && !who.deleted && !is_outsider(who, office_.workspace().id))
            sender = core::member_id(who.id);
    }
    auto keep = [&](ledger& l) {
        on_fetched_sender(l, what, sender);
        if (lacking)
            alert_administrators(l, row, *lacking);
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

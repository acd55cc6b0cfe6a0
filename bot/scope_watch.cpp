#include "bot/scope_watch.hpp"

#include "bot/alerts.hpp"
#include "bot/comma_list.hpp"
#include "bot/log.hpp"

#include <algorithm>
#include <set>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 10min;
constexpr auto try_again_every = 60min;
constexpr auto reason = "missing_scope";

std::set<std::string> to_set(const std::string& scopes)
{
    const auto all = from_comma_list(scopes);
    return {all.begin(), all.end()};
}

}  // namespace

std::int64_t keep_workspace(storage::transaction& tx, const storage::workspace& now, core::instant at)
{
    const auto before = storage::find_workspace(tx, now.id);
    storage::put_workspace(tx, now);
    if (!before)
        return 0;
    const auto had = to_set(before->scopes);
    const auto has = to_set(now.scopes);
    if (std::ranges::includes(had, has))
        return 0;
    return storage::deliveries(tx, now.id).revive_refused(reason, at);
}

std::string needed_scope(const slack::failure& why)
{
    // As slack/classify.cpp writes it: "needs chat:write, has commands,users:read".
    constexpr std::string_view start = "needs ";
    if (why.error != reason || !why.detail.starts_with(start))
        return {};
    return why.detail.substr(start.size(), why.detail.find(", has ") - start.size());
}

void unlearn_scope(storage::transaction& tx, const core::workspace_id& where, const slack::failure& why)
{
    const auto lacking = from_comma_list(needed_scope(why));
    if (lacking.empty())
        return;
    auto known = storage::find_workspace(tx, where);
    if (!known)
        return;
    auto had = from_comma_list(known->scopes);
    const auto lost =
        std::erase_if(had, [&](const auto& scope) { return std::ranges::find(lacking, scope) != lacking.end(); });
    if (lost == 0)
        return;
    known->scopes = to_comma_list(had);
    storage::put_workspace(tx, *known);
}

scope_watch::scope_watch(
    const asio::any_io_executor& on, office& where, std::function<asio::awaitable<void>()> ask,
    std::function<void()> changed
)
    : office_(where),
      ask_(std::move(ask)),
      changed_(std::move(changed)),
      bell_(on),
      next_(where.time().now() + look_every),
      tried_(where.time().now())
{
}

void scope_watch::refused(const slack::failure& why)
{
    if (waited_for_ || (why.error != reason && !is_against_app(why.error)))
        return;
    waited_for_ = true;
    tried_ = office_.time().now();
    next_ = tried_ + look_every;
    bell_.ring();
}

void scope_watch::stop()
{
    stopping_ = true;
    bell_.ring();
}

asio::awaitable<void> scope_watch::run()
{
    while (!stopping_) {
        quiet_ = true;
        co_await bell_.wait(office_.time(), next_);
        quiet_ = false;
        if (!stopping_ && office_.time().now() >= next_)
            co_await round();
    }
}

asio::awaitable<void> scope_watch::round()
{
    waited_for_ = false;
    try {
        if (office_.time().now() - tried_ >= try_again_every)
            co_await try_again();
        co_await look();
    } catch (const storage::broken& e) {
        log::error("whether scopes were granted cannot be kept", {{"error", e.what()}});
        waited_for_ = true;
    }
    next_ = waited_for_ ? office_.time().now() + look_every : slack::instant::max();
}

asio::awaitable<void> scope_watch::try_again()
{
    tried_ = office_.time().now();
    auto revive = [](ledger& l) {
        std::int64_t count = 0;
        for (const auto word : refusals_of_app())
            count += l.deliveries().revive_refused(word, l.now());
        return count;
    };
    const auto count = co_await office_.commit(revive);
    if (count == 0)
        co_return;
    log::info("what Slack refused is tried again", {{"deliveries", count}});
    changed_();
}

asio::awaitable<void> scope_watch::look()
{
    struct seen {
        bool scope = false;
        bool any = false;
    };
    auto read = [](ledger& l) {
        const auto lies_there = [&l](const auto& word) { return l.deliveries().any_refused(word); };
        const bool scope = lies_there(reason);
        return seen{scope, scope || std::ranges::any_of(refusals_of_app(), lies_there)};
    };
    const auto failed = co_await office_.look(read);
    waited_for_ = waited_for_ || failed.any;
    if (!failed.scope || stopping_)
        co_return;
    auto asking = ask_();
    co_await std::move(asking);
}

}  // namespace docket::bot

#pragma once

#include "bot/catch_up_tally.hpp"
#include "bot/desk_cache.hpp"
#include "bot/ledger.hpp"
#include "bot/metrics.hpp"
#include "slack/clock.hpp"
#include "slack/web_client.hpp"
#include "storage/readers.hpp"
#include "storage/writer.hpp"

#include <functional>
#include <memory>

namespace docket::bot {

namespace asio = boost::asio;

/// One workspace being served: who we are in it, and the way to its data. What the receiver, the dispatcher and the
/// scheduler have in common; it outlives every coroutine of theirs.
class office {
public:
    office(
        storage::writer& writes, storage::readers& reads, slack::clock& time, metrics& counts,
        storage::workspace workspace
    )
        : writes_(writes), reads_(reads), time_(time), counts_(counts)
    {
        learn(std::move(workspace));
    }

    /// Runs `work(ledger&)` as one unit and returns its value once it is on disk. @throws storage::broken
    template <class Work>
    auto commit(Work& work) -> asio::awaitable<std::invoke_result_t<Work&, ledger&>>
    {
        const auto who = workspace_;
        auto soonest = slack::instant::max();
        auto unit = [this, &work, &who, &soonest](storage::transaction& tx) {
            return with_ledger(tx, *who, desk_cache::seen::perhaps, [&work, &soonest](ledger& l) {
                auto result = work(l);
                soonest = l.soonest_timer();
                return result;
            });
        };
        auto writing = writes_.run(unit);
        auto result = co_await std::move(writing);
        if (soonest != slack::instant::max())
            on_timer_(soonest);
        co_return result;
    }

    /// Runs `work(ledger&)` on a reader: it sees one consistent moment and must not write.
    template <class Work>
    auto look(Work& work) -> asio::awaitable<std::invoke_result_t<Work&, ledger&>>
    {
        const auto who = workspace_;
        auto unit = [this, &work, &who](storage::transaction& tx) {
            return with_ledger(tx, *who, desk_cache::seen::committed, work);
        };
        co_return co_await reads_.run(unit);
    }

    [[nodiscard]] slack::clock& time() { return time_; }
    [[nodiscard]] metrics& counts() { return counts_; }
    /// Until the next `learn`.
    [[nodiscard]] const storage::workspace& workspace() const { return *workspace_; }
    /// Slack has told more of the same workspace, such as another name of the bot's. What is under way goes on with
    /// what held before.
    void learn(storage::workspace now) { workspace_ = std::make_shared<const storage::workspace>(std::move(now)); }
    [[nodiscard]] catch_up_tally& tally() { return tally_; }
    /// From now on `hear` is told, after each commit that set timers, when the earliest of them is due.
    void on_timer(std::function<void(slack::instant)> hear) { on_timer_ = std::move(hear); }

private:
    template <class Work>
    auto with_ledger(storage::transaction& tx, const storage::workspace& who, desk_cache::seen what, Work&& work)
    {
        const auto desk = desks_.of(tx, who.id, what);
        ledger l(tx, who, *desk, time_.now());
        return work(l);
    }

    storage::writer& writes_;
    storage::readers& reads_;
    slack::clock& time_;
    metrics& counts_;
    std::shared_ptr<const storage::workspace> workspace_;  ///< shared with the units under way on other threads
    desk_cache desks_;
    catch_up_tally tally_;
    std::function<void(slack::instant)> on_timer_ = [](slack::instant) {};
};

}  // namespace docket::bot

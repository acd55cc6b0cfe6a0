#pragma once

#include "slack/clock.hpp"
#include "storage/deliveries.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace docket::bot {

/// A delivery that may go as far as the outbox is concerned.
struct candidate {
    std::int64_t id = 0;
    core::ticket_number ticket;
    storage::urgency urgency = storage::urgency::conversation;
    std::string lane;
    std::string_view method;  ///< that it calls, as far as pacing must know
};

/// What may go, as the last walk through the lanes of the outbox found it: a cache of the first few of each method.
/// What waits for the pace of its method hides nothing that calls another, however much of it there is.
class candidates {
public:
    /// Of one method: more than can be held up by the pace of their own channels, or be in hand, at one time.
    static constexpr std::size_t most = 64;

    /// The walk has come to this one.
    void meet(candidate c);
    /// The walk has come to one that becomes due by time alone.
    void expect(slack::instant due) { met_due_ = std::min(met_due_, due); }
    /// The walk has ended: what it met holds from now on.
    void arrive();
    /// What was met so far is of no use.
    void turn_back();

    /// By urgency, then id. Whoever takes one in hand takes it out.
    [[nodiscard]] std::vector<candidate>& all() { return all_; }
    /// When the first of those that were not due then becomes so; far off when there is none.
    [[nodiscard]] slack::instant next_due() const { return next_due_; }

private:
    std::map<std::string_view, std::vector<candidate>> met_;  ///< each in order
    slack::instant met_due_ = slack::instant::max();
    std::vector<candidate> all_;
    slack::instant next_due_ = slack::instant::max();
};

}  // namespace docket::bot

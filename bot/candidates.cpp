#include "bot/candidates.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace docket::bot {

namespace {

bool goes_before(const candidate& one, const candidate& other)
{
    return std::pair(one.urgency, one.id) < std::pair(other.urgency, other.id);
}

}  // namespace

void candidates::meet(candidate c)
{
    auto& same = met_[c.method];
    if (same.size() == most) {
        if (!goes_before(c, same.back()))
            return;
        same.pop_back();
    }
    same.insert(std::ranges::upper_bound(same, c, goes_before), std::move(c));
}

void candidates::arrive()
{
    all_.clear();
    for (auto& [method, some] : met_)
        std::ranges::move(some, std::back_inserter(all_));
    std::ranges::sort(all_, goes_before);
    next_due_ = met_due_;
    turn_back();
}

void candidates::turn_back()
{
    met_.clear();
    met_due_ = slack::instant::max();
}

}  // namespace docket::bot

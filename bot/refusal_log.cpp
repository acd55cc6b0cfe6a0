#include "bot/refusal_log.hpp"

#include <chrono>
#include <utility>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;

constexpr int at_first = 5;  // enough to see that something is wrong, and from which kind of request
constexpr auto pause = 60s;

}  // namespace

std::optional<std::int64_t> refusal_log::speaks(std::string_view kind)
{
    const auto now = time_.now();
    auto found = kinds_.find(kind);
    if (found == kinds_.end())
        found = kinds_.emplace(std::string(kind), minute{now}).first;
    auto& current = found->second;
    if (now >= current.begun + pause || now < current.begun) {  // or the clock was set back
        const bool goes_on = current.passed_over > 0;
        current.begun = now;
        current.told = goes_on ? at_first : 1;
        return std::exchange(current.passed_over, 0);
    }
    if (current.told < at_first) {
        ++current.told;
        return 0;
    }
    ++current.passed_over;
    return std::nullopt;
}

}  // namespace docket::bot

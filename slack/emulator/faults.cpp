#include "slack/emulator/faults.hpp"

#include <algorithm>

namespace docket::slack::emulator {

void fault_plan::rate_limit(std::string method, int times, std::chrono::seconds retry_after)
{
    fault f;
    f.what = fault::kind::rate_limited;
    f.method = std::move(method);
    f.times = times;
    f.retry_after = retry_after;
    add(std::move(f));
}

void fault_plan::fail(std::string method, int times, unsigned status)
{
    fault f;
    f.what = fault::kind::server_error;
    f.method = std::move(method);
    f.times = times;
    f.status = status;
    add(std::move(f));
}

void fault_plan::lose_answers(std::string method, int times)
{
    fault f;
    f.what = fault::kind::lost_after;
    f.method = std::move(method);
    f.times = times;
    add(std::move(f));
}

void fault_plan::lose_requests(std::string method, int times)
{
    fault f;
    f.what = fault::kind::lost_before;
    f.method = std::move(method);
    f.times = times;
    add(std::move(f));
}

void fault_plan::slow_down(std::string method, int times, std::chrono::milliseconds delay)
{
    fault f;
    f.what = fault::kind::slow;
    f.method = std::move(method);
    f.times = times;
    f.delay = delay;
    add(std::move(f));
}

std::optional<fault> fault_plan::take(const std::string& method)
{
    const auto found = std::find_if(planned_.begin(), planned_.end(), [&](const fault& f) {
        return f.times > 0 && (f.method.empty() || f.method == method);
    });
    if (found == planned_.end())
        return std::nullopt;
    auto taken = *found;
    if (--found->times == 0)
        planned_.erase(found);
    return taken;
}

void fault_plan::end(fault::kind what, const std::string& method)
{
    planned_.remove_if([&](const fault& f) { return f.what == what && (method.empty() || f.method == method); });
}

}  // namespace docket::slack::emulator

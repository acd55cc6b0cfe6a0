#include "slack/emulator/faults.hpp"

#include <algorithm>

namespace docket::slack::emulator {

namespace {

using kind = fault::kind;

/// No answer at all.
http::response dropped()
{
    http::response none(0);
    none.drop = true;
    return none;
}

http::response with_error(unsigned status, const std::string& error)
{
    return http::response(status, R"({"ok":false,"error":")" + error + "\"}", "application/json; charset=utf-8");
}

http::response rate_limited(const fault& f)
{
    auto later = with_error(429, "ratelimited");
    const auto text = f.retry_after_text.value_or(std::to_string(f.retry_after.count()));
    if (!text.empty())
        later.fields.set("Retry-After", text);
    return later;
}

}  // namespace

bool has_effect(const fault& f)
{
    switch (f.what) {
        case kind::rate_limited:
        case kind::lost_before:
            return false;
        case kind::slow:
        case kind::lost_after:
        case kind::cut_short:
            return true;
        case kind::server_error:
        case kind::refused:
        case kind::replaced:
            return f.done;
    }
    return false;
}

bool is_heard(const fault& f)
{
    return f.what == kind::slow || !has_effect(f);
}

http::response spoiled(const fault& f, http::response answer)
{
    switch (f.what) {
        case kind::rate_limited:
            return rate_limited(f);
        case kind::server_error:
            return http::response(f.status, "upstream error");
        case kind::lost_before:
            return dropped();
        case kind::lost_after:
            answer.drop = true;  // who looks at the wire sees what was lost
            return answer;
        case kind::cut_short:
            answer.body.resize(answer.body.size() / 2);
            return answer;
        case kind::refused:
            return with_error(200, f.error);
        case kind::replaced:
            return http::response(f.status, f.body + std::string(f.padding, ' '), f.content_type);
        case kind::slow:
            break;
    }
    return answer;
}

void fault_plan::rate_limit(std::string method, int times, std::chrono::seconds retry_after)
{
    add({.what = kind::rate_limited, .method = std::move(method), .times = times, .retry_after = retry_after});
}

void fault_plan::fail(std::string method, int times, unsigned status)
{
    add({.what = kind::server_error, .method = std::move(method), .times = times, .status = status});
}

void fault_plan::lose_answers(std::string method, int times)
{
    add({.what = kind::lost_after, .method = std::move(method), .times = times});
}

void fault_plan::lose_requests(std::string method, int times)
{
    add({.what = kind::lost_before, .method = std::move(method), .times = times});
}

void fault_plan::slow_down(std::string method, int times, std::chrono::milliseconds delay)
{
    add({.what = kind::slow, .method = std::move(method), .times = times, .delay = delay});
}

void fault_plan::refuse(std::string method, int times, std::string error)
{
    add({.what = kind::refused, .method = std::move(method), .times = times, .error = std::move(error)});
}

std::optional<fault> fault_plan::take(const std::string& method)
{
    const auto found = std::find_if(planned_.begin(), planned_.end(), [&](const fault& f) {
        return f.times > 0 && (f.method.empty() || f.method == method);
    });
    if (found == planned_.end())
        return by_chance ? by_chance(method) : std::nullopt;
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

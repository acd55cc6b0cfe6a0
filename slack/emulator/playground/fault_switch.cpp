#include "slack/emulator/playground/fault_switch.hpp"

#include "slack/emulator/playground/asked.hpp"
#include "slack/emulator/text.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace docket::slack::emulator {

using nlohmann::json;

namespace {

constexpr std::size_t longest_method = 100;  // characters
constexpr std::size_t most_planned = 100;

constexpr std::array<std::pair<std::string_view, fault::kind>, 5> kinds{{
    {"rate_limited", fault::kind::rate_limited},
    {"server_error", fault::kind::server_error},
    {"slow", fault::kind::slow},
    {"lost_before", fault::kind::lost_before},
    {"lost_after", fault::kind::lost_after},
}};

std::string_view name_of(fault::kind what)
{
    for (const auto& [name, kind] : kinds)
        if (kind == what)
            return name;
    return "";
}

fault::kind kind_called(const std::string& wanted)
{
    for (const auto& [name, kind] : kinds)
        if (name == wanted)
            return kind;
    throw std::invalid_argument("No fault is called " + clipped(wanted, longest_method) + ".");
}

std::string method_of(const asked_for& asked)
{
    auto method = asked.maybe("method");
    if (length_of(method) > longest_method)
        throw std::invalid_argument("No method has a name that long.");
    return method;
}

fault fault_of(const asked_for& asked)
{
    fault planned;
    planned.what = kind_called(asked.text("kind"));
    planned.method = method_of(asked);
    planned.times = static_cast<int>(asked.number("times", 1, 1, 1'000));
    planned.retry_after = std::chrono::seconds(asked.number("retry_after", 1, 0, 3'600));
    planned.delay = std::chrono::milliseconds(asked.number("delay", 2'000, 0, 600'000));
    return planned;
}

}  // namespace

void switch_fault(fault_plan& faults, const asked_for& asked)
{
    const auto kind = asked.text("kind");
    const bool on = asked.flag("on");
    if (kind == "all" && on)
        throw std::invalid_argument("Not everything can go wrong at once.");
    if (kind == "all") {
        faults.clear();
        faults.outage = false;
    } else if (kind == "outage") {
        faults.outage = on;
    } else if (!on) {
        faults.end(kind_called(kind), method_of(asked));
    } else {
        auto planned = fault_of(asked);
        if (faults.planned().size() >= most_planned)
            throw std::invalid_argument("Enough is going to go wrong: end some of it first.");
        faults.add(std::move(planned));
    }
}

json faults_snapshot(const fault_plan& faults)
{
    json shown = json::object();
    shown["outage"] = faults.outage;
    shown["planned"] = json::array();
    for (const auto& each : faults.planned()) {
        json one = json::object();
        one["kind"] = name_of(each.what);
        one["method"] = each.method;
        one["times"] = each.times;
        shown["planned"].push_back(std::move(one));
    }
    return shown;
}

}  // namespace docket::slack::emulator

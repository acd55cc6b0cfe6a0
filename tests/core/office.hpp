#pragma once

#include "core/decide.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

/// A small office whose people the tests know by name, and ways to let things happen to a ticket of theirs.
namespace office {

namespace core = docket::core;
using namespace docket::core;
using namespace std::chrono_literals;

inline const member_id ana("U0ANA");    // administrator, on no roster
inline const member_id mei("U0MEI");    // manager, on no roster
inline const member_id ben("U0BEN");    // works IT
inline const member_id cyd("U0CYD");    // works IT and Finance
inline const member_id dee("U0DEE");    // works Finance
inline const member_id rita("U0RITA");  // asks
inline const member_id sam("U0SAM");    // passes by
inline const member_id nobody;

inline const queue_id it("it");
inline const queue_id finance("finance");

/// Tuesday, 13 January 2026, 09:00 UTC.
inline const instant nine{std::chrono::sys_days(std::chrono::year(2026) / 1 / 13) + 9h};

inline desk two_queues()
{
    queue help;
    help.key = it;
    help.name = "IT Help";
    help.triage = channel_id("C0ITTRIAGE");
    help.intake = {channel_id("C0HELP")};
    help.agents = {ben, cyd};
    help.keywords = {"vpn", "spare parts"};
    queue money;
    money.key = finance;
    money.name = "Finance";
    money.triage = channel_id("C0FINANCE");
    money.agents = {dee, cyd};
    money.keywords = {"salary"};
    desk d;
    d.set.administrators = {ana};
    d.set.managers = {mei};
    d.set.queues = {help, money};
    d.set.default_queue = it;
    return d;
}

inline request asked(const std::string& text)
{
    request r;
    r.requester = rita;
    r.source = source::mention;
    r.conversation = place{channel_id("C0GENERAL"), message_ts("1700000000.000100")};
    r.text = text;
    return r;
}

inline ticket after(ticket t, const std::vector<event>& events)
{
    for (const auto& e : events)
        t = apply(std::move(t), e);
    return t;
}

/// #12, asked by Rita in IT at nine: new, nobody has it.
inline ticket fresh(const desk& d = two_queues())
{
    ticket t;
    t.number = ticket_number(12);
    const auto opened = open(asked("My laptop does not start"), std::nullopt, situation{d, rita, nine});
    REQUIRE(opened);
    return after(std::move(t), *opened);
}

inline std::vector<event> decided(
    const ticket& t, const command& what, const member_id& who, instant at = nine + 1h, const desk& d = two_queues()
)
{
    const auto events = decide(t, what, situation{d, who, at});
    REQUIRE(events);
    return *events;
}

inline refusal refused(
    const ticket& t, const command& what, const member_id& who, instant at = nine + 1h, const desk& d = two_queues()
)
{
    const auto events = decide(t, what, situation{d, who, at});
    REQUIRE_FALSE(events);
    return events.error();
}

inline ticket then(
    const ticket& t, const command& what, const member_id& who, instant at = nine + 1h, const desk& d = two_queues()
)
{
    return after(t, decided(t, what, who, at, d));
}

/// Ben claimed it.
inline ticket taken()
{
    return then(fresh(), claim{}, ben);
}
/// Ben answered; it is Rita's turn.
inline ticket waiting()
{
    return then(taken(), answer{message_id(1)}, ben);
}
inline ticket on_hold()
{
    return then(taken(), hold{"a part is on order"}, ben);
}
inline ticket resolved_one(instant at = nine + 2h)
{
    return then(taken(), resolve{"Replaced the battery"}, ben, at);
}
inline ticket withdrawn()
{
    return then(fresh(), core::close{"It was unplugged"}, rita);
}

/// "assigned status_changed": what happened, in one line.
inline std::string kinds(const std::vector<event>& events)
{
    std::string line;
    for (const auto& e : events)
        line += (line.empty() ? "" : " ") + std::string(name_of(e.what));
    return line;
}

template <class What>
const What& the(const event& e)
{
    REQUIRE(std::holds_alternative<What>(e.what));
    return std::get<What>(e.what);
}

template <class Why>
bool is(const refusal& r)
{
    return std::holds_alternative<Why>(r);
}

}  // namespace office

#include "core/event.hpp"
#include "core/follow.hpp"
#include "core/message.hpp"
#include "office.hpp"

#include <set>

using namespace office;

namespace {

/// Every value has a name of its own that leads back to it; the value after the last has none.
template <class Value, class Named>
void go_both_ways(int count, Named named)
{
    std::set<std::string_view> seen;
    for (int i = 0; i < count; ++i) {
        const auto value = static_cast<Value>(i);
        const auto name = name_of(value);
        CHECK_FALSE(name.empty());
        CHECK(seen.insert(name).second);
        CHECK(named(name) == value);
    }
    CHECK(name_of(static_cast<Value>(count)).empty());
    CHECK_FALSE(named("no such name"));
    CHECK_FALSE(named(""));
}

}  // namespace

TEST_CASE("what storage keeps as a word is read as what it was", "[core]")
{
    go_both_ways<status>(6, status_named);
    go_both_ways<priority>(4, priority_named);
    go_both_ways<source>(10, source_named);
    go_both_ways<cause>(12, cause_named);
    go_both_ways<side>(4, side_named);
    go_both_ways<role>(3, role_named);
    go_both_ways<timer_kind>(2, timer_kind_named);
    go_both_ways<delivery_kind>(10, delivery_kind_named);
}

TEST_CASE("people type priorities in any case", "[core]")
{
    CHECK(priority_named("Urgent") == priority::urgent);
    CHECK(priority_named(" HIGH ") == priority::high);
    CHECK_FALSE(priority_named("higher"));
}

TEST_CASE("names that are in databases already stay as they are", "[core]")
{
    CHECK(name_of(status::fresh) == "fresh");
    CHECK(name_of(status::in_progress) == "in_progress");
    CHECK(name_of(priority::normal) == "normal");
    CHECK(name_of(source::message_shortcut) == "message_shortcut");
    CHECK(name_of(cause::agent_answered) == "agent_answered");
    CHECK(name_of(side::conversation) == "conversation");
    CHECK(name_of(role::bystander) == "bystander");
    CHECK(name_of(timer_kind::remind_assignee) == "remind_assignee");
    CHECK(name_of(delivery_kind::status_line) == "status_line");
    CHECK(name_of(happening(agent_answered{})) == "agent_answered");
    CHECK(name_of(happening(assignee_reminded{})) == "assignee_reminded");
}

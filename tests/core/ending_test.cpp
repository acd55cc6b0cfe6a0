#include "office.hpp"

using namespace office;

TEST_CASE("resolving says what was done and asks the requester", "[core]")
{
    const auto events = decided(taken(), resolve{" Replaced the battery \n"}, ben, nine + 2h);
    REQUIRE(kinds(events) == "resolved");
    const auto t = after(taken(), events);
    CHECK(t.status == status::resolved);
    CHECK(t.resolved == nine + 2h);
    CHECK_FALSE(t.closed);
    CHECK(t.outcome == "Replaced the battery");
    CHECK(t.question == t.events);
    CHECK(t.assignee == ben);
    CHECK_FALSE(is_open(t));
}

TEST_CASE("an end needs words, and blanks are none", "[core]")
{
    const std::string words = GENERATE(values<std::string>({"", " ", "\n\t \r\n", "\u00A0\u200B"}));
    CHECK(is<text_missing>(refused(taken(), resolve{words}, ben)));
    CHECK(is<text_missing>(refused(taken(), core::close{words}, ben)));
    CHECK(is<text_missing>(refused(fresh(), core::close{words}, rita)));
}

TEST_CASE("the requester withdraws their own ticket with a reason", "[core]")
{
    const auto t = withdrawn();
    CHECK(t.status == status::closed);
    CHECK(t.closed);
    CHECK_FALSE(t.resolved);
    CHECK(t.outcome == "It was unplugged");
    CHECK_FALSE(t.first_answer);  // nobody of the desk said a word
}

TEST_CASE("what has ended does not end again", "[core]")
{
    const auto t = GENERATE(as<ticket>{}, resolved_one(), withdrawn());
    const auto what = GENERATE(as<command>{}, resolve{"done"}, core::close{"no use"});
    const auto why = refused(t, what, ben);
    REQUIRE(is<already_ended>(why));
    CHECK(std::get<already_ended>(why).status == t.status);
}

TEST_CASE("an ended ticket is not worked: every verb of an agent says so", "[core]")
{
    const auto what = GENERATE(
        as<command>{}, claim{}, assign{cyd}, release{}, prioritise{priority::high}, move{"finance"}, hold{}, resume{},
        resolve{"x"}, core::close{"x"}
    );
    CHECK(is<already_ended>(refused(resolved_one(), what, ben)));
    CHECK(is<already_ended>(refused(withdrawn(), what, ben)));
}

TEST_CASE("Fixed closes a resolved ticket, once", "[core]")
{
    const auto events = decided(resolved_one(nine + 2h), confirm{}, rita, nine + 3h);
    REQUIRE(kinds(events) == "confirmed");
    CHECK(events[0].why == cause::fixed);
    const auto t = after(resolved_one(nine + 2h), events);
    CHECK(t.status == status::closed);
    CHECK(t.resolved == nine + 2h);
    CHECK(t.closed == nine + 3h);
    CHECK(t.outcome == "Replaced the battery");
    CHECK(decided(t, confirm{}, rita).empty());
}

TEST_CASE("Fixed on what is open or was closed without a fix changes nothing and says so", "[core]")
{
    CHECK(is<still_open>(refused(taken(), confirm{}, rita)));
    CHECK(is<already_ended>(refused(withdrawn(), confirm{}, rita)));
}

TEST_CASE("Not fixed opens it again, once", "[core]")
{
    const auto events = decided(resolved_one(), deny{}, rita, nine + 3h);
    REQUIRE(kinds(events) == "reopened");
    CHECK(events[0].why == cause::not_fixed);
    const auto t = after(resolved_one(), events);
    CHECK(t.status == status::in_progress);
    CHECK_FALSE(t.resolved);
    CHECK(t.outcome.empty());
    CHECK(t.reopened == 1);
    CHECK(t.assignee == ben);
    CHECK(decided(t, deny{}, rita).empty());
}

TEST_CASE("Not fixed holds also after Fixed", "[core]")
{
    const auto t = then(then(resolved_one(), confirm{}, rita), deny{}, rita);
    CHECK(t.status == status::in_progress);
    CHECK_FALSE(t.closed);
}

TEST_CASE("only the requester says whether it is fixed", "[core]")
{
    const auto who = GENERATE(ben, ana, sam);
    CHECK(is<not_your_ticket>(refused(resolved_one(), confirm{}, who)));
    CHECK(is<not_your_ticket>(refused(resolved_one(), deny{}, who)));
}

TEST_CASE("requester and agents open an ended ticket again", "[core]")
{
    const auto who = GENERATE(rita, cyd, ana);
    const auto start = GENERATE(as<ticket>{}, resolved_one(), withdrawn());
    const auto events = decided(start, reopen{}, who);
    REQUIRE(kinds(events) == "reopened");
    CHECK(events[0].by == who);
    CHECK(events[0].why == cause::asked);
    CHECK(is_open(after(start, events)));
    CHECK(is<still_open>(refused(after(start, events), reopen{}, who)));
}

TEST_CASE("what goes on in a follow-up is not opened again: one thread, one ticket", "[core]")
{
    const auto t = then(resolved_one(), link_follow_up{ticket_number(15)}, rita);
    REQUIRE(t.continued_by == ticket_number(15));
    CHECK(is<already_ended>(refused(t, reopen{}, ben)));
    CHECK(is<already_ended>(refused(t, reopen{}, rita)));
    CHECK(is<already_ended>(refused(t, deny{}, rita)));
}

TEST_CASE("an assignee deactivated meanwhile does not get the ticket back when it opens again", "[core]")
{
    auto d = two_queues();
    d.deactivated = {ben};
    const auto t = resolved_one();
    const auto what = GENERATE(as<command>{}, reopen{}, deny{}, say{message_id(5), rita, false});
    const auto events = decided(t, what, rita, nine + 4h, d);
    const auto now = after(t, events);
    CHECK(is_open(now));
    CHECK_FALSE(now.assignee);
    CHECK(events.back().why == cause::deactivated);
    CHECK_FALSE(events.back().by);
}

TEST_CASE("the first human answer is counted once, and the words of an end are one", "[core]")
{
    CHECK(resolved_one(nine + 2h).first_answer == nine + 2h);
    const auto answered = then(taken(), answer{message_id(1)}, ben, nine + 1h);
    CHECK(answered.first_answer == nine + 1h);
    CHECK(then(answered, resolve{"done"}, ben, nine + 2h).first_answer == nine + 1h);
    CHECK(then(taken(), core::close{"cannot"}, ben, nine + 2h).first_answer == nine + 2h);
}

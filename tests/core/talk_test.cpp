#include "office.hpp"

using namespace office;

namespace {

say words_by(const member_id& who, bool thanks = false)
{
    return say{message_id(7), who, thanks};
}

}  // namespace

TEST_CASE("an agent's answer makes the ticket wait for the requester, and says why", "[core]")
{
    const bool from_triage = GENERATE(true, false);
    const auto start = GENERATE(as<ticket>{}, fresh(), taken(), on_hold());
    const auto what = from_triage ? command(answer{message_id(7)}) : command(words_by(ben));
    const auto events = decided(start, what, ben);
    REQUIRE(kinds(events) == "agent_answered status_changed");
    CHECK(the<agent_answered>(events[0]).what == message_id(7));
    CHECK(the<agent_answered>(events[0]).from_triage == from_triage);
    CHECK(the<status_changed>(events[1]).to == status::waiting);
    CHECK(events[1].why == cause::agent_answered);
    CHECK(events[1].by == ben);
}

TEST_CASE("a further answer finds it waiting already", "[core]")
{
    CHECK(kinds(decided(waiting(), words_by(ben), ben)) == "agent_answered");
    CHECK(kinds(decided(waiting(), answer{message_id(7)}, cyd)) == "agent_answered");
}

TEST_CASE("the requester's answer brings a ticket back into progress, and says why", "[core]")
{
    const auto start = GENERATE(as<ticket>{}, waiting(), on_hold());
    const auto events = decided(start, words_by(rita), rita);
    REQUIRE(kinds(events) == "requester_wrote status_changed");
    CHECK(the<status_changed>(events[1]).to == status::in_progress);
    CHECK(events[1].why == cause::requester_answered);
    CHECK(events[1].by == rita);
}

TEST_CASE("what the requester adds leaves a new ticket new and one in progress in progress", "[core]")
{
    const auto start = GENERATE(as<ticket>{}, fresh(), taken());
    CHECK(kinds(decided(start, words_by(rita), rita)) == "requester_wrote");
}

TEST_CASE("thanks are heard and move nothing, whoever says them", "[core]")
{
    const auto start = GENERATE(as<ticket>{}, waiting(), on_hold(), taken(), resolved_one());
    CHECK(kinds(decided(start, words_by(rita, true), rita)) == "requester_wrote");
    CHECK(kinds(decided(start, words_by(ben, true), ben)) == "agent_answered");
}

TEST_CASE("words of somebody who passes by move nothing", "[core]")
{
    const auto start = GENERATE(as<ticket>{}, fresh(), waiting(), resolved_one());
    const auto who = GENERATE(sam, dee, mei);
    const auto events = decided(start, words_by(who), who);
    CHECK(kinds(events) == "bystander_wrote");
    CHECK(events[0].by == who);
}

TEST_CASE("who asks is the requester also where they work the queue", "[core]")
{
    auto t = waiting();
    t.requester = cyd;
    CHECK(kinds(decided(t, words_by(cyd), cyd)) == "requester_wrote status_changed");
}

TEST_CASE("an agent's words after the end reach the requester and open nothing", "[core]")
{
    CHECK(kinds(decided(resolved_one(), answer{message_id(7)}, ben)) == "agent_answered");
    CHECK(kinds(decided(resolved_one(), words_by(ben), ben)) == "agent_answered");
}

TEST_CASE("Reply is for those who work the queue", "[core]")
{
    const auto who = GENERATE(rita, sam, dee, mei);
    const auto why = refused(taken(), answer{message_id(7)}, who);
    REQUIRE(is<not_an_agent>(why));
    CHECK(std::get<not_an_agent>(why).queue == it);
}

TEST_CASE("the desk's own talk is in the history and moves nothing", "[core]")
{
    const auto start = GENERATE(as<ticket>{}, fresh(), waiting(), resolved_one());
    const auto events = decided(start, discuss{message_id(7)}, ben);
    REQUIRE(kinds(events) == "discussed");
    CHECK(after(start, events).status == start.status);
}

// --- Replies after the end ---

TEST_CASE("a reply within two working days opens the ticket again, and says why", "[core]")
{
    // Resolved on Tuesday, 13 January: until the end of Thursday.
    const auto t = resolved_one(nine);
    const instant thursday_night{std::chrono::sys_days(std::chrono::year(2026) / 1 / 16) - 1ms};
    const auto events = decided(t, words_by(rita), rita, thursday_night);
    REQUIRE(kinds(events) == "requester_wrote reopened");
    CHECK(events[1].why == cause::replied_after_end);
    CHECK(events[1].by == rita);
    CHECK(after(t, events).status == status::in_progress);
    CHECK(after(t, events).reopened == 1);
}

TEST_CASE("a later reply opens nothing: it asks for a follow-up", "[core]")
{
    const auto t = resolved_one(nine);
    const instant friday{std::chrono::sys_days(std::chrono::year(2026) / 1 / 16)};
    CHECK(meaning_of_reply(t, false, two_queues().set, friday - 1ms) == late_reply::reopens);
    CHECK(meaning_of_reply(t, false, two_queues().set, friday) == late_reply::follow_up);
    CHECK(meaning_of_reply(t, true, two_queues().set, friday) == late_reply::only_thanks);
    CHECK(kinds(decided(t, words_by(rita), rita, friday)) == "requester_wrote");
}

TEST_CASE("the days count from the last end, over the weekend, in the zone of the settings", "[core]")
{
    auto set = two_queues().set;
    set.time_zone = "Europe/Berlin";
    const instant friday_noon{std::chrono::sys_days(std::chrono::year(2026) / 1 / 16) + 11h};
    const auto confirmed_late = then(resolved_one(nine), confirm{}, rita, friday_noon);
    const instant wednesday_in_berlin{std::chrono::sys_days(std::chrono::year(2026) / 1 / 20) + 23h};
    CHECK(meaning_of_reply(confirmed_late, false, set, wednesday_in_berlin - 1ms) == late_reply::reopens);
    CHECK(meaning_of_reply(confirmed_late, false, set, wednesday_in_berlin) == late_reply::follow_up);
}

TEST_CASE("with no days to reopen in, only the day of the end itself is left", "[core]")
{
    auto set = two_queues().set;
    set.reopen_within_working_days = 0;
    CHECK(meaning_of_reply(resolved_one(nine), false, set, nine + 14h) == late_reply::reopens);
    CHECK(meaning_of_reply(resolved_one(nine), false, set, nine + 15h) == late_reply::follow_up);
}

TEST_CASE("once a follow-up has the thread, the old ticket never opens by a reply", "[core]")
{
    const auto t = then(resolved_one(), link_follow_up{ticket_number(15)}, rita);
    CHECK(meaning_of_reply(t, false, two_queues().set, nine + 3h) == late_reply::follow_up);
    CHECK(meaning_of_reply(t, true, two_queues().set, nine + 3h) == late_reply::only_thanks);
    CHECK(kinds(decided(t, words_by(rita), rita, nine + 3h)) == "requester_wrote");
}

TEST_CASE("a follow-up is linked once, and only to what has ended", "[core]")
{
    const auto events = decided(resolved_one(), link_follow_up{ticket_number(15)}, rita);
    REQUIRE(kinds(events) == "followed_up");
    CHECK(events[0].why == cause::replied_after_end);
    const auto t = after(resolved_one(), events);
    CHECK(decided(t, link_follow_up{ticket_number(15)}, rita).empty());
    CHECK(is<already_so>(refused(t, link_follow_up{ticket_number(16)}, rita)));
    CHECK(is<still_open>(refused(taken(), link_follow_up{ticket_number(15)}, rita)));
    CHECK(t.conversation == resolved_one().conversation);  // where the old talk stands, for whoever looks back
}

// --- The request's own words ---

TEST_CASE("an edited request has its new words, a deleted one none", "[core]")
{
    const auto edited = then(fresh(), rewrite{"My printer\nIt is on fire"}, rita);
    CHECK(edited.title == "My printer");
    CHECK(edited.details == "My printer\nIt is on fire");
    CHECK(decided(edited, rewrite{"My printer\nIt is on fire"}, rita).empty());
    const auto gone = then(edited, rewrite{}, rita);
    CHECK(gone.title.empty());
    CHECK(gone.details.empty());
    CHECK(gone.status == status::fresh);
    CHECK(decided(gone, rewrite{" \n"}, rita).empty());
}

TEST_CASE("an edit after the end changes the words alone", "[core]")
{
    const auto t = then(resolved_one(), rewrite{"Another title"}, rita);
    CHECK(t.title == "Another title");
    CHECK(t.status == status::resolved);
}

TEST_CASE("nobody rewrites somebody else's request", "[core]")
{
    const auto who = GENERATE(ben, ana, sam);
    CHECK(is<not_your_ticket>(refused(fresh(), rewrite{"mine now"}, who)));
}

TEST_CASE("a conversation begins once", "[core]")
{
    auto t = fresh();
    t.conversation.reset();
    const place there{channel_id("D0RITA"), message_ts("1700000001.000200")};
    const auto events = decided(t, begin_conversation{there}, nobody);
    REQUIRE(kinds(events) == "conversation_began");
    CHECK_FALSE(events[0].by);
    const auto begun = after(t, events);
    CHECK(begun.conversation == there);
    const place elsewhere{channel_id("D0RITA"), message_ts("1700000009.000900")};
    CHECK(decided(begun, begin_conversation{elsewhere}, nobody).empty());
}

#include "core/follow.hpp"
#include "office.hpp"

using namespace office;

namespace {

using wanted = std::vector<std::string>;

std::string shown(const delivery& d)
{
    return std::string(name_of(d.kind)) + (d.subject.empty() ? "" : " " + d.subject);
}

wanted following(const std::optional<ticket>& before, const ticket& now, const std::vector<event>& events)
{
    wanted all;
    for (const auto& d : deliveries_of(before, now, events, two_queues()))
        all.push_back(shown(d));
    return all;
}

/// What follows when `who` asks for `what`.
wanted from(const ticket& t, const command& what, const member_id& who, instant at = nine + 30h)
{
    const auto events = decided(t, what, who, at);
    REQUIRE_FALSE(events.empty());
    return following(t, after(t, events), events);
}

wanted of_opening(const desk& d)
{
    const auto events = open(asked("help"), std::nullopt, situation{d, rita, nine});
    REQUIRE(events);
    return following(std::nullopt, after(ticket(), *events), *events);
}

std::string place_after(const ticket& t, int events = 1)
{
    return std::to_string(t.events + events);
}

}  // namespace

TEST_CASE("a new ticket answers its requester and shows its card", "[core]")
{
    CHECK(of_opening(two_queues()) == wanted{"status_line", "card it"});
}

TEST_CASE("whose turn it is hears of it", "[core]")
{
    auto d = two_queues();
    d.set.queues[0].assignment = assignment::round_robin;
    CHECK(of_opening(d) == wanted{"status_line", "card it", "handed_over 2"});
}

TEST_CASE("claiming shows on both sides and tells nobody what they did themselves", "[core]")
{
    CHECK(from(fresh(), claim{}, ben) == wanted{"status_line", "card it"});
    CHECK(from(fresh(), assign{ben}, ben) == wanted{"status_line", "card it"});
}

TEST_CASE("who is given a ticket hears of it, once", "[core]")
{
    CHECK(from(fresh(), assign{cyd}, ben) == wanted{"status_line", "card it", "handed_over " + place_after(fresh())});
    CHECK(
        from(taken(), assign{cyd}, ben) == wanted{"status_line", "card it", "handed_over " + place_after(taken(), 2)}
    );
}

TEST_CASE("a ticket that comes back is told to the queue", "[core]")
{
    CHECK(from(taken(), release{}, ben) == wanted{"status_line", "card it", "returned " + place_after(taken())});
    CHECK(
        from(taken(), lose_assignee{ben}, nobody) ==
        wanted{"status_line", "card it", "returned " + place_after(taken())}
    );
}

TEST_CASE("a moved ticket has a card there and no longer one here", "[core]")
{
    const auto kept = then(fresh(), claim{}, cyd);
    CHECK(from(kept, move{"finance"}, ben) == wanted{"status_line", "card finance", "card it"});
    CHECK(
        from(taken(), move{"finance"}, ben) ==
        wanted{"status_line", "card finance", "card it", "returned " + place_after(taken(), 2)}
    );
}

TEST_CASE("priority is the desk's business", "[core]")
{
    CHECK(from(taken(), prioritise{priority::high}, ben) == wanted{"card it"});
}

TEST_CASE("on hold and off again shows on both sides", "[core]")
{
    CHECK(from(taken(), hold{"part"}, ben) == wanted{"status_line", "card it"});
    CHECK(from(on_hold(), resume{}, ben) == wanted{"status_line", "card it"});
}

TEST_CASE("what is said in the conversation is shown to the desk, under its card", "[core]")
{
    CHECK(from(fresh(), say{message_id(7), rita}, rita) == wanted{"mirror 7"});
    CHECK(from(taken(), say{message_id(7), sam}, sam) == wanted{"mirror 7"});
    CHECK(from(taken(), say{message_id(7), ben}, ben) == wanted{"status_line", "card it", "mirror 7"});
    CHECK(from(waiting(), say{message_id(7), rita}, rita) == wanted{"status_line", "card it", "mirror 7"});
    CHECK(from(resolved_one(), say{message_id(7), rita, true}, rita) == wanted{"mirror 7"});
}

TEST_CASE("an answer from the triage side goes to the requester, and the rest of the desk sees it", "[core]")
{
    CHECK(from(taken(), answer{message_id(7)}, ben) == wanted{"status_line", "card it", "reply 7", "mirror 7"});
}

TEST_CASE("a note is shown to the desk alone", "[core]")
{
    CHECK(from(taken(), discuss{message_id(7)}, ben) == wanted{"mirror 7"});
}

TEST_CASE("resolving asks whether it is fixed", "[core]")
{
    CHECK(from(taken(), resolve{"done"}, ben) == wanted{"status_line", "card it", "question " + place_after(taken())});
}

TEST_CASE("the question follows what comes of it", "[core]")
{
    const auto t = resolved_one();
    const auto asked_in = "question " + std::to_string(t.question);
    const wanted all{"status_line", "card it", asked_in};
    CHECK(from(t, confirm{}, rita) == all);
    CHECK(from(t, deny{}, rita) == all);
    CHECK(from(t, reopen{}, ben) == all);
    const auto again = then(t, deny{}, rita);
    CHECK(from(again, hold{}, ben) == all);
    CHECK(from(again, core::close{"no use"}, ben) == all);
    CHECK(from(t, say{message_id(7), rita}, rita) == wanted{"status_line", "card it", asked_in, "mirror 7"});
}

TEST_CASE("a second question takes the first out of date", "[core]")
{
    const auto first = resolved_one();
    const auto again = then(first, deny{}, rita);
    CHECK(
        from(again, resolve{"really"}, ben) ==
        wanted{
            "status_line",
            "card it",
            "question " + std::to_string(first.question),
            "question " + place_after(again),
        }
    );
}

TEST_CASE("closing what was never resolved asks nothing", "[core]")
{
    CHECK(from(taken(), core::close{"no use"}, ben) == wanted{"status_line", "card it"});
}

TEST_CASE("a ticket that goes on elsewhere says so wherever it stands", "[core]")
{
    const auto t = resolved_one();
    CHECK(
        from(t, link_follow_up{ticket_number(15)}, rita) ==
        wanted{"status_line", "card it", "question " + std::to_string(t.question), "follow_up " + place_after(t)}
    );
}

TEST_CASE("new words of the request are shown on its card", "[core]")
{
    CHECK(from(fresh(), rewrite{"other"}, rita) == wanted{"card it"});
}

TEST_CASE("a conversation that begins is linked on the card", "[core]")
{
    auto t = fresh();
    t.conversation.reset();
    CHECK(from(t, begin_conversation{}, nobody) == wanted{"card it"});
}

TEST_CASE("timers post what they are for, each time anew", "[core]")
{
    const auto t = taken();
    CHECK(from(t, remind_assignee{}, nobody) == wanted{"reminder " + place_after(t)});
    CHECK(from(t, update_requester{}, nobody) == wanted{"update " + place_after(t)});
    const auto reminded = then(t, remind_assignee{}, nobody, nine + 30h);
    CHECK(from(reminded, remind_assignee{}, nobody, nine + 60h) == wanted{"reminder " + place_after(t, 2)});
}

TEST_CASE("surfaces are kept in step, messages are said once", "[core]")
{
    for (const auto kind :
         {delivery_kind::card, delivery_kind::status_line, delivery_kind::mirror, delivery_kind::reply,
          delivery_kind::question})
        CHECK(is_surface(kind));
    for (const auto kind :
         {delivery_kind::handed_over, delivery_kind::reminder, delivery_kind::update, delivery_kind::returned,
          delivery_kind::follow_up})
        CHECK_FALSE(is_surface(kind));
}

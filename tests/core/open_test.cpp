#include "office.hpp"

#include <algorithm>

using namespace office;

namespace {

std::vector<event> opening(const request& r, const desk& d = two_queues(), const std::optional<member_id>& last = {})
{
    const auto events = open(r, last, situation{d, rita, nine});
    REQUIRE(events);
    return *events;
}

desk by_turn()
{
    auto d = two_queues();
    d.set.queues[0].assignment = assignment::round_robin;
    return d;
}

/// Whom the queue's turn chooses after `last`.
std::optional<member_id> turn(const desk& d, const std::optional<member_id>& last)
{
    return after(ticket(), opening(asked("help"), d, last)).assignee;
}

std::string title(const std::string& text)
{
    return the<opened>(opening(asked(text)).front()).title;
}

std::size_t characters(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

}  // namespace

TEST_CASE("a request becomes a new ticket with its first line as title and all its words", "[core]")
{
    auto r = asked("  My laptop does not start \nIt beeps three times.\n");
    r.priority = priority::high;
    r.follow_up_of = ticket_number(3);
    const auto events = opening(r);
    REQUIRE(kinds(events) == "opened");
    CHECK(events[0].by == rita);
    CHECK(events[0].at == nine);
    ticket start;
    start.number = ticket_number(1);
    const auto t = after(start, events);
    CHECK(t.number == ticket_number(1));
    CHECK(t.queue == it);
    CHECK(t.status == status::fresh);
    CHECK(t.priority == priority::high);
    CHECK(t.requester == rita);
    CHECK_FALSE(t.assignee);
    CHECK(t.source == source::mention);
    CHECK(t.conversation == r.conversation);
    CHECK(t.title == "My laptop does not start");
    CHECK(t.details == r.text);
    CHECK(t.follow_up_of == ticket_number(3));
    CHECK(t.opened == nine);
    CHECK(t.touched == nine);
    CHECK(t.informed == nine);
    CHECK(t.events == 1);
}

TEST_CASE("nobody says how urgent it is: it is normal", "[core]")
{
    CHECK(the<opened>(opening(asked("help"))[0]).priority == priority::normal);
}

TEST_CASE("a form's own title stands, with its details or without", "[core]")
{
    auto r = asked("It beeps");
    r.title = "Laptop";
    CHECK(the<opened>(opening(r)[0]).title == "Laptop");
    CHECK(the<opened>(opening(r)[0]).details == "It beeps");
    r.text = " ";
    CHECK(the<opened>(opening(r)[0]).title == "Laptop");
    CHECK(the<opened>(opening(r)[0]).details == "Laptop");
}

TEST_CASE("a request without words is refused", "[core]")
{
    const std::string words = GENERATE(values<std::string>({"", " \n ", "\u200B"}));
    const auto got = open(asked(words), std::nullopt, situation{two_queues(), rita, nine});
    REQUIRE_FALSE(got);
    CHECK(is<text_missing>(got.error()));
}

TEST_CASE("a request for a queue that does not exist is refused, and so is one where there is none", "[core]")
{
    auto r = asked("help");
    r.queue = "legal";
    const auto d = two_queues();
    const auto unknown = open(r, std::nullopt, situation{d, rita, nine});
    REQUIRE_FALSE(unknown);
    REQUIRE(is<unknown_queue>(unknown.error()));
    CHECK(std::get<unknown_queue>(unknown.error()).asked == "legal");
    const desk empty;
    const auto none = open(asked("help"), std::nullopt, situation{empty, rita, nine});
    REQUIRE_FALSE(none);
    CHECK(is<unknown_queue>(none.error()));
}

TEST_CASE("the log says what chose the queue", "[core]")
{
    auto chosen = asked("my salary");
    chosen.queue = "it";
    const auto by_person = opening(chosen);
    CHECK(the<opened>(by_person[0]).routed_by.empty());
    CHECK(by_person[0].why == cause::asked);
    const auto by_keyword = opening(asked("my salary"));
    CHECK(the<opened>(by_keyword[0]).queue == finance);
    CHECK(the<opened>(by_keyword[0]).routed_by == "keyword salary");
    CHECK(by_keyword[0].why == cause::rule);
}

// --- Turns ---

TEST_CASE("turns go round the roster, one after the other", "[core]")
{
    const auto d = by_turn();
    CHECK(turn(d, std::nullopt) == ben);
    CHECK(turn(d, ben) == cyd);
    CHECK(turn(d, cyd) == ben);
    CHECK(turn(d, dee) == ben);  // not on this roster any more
    CHECK(turn(two_queues(), ben) == std::nullopt);
}

TEST_CASE("whose turn it is has the ticket, which is still new, and the log says why", "[core]")
{
    const auto events = opening(asked("help"), by_turn());
    REQUIRE(kinds(events) == "opened assigned");
    CHECK(events[1].why == cause::round_robin);
    CHECK_FALSE(events[1].by);
    CHECK(after(ticket(), events).status == status::fresh);
}

TEST_CASE("deactivated people have no turn and keep their place in the round", "[core]")
{
    auto d = by_turn();
    d.set.queues[0].agents = {ben, cyd, dee};
    d.deactivated = {cyd};
    CHECK(turn(d, ben) == dee);
    CHECK(turn(d, cyd) == dee);
    d.deactivated = {ben, cyd, dee};
    CHECK(turn(d, ben) == std::nullopt);
}

TEST_CASE("the members of a group take turns after the people", "[core]")
{
    auto d = by_turn();
    d.set.queues[0].agent_group = group_id("S0IT");
    d.groups[group_id("S0IT")] = {sam, cyd};
    CHECK(turn(d, cyd) == sam);
    CHECK(turn(d, sam) == ben);
}

// --- Titles ---

TEST_CASE("a title is the first line that says anything", "[core]")
{
    CHECK(title("\n\n  Printer \r\nmore") == "Printer");
    CHECK(title("one line") == "one line");
    CHECK(title("Grüße 🙂") == "Grüße 🙂");
}

TEST_CASE("a long title is cut at 150 characters and shows it", "[core]")
{
    CHECK(title(std::string(150, 'a')) == std::string(150, 'a'));
    CHECK(title(std::string(151, 'a')) == std::string(149, 'a') + "…");
    std::string umlauts;
    for (int i = 0; i < 200; ++i)
        umlauts += "ü";
    CHECK(characters(title(umlauts)) == 150);
    CHECK(title(umlauts).size() == 149 * 2 + std::string("…").size());
}

TEST_CASE("a title is never cut inside an entity", "[core]")
{
    const auto lead = GENERATE(140, 145, 146, 147, 148, 149);
    const auto letters = std::string(static_cast<std::size_t>(lead), 'a');
    const std::string entity = GENERATE(values<std::string>({"<@U12345>", "<https://example.com/a|b>", "&amp;"}));
    const auto cut = title(letters + entity + std::string(50, 'b'));
    INFO(cut);
    CHECK(characters(cut) <= 150);
    const auto shown = cut.substr(0, cut.size() - std::string("…").size());
    REQUIRE(shown + "…" == cut);
    const bool before = shown == letters.substr(0, shown.size());
    CHECK((before || shown.starts_with(letters + entity)));
}

TEST_CASE("titles are made of any bytes without harm", "[core]")
{
    CHECK(title("\xff\xfe\x80") == "\xff\xfe\x80");
    CHECK(title(std::string(1'000, '<')).size() == 149 + std::string("…").size());
    CHECK_FALSE(title(std::string(1'000, '\x80') + "a").empty());
    const auto link = "<https://example.com/" + std::string(400, 'x') + ">";
    CHECK(title(link) == link);
}

TEST_CASE("a ticket says when it was asked for if that was noticeably earlier", "[core]")
{
    auto r = asked("help");
    CHECK_FALSE(the<opened>(opening(r).front()).asked);
    r.asked = nine - late_after + std::chrono::seconds(1);
    CHECK_FALSE(the<opened>(opening(r).front()).asked);
    r.asked = nine - late_after;
    const auto events = opening(r);
    CHECK(the<opened>(events.front()).asked == r.asked);
    CHECK(after(ticket(), events).asked == r.asked);
    CHECK(after(ticket(), events).opened == nine);
}

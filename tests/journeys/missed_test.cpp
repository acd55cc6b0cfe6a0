#include "absence.hpp"

using namespace journeys;

// How what was missed is read: all of it, nothing that was not for Docket, and in nobody's way.

namespace {

std::size_t discussed_in(workplace& w, int number)
{
    const auto all = w.history(number);
    return static_cast<std::size_t>(std::ranges::count_if(all, [](const auto& e) {
        return std::holds_alternative<core::discussed>(e.what);
    }));
}

/// How many calls of a method that was made slow, `times` of them, were begun.
int begun(workplace& w, int times)
{
    const auto& planned = w.slack.faults().planned();
    return planned.empty() ? times : times - planned.front().times;
}

}  // namespace

TEST_CASE("cut off while it runs: replies are found though nothing else was missed", "[journeys][absence]")
{
    workplace w;
    const auto open = w.ask(w.ana, "My laptop does not start");
    w.cut_off();
    w.slack.post(w.ana, w.general, "It beeps three times", open);
    w.slack.post(w.ben, w.it_desk, "I know that beep", w.card(1, w.it_desk).ts);
    while_away(w, 40min);
    w.reach_again();
    w.post(w.dee, w.general, "Hello");
    catch_up(w);
    CHECK(w.replies(w.it_desk, w.card(1).ts).size() == 2);
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It beeps three times"));
    CHECK(discussed_in(w, 1) == 1);
}

TEST_CASE(
    "where one reply was missed, all threads are read, also of tickets nobody touched for long", "[journeys][absence]"
)
{
    workplace w;
    const auto oldest = w.ask(w.mei, "The scanner is jammed");
    std::string newest;
    for (int i = 0; i < 30; ++i) {
        w.time.advance(10min);
        newest = w.ask(w.ana, "Request number " + std::to_string(i));
    }
    w.cut_off();
    w.slack.post(w.mei, w.general, "It smokes, too", oldest);
    w.slack.post(w.ana, w.general, "It beeps three times", newest);
    while_away(w, 40min);
    w.reach_again();
    w.post(w.dee, w.general, "Hello");
    catch_up(w);
    CHECK(has(w.replies(w.it_desk, w.card(31).ts), "It beeps three times"));
    CHECK(has(w.replies(w.it_desk, w.card(1).ts), "It smokes, too"));
}

TEST_CASE("cut off while it runs: somebody's first request in old direct messages is found", "[journeys][absence]")
{
    workplace w;
    w.slack.direct_message(w.mei, "help");
    w.pass(24h);
    w.post(w.dee, w.general, "Good morning");
    w.cut_off();
    w.slack.direct_message(w.mei, "I cannot find the invoice");
    while_away(w, 40min);
    w.reach_again();
    w.post(w.dee, w.general, "Hello");
    catch_up(w);
    CHECK(w.tickets() == 1);
}

TEST_CASE("a thread of several pages is read to the last reply", "[journeys][absence]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    w.stop_docket();
    constexpr int many = 850;
    const auto card = w.card(1, w.it_desk).ts;
    for (int i = 0; i < many; ++i) {
        w.slack.post(w.ben, w.it_desk, "Beep number " + std::to_string(i), card);
        w.time.advance(5s);
    }
    while_away(w, 1h);
    w.start_docket();
    catch_up(w);
    CHECK(discussed_in(w, 1) == many);
}

TEST_CASE("what was said before Docket came to a channel stays unread, however much it is", "[journeys][absence]")
{
    workplace w;
    w.stop_docket();
    w.slack.remove_bot(w.help);
    for (int i = 0; i < 450; ++i) {
        w.slack.post(w.ana, w.help, "Not for Docket, " + std::to_string(i));
        w.time.advance(4min);
    }
    w.slack.invite_bot(w.ana, w.help);
    for (int i = 0; i < 250; ++i) {
        w.slack.post(w.mei, w.help, "Request number " + std::to_string(i));
        w.time.advance(4min);
    }
    while_away(w, 1h);
    w.start_docket();
    catch_up(w);
    w.pass(5min);
    CHECK(w.tickets() == 250);
    REQUIRE(w.ticket(1));
    CHECK(w.ticket(1)->title == "Request number 0");
}

TEST_CASE(
    "a burst that was missed is one ticket, though its author wrote again before it was read", "[journeys][absence]"
)
{
    workplace w;
    w.stop_docket();
    w.slack.post(w.ana, w.help, "The scanner is jammed");
    w.time.advance(1min);
    w.slack.post(w.ana, w.help, "It also smells");
    while_away(w, 1h);
    w.slack.faults().rate_limit("conversations.history", 1, 600s);
    w.start_docket();
    w.post(w.ana, w.help, "Is anybody there?");
    REQUIRE(w.tickets() == 1);
    w.pass(10min);
    catch_up(w);
    REQUIRE(w.tickets() == 2);
    CHECK(w.ticket(1)->title == "Is anybody there?");
    CHECK(w.ticket(2)->title == "The scanner is jammed");
    CHECK(has(w.replies(w.it_desk, w.card(2).ts), "It also smells"));
}

TEST_CASE("what nobody waits for leaves room for answers to those who do", "[journeys][absence]")
{
    workplace w;
    constexpr int times = 1'000;
    w.slack.faults().slow_down("users.info", times, 1h);
    std::vector<std::string> crowd;
    for (int i = 0; i < 20; ++i) {
        auto p = slack::emulator::person();
        p.name = p.real_name = "Nobody knows " + std::to_string(i);
        crowd.push_back(w.slack.add_person(std::move(p)));
        w.slack.join(crowd.back(), w.help);
    }
    for (const auto& one : crowd)
        w.slack.post(one, w.help, "I cannot log in");
    const auto step = [&w] {
        w.io.run_one_for(5ms);
        w.time.advance(20ms);
    };
    for (int i = 0; i < 5'000 && w.tickets() < crowd.size(); ++i)
        step();
    for (int i = 0; i < 500; ++i)
        step();
    CHECK(begun(w, times) == 4);

    const auto asked = w.slack.post(w.mei, w.help, "The scanner is jammed");
    for (int i = 0; i < 5'000 && w.said_in(w.help, asked).empty(); ++i)
        step();
    CHECK(w.said_in(w.help, asked).size() == 1);
    w.slack.faults().clear();
    w.time.advance(1h);
    w.calm();
}

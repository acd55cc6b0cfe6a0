#include "slack/socket_mode.hpp"

#include <catch2/catch.hpp>
#include <initializer_list>
#include <string>
#include <vector>

namespace socket_mode = docket::slack::socket_mode;
using docket::slack::failure;
using namespace socket_mode;
using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

/// A deed in words.
struct told {
    std::string operator()(const ask_for_url& d) const { return "ask " + std::to_string(d.of); }
    std::string operator()(const connect& d) const { return "connect " + std::to_string(d.of) + " to " + d.url; }
    std::string operator()(const ping& d) const { return "ping " + std::to_string(d.of); }
    std::string operator()(const say_goodbye& d) const { return "goodbye " + std::to_string(d.of); }
    std::string operator()(const cut& d) const { return "cut " + std::to_string(d.of); }
    std::string operator()(const report& d) const
    {
        const char* const what = d.what == report::news::up        ? "up "
                                 : d.what == report::news::lost    ? "lost "
                                 : d.what == report::news::leaving ? "leaving "
                                                                   : "trouble ";
        return what + std::to_string(d.of) + (d.why.empty() ? "" : ": " + d.why);
    }
};

/// Connections whose time moves only when the test says so, with a random source that always says the same.
class keeping {
public:
    explicit keeping(std::size_t wanted = 1, double random = 0.999999) : all(of(wanted), [random] { return random; }) {}

    words hear(const happening& what)
    {
        words said;
        for (const auto& deed : all.on(what, now))
            said.push_back(std::visit(told{}, deed));
        return said;
    }

    words after(std::chrono::milliseconds time)
    {
        now += time;
        return hear(time_passed{});
    }

    /// Brings a line that asked for its URL up.
    void bring_up(line of)
    {
        hear(url_given{of, "wss://slack"});
        hear(connected{of});
        hear(greeted{of});
    }

    /// How long it is until the next thing is due.
    [[nodiscard]] std::chrono::milliseconds pause() const
    {
        return std::chrono::round<std::chrono::milliseconds>(all.next() - now);
    }

    moment now{1h};
    connections all;

private:
    static timing of(std::size_t wanted)
    {
        timing t;
        t.connections = wanted;
        return t;
    }
};

/// One connection that is up: line 1.
class open_one : public keeping {
public:
    open_one()
    {
        hear(time_passed{});
        bring_up(1);
    }
};

}  // namespace

TEST_CASE("told that it may go better now, what waits to be tried again is tried at once", "[socket_mode]")
{
    open_one k;
    CHECK(k.hear(told_to_hurry{}).empty());  // it is well
    k.hear(closed{1});
    k.after(k.pause());
    k.hear(url_refused{2, failure(failure::kind::stop, "invalid_auth")});
    CHECK(k.pause() > 30s);
    CHECK(k.hear(told_to_hurry{}) == words{"ask 3"});
    CHECK(k.hear(told_to_hurry{}).empty());  // it is being tried
}

TEST_CASE("two connections are opened, each with a URL of its own", "[socket_mode]")
{
    keeping k(2);
    CHECK(k.hear(time_passed{}) == words{"ask 1", "ask 2"});
    CHECK(k.hear(url_given{1, "wss://a"}) == words{"connect 1 to wss://a"});
    CHECK(k.hear(url_given{2, "wss://b"}) == words{"connect 2 to wss://b"});
    CHECK(k.hear(connected{1}).empty());
    CHECK(k.all.up() == 0);
    CHECK(k.hear(greeted{1}) == words{"up 1"});
    CHECK(k.all.up() == 1);
    k.hear(connected{2});
    k.hear(greeted{2});
    CHECK(k.all.up() == 2);
}

TEST_CASE("a connection is usable only after Slack's hello, which comes within ten seconds or never", "[socket_mode]")
{
    keeping k;
    k.hear(time_passed{});
    k.hear(url_given{1, "wss://a"});
    k.hear(connected{1});
    CHECK(k.after(9'999ms).empty());
    CHECK(k.after(1ms) == words{"cut 1", "lost 1: no_hello"});
    CHECK(k.after(1s) == words{"ask 2"});
    CHECK(k.hear(greeted{1}).empty());  // too late: nobody listens there
    CHECK(k.all.up() == 0);
}

TEST_CASE("the pause doubles with each failure up to a minute, and hello forgets them", "[socket_mode]")
{
    keeping k;
    k.hear(time_passed{});
    line asked = 1;
    for (const auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        CHECK(
            k.hear(url_refused{asked, failure(failure::kind::retry, "timeout")}) ==
            words{"lost " + std::to_string(asked) + ": refused"}
        );
        CHECK(pause - k.pause() <= 1ms);
        CHECK(k.after(pause) == words{"ask " + std::to_string(++asked)});
    }
    k.bring_up(asked);
    CHECK(k.hear(closed{asked}) == words{"lost " + std::to_string(asked) + ": closed"});
    CHECK(1s - k.pause() <= 1ms);
}

TEST_CASE("chance shortens a pause to no less than half", "[socket_mode]")
{
    const double random = GENERATE(0.0, 0.5);
    keeping k(1, random);
    k.hear(time_passed{});
    k.hear(connect_failed{1, "timeout"});  // no URL yet: not believed any less
    CHECK(k.pause() == (random == 0.0 ? 500ms : 750ms));
}

TEST_CASE("a refresh opens the replacement first and closes the old connection only when that is up", "[socket_mode]")
{
    const std::string reason = GENERATE("warning", "refresh_requested", "a_word_of_tomorrow");
    open_one k;
    CHECK(k.hear(told_to_leave{1, reason}) == words{"leaving 1: " + reason, "ask 2"});
    CHECK(k.hear(told_to_leave{1, reason}).empty());  // said twice
    CHECK(k.hear(url_given{2, "wss://b"}) == words{"connect 2 to wss://b"});
    CHECK(k.hear(connected{2}).empty());
    CHECK(k.all.up() == 1);
    CHECK(k.hear(greeted{2}) == words{"up 2", "goodbye 1"});
    CHECK(k.hear(closed{1}).empty());
    CHECK(k.all.up() == 1);
}

TEST_CASE("an old connection stays until what came by it is acknowledged, but not for ever", "[socket_mode]")
{
    open_one k;
    k.hear(taken{1});
    k.hear(taken{1});
    k.hear(told_to_leave{1, "warning"});
    k.bring_up(2);
    CHECK(k.hear(settled{1}).empty());
    SECTION("acknowledged")
    {
        CHECK(k.hear(settled{1}) == words{"goodbye 1"});
    }
    SECTION("stuck")
    {
        CHECK(k.after(7'999ms).empty());
        CHECK(k.after(1ms) == words{"goodbye 1", "ping 2"});
    }
}

TEST_CASE(
    "an old connection that Slack cuts before the replacement is up starts no second replacement", "[socket_mode]"
)
{
    open_one k;
    k.hear(told_to_leave{1, "warning"});
    CHECK(k.hear(closed{1}).empty());
    CHECK(k.all.up() == 0);
    k.bring_up(2);
    CHECK(k.all.up() == 1);
}

TEST_CASE("a replacement that fails is tried again while the old connection serves on", "[socket_mode]")
{
    open_one k;
    k.hear(told_to_leave{1, "refresh_requested"});
    CHECK(k.hear(url_refused{2, failure(failure::kind::retry, "http_500")}) == words{"lost 2: refused"});
    CHECK(k.all.up() == 1);
    CHECK(k.after(1s) == words{"ask 3"});
    k.bring_up(3);
    CHECK(k.all.up() == 1);
    CHECK_FALSE(k.all.none_since());
}

TEST_CASE(
    "an old connection whose replacement has gone again serves on, and nobody is woken for nothing", "[socket_mode]"
)
{
    open_one k;
    k.hear(taken{1});
    k.hear(told_to_leave{1, "warning"});
    k.bring_up(2);
    SECTION("lost")
    {
        CHECK(k.hear(closed{2}) == words{"lost 2: closed"});
        CHECK(k.after(2s) == words{"ask 3"});
    }
    SECTION("sent away as well")
    {
        CHECK(k.hear(told_to_leave{2, "warning"}) == words{"leaving 2: warning"});
        CHECK(k.after(1s) == words{"ask 3"});
    }
    k.after(7s);
    CHECK(k.pause() > 0ms);
    CHECK(k.all.up() >= 1);
    k.bring_up(3);
    CHECK(k.hear(settled{1}) == words{"goodbye 1"});
}

TEST_CASE("a Slack that greets and sends away at once is asked for the next ever more slowly", "[socket_mode]")
{
    keeping k;
    k.hear(time_passed{});
    line of = 1;
    SECTION("with a warning")
    {
        k.bring_up(of);
        CHECK(k.hear(told_to_leave{of, "warning"}) == words{"leaving 1: warning", "ask 2"});
        ++of;
        for (const auto pause : {1s, 2s, 4s, 8s}) {
            k.bring_up(of);
            CHECK(k.hear(told_to_leave{of, "warning"}) == words{"leaving " + std::to_string(of) + ": warning"});
            for (line old = 1; old <= of; ++old)
                k.hear(closed{old});
            CHECK(pause - k.pause() <= 1ms);
            CHECK(k.after(pause) == words{"ask " + std::to_string(++of)});
        }
    }
    SECTION("without")
    {
        for (const auto pause : {1s, 2s, 4s, 8s}) {
            k.bring_up(of);
            CHECK(k.hear(closed{of}) == words{"lost " + std::to_string(of) + ": closed"});
            CHECK(pause - k.pause() <= 1ms);
            CHECK(k.after(pause) == words{"ask " + std::to_string(++of)});
        }
    }
    k.bring_up(of);  // and this one lasts
    for (int step = 0; step < 4; ++step) {
        k.hear(heard{of, k.now});
        k.after(8s);
    }
    CHECK(k.hear(told_to_leave{of, "warning"}).back() == "ask " + std::to_string(of + 1));
}

TEST_CASE("a goodbye that is not returned ends all the same", "[socket_mode]")
{
    open_one k;
    k.hear(told_to_leave{1, "warning"});
    k.bring_up(2);
    k.hear(heard{2, k.now + 8s});
    CHECK(k.after(8s) == words{"cut 1", "ping 2"});
}

TEST_CASE("too many connections: the one is closed and comes back after half a minute at the soonest", "[socket_mode]")
{
    const bool before_hello = GENERATE(true, false);
    keeping k;
    k.hear(time_passed{});
    k.hear(url_given{1, "wss://a"});
    k.hear(connected{1});
    if (!before_hello)
        k.hear(greeted{1});
    CHECK(k.hear(told_to_leave{1, "too_many_websockets"}) == words{"goodbye 1", "lost 1: too_many_websockets"});
    CHECK(k.after(30s).empty());
    CHECK(k.after(1s) == words{"ask 2"});
}

TEST_CASE("Socket Mode switched off is said, and tried again slowly", "[socket_mode]")
{
    open_one k;
    CHECK(
        k.hear(told_to_leave{1, "link_disabled"}) ==
        words{"trouble 1: link_disabled", "goodbye 1", "lost 1: link_disabled"}
    );
    CHECK(k.all.trouble() == "link_disabled");
    CHECK(k.pause() >= 60s);
    CHECK(k.pause() <= 120s);
    k.after(120s);
    k.bring_up(2);
    CHECK(k.all.trouble().empty());
}

TEST_CASE("sent away for good, a connection first acknowledges what is in hand", "[socket_mode]")
{
    const std::string reason = GENERATE("link_disabled", "too_many_websockets");
    open_one k;
    k.hear(taken{1});
    k.hear(taken{1});
    const auto said = k.hear(told_to_leave{1, reason});
    CHECK(said.back() == "lost 1: " + reason);
    CHECK(std::ranges::find(said, "goodbye 1") == said.end());
    CHECK(k.all.up() == 0);  // Slack delivers nothing more there
    CHECK(k.all.none_since() == k.now);
    CHECK(k.hear(settled{1}).empty());
    SECTION("and then goes")
    {
        CHECK(k.hear(settled{1}) == words{"goodbye 1"});
        CHECK(k.hear(closed{1}).empty());
        CHECK(k.pause() >= 30s);
    }
    SECTION("but not for ever")
    {
        CHECK(k.after(7'999ms).empty());
        CHECK(k.after(1ms) == words{"goodbye 1"});
    }
    SECTION("unless Slack closes it before")
    {
        CHECK(k.hear(closed{1}).empty());
        CHECK(k.pause() >= 30s);
    }
    SECTION("also when everything stops")
    {
        k.hear(told_to_stop{});
        CHECK(k.hear(settled{1}) == words{"goodbye 1"});
    }
    CHECK(k.all.trouble() == reason);
}

TEST_CASE("a dead token is said, and tried again slowly", "[socket_mode]")
{
    struct row {
        failure::kind what;
        const char* error;
    };
    const auto r = GENERATE(values<row>({
        {failure::kind::stop, "invalid_auth"},
        {failure::kind::stop, "not_authed"},
        {failure::kind::stop, "account_inactive"},
        {failure::kind::permanent, "team_disabled"},
        {failure::kind::permanent, "missing_scope"},
    }));
    keeping k;
    k.hear(time_passed{});
    CHECK(
        k.hear(url_refused{1, failure(r.what, r.error)}) ==
        words{std::string("trouble 1: ") + r.error, "lost 1: refused"}
    );
    CHECK(k.all.trouble() == r.error);
    CHECK(k.pause() >= 60s);
    CHECK(k.after(120s) == words{"ask 2"});
}

TEST_CASE("Slack's Retry-After is kept to", "[socket_mode]")
{
    keeping k;
    k.hear(time_passed{});
    CHECK(k.hear(url_refused{1, failure(failure::kind::wait, "ratelimited", 90s)}) == words{"lost 1: refused"});
    CHECK(k.after(90s).empty());
    CHECK(k.after(1s) == words{"ask 2"});
}

TEST_CASE("a quiet connection is asked for a sign of life, and dead after thirty seconds without one", "[socket_mode]")
{
    open_one k;
    CHECK(k.pause() == 8s);
    CHECK(k.after(8s) == words{"ping 1"});
    CHECK(k.after(8s) == words{"ping 1"});
    CHECK(k.after(8s) == words{"ping 1"});
    SECTION("it answers")
    {
        k.hear(heard{1, k.now});
        CHECK(k.after(8s) == words{"ping 1"});
        CHECK(k.after(21'999ms) == words{"ping 1"});
        CHECK(k.all.up() == 1);
    }
    SECTION("it does not")
    {
        CHECK(k.after(5'999ms).empty());
        CHECK(k.after(1ms) == words{"cut 1", "lost 1: silent"});
        CHECK(k.after(1s) == words{"ask 2"});
    }
}

TEST_CASE("losing one connection leaves the other alone", "[socket_mode]")
{
    keeping k(2);
    k.hear(time_passed{});
    k.bring_up(1);
    k.bring_up(2);
    CHECK(k.hear(closed{1}) == words{"lost 1: closed"});
    CHECK(k.all.up() == 1);
    CHECK_FALSE(k.all.none_since());
    CHECK(k.after(1s) == words{"ask 3"});
}

TEST_CASE("it is known since when there is no connection, and what stands in the way", "[socket_mode]")
{
    keeping k;
    k.hear(time_passed{});
    CHECK_FALSE(k.all.ever_up());
    CHECK_FALSE(k.all.none_since());
    k.bring_up(1);
    CHECK(k.all.ever_up());
    const auto lost = k.now += 5s;
    k.hear(closed{1});
    k.after(1s);
    k.hear(url_refused{2, failure(failure::kind::retry, "resolve")});
    CHECK(k.all.none_since() == lost);
    CHECK(k.all.trouble() == "resolve");
    k.after(2s);
    k.bring_up(3);
    CHECK_FALSE(k.all.none_since());
    CHECK(k.all.trouble().empty());
}

TEST_CASE("told to stop, it opens nothing more and says goodbye when nothing is owed", "[socket_mode]")
{
    keeping k(3);
    k.hear(time_passed{});
    k.bring_up(1);
    k.bring_up(2);
    k.hear(taken{2});
    CHECK(k.hear(told_to_stop{}) == words{"goodbye 1"});  // and forgets 3, which was on its way
    CHECK_FALSE(k.all.over());
    CHECK(k.hear(url_given{3, "wss://late"}).empty());
    CHECK(k.hear(settled{2}) == words{"goodbye 2"});
    CHECK(k.hear(closed{1}).empty());
    CHECK(k.hear(closed{2}).empty());
    CHECK(k.all.over());
    CHECK(k.after(1h).empty());
}

TEST_CASE("told to stop, it waits for an acknowledgement no longer than it may", "[socket_mode]")
{
    open_one k;
    k.hear(taken{1});
    k.hear(told_to_stop{});
    CHECK(k.after(1'999ms).empty());
    CHECK(k.after(1ms) == words{"goodbye 1"});
    CHECK(k.after(8s) == words{"cut 1"});
    CHECK(k.all.over());
}

TEST_CASE("a connection that says hello after the stop is not used", "[socket_mode]")
{
    keeping k;
    k.hear(time_passed{});
    k.hear(url_given{1, "wss://a"});
    k.hear(connected{1});
    CHECK(k.hear(told_to_stop{}) == words{"goodbye 1"});
    CHECK(k.hear(greeted{1}).empty());
}

TEST_CASE("news of connections that are gone changes nothing", "[socket_mode]")
{
    open_one k;
    k.hear(closed{1});
    for (const happening& late : std::initializer_list<happening>{
             url_given{1, "x"}, url_refused{1, failure(failure::kind::retry, "x")}, connected{1},
             connect_failed{1, "x"}, greeted{1}, told_to_leave{1, "warning"}, heard{1, k.now}, taken{1}, settled{1},
             closed{1}
         })
        CHECK(k.hear(late).empty());
}

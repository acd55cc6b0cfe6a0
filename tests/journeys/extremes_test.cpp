#include "bot/views/ids.hpp"
#include "workplace.hpp"

// What Slack's limits do to the longest, emptiest and strangest requests and settings.

using namespace journeys;
namespace ids = docket::bot::ids;

namespace {

std::string many(const std::string& what, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += what;
    return all;
}

/// Everything Slack was asked for was taken.
void check_nothing_refused(workplace& w)
{
    for (const auto& call : w.slack.calls()) {
        INFO(call.method << " " << call.error << " " << call.arguments.dump().substr(0, 600));
        CHECK(call.error.empty());
    }
    auto read = [](bot::ledger& l) { return l.deliveries().failed(50); };
    for (const auto& row : w.run(w.docket->desk()->look(read))) {
        INFO(row.kind << " " << row.error << " " << row.payload);
        CHECK(row.kind.empty());
    }
}

}  // namespace

TEST_CASE("the longest and strangest requests are worked like any other", "[journeys]")
{
    workplace w;
    const std::string text = GENERATE(
        many("a", 40'000), many("🔥", 10'000), many(":fire:", 6'000), many("&amp;", 8'000), many("\n", 50) + "x",
        many("a\n", 20'000), many("<https://example.com/a|b> ", 1'500), "```" + many("x", 9'000), "```\nfoo\n```",
        ":fire:", "&gt; quoted", "<!channel>", "<@U0UNKNOWN>", "*_~`*", many("> a\n", 9'000),
        many("<@U0UNKNOWN> ", 3'000), "\u200B\u200B x", "\u202Eevil", many("```a```\n", 4'000), many("\"", 30'000),
        many("\\", 30'000)
    );
    CAPTURE(text.substr(0, 30));
    const auto ts = w.ask(w.ana, text);
    REQUIRE(w.tickets() == 1);
    w.post(w.ana, w.general, text, ts);
    w.press_card(w.ben, 1, ids::claim);
    CHECK(w.press_card(w.ben, 1, ids::reply).ok());
    CHECK(w.fill(w.ben, {{ids::text, text.size() > 2'000 ? many("&<>", 900) : text}}).ok());
    CHECK(w.press_card(w.ben, 1, ids::more, "1:details").ok());
    w.run(w.slack.close_view(w.ben, true));
    CHECK(w.press_card(w.ben, 1, ids::resolve).ok());
    CHECK(w.fill(w.ben, {{ids::text, many("\n\nx&<", 580)}}).ok());
    w.slack.edit(w.ana, w.general, ts, text + "!");
    w.calm();
    w.command(w.ana, "status #1");
    w.command(w.ana, "mine");
    w.command(w.ana, "details #1");
    check_nothing_refused(w);
}

TEST_CASE("the longest thread is taken in and shown within Slack's limits", "[journeys]")
{
    workplace w;
    const auto root = w.slack.post(w.ana, w.general, many("root ", 500));
    for (int i = 0; i < 40; ++i)
        w.slack.post(
            i % 2 == 0 ? w.ben : w.ana, w.general, many(i % 3 == 0 ? "a\n" : "word ", 40 * (i % 9)) + "x", root,
            {{"log.txt", "text/plain", "x"}, {"b.txt", "text/plain", "y"}}
        );
    w.calm();
    w.react(w.ana, w.general, root, "ticket");
    REQUIRE(w.tickets() == 1);
    CHECK(w.said_in(w.it_desk, w.card(1).ts).size() == 1);
    CHECK(w.press_card(w.ben, 1, ids::more, "1:details").ok());
    check_nothing_refused(w);
}

TEST_CASE("200 queues and 300 agents fit into every form and answer", "[journeys]")
{
    workplace::options with;
    with.settings = [](core::settings& s) {
        for (int i = 0; i < 200; ++i) {
            auto q = s.queues[1];
            q.key = core::queue_id("queue-" + std::to_string(i));
            q.name = "<!here> & " + many("Queue ", 30) + std::to_string(i);
            q.keywords = {"word" + std::to_string(i)};
            s.queues.push_back(q);
        }
        s.default_queue = core::queue_id("queue-150");
        for (int i = 0; i < 300; ++i)
            s.queues[0].agents.emplace_back("U0AGENT" + std::to_string(i));
    };
    workplace w(with);
    w.ask(w.ana, "My laptop does not start");
    CHECK(w.press_card(w.ben, 1, ids::assign).ok());
    CHECK(w.slack.open_view(w.ben) != nullptr);
    w.run(w.slack.close_view(w.ben, true));
    CHECK(w.press_card(w.ben, 1, ids::more, "1:move").ok());
    CHECK(w.slack.open_view(w.ben) != nullptr);
    CHECK(w.fill(w.ben, {{ids::queue, "queue-199"}}).ok());
    CHECK(w.ticket(1)->queue == core::queue_id("queue-199"));
    w.command(w.ana, "");
    CHECK(w.slack.open_view(w.ana) != nullptr);
    w.command(w.mei, "list");
    w.command(w.mei, "list nothing");
    w.command(w.mei, "report");
    w.command(w.ana, "claim #1");
    w.command(w.ida, "setup");
    REQUIRE(w.slack.open_view(w.ida) != nullptr);
    CHECK(w.run(w.slack.in_view_press(w.ida, "", "setup.edit_people")).ok());
    w.calm();
    REQUIRE(w.slack.open_view(w.ida) != nullptr);
    CHECK(has(w.slack.open_view(w.ida)->content.dump(), "\"queue-150\""));
    CHECK(has(w.slack.open_view(w.ida)->content.dump(), "initial_option"));
    for (const auto& call : w.slack.calls())
        if (call.method.starts_with("views") || call.method.starts_with("chat")) {
            INFO(call.method << " " << call.error << " " << call.arguments.dump().substr(0, 600));
            CHECK(call.error.empty());
        }
}

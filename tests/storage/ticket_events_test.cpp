#include "shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;
using Catch::Matchers::Contains;

namespace {

/// Every happening, with something in every member.
std::vector<core::happening> every_happening()
{
    core::opened opened;
    opened.queue = core::queue_id("it");
    opened.requester = core::member_id("U1");
    opened.source = core::source::mention;
    opened.priority = core::priority::high;
    opened.conversation = place("C1", "1.1");
    opened.title = "Title";
    opened.details = "Details";
    opened.follow_up_of = core::ticket_number(5);
    opened.routed_by = "printer";
    opened.asked = at(900);
    return {
        opened,
        core::conversation_began{place("D1", "2.2")},
        core::assigned{core::member_id("U2")},
        core::unassigned{core::member_id("U3")},
        core::prioritised{core::priority::urgent},
        core::moved{core::queue_id("it"), core::queue_id("hr")},
        core::status_changed{core::status::on_hold, "waits for a part"},
        core::requester_wrote{core::message_id(11)},
        core::agent_answered{core::message_id(12), true},
        core::bystander_wrote{core::message_id(13)},
        core::discussed{core::message_id(14)},
        core::resolved{"put out"},
        core::closed{"not ours"},
        core::rewritten{"New title", "New details"},
        core::confirmed{},
        core::reopened{},
        core::followed_up{core::ticket_number(8)},
        core::assignee_reminded{},
        core::requester_updated{},
    };
}

core::event event(core::happening what)
{
    return {std::move(what), at(1), core::member_id("U1"), core::cause::asked};
}

core::happening read(std::string_view kind, std::string_view text)
{
    return storage::event_from_text(kind, text, at(1), core::member_id("U1"), core::cause::asked).what;
}

}  // namespace

TEST_CASE("every kind of event comes back from the text it was kept as", "[storage]")
{
    const auto all = every_happening();
    REQUIRE(all.size() == std::variant_size_v<core::happening>);
    for (std::size_t i = 0; i < all.size(); ++i) {
        REQUIRE(all[i].index() == i);
        const auto text = storage::event_to_text(event(all[i]));
        const auto back = read(core::name_of(all[i]), text);
        INFO(core::name_of(all[i]) << " " << text);
        CHECK(back.index() == i);
        CHECK(storage::event_to_text(event(back)) == text);
    }
}

TEST_CASE("nothing of an event is lost in its text", "[storage]")
{
    const auto all = every_happening();
    const auto text = [&](std::size_t i) { return storage::event_to_text(event(all.at(i))); };
    CHECK_THAT(
        text(0), Contains("it") && Contains("U1") && Contains("mention") && Contains("high") && Contains("C1") &&
                     Contains("1.1") && Contains("Title") && Contains("Details") && Contains("5") && Contains("printer")
    );
    CHECK_THAT(text(1), Contains("D1") && Contains("2.2"));
    CHECK_THAT(text(2), Contains("U2"));
    CHECK_THAT(text(3), Contains("U3"));
    CHECK_THAT(text(4), Contains("urgent"));
    CHECK_THAT(text(5), Contains("it") && Contains("hr"));
    CHECK_THAT(text(6), Contains("on_hold") && Contains("waits for a part"));
    CHECK_THAT(text(7), Contains("11"));
    CHECK_THAT(text(8), Contains("12") && Contains("true"));
    CHECK_THAT(text(9), Contains("13"));
    CHECK_THAT(text(10), Contains("14"));
    CHECK_THAT(text(11), Contains("put out"));
    CHECK_THAT(text(12), Contains("not ours"));
    CHECK_THAT(text(13), Contains("New title") && Contains("New details"));
    CHECK_THAT(text(16), Contains("8"));
}

TEST_CASE("an event that cannot be read keeps its place in history and harms nothing", "[storage]")
{
    struct row {
        std::string kind, text;
    };
    const auto r = GENERATE(values<row>({
        {"of_a_later_version", R"({"what":1})"},
        {"", ""},
        {"assigned", "{"},
        {"assigned", "[]"},
        {"assigned", "{}"},
        {"assigned", R"({"to":5})"},
        {"conversation_began", "{}"},
        {"prioritised", R"({"to":"apocalyptic"})"},
        {"status_changed", R"({"to":"lost"})"},
        {"followed_up", R"({"by":"soon"})"},
        {"opened", R"({"conversation":[]})"},
        {"opened", "\xff\xfe"},
        {"discussed", R"({"message":"x"})"},
    }));
    const auto e =
        storage::event_from_text(r.kind, r.text, at(7), core::member_id("U1"), core::cause::requester_answered);
    REQUIRE(std::holds_alternative<core::discussed>(e.what));
    CHECK(std::get<core::discussed>(e.what).what == core::message_id());
    CHECK(e.at == at(7));
    CHECK(e.by == core::member_id("U1"));
    CHECK(e.why == core::cause::requester_answered);
    auto before = ticket(1);
    auto after = core::apply(before, e);
    CHECK(after.events == before.events + 1);
    after.events = before.events;
    after.touched = before.touched;
    CHECK(after == before);
}

TEST_CASE("an event of an earlier version, with less in it, still reads", "[storage]")
{
    const auto opened = std::get<core::opened>(read("opened", R"({"queue":"it","requester":"U1"})"));
    CHECK(opened.queue == core::queue_id("it"));
    CHECK(opened.priority == core::priority::normal);
    CHECK_FALSE(opened.conversation);
    CHECK_FALSE(std::get<core::agent_answered>(read("agent_answered", R"({"message":3})")).from_triage);
}

TEST_CASE("words that are not UTF-8 are kept with a replacement, never refused", "[storage]")
{
    const auto text = storage::event_to_text(event(core::resolved{"broken \xff bytes"}));
    CHECK(std::get<core::resolved>(read("resolved", text)).done == "broken \xef\xbf\xbd bytes");
}

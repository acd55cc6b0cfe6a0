#include "storage/messages.hpp"
#include "shelf.hpp"

#include <catch2/catch.hpp>

using namespace docket;
using namespace docket::tests;

namespace {

/// A shelf with two tickets that messages can be about.
class talk : public shelf {
public:
    talk()
    {
        storage::tickets tickets(tx, workspace);
        tickets.put(ticket(1));
        tickets.put(ticket(2));
    }
    storage::messages messages{tx, workspace};
};

core::message said(const std::string& text, std::int64_t when, std::optional<core::place> where = std::nullopt)
{
    core::message m;
    m.ticket = core::ticket_number(1);
    m.author = core::member_id("U1");
    m.where = std::move(where);
    m.text = text;
    m.at = at(when);
    return m;
}

}  // namespace

TEST_CASE("a message comes back as it was said", "[storage]")
{
    talk s;
    auto m = said("It burns", 5, place("C1", "1.1"));
    m.side = core::side::triage;
    m.role = core::role::bystander;
    m.files = {core::attachment{"fire.png", "https://files.example/fire.png", 123}, core::attachment{}};
    const auto id = s.messages.add(m);
    REQUIRE(id);

    const auto found = s.messages.find(*id);

    REQUIRE(found);
    CHECK(found->id == *id);
    CHECK(found->ticket == m.ticket);
    CHECK(found->side == m.side);
    CHECK(found->role == m.role);
    CHECK(found->author == m.author);
    CHECK(found->where == m.where);
    CHECK(found->text == m.text);
    CHECK(found->files == m.files);
    CHECK(found->at == m.at);
    CHECK_FALSE(found->edited);
    CHECK_FALSE(found->deleted);
    CHECK(s.messages.find_at(place("C1", "1.1"))->id == *id);
    CHECK_FALSE(s.messages.find_at(place("C1", "1.2")));
    CHECK_FALSE(storage::messages(s.tx, core::workspace_id("T2")).find(*id));
}

TEST_CASE("every side and role that core knows can be kept", "[storage]")
{
    talk s;
    for (int side = 0; side <= static_cast<int>(core::side::note); ++side) {
        for (int role = 0; role <= static_cast<int>(core::role::bystander); ++role) {
            auto m = said("x", 1);
            m.side = static_cast<core::side>(side);
            m.role = static_cast<core::role>(role);
            const auto found = s.messages.find(s.messages.add(m).value());
            CHECK(found->side == m.side);
            CHECK(found->role == m.role);
        }
    }
}

TEST_CASE("a message of Slack is kept once, words typed into forms as often as they are said", "[storage]")
{
    talk s;
    CHECK(s.messages.add(said("first", 1, place("C1", "1.1"))));
    CHECK_FALSE(s.messages.add(said("again", 2, place("C1", "1.1"))));
    CHECK(s.messages.find_at(place("C1", "1.1"))->text == "first");
    CHECK(s.messages.add(said("note", 3)));
    CHECK(s.messages.add(said("note", 3)));
}

TEST_CASE("messages of a ticket come in the order they were said, not in that of their arrival", "[storage]")
{
    talk s;
    CHECK(s.messages.add(said("second", 20)));
    CHECK(s.messages.add(said("first", 10)));
    CHECK(s.messages.add(said("third", 20)));
    auto other = said("elsewhere", 15);
    other.ticket = core::ticket_number(2);
    CHECK(s.messages.add(other));

    std::vector<std::string> texts;
    for (const auto& m : s.messages.of(core::ticket_number(1)))
        texts.push_back(m.text);

    CHECK(texts == std::vector<std::string>{"first", "second", "third"});
}

TEST_CASE("an edited message has its new words, a deleted one none, whatever comes later", "[storage]")
{
    talk s;
    auto m = said("old", 1, place("C1", "1.1"));
    m.files = {core::attachment{"a", "b", 1}};
    const auto id = s.messages.add(m).value();

    s.messages.edit(id, "new", {}, at(2));
    CHECK(s.messages.find(id)->text == "new");
    CHECK(s.messages.find(id)->files.empty());
    CHECK(s.messages.find(id)->edited == at(2));

    s.messages.erase(id, at(3));
    s.messages.edit(id, "back from the dead", m.files, at(4));
    CHECK(s.messages.find(id)->text.empty());
    CHECK(s.messages.find(id)->files.empty());
    CHECK(s.messages.find(id)->deleted == at(3));
}

TEST_CASE("a burst goes on while its author's last message is young enough", "[storage]")
{
    talk s;
    const core::channel_id channel("C1");
    const core::member_id author("U1");
    constexpr std::chrono::milliseconds within(50);
    CHECK_FALSE(s.messages.burst(channel, author, at(100), within));
    s.messages.join_burst(channel, author, core::ticket_number(1), at(100));

    CHECK(s.messages.burst(channel, author, at(150), within) == core::ticket_number(1));
    CHECK_FALSE(s.messages.burst(channel, author, at(151), within));
    CHECK_FALSE(s.messages.burst(channel, core::member_id("U2"), at(100), within));
    CHECK_FALSE(s.messages.burst(core::channel_id("C2"), author, at(100), within));
}

TEST_CASE("what is read late continues the burst of its time, whatever its author said since", "[storage]")
{
    talk s;
    const core::channel_id channel("C1");
    const core::member_id author("U1");
    constexpr std::chrono::milliseconds within(50);
    s.messages.join_burst(channel, author, core::ticket_number(1), at(1'000));
    s.messages.join_burst(channel, author, core::ticket_number(2), at(100));  // comes late

    CHECK(s.messages.burst(channel, author, at(120), within) == core::ticket_number(2));
    CHECK(s.messages.burst(channel, author, at(1'020), within) == core::ticket_number(1));
    CHECK(s.messages.burst(channel, author, at(960), within) == core::ticket_number(1));  // said before what is known
    CHECK_FALSE(s.messages.burst(channel, author, at(500), within));

    s.messages.join_burst(channel, author, core::ticket_number(1), at(160));
    CHECK(s.messages.burst(channel, author, at(140), within) == core::ticket_number(2));  // as if it had come in time
}

TEST_CASE("bursts of long ago are forgotten, the newest never", "[storage]")
{
    talk s;
    const core::channel_id channel("C1");
    const core::member_id author("U1");
    constexpr std::chrono::milliseconds within(50);
    const auto later = at(0) + std::chrono::hours(24 * 40);
    s.messages.join_burst(channel, author, core::ticket_number(1), at(0));
    s.messages.join_burst(channel, author, core::ticket_number(2), later);
    CHECK_FALSE(s.messages.burst(channel, author, at(0), within));
    s.messages.join_burst(channel, author, core::ticket_number(1), at(0));  // comes very late
    CHECK(s.messages.burst(channel, author, later, within) == core::ticket_number(2));
}

TEST_CASE("file names that are not UTF-8 do not keep a message out", "[storage]")
{
    talk s;
    auto m = said("see file", 1);
    m.files = {core::attachment{"\xff.png", "link", 1}};
    const auto id = s.messages.add(m);
    REQUIRE(id);
    CHECK(s.messages.find(*id)->files.front().name == "\xef\xbf\xbd.png");
}

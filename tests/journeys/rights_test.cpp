#include "bot/views/ids.hpp"
#include "workplace.hpp"

#include <fmt/format.h>

// Who may not, what cannot be, and who takes over when nobody is left who may.

using namespace journeys;
namespace ids = docket::bot::ids;

namespace {

/// Sends an interaction as Slack would. @return the status of the answer
unsigned interact(workplace& w, const json& payload)
{
    std::string body = "payload=";
    for (const unsigned char c : payload.dump())
        body += fmt::format("%{:02X}", c);
    const auto status = w.deliver(body, "application/x-www-form-urlencoded").first;
    w.calm();
    return status;
}

json payload_of(workplace& w, const std::string& type)
{
    const auto team = w.docket->desk()->workspace().id.str();
    json p;
    p["type"] = type;
    p["team"]["id"] = team;
    p["user"] = {{"id", w.ben}, {"team_id", team}};
    p["channel"]["id"] = w.it_desk;
    return p;
}

}  // namespace

TEST_CASE("values that no button of ours has change nothing", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    const auto before = w.history(1).size();
    auto click = payload_of(w, "block_actions");
    int clicks = 0;
    for (const auto* action : {"ticket.claim", "ticket.more", "ticket.priority", "form.again", "ticket.nothing"}) {
        for (const auto* value :
             {"", "x", "1:nonsense:", "-1", "99999999999999999999", "0:new", "0:setup", "77", ":"}) {
            INFO(action << " " << value);
            click["trigger_id"] = "forged." + std::to_string(++clicks);
            click["actions"] = json::array({{{"action_id", action}, {"type", "button"}, {"value", value}}});
            if (std::string(action) == "ticket.claim" && std::string(value) == "1:nonsense:")
                continue;  // Claim needs nothing but the number
            CHECK(interact(w, click) == 200);
        }
    }
    CHECK(w.history(1).size() == before);
}

TEST_CASE("a form that carries nonsense is answered, and opens nothing somewhere", "[journeys]")
{
    workplace w;
    auto sent = payload_of(w, "view_submission");
    const auto* metadata = GENERATE(
        "", "[]", "{\"ticket\":\"1\"}", "{\"ticket\":77}", "{\"source\":1,\"channel\":2,\"root\":3}",
        "{\"channel\":\"\",\"root\":\"\"}", "{\"channel\":\"C1\",\"root\":\"1.1\",\"author\":7}"
    );
    int views = 0;
    for (const auto* form : {"form.new", "form.resolve", "form.move", "form.assign", "form.reply", "view.details"}) {
        INFO(form << " " << metadata);
        sent["view"] = {{"id", "V" + std::to_string(++views)}, {"callback_id", form}, {"private_metadata", metadata}};
        sent["view"]["state"]["values"]["what"]["value"] = {{"type", "plain_text_input"}, {"value", "New monitor"}};
        CHECK(interact(w, sent) == 200);
    }
    if (const auto t = w.ticket(1); t && t->conversation)
        CHECK_FALSE(t->conversation->channel.empty());
}

TEST_CASE("a command that needs a form is refused at once, in its answer", "[journeys]")
{
    workplace w;
    w.ask(w.ana, "My laptop does not start");
    for (const auto* verb : {"resolve", "assign", "move", "note", "reply"})
        CHECK(has(workplace::words(w.command(w.ana, std::string(verb) + " #1", w.lounge)), "Only the people of IT Help")
        );
    CHECK(has(workplace::words(w.command(w.mei, "details #1")), "Only the person who asked"));
    CHECK(has(workplace::words(w.command(w.mei, "close #1")), "Only the person who asked"));
    CHECK(w.direct(w.ana).empty());
}

TEST_CASE("when Docket's last administrator has left, an admin of the workspace takes over", "[journeys]")
{
    workplace w;
    slack::emulator::person admin;
    admin.name = "Eve";
    admin.admin = true;
    const auto eve = w.slack.add_person(admin);
    w.slack.world().find_channel(w.general)->members.push_back(eve);
    w.command(eve, "setup");
    CHECK(w.slack.open_view(eve) == nullptr);  // Ida is there

    w.slack.deactivate(w.ida);
    w.calm();
    w.command(w.ana, "setup");
    CHECK(w.slack.open_view(w.ana) == nullptr);
    w.command(eve, "setup");
    CHECK(w.slack.open_view(eve) != nullptr);
    auto read = [](bot::ledger& l) { return l.desk(); };
    CHECK(w.run(w.docket->desk()->look(read)).is_administrator(core::member_id(eve)));
}

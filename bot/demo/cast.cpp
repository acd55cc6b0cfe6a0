#include "bot/demo/cast.hpp"

#include "bot/demo/calendar.hpp"
#include "bot/demo/manifest.hpp"
#include "slack/emulator/manifest.hpp"

namespace docket::bot::demo {

namespace {

/// Somebody of the demo, before it is known who they are to Slack.
slack::emulator::person somebody(const char* name, const char* family, const char* title)
{
    slack::emulator::person who;
    who.name = name;
    who.real_name = std::string(name) + " " + family;
    who.title = title;
    who.email = std::string(name) + "@lighthouse.example";
    who.tz = machine_zone();
    who.tz_offset = machine_offset();
    return who;
}

std::string person(slack::emulator::emulator& workspace, const char* name, const char* family, const char* title)
{
    return workspace.add_person(somebody(name, family, title));
}

std::string administrator(slack::emulator::emulator& workspace)
{
    auto who = somebody("Ana", "Silva", "Administrator");
    who.admin = true;
    return workspace.add_person(std::move(who));
}

std::string guest(slack::emulator::emulator& workspace)
{
    auto who = somebody("Gus", "Weber", "Guest");
    who.email = "gus@weber-design.example";
    who.guest = true;
    return workspace.add_person(std::move(who));
}

std::string partner(slack::emulator::emulator& workspace)
{
    auto who = somebody("Nora", "Lindqvist", "Northwind (other organisation)");
    who.email = "nora@northwind.example";
    who.team_id = "T0NORTHWND";
    return workspace.add_person(std::move(who));
}

void add_people(cast& c, slack::emulator::emulator& workspace)
{
    c.eva = person(workspace, "Eva", "Novak", "Requester");
    c.tom = person(workspace, "Tom", "Okafor", "Requester");
    c.lena = person(workspace, "Lena", "Hartmann", "Requester");
    c.omar = person(workspace, "Omar", "Haddad", "Requester");
    c.priya = person(workspace, "Priya", "Raman", "Requester");
    c.sofia = person(workspace, "Sofia", "Marin", "Requester");
    c.ben = person(workspace, "Ben", "Schmidt", "Agent, IT Help");
    c.cyd = person(workspace, "Cyd", "Laurent", "Agent, IT Help");
    c.dee = person(workspace, "Dee", "Rossi", "Agent, Finance");
    c.mei = person(workspace, "Mei", "Tanaka", "Manager");
    c.ana = administrator(workspace);
    c.gus = guest(workspace);
    c.nora = partner(workspace);
}

void add_channels(cast& c, slack::emulator::emulator& workspace)
{
    using slack::emulator::channel_kind;
    const auto& bot = workspace.bot();
    const std::vector<std::string> staff{c.eva, c.tom, c.lena, c.omar, c.priya, c.sofia,
                                         c.ben, c.cyd, c.dee,  c.mei,  c.ana};
    const auto staff_and = [&staff](const std::string& more) {
        auto all = staff;
        all.push_back(more);
        return all;
    };
    auto everybody_who_asks = staff_and(bot);
    c.general = workspace.add_channel("general", everybody_who_asks);
    everybody_who_asks.push_back(c.gus);
    c.help_it = workspace.add_channel("help-it", std::move(everybody_who_asks));
    c.it_desk = workspace.add_channel("it-desk", {c.ben, c.cyd, c.mei, c.ana, bot});
    c.finance_desk = workspace.add_channel("finance-desk", {c.dee, c.mei, c.ana, bot}, channel_kind::private_channel);
    c.project_partner = workspace.add_channel("project-northwind", {c.eva, c.tom, c.cyd, c.mei, c.nora, bot});
    workspace.world().channels.at(c.project_partner).external = true;
    c.random = workspace.add_channel("random", staff);
}

}  // namespace

slack::emulator::options installed()
{
    slack::emulator::options with;
    slack::emulator::apply_manifest(manifest, with);
    return with;
}

cast populate(slack::emulator::emulator& workspace)
{
    cast c;
    add_people(c, workspace);
    add_channels(c, workspace);
    return c;
}

core::settings settings_for(const cast& c)
{
    core::queue it;
    it.key = core::queue_id("it");
    it.name = "IT Help";
    it.triage = core::channel_id(c.it_desk);
    it.intake = {core::channel_id(c.help_it)};
    it.agents = {core::member_id(c.ben), core::member_id(c.cyd)};
    it.keywords = {"laptop", "vpn"};
    core::queue finance;
    finance.key = core::queue_id("finance");
    finance.name = "Finance";
    finance.triage = core::channel_id(c.finance_desk);
    finance.agents = {core::member_id(c.dee)};
    finance.keywords = {"invoice", "expense", "receipt", "receipts", "allowance"};
    core::settings set;
    set.administrators = {core::member_id(c.ana)};
    set.managers = {core::member_id(c.mei)};
    set.queues = {std::move(it), std::move(finance)};
    set.default_queue = core::queue_id("it");
    set.time_zone = machine_zone();
    return set;
}

}  // namespace docket::bot::demo

#include "bot/demo/cast.hpp"

#include "bot/demo/manifest.hpp"
#include "slack/emulator/manifest.hpp"

namespace docket::bot::demo {

namespace {

std::string person(slack::emulator::emulator& workspace, const char* name, const char* family, bool admin = false)
{
    slack::emulator::person who;
    who.name = name;
    who.real_name = std::string(name) + " " + family;
    who.email = std::string(name) + "@lighthouse.example";
    who.admin = admin;
    return workspace.add_person(std::move(who));
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
    c.eva = person(workspace, "Eva", "Novak");
    c.tom = person(workspace, "Tom", "Okafor");
    c.ben = person(workspace, "Ben", "Schmidt");
    c.cyd = person(workspace, "Cyd", "Laurent");
    c.dee = person(workspace, "Dee", "Rossi");
    c.mei = person(workspace, "Mei", "Tanaka");
    c.ana = person(workspace, "Ana", "Silva", true);
    const auto& bot = workspace.bot();
    c.general = workspace.add_channel("general", {c.eva, c.tom, c.ben, c.cyd, c.dee, c.mei, c.ana, bot});
    c.help_it = workspace.add_channel("help-it", {c.eva, c.tom, c.ben, c.cyd, bot});
    c.it_desk = workspace.add_channel("it-desk", {c.ben, c.cyd, c.mei, bot});
    c.finance_desk = workspace.add_channel("finance-desk", {c.dee, c.mei, bot});
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
    finance.keywords = {"invoice", "expense"};
    core::settings set;
    set.administrators = {core::member_id(c.ana)};
    set.managers = {core::member_id(c.mei)};
    set.queues = {std::move(it), std::move(finance)};
    set.default_queue = core::queue_id("it");
    return set;
}

}  // namespace docket::bot::demo

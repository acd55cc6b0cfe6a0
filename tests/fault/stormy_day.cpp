#include "tests/fault/stormy_day.hpp"

#include "bot/views/ids.hpp"

#include <algorithm>

// What people do, and what goes wrong meanwhile.

namespace docket::tests {

using namespace std::chrono_literals;
namespace ids = docket::bot::ids;

namespace {

workplace::options stormy_workplace()
{
    workplace::options o;
    o.patience = 300ms;  // of Docket's for an answer, on the wall clock: nobody waits for slow ones here
    o.settings = [](core::settings& s) {
        for (auto& q : s.queues) {
            q.burst = 0min;  // every message is a request of its own
            q.agents = s.queues.front().agents;
        }
    };
    return o;
}

}  // namespace

stormy_day::stormy_day(conditions how) : how_(how), random_(how.seed), w_(stormy_workplace())
{
    askers_ = {w_.ana, w_.dee, w_.mei};
    agents_ = {w_.ben, w_.cyd};
    w_.slack.join(w_.ben, w_.finance_desk, w_.ida);
    w_.slack.join(w_.cyd, w_.finance_desk, w_.ida);
    settle_down();
}

const std::string& stormy_day::one_of(const std::vector<std::string>& all)
{
    return all[static_cast<std::size_t>(pick(0, static_cast<int>(all.size()) - 1))];
}

void stormy_day::pass()
{
    weather();
    for (int i = 0; i < how_.acts; ++i) {
        for (int at_once = pick(1, 3); at_once > 0; --at_once)
            act();
        settle_down();
        if (chance(0.7))
            let_pass(std::chrono::milliseconds(pick(0, 40'000)));
        if (chance(0.1))
            weather();
        if (how_.restarts && chance(0.04))
            restart();
    }
}

/// Calm, a storm, an outage of minutes or hours.
void stormy_day::weather()
{
    auto& faults = w_.slack.faults();
    faults.outage = false;
    faults.by_chance = nullptr;
    const int kind = pick(0, 9);
    if (kind == 0)
        return;
    if (kind == 1) {
        faults.outage = true;
        if (chance(0.3))
            let_pass(std::chrono::minutes(pick(10, 300)));
        return;
    }
    faults.by_chance = emulator::storm(random_(), how_.storm);
    faults.duplicate_events = pick(0, 3);
}

void stormy_day::restart()
{
    w_.stop_docket();
    if (chance(0.5)) {
        for (int acts = pick(1, 4); acts > 0; --acts)
            act();
        w_.time.advance(std::chrono::seconds(pick(1, 100)));
    }
    w_.start_docket();
    settle_down();
}

void stormy_day::act()
{
    const int what = pick(0, 99);
    if (what < 14 || requests_.empty())
        ask_in_channel();
    else if (what < 22)
        ask_by_reaction();
    else if (what < 30)
        ask_by_command();
    else if (what < 48)
        write_in_conversation();
    else if (what < 56)
        write_to_the_desk();
    else if (what < 62)
        change_words();
    else if (what < 76)
        press_button();
    else if (what < 80)
        fill_form();
    else
        command();
}

void stormy_day::ask_in_channel()
{
    const int number = ++words_;
    request r{w_.help, {}, true};
    r.ts = w_.slack.post(one_of(askers_), r.channel, "request " + std::to_string(number));
    requests_[number] = r;
}

void stormy_day::ask_by_reaction()
{
    const int number = ++words_;
    request r{w_.general, {}, true};
    r.ts = w_.slack.post(one_of(askers_), r.channel, "request " + std::to_string(number));
    w_.slack.react(one_of(chance(0.5) ? askers_ : agents_), r.channel, r.ts, "ticket");
    if (chance(0.3))
        w_.slack.react(w_.ida, r.channel, r.ts, "ticket");
    requests_[number] = r;
}

void stormy_day::ask_by_command()
{
    const int number = ++words_;
    const auto text = "new request " + std::to_string(number);
    const auto answer = w_.run(w_.slack.command(one_of(askers_), w_.general, "/ticket", text));
    requests_[number] = request{{}, {}, answer.ok()};
}

void stormy_day::write_in_conversation()
{
    auto on = std::next(requests_.begin(), pick(0, static_cast<int>(requests_.size()) - 1));
    if (on->second.ts.empty())
        return;
    const bool agent = chance(0.3);
    const auto* root = w_.slack.world().find_message(on->second.channel, on->second.ts);
    if (root == nullptr || root->tombstone)
        return;
    const auto who = agent ? one_of(agents_) : chance(0.8) ? root->user : one_of(askers_);
    w_.slack.post(who, on->second.channel, words("words"), on->second.ts);
}

void stormy_day::write_to_the_desk()
{
    const auto& desk = chance(0.8) ? w_.it_desk : w_.finance_desk;
    const auto card = w_.card(pick(1, static_cast<int>(requests_.size()) + 1), desk);
    if (!card.ts.empty())
        w_.slack.post(one_of(agents_), desk, words("between us"), card.ts);
}

/// Somebody says otherwise what they said, or takes it back.
void stormy_day::change_words()
{
    const auto& channel = chance(0.6) ? w_.general : w_.help;
    std::vector<emulator::message> own;
    for (const auto& m : w_.slack.messages(channel)) {
        if (m.user != w_.slack.bot() && m.subtype.empty() && !m.tombstone)
            own.push_back(m);
    }
    if (own.empty())
        return;
    const auto& m = own[static_cast<std::size_t>(pick(0, static_cast<int>(own.size()) - 1))];
    if (chance(0.2) && !m.thread_ts.empty())
        w_.slack.remove(m.user, channel, m.ts);
    else
        w_.slack.edit(m.user, channel, m.ts, m.text + words(", edited"));
}

void stormy_day::press_button()
{
    struct button {
        std::string action, channel, ts, who;
    };
    std::vector<button> all;
    for (const auto& channel : {w_.it_desk, w_.finance_desk, w_.general, w_.help}) {
        for (const auto& m : w_.slack.messages(channel)) {
            if (m.user != w_.slack.bot() || !m.blocks.is_array())
                continue;
            const auto shown = m.blocks.dump();
            for (const auto* id : {ids::claim, ids::resolve, ids::reply, ids::hold, ids::fixed, ids::not_fixed}) {
                if (journeys::has(shown, '"' + std::string(id) + '"'))
                    all.push_back({id, channel, m.ts, one_of(agents_)});
            }
        }
    }
    if (all.empty())
        return;
    auto& b = all[static_cast<std::size_t>(pick(0, static_cast<int>(all.size()) - 1))];
    if (b.action == ids::fixed || b.action == ids::not_fixed) {
        const auto* m = w_.slack.world().find_message(b.channel, b.ts);
        b.who = w_.slack.world().find_message(b.channel, m->thread_ts)->user;
    }
    if (w_.slack.open_view(b.who) != nullptr)
        return;  // what covers the message is filled in first
    const int told_before = told(b.who);
    const auto answer = w_.run(w_.slack.press(b.who, b.channel, b.ts, b.action));
    if (!answer.ok() || b.action != ids::claim)
        return;
    INFO(b.who << " pressed Claim at " << b.channel << " " << b.ts << ", and it was acknowledged");
    CHECK((holds(b.who, b.channel, b.ts) || told(b.who) > told_before));
}

/// How often Docket has had private words for somebody, said or still to say.
int stormy_day::told(const std::string& who)
{
    if (!w_.docket || w_.docket->desk() == nullptr)
        return 0;
    auto count = [&who](bot::ledger& l) {
        auto q = l.tx().prepare("SELECT COUNT(*) FROM delivery WHERE kind = 'tell' AND lane = $1");
        q.bind("tell:" + who);
        q.step();
        return static_cast<int>(q.integer(0));
    };
    return w_.run(w_.docket->desk()->look(count));
}

/// Is the ticket of that card theirs?
bool stormy_day::holds(const std::string& who, const std::string& channel, const std::string& card)
{
    const auto* there = w_.slack.world().find_message(channel, card);
    const auto id = std::atoll(delivery_in(*there).c_str());
    auto look = [&](bot::ledger& l) {
        const auto row = l.deliveries().find(id);
        const auto t = row ? l.tickets().find(row->ticket) : std::nullopt;
        return t && t->assignee == core::member_id(who);
    };
    return w_.run(w_.docket->desk()->look(look));
}

void stormy_day::fill_form()
{
    for (const auto& who : agents_) {
        const auto* open = w_.slack.open_view(who);
        if (open == nullptr)
            continue;
        json typed = json::object();
        if (journeys::has(open->content.dump(), "\"" + std::string(ids::text) + "\""))
            typed[ids::text]["value"] = words("from a form");
        const auto answer = w_.run(w_.slack.submit(who, open->id, std::move(typed)));
        if (!answer.ok())
            static_cast<void>(w_.run(w_.slack.close_view(who, true)));
        return;
    }
}

void stormy_day::command()
{
    const auto number = " #" + std::to_string(pick(1, static_cast<int>(requests_.size()) + 1));
    const std::vector<std::string> all{
        "claim" + number,
        "assign" + number + " <@" + one_of(agents_) + ">",
        "priority" + number + " high",
        "priority" + number + " low",
        "hold" + number,
        "resume" + number,
        "resolve" + number + " " + words("done"),
        "close" + number + " " + words("nothing to do"),
        "reopen" + number,
        "move" + number + (chance(0.5) ? " finance" : " it"),
        "note" + number + " " + words("noted"),
        "reply" + number + " " + words("answer"),
        "reply" + number + " " + words("answer"),
        "release" + number,
        "status" + number,
    };
    static_cast<void>(w_.run(w_.slack.command(one_of(agents_), w_.it_desk, "/ticket", one_of(all))));
}

// --- Time ---

void stormy_day::settle_down()
{
    w_.settle();
}

void stormy_day::step_to(slack::instant until)
{
    if (until > w_.time.now())
        w_.time.advance(until - w_.time.now());
    settle_down();
}

/// Time passes, for Docket and for Slack, and whatever is due happens at its time.
void stormy_day::let_pass(std::chrono::milliseconds span)
{
    const auto end = w_.time.now() + span;
    for (;;) {
        const auto next = std::min(w_.docket->next(), w_.slack.next());
        if (next >= end)
            break;
        step_to(std::max(next, w_.time.now() + 1ms));
    }
    step_to(end);
}

void stormy_day::clear_up()
{
    auto& faults = w_.slack.faults();
    faults.by_chance = nullptr;
    faults.outage = false;
    // An hour is as long as Docket lets itself be told to wait, and what it does then may be refused no more.
    let_pass(3h);
    // It may just have begun to look whether it missed something, which it does every quarter of an hour.
    for (int seconds = 0; seconds < 60 && w_.metric("docket_conversations_to_read ") > 0; ++seconds)
        let_pass(1s);
}

}  // namespace docket::tests

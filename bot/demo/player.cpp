#include "bot/demo/player.hpp"

#include "bot/views/ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace docket::bot::demo {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using nlohmann::json;

constexpr int patience = 60;  // seconds of the demo's time until Docket must have answered a request

/// The number that an element of Docket's is about, if it is `action`: "12" and "12:hold" are both 12.
int ticket_of(const json& element, std::string_view action)
{
    if (element.value("action_id", "") != action)
        return 0;
    const auto options = element.value("options", json::array());
    const auto value = options.empty() ? element.value("value", "") : options.front().value("value", "");
    int number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

/// The ticket of which this message has the button.
int ticket_of(const slack::emulator::message& m, std::string_view action)
{
    if (!m.blocks.is_array())
        return 0;
    for (const auto& block : m.blocks) {
        const auto parts = block.find("elements");
        if (parts == block.end() || block.value("type", "") != "actions")
            continue;
        for (const auto& element : *parts)
            if (const auto number = ticket_of(element, action); number != 0)
                return number;
    }
    return 0;
}

/// How a deed is done with a ticket's buttons.
struct button {
    deed does;
    const char* action;
    const char* choice = nullptr;  ///< in a menu
    const char* field = nullptr;   ///< of the form that opens
};

constexpr std::array buttons{
    button{deed::claims, ids::claim},
    button{deed::assigns, ids::assign, nullptr, ids::person},
    button{deed::sets_priority, ids::priority},
    button{deed::answers_by_form, ids::reply, nullptr, ids::text},
    button{deed::notes, ids::more, ids::verb_note, ids::text},
    button{deed::moves, ids::more, ids::verb_move, ids::queue},
    button{deed::holds, ids::hold, nullptr, ids::text},
    button{deed::resumes, ids::hold},
    button{deed::resolves, ids::resolve, nullptr, ids::text},
    button{deed::closes, ids::more, ids::verb_close, ids::text},
    button{deed::says_fixed, ids::fixed},
    button{deed::says_not_fixed, ids::not_fixed},
};

json only(const char* block, const std::string& value)
{
    json values = json::object();
    values[block][ids::value] = value;
    return values;
}

void must_be_well(const std::string& what, const slack::emulator::app_answer& answer)
{
    if (answer.ok())
        return;
    const auto why = answer.errors.empty() ? answer.trouble : answer.errors.dump();
    throw stuck(fmt::format("Docket answered {} with {} {}", what, answer.status, why));
}

}  // namespace

player::player(
    slack::emulator::emulator& workspace, travel& way, cast who, std::function<void(std::size_t, std::size_t)> progress
)
    : slack_(workspace), way_(way), who_(std::move(who)), progress_(std::move(progress))
{
}

asio::awaitable<void> player::play(std::vector<story> script, slack::instant present)
{
    struct turn {
        slack::instant at;
        const step* what;
        std::size_t of;
    };
    std::vector<turn> turns;
    for (std::size_t i = 0; i < script.size(); ++i)
        for (const auto& each : script[i])
            turns.push_back({instant_of(each.when, present), &each, i});
    std::ranges::stable_sort(turns, {}, &turn::at);
    std::vector<thread> threads(script.size());
    std::size_t done = 0;
    for (const auto& each : turns) {
        const auto came = co_await way_.go(each.at);
        if (came != arrival::quiet)
            throw stuck("Docket and its Slack do not come to rest");
        try {
            co_await perform(threads[each.of], *each.what);
        } catch (const std::exception& e) {
            throw stuck(fmt::format("{} (at step {}, \"{}\")", e.what(), done + 1, each.what->words));
        }
        if (progress_)
            progress_(++done, turns.size());
    }
}

// ---- what people do -----------------------------------------------------------------------------------------------

asio::awaitable<void> player::perform(thread& on, const step& what)
{
    switch (what.does) {
        case deed::posts:
        case deed::joins_in:
        case deed::likes:
        case deed::answers:
        case deed::replies:
        case deed::discusses:
        case deed::claims_by_eyes:
        case deed::makes_urgent:
            talk(on, what);
            co_return;
        case deed::puts_ticket:
        case deed::asks:
        case deed::asks_docket:
        case deed::asks_directly:
        case deed::asks_by_command:
            co_await request(on, what);
            co_return;
        case deed::uses_shortcut:
        case deed::fills_form:
        case deed::fills_urgently:
            co_await request_by_form(on, what);
            co_return;
        case deed::claims:
        case deed::claims_by_name:
        case deed::assigns:
        case deed::sets_priority:
        case deed::answers_by_form:
        case deed::notes:
        case deed::moves:
        case deed::holds:
        case deed::resumes:
        case deed::resolves:
        case deed::closes:
        case deed::says_fixed:
        case deed::says_not_fixed:
            co_await work(on, what);
            co_return;
    }
}

/// What needs no answer.
void player::talk(thread& on, const step& what)
{
    const auto& who = id(what.who);
    const std::string words(what.words);
    if (what.does == deed::posts) {
        on.channel = id(what.where);
        on.ts = slack_.post(who, on.channel, words);
    } else if (what.does == deed::likes) {
        slack_.react(who, on.channel, on.ts, words);
    } else if (what.does == deed::discusses) {
        const auto card = with_button(on.ticket, ids::more);
        slack_.post(who, card.channel, words, card.ts);
    } else if (what.does == deed::claims_by_eyes || what.does == deed::makes_urgent) {
        const auto card = with_button(on.ticket, ids::more);
        slack_.react(who, card.channel, card.ts, what.does == deed::makes_urgent ? "rotating_light" : "eyes");
    } else {
        slack_.post(who, on.channel, words, on.ts);
    }
}

asio::awaitable<void> player::request(thread& on, const step& what)
{
    const auto& who = id(what.who);
    const std::string words(what.words);
    if (what.does == deed::puts_ticket) {
        slack_.react(who, on.channel, on.ts, "ticket");
    } else if (what.does == deed::asks) {
        on.channel = id(what.where);
        on.ts = slack_.post(who, on.channel, words);
    } else if (what.does == deed::asks_docket) {
        on.channel = id(what.where);
        on.ts = slack_.post(who, on.channel, "<@" + slack_.bot() + "> " + words);
    } else if (what.does == deed::asks_directly) {
        on.channel = slack_.dm(who);
        on.ts = slack_.direct_message(who, words);
    } else {
        auto typed = "new " + words;
        co_await command(who, id(what.where), std::move(typed));
    }
    co_await adopt(on, who);
}

asio::awaitable<void> player::request_by_form(thread& on, const step& what)
{
    const auto& who = id(what.who);
    if (what.does == deed::uses_shortcut) {
        auto choosing = slack_.message_shortcut(who, on.channel, on.ts, ids::message_shortcut);
        const auto answer = co_await std::move(choosing);
        must_be_well("the shortcut", answer);
    } else {
        std::string nothing;
        co_await command(who, id(what.where), std::move(nothing));
    }
    const auto end = what.words.find('\n');
    auto values = only(ids::what, std::string(what.words.substr(0, end)));
    if (end != std::string_view::npos)
        values[ids::details][ids::value] = what.words.substr(end + 1);
    if (what.does == deed::fills_urgently)
        values[ids::urgency][ids::value] = "urgent";
    co_await submit(who, std::move(values));
    co_await adopt(on, who);
}

/// What is done with the card, or with the question whether it is fixed.
asio::awaitable<void> player::work(thread& on, const step& what)
{
    const auto& who = id(what.who);
    const std::string words(what.words);
    const auto number = std::to_string(on.ticket);
    if (what.does == deed::claims_by_name) {
        auto typed = "claim #" + number;
        co_await command(who, who_.it_desk, std::move(typed));
        co_return;
    }
    const auto& used = *std::ranges::find(buttons, what.does, &button::does);
    json value = nullptr;
    if (what.does == deed::sets_priority)
        value = number + ":" + words;
    else if (used.choice != nullptr)
        value = number + ":" + used.choice;
    co_await press(who, on, used.action, std::move(value));
    if (used.field == nullptr)
        co_return;
    auto filled = only(used.field, what.does == deed::assigns ? id(what.where) : words);
    co_await submit(who, std::move(filled));
}

asio::awaitable<void> player::command(const std::string& who, const std::string& channel, std::string typed)
{
    auto typing = slack_.command(who, channel, "/ticket", typed);
    const auto answer = co_await std::move(typing);
    must_be_well("/ticket " + typed, answer);
}

asio::awaitable<void> player::press(const std::string& who, const thread& on, const char* action, json value)
{
    const auto where = with_button(on.ticket, action);
    auto pressing = slack_.press(who, where.channel, where.ts, action, std::move(value));
    const auto answer = co_await std::move(pressing);
    must_be_well(action, answer);
}

asio::awaitable<void> player::submit(const std::string& who, json values)
{
    co_await way_.settle();
    const auto* form = slack_.open_view(who);
    if (form == nullptr)
        throw stuck("no form came");
    auto sending = slack_.submit(who, form->id, std::move(values));
    const auto answer = co_await std::move(sending);
    must_be_well("the form", answer);
}

// ---- what they see ------------------------------------------------------------------------------------------------

asio::awaitable<void> player::adopt(thread& on, const std::string& requester)
{
    const int number = tickets_ + 1;
    for (int second = 0; second < patience; ++second) {
        co_await way_.settle();
        if (on.ts.empty())
            hear(on, requester, number);
        if (newest_ticket() == number && !on.ts.empty()) {
            on.ticket = tickets_ = number;
            co_return;
        }
        co_await way_.pass(1s);
    }
    throw stuck(fmt::format("Docket did not open ticket {}", number));
}

/// What was asked with a command or a form goes on where Docket tells its requester of it.
void player::hear(thread& on, const std::string& requester, int number)
{
    const auto direct = slack_.dm(requester);
    const auto headline = fmt::format("*#{}*", number);
    for (const auto& [ts, m] : slack_.world().channels.at(direct).messages)
        if (m.thread_ts.empty() && m.user == slack_.bot() && m.text.starts_with(headline)) {
            on.channel = direct;
            on.ts = ts;
        }
}

player::place player::with_button(int ticket, const char* action) const
{
    for (const auto& [id, channel] : slack_.world().channels)
        for (const auto& [ts, m] : channel.messages)
            if (ticket != 0 && ticket_of(m, action) == ticket)
                return {id, ts};
    throw stuck(fmt::format("nothing in the workspace has {} for ticket {}", action, ticket));
}

int player::newest_ticket() const
{
    int newest = 0;
    for (const auto& desk : {who_.it_desk, who_.finance_desk})
        for (const auto& [ts, m] : slack_.world().channels.at(desk).messages)
            newest = std::max(newest, ticket_of(m, ids::more));
    return newest;
}

}  // namespace docket::bot::demo

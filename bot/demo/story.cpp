#include "bot/demo/story.hpp"

#include "bot/views/ids.hpp"
#include "bot/words.hpp"
#include "slack/emulator/render.hpp"

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace docket::bot::demo {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using nlohmann::json;
using slack::emulator::message;

constexpr auto patience = 10s;
constexpr auto glance = 10ms;
// Slack takes one message a second in a channel: what waits for its turn is still part of the step.
constexpr auto soon = 2s;

bool mentions(const json& blocks, const std::string& what)
{
    return blocks.dump().find(what) != std::string::npos;
}

bool has_button(const message& m, const std::string& action)
{
    return m.blocks.is_array() && mentions(m.blocks, "\"" + action + "\"");
}

}  // namespace

story::story(
    slack::emulator::emulator& workspace, const service& docket, cast who, screen& shown,
    std::function<bool()> called_off
)
    : slack_(workspace), docket_(docket), who_(std::move(who)), shown_(shown), called_off_(std::move(called_off))
{
}

asio::awaitable<void> story::play()
{
    co_await docket_is_ready();
    co_await eva_asks();
    co_await ben_claims();
    co_await cyd_is_late();
    co_await ben_answers();
    co_await eva_replies();
    co_await ben_resolves();
    co_await eva_confirms();
    co_await mei_looks_back();
}

// ---- the steps ----------------------------------------------------------------------------------------------------

asio::awaitable<void> story::docket_is_ready()
{
    auto verifying = slack_.verify_url();
    const bool verified = co_await std::move(verifying);
    if (!verified)
        throw stuck("Docket did not answer Slack's url_verification");
    co_await until("Docket ready to serve", [this] { return docket_.not_ready().empty(); });
}

asio::awaitable<void> story::eva_asks()
{
    shown_.tell("Eva's laptop does not get into the VPN. She says so in #general; Tom puts :ticket: on her message.");
    request_ = slack_.post(who_.eva, who_.general, "My laptop does not get into the VPN since this morning. Help?");
    slack_.react(who_.tom, who_.general, request_, "ticket");
    co_await until("a card in #it-desk and an answer to Eva", [this] {
        return card() != nullptr && slack_.thread(who_.general, request_).size() > 1;
    });
    show();
}

asio::awaitable<void> story::ben_claims()
{
    shown_.tell("Ben, an agent of IT Help, presses Claim.");
    auto pressing = slack_.press(who_.ben, who_.it_desk, card()->ts, ids::claim);
    const auto answer = co_await std::move(pressing);
    went_well("Claim", answer);
    co_await until("a card without Claim", [this] { return !has_button(*card(), ids::claim); });
    show();
}

asio::awaitable<void> story::cyd_is_late()
{
    shown_.tell("Cyd wants to claim it too: /ticket claim #1.");
    auto typing = slack_.command(who_.cyd, who_.it_desk, "/ticket", "claim #1");
    const auto answer = co_await std::move(typing);
    went_well("/ticket claim", answer);
    co_await until("a private answer to Cyd", [this] { return !slack_.ephemerals(who_.cyd).empty(); });
    show();
}

asio::awaitable<void> story::ben_answers()
{
    shown_.tell("Ben answers in the thread of Eva's message.");
    slack_.post(who_.ben, who_.general, "Your certificate ran out. Could you restart the VPN client?", request_);
    co_await until("a card that says Waiting", [this] { return card_says(core::status::waiting); });
    show();
}

asio::awaitable<void> story::eva_replies()
{
    shown_.tell("Eva replies there.");
    slack_.post(who_.eva, who_.general, "I did, and it still says *access denied*.", request_);
    co_await until("a card that says In progress", [this] { return card_says(core::status::in_progress); });
    show();
}

asio::awaitable<void> story::ben_resolves()
{
    shown_.tell("Ben mends it and presses Resolve. A form asks what was done; he writes that and sends it.");
    auto pressing = slack_.press(who_.ben, who_.it_desk, card()->ts, ids::resolve);
    const auto pressed = co_await std::move(pressing);
    went_well("Resolve", pressed);
    co_await until("a form for Ben", [this] { return slack_.open_view(who_.ben) != nullptr; });
    json filled = json::object();
    filled[ids::text][ids::value] = "Renewed the certificate of Eva's laptop.";
    const auto form = slack_.open_view(who_.ben)->id;
    shown_.show("Ben", {slack::emulator::render_text(slack_.world(), *slack_.open_view(who_.ben))});
    auto sending = slack_.submit(who_.ben, form, std::move(filled));
    const auto sent = co_await std::move(sending);
    went_well("the form", sent);
    co_await until("a question to Eva whether it is fixed", [this] { return in_thread_with(ids::fixed) != nullptr; });
    show();
}

asio::awaitable<void> story::eva_confirms()
{
    shown_.tell("Eva presses Fixed.");
    auto pressing = slack_.press(who_.eva, who_.general, in_thread_with(ids::fixed)->ts, ids::fixed);
    const auto answer = co_await std::move(pressing);
    went_well("Fixed", answer);
    co_await until("a card that says Closed", [this] { return card_says(core::status::closed); });
    show();
}

asio::awaitable<void> story::mei_looks_back()
{
    shown_.tell("Mei, their manager, types /ticket report 7d.");
    auto typing = slack_.command(who_.mei, who_.it_desk, "/ticket", "report 7d");
    const auto answer = co_await std::move(typing);
    went_well("/ticket report", answer);
    co_await until("a report for Mei that counts Eva's request", [this] {
        const auto seen = slack_.ephemerals(who_.mei);
        return !seen.empty() && seen.back().text.find("1 opened, 1 resolved") != std::string::npos;
    });
    show();
}

// ---- waiting and looking --------------------------------------------------------------------------------------------

bool story::settled() const
{
    const slack::system_clock time;
    return slack_.idle() && docket_.quiet() && docket_.next() > time.now() + soon;
}

asio::awaitable<void> story::until(std::string expected, std::function<bool()> so)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    const auto latest = std::chrono::steady_clock::now() + patience;
    while (!(so() && settled())) {
        if (called_off_())
            throw stuck("called off");
        if (std::chrono::steady_clock::now() > latest) {
            if (so())
                co_return;  // the story goes on, although something else still tries
            throw stuck(fmt::format("expected {}, and waited {} s for it", expected, patience.count()));
        }
        timer.expires_after(glance);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

void story::went_well(const std::string& what, const slack::emulator::app_answer& answer)
{
    if (!answer.ok())
        throw stuck(
            fmt::format("expected Docket to take {}, but it answered {} {}", what, answer.status, answer.trouble)
        );
}

void story::show()
{
    const auto& world = slack_.world();
    shown_.show("Eva and Tom, in #general", requesters_.news(world, who_.general));
    shown_.show("Ben and Cyd, in #it-desk", desk_.news(world, who_.it_desk));
    shown_.show("Tom alone", requesters_.private_news(world, who_.tom));
    shown_.show("Cyd alone", desk_.private_news(world, who_.cyd));
    shown_.show("Mei alone", managers_.private_news(world, who_.mei));
}

const message* story::card() const
{
    const auto& messages = slack_.world().channels.at(who_.it_desk).messages;
    const auto found = std::ranges::find_if(messages, [](const auto& each) {
        return each.second.thread_ts.empty() && has_button(each.second, ids::more);
    });
    return found == messages.end() ? nullptr : &found->second;
}

const message* story::in_thread_with(const std::string& button) const
{
    const auto& messages = slack_.world().channels.at(who_.general).messages;
    const auto found = std::ranges::find_if(messages, [&](const auto& each) {
        return each.second.thread_ts == request_ && has_button(each.second, button);
    });
    return found == messages.end() ? nullptr : &found->second;
}

bool story::card_says(core::status s) const
{
    return card() != nullptr && mentions(card()->blocks, words::status(s));
}

}  // namespace docket::bot::demo

#include "bot/socket_mode.hpp"

#include "bot/log.hpp"

#include <fmt/format.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>
#include <random>

namespace docket::bot {

namespace {

using namespace std::chrono_literals;
using namespace slack::socket_mode;
using steady = std::chrono::steady_clock;

constexpr auto connect_time = 10s;
constexpr auto forgiven = 30s;  // without a connection before /readyz says so
constexpr std::size_t largest_message = 1024 * 1024;

slack::http::websocket_limits limits()
{
    slack::http::websocket_limits l;
    l.message = largest_message;
    l.ping_every = 0ms;  // decided in slack/socket_mode, as is silence
    l.silence = 0ms;
    l.closing_time = 1'500ms;
    return l;
}

std::function<double()> chance()
{
    return [engine = std::mt19937_64(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0, 1)(engine);
    };
}

/// What an administrator does about it.
std::string advice(const std::string& trouble)
{
    if (trouble == "link_disabled")
        return "Socket Mode is switched off in the app's settings: switch it on there, or unset SLACK_APP_TOKEN";
    if (trouble == "too_many_websockets")
        return "the app has more than ten connections open: stop other Dockets with the same SLACK_APP_TOKEN";
    if (trouble == "invalid_auth" || trouble == "not_authed" || trouble == "token_revoked")
        return trouble +
               ": write a new app-level token into the file that SLACK_APP_TOKEN_FILE names, or restart with it as "
               "SLACK_APP_TOKEN";
    if (trouble == "missing_scope" || trouble == "not_allowed_token_type")
        return trouble + ": SLACK_APP_TOKEN needs the scope connections:write";
    return trouble.empty() ? "connecting" : trouble;
}

/// No connection comes back by itself.
bool wants_administrator(const std::string& trouble)
{
    return trouble == "link_disabled";
}

/// The HTTP answer's body as the payload of an acknowledgement; null where there is none to give.
nlohmann::json payload_of(const slack::http::response& made)
{
    if (made.body.empty())
        return nullptr;
    auto payload = nlohmann::json::parse(made.body, nullptr, false);
    return payload.is_object() ? payload : nlohmann::json(nullptr);
}

void acknowledge(
    const slack::envelope& what, const slack::http::response& made, slack::http::websocket& on, metrics& counts
)
{
    if (made.status / 100 != 2)
        return counts.envelope(what.type, "refused");
    const auto payload = what.accepts_response_payload ? payload_of(made) : nlohmann::json(nullptr);
    const bool sent = on.send(slack::acknowledgement(what.id, payload));
    counts.envelope(what.type, sent ? "acknowledged" : "unsent");
}

}  // namespace

/// An envelope in hand, from its reading until it is answered.
class socket_mode::burden {
public:
    burden(socket_mode& on, std::size_t size) : bytes(size), on_(on)
    {
        ++on_.in_hand_;
        on_.bytes_ += bytes;
    }
    ~burden()
    {
        --on_.in_hand_;
        on_.bytes_ -= bytes;
        if (!on_.unread_.empty())
            on_.room_.ring();
    }
    burden(const burden&) = delete;
    burden& operator=(const burden&) = delete;

    const std::size_t bytes;

private:
    socket_mode& on_;
};

socket_mode::socket_mode(
    asio::io_context& context, slack::web_client& web, std::string app_token, metrics& counts, receive handle,
    timing how, socket_bounds most
)
    : context_(context),
      web_(web),
      app_token_(std::move(app_token)),
      counts_(counts),
      handle_(std::move(handle)),
      most_(most),
      client_(context, limits()),
      connections_(how, chance())
{
}

asio::awaitable<void> socket_mode::run()
{
    while (!connections_.over() || running_ != 0) {
        notice_signs_of_life();
        for (const auto& deed : connections_.on(time_passed{}, steady::now()))
            perform(deed);
        co_await changed_.wait(connections_.next());
    }
}

void socket_mode::stop()
{
    stopping_ = true;
    room_.ring();
    tell(told_to_stop{});
    for (auto& each : attempts_)
        if (!each.over && !each.succeeded)
            each.stop.emit(asio::cancellation_type::terminal);
}

void socket_mode::take_token(std::string app_token)
{
    app_token_ = std::move(app_token);
    tell(told_to_hurry{});
}

std::string socket_mode::not_ready() const
{
    if (connections_.up() != 0)
        return {};
    const auto& why = connections_.trouble();
    if (!connections_.ever_up())
        return "not connected to Slack's Socket Mode yet: " + advice(why);
    const auto since = connections_.none_since();
    if (!since || (steady::now() - *since <= forgiven && !wants_administrator(why)))
        return {};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(steady::now() - *since).count();
    return fmt::format("not connected to Slack's Socket Mode for {} s: {}", seconds, advice(why));
}

// --- What happens, and what follows ---

void socket_mode::tell(const happening& what)
{
    for (const auto& deed : connections_.on(what, steady::now()))
        perform(deed);
    changed_.ring();  // the next thing may be due sooner
}

void socket_mode::notice_signs_of_life()
{
    for (const auto& [of, on] : open_) {
        const auto at = unread_.contains(of) ? steady::now() : on->last_heard();  // we do not listen: it is not silent
        for (const auto& deed : connections_.on(heard{of, at}, steady::now()))
            perform(deed);
    }
}

void socket_mode::perform(const deed& what)
{
    struct doing {
        socket_mode& self;
        [[nodiscard]] socket on(line of) const
        {
            const auto found = self.open_.find(of);
            return found == self.open_.end() ? nullptr : found->second;
        }
        void operator()(const slack::socket_mode::ask_for_url& d) const
        {
            self.spawn_attempt(d.of, self.ask_for_url(d.of));
        }
        void operator()(const slack::socket_mode::connect& d) const
        {
            self.spawn_attempt(d.of, self.connect(d.of, d.url));
        }
        void operator()(const ping& d) const
        {
            if (const auto there = on(d.of))
                there->ping();
        }
        void operator()(const say_goodbye& d) const
        {
            if (const auto there = on(d.of))
                there->close();
        }
        void operator()(const cut& d) const
        {
            if (const auto there = on(d.of))
                there->cut();
        }
        void operator()(const report& d) const { self.say(d); }
    };
    std::visit(doing{*this}, what);
}

void socket_mode::say(const report& news)
{
    const auto connection = static_cast<std::int64_t>(news.of);
    switch (news.what) {
        case report::news::up:
            told_.clear();
            counts_.socket_up();
            return log::info("Socket Mode connected", {{"connection", connection}, {"up", up()}});
        case report::news::leaving:
            counts_.socket_down(news.why);
            return log::info(
                "Slack replaces a Socket Mode connection", {{"connection", connection}, {"why", news.why}}
            );
        case report::news::lost:
            counts_.socket_down(news.why);
            return log::warn(
                wants_administrator(news.why) ? "Socket Mode connection ended; trying again now and then"
                                              : "Socket Mode connection lost; opening another",
                {{"connection", connection}, {"why", news.why}, {"detail", news.detail}, {"up", up()}}
            );
        case report::news::trouble:
            if (std::exchange(told_, news.why) == news.why)
                return;  // once
            return log::error(
                "Slack refuses Socket Mode; trying again now and then",
                {{"why", advice(news.why)}, {"detail", news.detail}}
            );
    }
}

// --- One connection ---

asio::awaitable<void> socket_mode::ask_for_url(line of)
{
    std::string token;
    slack::result<std::string> url;
    do {
        token = app_token_;
        auto asking = web_.open_connection(token);
        url = co_await std::move(asking);
    } while (!url && token != app_token_ && !stopping_);  // another has come meanwhile
    if (url)
        tell(url_given{of, std::move(*url)});
    else
        tell(url_refused{of, url.error()});
}

asio::awaitable<void> socket_mode::connect(line of, std::string url)
{
    auto connecting = client_.connect(std::move(url), connect_time);
    auto opened = co_await std::move(connecting);
    if (stopping_)
        co_return;
    if (!opened) {
        const auto& why = opened.error();
        tell(connect_failed{of, why.error + (why.detail.empty() ? "" : " " + why.detail)});
        co_return;
    }
    for (auto& each : attempts_)
        each.succeeded = each.succeeded || each.of == of;
    open_[of] = *opened;
    tell(connected{of});
    auto listening = listen(of, std::move(*opened));
    co_await std::move(listening);
    open_.erase(of);
    tell(closed{of});
}

asio::awaitable<void> socket_mode::listen(line of, socket on)
{
    for (;;) {
        co_await wait_for_room(of);
        const auto text = co_await on->read();
        if (!text)
            break;
        try {
            hear(of, on, *text);
        } catch (const std::exception& e) {  // for want of memory; Slack delivers it again
            log::error("message of Socket Mode not taken", {{"error", e.what()}, {"bytes", text->size()}});
        }
    }
    co_await on->ended();
}

/// What is not read waits in the connection, which slows Slack down; what waits too long there Slack delivers again.
asio::awaitable<void> socket_mode::wait_for_room(line of)
{
    const auto full = [this] { return in_hand_ >= most_.envelopes || bytes_ >= most_.bytes; };
    if (!full())
        co_return;
    log::debug("much of Socket Mode is in hand: reading no more", {{"envelopes", in_hand_}, {"bytes", bytes_}});
    unread_.insert(of);
    while (full() && !stopping_)
        co_await room_.wait(steady::time_point::max());
    unread_.erase(of);
}

void socket_mode::hear(line of, const socket& on, const std::string& text)
{
    auto frame = slack::decode_frame(text);
    if (!frame) {
        log::warn("message of Socket Mode not understood", {{"why", frame.error().why}, {"bytes", text.size()}});
        return counts_.envelope("unknown", "malformed");
    }
    if (const auto* hello = std::get_if<slack::hello>(&*frame)) {
        log::debug("Socket Mode says hello", {{"app", hello->app}, {"connections", hello->connections}});
        return tell(greeted{of});
    }
    if (auto* leave = std::get_if<slack::disconnect>(&*frame))
        return tell(told_to_leave{of, std::move(leave->reason)});
    auto* what = std::get_if<slack::envelope>(&*frame);
    if (what == nullptr || stopping_)
        return;
    if (what->retry_attempt > 0)
        counts_.envelope_again(what->type);
    auto mine = std::make_unique<burden>(*this, text.size());
    tell(taken{of});
    try {
        spawn(answer(of, on, std::move(*what), std::move(mine)));
    } catch (...) {
        tell(settled{of});
        throw;
    }
}

asio::awaitable<void> socket_mode::answer(line of, socket on, slack::envelope what, std::unique_ptr<burden> mine)
{
    slack::http::response made(503);
    try {
        auto handling = handle_(std::move(what.what), mine->bytes);
        made = co_await std::move(handling);
    } catch (const std::exception& e) {  // not acknowledged: Slack delivers it again
        log::error("envelope of Socket Mode not handled", {{"type", what.type}, {"error", e.what()}});
    }
    try {
        acknowledge(what, made, *on, counts_);
    } catch (const std::exception& e) {
        log::error("envelope of Socket Mode not acknowledged", {{"type", what.type}, {"error", e.what()}});
    }
    mine.reset();
    tell(settled{of});
}

void socket_mode::spawn(asio::awaitable<void> work)
{
    ++running_;
    try {
        asio::co_spawn(context_, std::move(work), [this](std::exception_ptr failed) { over(std::move(failed)); });
    } catch (...) {
        --running_;
        throw;
    }
}

void socket_mode::spawn_attempt(line of, asio::awaitable<void> work)
{
    ++running_;
    attempts_.remove_if([](const attempt& each) { return each.over; });
    auto& mine = attempts_.emplace_back();
    mine.of = of;
    const auto ended = [this, &mine](std::exception_ptr failed) {
        mine.over = true;
        over(std::move(failed));
    };
    asio::co_spawn(context_, std::move(work), asio::bind_cancellation_slot(mine.stop.slot(), ended));
}

void socket_mode::over(std::exception_ptr failed)
{
    --running_;
    changed_.ring();
    if (!failed || stopping_)
        return;
    try {
        std::rethrow_exception(failed);
    } catch (const std::exception& e) {
        log::error("a part of Socket Mode ended", {{"error", e.what()}});
    }
}

}  // namespace docket::bot

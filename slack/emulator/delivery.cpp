#include "slack/emulator/delivery.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/socket_mode.hpp"
#include "slack/emulator/stamp.hpp"
#include "slack/http/client.hpp"
#include "slack/signature.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/system/system_error.hpp>
#include <list>
#include <set>

namespace docket::slack::emulator {

using nlohmann::json;

namespace {

constexpr std::size_t remembered = 10'000;

struct parcel {
    delivery_kind kind;
    std::string what;
    std::string id;
    std::string channel;
    std::string ts;
    std::string content_type;
    std::string body;
    int attempt = 0;
    std::string retry_reason;
};

/// Counts something as under way for as long as it lives; the count was raised by whoever began it.
class counted {
public:
    explicit counted(std::size_t& count) : count_(count) {}
    ~counted() { --count_; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;

private:
    std::size_t& count_;
};

/// How one event in the background is told to stop.
struct stop_signal {
    asio::cancellation_signal signal;
    bool over = false;
};

const char* name_of(delivery_kind kind)
{
    switch (kind) {
        case delivery_kind::event:
            return "event";
        case delivery_kind::interaction:
            return "interaction";
        case delivery_kind::options:
            return "options";
        case delivery_kind::command:
            return "command";
        case delivery_kind::handshake:
            return "handshake";
    }
    return "";
}

http::client_limits limits()
{
    http::client_limits l;
    l.connections_per_host = 64;
    return l;
}

}  // namespace

/// What the deliveries under way share; outlives the courier until the last of them ends.
class courier::office {
public:
    office(asio::io_context& context, clock& time, delivery_rules rules)
        : context_(context),
          time_(time),
          rules_(std::move(rules)),
          signer_({rules_.signing_secret}),
          client_(context, limits())
    {
    }

    /// One signed POST.
    asio::awaitable<app_answer> send(parcel what);

    /// The same in an envelope of Socket Mode.
    asio::awaitable<app_answer> send_by_socket(parcel what);

    /// All tries of one event.
    asio::awaitable<void> see_through(parcel what);

    /// The same in the background, counted as under way.
    static asio::awaitable<void> run(std::shared_ptr<office> self, parcel what, stop_signal* stop);

    /// One try that is not an event.
    static asio::awaitable<app_answer> send_once(std::shared_ptr<office> self, parcel what);

    /// Waits, and does not count as under way meanwhile. @return whether to go on
    asio::awaitable<bool> wait(std::chrono::milliseconds how_long);

    void note(const parcel& what, const app_answer& answer);

    /// Begins the record of one try, if somebody keeps such.
    [[nodiscard]] std::optional<exchange> begun(const parcel& what, const http::request& request) const;
    void record(exchange one, const result<http::response>& got, std::chrono::steady_clock::time_point began);

    asio::io_context& context_;
    clock& time_;
    delivery_rules rules_;
    signer signer_;
    http::client client_;
    std::deque<delivery> deliveries_;
    std::function<void(const delivery&)> watcher_;
    std::multiset<instant> waiting_;
    std::list<stop_signal> stops_;
    std::size_t under_way_ = 0;
    wire_log* wire_ = nullptr;
    socket_mode* sockets_ = nullptr;  ///< in place of HTTP
    bool stopped_ = false;
};

asio::awaitable<app_answer> courier::office::send_by_socket(parcel what)
{
    const auto at = time_.now();
    const auto began = std::chrono::steady_clock::now();
    auto sending = sockets_->send(into_envelope(what.kind, what.what, what.body, what.attempt, what.retry_reason));
    const auto got = co_await std::move(sending);
    app_answer answer;
    answer.failure = got.failure;
    if (got.failure.empty()) {
        answer.status = 200;
        answer.content_type = "application/json";
        answer.body = got.payload.is_null() ? std::string() : got.payload.dump();
    }
    note(what, answer);
    if (wire_ != nullptr && wire_->is_on()) {
        exchange one;
        one.way = wire_way::to_app;
        one.via = "socket";
        one.kind = name_of(what.kind);
        one.what = what.what;
        one.attempt = what.attempt;
        one.at = at;
        one.request.body = got.sent;
        one.failure = got.failure;
        if (got.failure.empty())
            one.response.emplace(200, answer.body, answer.content_type);
        one.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
        wire_->add(std::move(one));
    }
    co_return answer;
}

asio::awaitable<app_answer> courier::office::send(parcel what)
{
    if (sockets_ != nullptr) {
        auto sending = send_by_socket(std::move(what));
        co_return co_await std::move(sending);
    }
    app_answer answer;
    const auto where = http::parse_url(rules_.url);
    const auto timestamp = std::to_string(seconds_of(time_.now()));
    http::request request("POST", where ? where->target : "/");
    request.fields.set("Content-Type", what.content_type);
    request.fields.set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
    request.fields.set("X-Slack-Request-Timestamp", timestamp);
    request.fields.set("X-Slack-Signature", signer_.sign(timestamp, what.body));
    if (what.attempt > 0) {
        request.fields.set("X-Slack-Retry-Num", std::to_string(what.attempt));
        request.fields.set("X-Slack-Retry-Reason", what.retry_reason);
    }
    request.body = what.body;
    auto seen = begun(what, request);
    if (!where) {
        answer.failure = "connection_failed";
        if (seen) {
            seen->failure = "the app has no request URL";
            wire_->add(std::move(*seen));
        }
        note(what, answer);
        co_return answer;
    }
    const auto began = std::chrono::steady_clock::now();
    const auto got = co_await client_.send(*where, std::move(request), rules_.patience);
    if (!got) {
        const bool late = std::chrono::steady_clock::now() - began >= rules_.patience;
        answer.failure = late ? "http_timeout" : "connection_failed";
    } else {
        answer.status = got->status;
        answer.body = got->body;
        answer.content_type = std::string(got->fields.find("Content-Type").value_or(""));
        if (got->fields.find("X-Slack-No-Retry").value_or("") == "1")
            answer.said = "no_retry";
        if (answer.status < 200 || answer.status >= 300)
            answer.failure = "http_error";
    }
    if (seen) {
        seen->failure = got ? "" : answer.failure;
        record(std::move(*seen), got, began);
    }
    note(what, answer);
    co_return answer;
}

std::optional<exchange> courier::office::begun(const parcel& what, const http::request& request) const
{
    if (wire_ == nullptr || !wire_->is_on())
        return std::nullopt;
    exchange one;
    one.way = wire_way::to_app;
    one.kind = name_of(what.kind);
    one.what = what.what;
    one.attempt = what.attempt;
    one.at = time_.now();
    one.request = request;
    one.request.target = rules_.url;
    wire_signature signature;
    signature.timestamp = request.fields.find("X-Slack-Request-Timestamp").value_or("");
    signature.signed_text = signature_base(signature.timestamp, what.body);
    signature.value = request.fields.find("X-Slack-Signature").value_or("");
    one.signature = std::move(signature);
    return one;
}

void courier::office::record(
    exchange one, const result<http::response>& got, std::chrono::steady_clock::time_point began
)
{
    if (wire_ == nullptr)
        return;
    one.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    if (got) {
        using verdict = wire_signature::verdict;
        one.signature->what = got->status == 401 ? verdict::refused : verdict::accepted;
        one.response.emplace(*got);
    }
    wire_->add(std::move(one));
}

asio::awaitable<void> courier::office::see_through(parcel what)
{
    for (;;) {
        const auto answer = co_await send(what);
        const bool refused_for_good = answer.said == "no_retry";
        if (answer.failure.empty() || refused_for_good || stopped_ ||
            what.attempt == static_cast<int>(rules_.retries.size()))
            co_return;
        const auto pause = rules_.retries[static_cast<std::size_t>(what.attempt)];
        const bool go_on = co_await wait(pause);
        if (!go_on)
            co_return;
        ++what.attempt;
        what.retry_reason = answer.failure;
    }
}

asio::awaitable<bool> courier::office::wait(std::chrono::milliseconds how_long)
{
    const instant due = time_.now() + how_long;
    const auto place = waiting_.insert(due);
    --under_way_;
    bool woken = true;
    try {
        co_await time_.sleep_until(due);
    } catch (const boost::system::system_error&) {
        woken = false;  // told to stop
    }
    ++under_way_;
    waiting_.erase(place);
    co_return woken && !stopped_;
}

void courier::office::note(const parcel& what, const app_answer& answer)
{
    deliveries_.push_back(
        {what.kind, what.what, what.id, what.channel, what.ts, what.attempt, answer.status, answer.failure, time_.now()}
    );
    if (watcher_)
        watcher_(deliveries_.back());
    if (deliveries_.size() > remembered)
        deliveries_.pop_front();
}

courier::courier(asio::io_context& context, clock& time, delivery_rules rules)
    : office_(std::make_shared<office>(context, time, std::move(rules)))
{
}

courier::~courier()
{
    stop();
}

asio::awaitable<void> courier::office::run(std::shared_ptr<office> self, parcel what, stop_signal* stop)
{
    const counted busy(self->under_way_);
    try {
        co_await self->see_through(std::move(what));
    } catch (const boost::system::system_error&) {
        // told to stop in the middle of a try
    }
    stop->over = true;
}

asio::awaitable<app_answer> courier::office::send_once(std::shared_ptr<office> self, parcel what)
{
    ++self->under_way_;
    const counted busy(self->under_way_);
    auto answer = co_await self->send(std::move(what));
    answer.said = json::parse(answer.body, nullptr, false);
    if (answer.said.is_discarded())
        answer.said = nullptr;
    co_return answer;
}

void courier::send_event(const json& envelope)
{
    parcel what;
    what.kind = delivery_kind::event;
    const auto event = envelope.value("event", json::object());
    what.what = event.value("type", "");
    what.channel = text_at(event, "channel");
    what.ts = text_at(event, "ts");
    what.id = envelope.value("event_id", "");
    what.content_type = "application/json";
    what.body = envelope.dump();
    auto& stops = office_->stops_;
    stops.remove_if([](const stop_signal& s) { return s.over; });
    auto& stop_it = stops.emplace_back();
    ++office_->under_way_;
    auto work = office::run(office_, std::move(what), &stop_it);
    asio::co_spawn(
        office_->context_, std::move(work), asio::bind_cancellation_slot(stop_it.signal.slot(), asio::detached)
    );
}

asio::awaitable<app_answer> courier::send_form(delivery_kind kind, std::string what, std::string body)
{
    parcel sent;
    sent.kind = kind;
    sent.what = std::move(what);
    sent.content_type = "application/x-www-form-urlencoded";
    sent.body = std::move(body);
    return office::send_once(office_, std::move(sent));
}

asio::awaitable<app_answer> courier::send_json(delivery_kind kind, std::string what, std::string body)
{
    parcel sent;
    sent.kind = kind;
    sent.what = std::move(what);
    sent.content_type = "application/json";
    sent.body = std::move(body);
    return office::send_once(office_, std::move(sent));
}

bool courier::idle() const
{
    const bool due = !office_->waiting_.empty() && *office_->waiting_.begin() <= office_->time_.now();
    return office_->under_way_ == 0 && !due;
}

std::size_t courier::waiting() const
{
    return office_->waiting_.size();
}

instant courier::next() const
{
    return office_->waiting_.empty() ? instant::max() : *office_->waiting_.begin();
}

void courier::set_url(std::string url)
{
    office_->rules_.url = std::move(url);
}

const std::deque<delivery>& courier::deliveries() const
{
    return office_->deliveries_;
}

void courier::watch(std::function<void(const delivery&)> who)
{
    office_->watcher_ = std::move(who);
}

void courier::record_in(wire_log& wire)
{
    office_->wire_ = &wire;
}

void courier::deliver_by(socket_mode& sockets)
{
    office_->sockets_ = &sockets;
}

void courier::stop()
{
    office_->wire_ = nullptr;  // a delivery under way may end later than whoever keeps the record
    office_->watcher_ = nullptr;
    office_->stopped_ = true;
    for (auto& each : office_->stops_)
        if (!each.over)
            each.signal.emit(asio::cancellation_type::terminal);
}

}  // namespace docket::slack::emulator

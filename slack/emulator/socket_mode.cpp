#include "slack/emulator/socket_mode.hpp"

#include "slack/http/form.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace docket::slack::emulator {

namespace {

using nlohmann::json;
using steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t most_links = 1'000;
constexpr int usual_life = 18'060;          // seconds that hello promises
constexpr auto timed_out = "http_timeout";  // as a delivery calls it
constexpr int short_life = 360;             // with debug_reconnects

struct link {
    instant made;
};

/// What the app was sent and has not acknowledged.
struct awaited {
    explicit awaited(std::uint64_t connection_) : connection(connection_) {}

    std::uint64_t connection;
    bool done = false;
    std::string failure;
    json payload = nullptr;
};

/// One open connection.
struct opened {
    opened(std::uint64_t id_, http::websocket& on_, asio::io_context& context) : id(id_), on(on_), end(context) {}

    std::uint64_t id;
    http::websocket& on;
    bool leaving = false;    ///< its end was announced
    asio::steady_timer end;  ///< when the notice is over
};

json refusal(const char* error)
{
    json body = json::object();
    body["ok"] = false;
    body["error"] = error;
    return body;
}

std::string query_value(const std::string& target, const std::string& name)
{
    const auto begin = target.find(name + "=");
    if (begin == std::string::npos)
        return {};
    const auto from = begin + name.size() + 1;
    return target.substr(from, target.find('&', from) - from);
}

}  // namespace

class socket_mode::exchange_office : public std::enable_shared_from_this<exchange_office> {
public:
    exchange_office(asio::io_context& context, clock& time, socket_rules rules_)
        : rules(std::move(rules_)), context_(context), time_(time), chance_(rules.seed)
    {
    }

    socket_rules rules;
    bool stopped = false;
    bool disabled = false;
    int acknowledgements_to_lose = 0;
    std::list<opened> connections;

    [[nodiscard]] instant now() const { return time_.now(); }
    std::string new_link();
    bool use_link(const std::string& ticket);
    asio::awaitable<void> converse(http::websocket& on, bool short_lived);
    asio::awaitable<acknowledged> send(enveloped what);
    void tell_to_leave(opened& one, const std::string& reason);

private:
    class listed;

    void greet(const opened& one, bool short_lived);
    void hear(const std::string& text);
    void lose(std::uint64_t connection);
    opened* choose();
    std::string new_envelope_id();

    asio::io_context& context_;
    clock& time_;
    std::mt19937_64 chance_;
    std::map<std::string, link> links_;
    std::map<std::string, awaited> awaited_;  // by envelope id
    http::bell answered_;
    std::uint64_t last_ = 0;
};

std::string socket_mode::exchange_office::new_link()
{
    auto ticket = fmt::format("{:016x}{:016x}", ++last_, chance_());
    if (links_.size() >= most_links)
        links_.erase(links_.begin());
    links_.emplace(ticket, link{time_.now()});
    return ticket;
}

bool socket_mode::exchange_office::use_link(const std::string& ticket)
{
    const auto found = links_.find(ticket);
    if (found == links_.end())
        return false;
    const bool fresh = time_.now() - found->second.made <= rules.link_life;
    links_.erase(found);
    return fresh;
}

void socket_mode::exchange_office::greet(const opened& one, bool short_lived)
{
    json said = json::object();
    said["type"] = "hello";
    said["num_connections"] = connections.size();
    said["connection_info"]["app_id"] = rules.app_id;
    said["debug_info"]["host"] = fmt::format("applink-{}", one.id);
    said["debug_info"]["build_number"] = 54;
    said["debug_info"]["approximate_connection_time"] = short_lived ? short_life : usual_life;
    one.on.send(said.dump());
}

void socket_mode::exchange_office::tell_to_leave(opened& one, const std::string& reason)
{
    json said = json::object();
    said["type"] = "disconnect";
    said["reason"] = reason;
    said["debug_info"]["host"] = fmt::format("applink-{}", one.id);
    one.on.send(said.dump());
    one.leaving = true;
    one.end.expires_after(rules.notice);
    one.end.async_wait([weak = weak_from_this(), id = one.id](boost::system::error_code gone) {
        const auto self = weak.lock();
        if (gone || !self)
            return;
        for (auto& each : self->connections)
            if (each.id == id)
                each.on.close();
    });
}

/// A connection is among the open ones for as long as its conversation lasts, however that ends.
class socket_mode::exchange_office::listed {
public:
    listed(exchange_office& among, http::websocket& on)
        : among_(among), place_(among.connections.emplace(among.connections.end(), ++among.last_, on, among.context_))
    {
    }
    ~listed()
    {
        const auto id = place_->id;
        among_.connections.erase(place_);
        among_.lose(id);
    }
    listed(const listed&) = delete;
    listed& operator=(const listed&) = delete;

    [[nodiscard]] opened& one() const { return *place_; }

private:
    exchange_office& among_;
    std::list<opened>::iterator place_;
};

asio::awaitable<void> socket_mode::exchange_office::converse(http::websocket& on, bool short_lived)
{
    const auto self = shared_from_this();  // outlives whoever holds the connections
    const listed here(*this, on);
    if (disabled || connections.size() > rules.most_connections) {
        tell_to_leave(here.one(), disabled ? "link_disabled" : "too_many_websockets");
        on.close();
    } else {
        greet(here.one(), short_lived);
    }
    for (;;) {
        auto text = co_await on.read();
        if (!text)
            break;
        hear(*text);
    }
}

/// An acknowledgement; anything else says nothing to Slack.
void socket_mode::exchange_office::hear(const std::string& text)
{
    const auto said = json::parse(text, nullptr, false);
    if (!said.is_object() || !said.contains("envelope_id") || !said["envelope_id"].is_string())
        return;
    const auto found = awaited_.find(said["envelope_id"].get<std::string>());
    if (found == awaited_.end() || found->second.done)
        return;
    if (acknowledgements_to_lose > 0) {
        --acknowledgements_to_lose;
        return;
    }
    found->second.done = true;
    if (said.contains("payload"))
        found->second.payload = said["payload"];
    answered_.ring();
}

/// Nothing will be acknowledged on a connection that is gone.
void socket_mode::exchange_office::lose(std::uint64_t connection)
{
    for (auto& [id, each] : awaited_) {
        if (each.connection != connection || each.done)
            continue;
        each.done = true;
        each.failure = timed_out;
    }
    answered_.ring();
}

/// Any open connection; one whose end was announced only when there is no other.
opened* socket_mode::exchange_office::choose()
{
    std::vector<opened*> all;
    for (auto& each : connections)
        if (!each.leaving)
            all.push_back(&each);
    if (all.empty())
        for (auto& each : connections)
            all.push_back(&each);
    if (all.empty() || disabled)
        return nullptr;
    return all[chance_() % all.size()];
}

std::string socket_mode::exchange_office::new_envelope_id()
{
    const auto high = chance_();
    const auto low = chance_();
    return fmt::format(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU, high & 0xfffU, low >> 52U,
        low & 0xffffffffffffU
    );
}

asio::awaitable<acknowledged> socket_mode::exchange_office::send(enveloped what)
{
    const auto self = shared_from_this();
    acknowledged result;
    auto* const to = choose();
    if (to == nullptr) {
        result.failure = "connection_failed";
        co_return result;
    }
    const auto id = new_envelope_id();
    json said = json::object();
    said["envelope_id"] = id;
    said["type"] = what.type;
    said["accepts_response_payload"] = what.accepts_response;
    said["payload"] = std::move(what.payload);
    if (what.type == "events_api") {
        said["retry_attempt"] = what.attempt;
        said["retry_reason"] = what.reason == timed_out ? "timeout" : what.reason;
    }
    result.sent = said.dump(-1, ' ', false, json::error_handler_t::replace);
    const auto waits = awaited_.emplace(id, awaited(to->id)).first;
    to->on.send(result.sent);
    const auto latest = steady::now() + rules.patience;
    while (!waits->second.done && !stopped && steady::now() < latest)
        co_await answered_.wait(latest);
    const auto outcome = std::move(waits->second);
    awaited_.erase(waits);
    result.failure = outcome.done ? outcome.failure : timed_out;
    if (what.accepts_response)
        result.payload = outcome.payload;
    co_return result;
}

// --- The outside ---

enveloped into_envelope(
    delivery_kind kind, const std::string& what, const std::string& body, int attempt, const std::string& reason
)
{
    enveloped made;
    made.attempt = attempt;
    made.reason = reason;
    if (kind == delivery_kind::event || kind == delivery_kind::handshake) {
        made.type = "events_api";
        made.payload = json::parse(body);
        return made;
    }
    const auto form = http::parse_form(body).value_or(http::form_fields());
    if (kind == delivery_kind::command) {
        made.type = "slash_commands";
        made.accepts_response = true;
        made.payload = json::object();
        for (const auto& [name, value] : form)
            made.payload[name] = value;
        return made;
    }
    made.type = "interactive";
    made.accepts_response = what == "view_submission" || what == "block_suggestion";
    made.payload = json::parse(http::find(form, "payload").value_or("{}"));
    return made;
}

socket_mode::socket_mode(asio::io_context& context, clock& time, socket_rules rules)
    : office_(std::make_shared<exchange_office>(context, time, std::move(rules)))
{
}

socket_mode::~socket_mode()
{
    office_->stopped = true;
}

api_answer socket_mode::open(const api_request& asked, const std::string& base, rate_limiter& limits)
{
    constexpr std::string_view scheme = "Bearer ";
    const auto& rules = office_->rules;
    api_answer answer;
    const bool bearer = asked.authorization.starts_with(scheme);
    const auto token = bearer ? asked.authorization.substr(scheme.size()) : std::string();
    if (token.empty()) {
        answer.body = refusal("not_authed");
        return answer;
    }
    if (token != rules.app_token) {
        answer.body = refusal(token.starts_with("xoxb-") ? "not_allowed_token_type" : "invalid_auth");
        return answer;
    }
    if (const auto wait = limits.admit("apps.connections.open", "", office_->now())) {
        answer.status = 429;
        answer.headers.emplace_back("Retry-After", std::to_string(wait->count()));
        answer.body = refusal("ratelimited");
        return answer;
    }
    if (!rules.token_scopes.contains("connections:write")) {
        answer.body = refusal("missing_scope");
        answer.body["needed"] = "connections:write";
        answer.body["provided"] = fmt::format("{}", fmt::join(rules.token_scopes, ","));
        return answer;
    }
    const auto port_and_host = base.substr(base.find("://"));
    answer.body["ok"] = true;
    answer.body["url"] =
        fmt::format("ws{}/link/?ticket={}&app_id={}", port_and_host, office_->new_link(), rules.app_id);
    return answer;
}

http::response socket_mode::enter(const http::request& asked)
{
    if (!office_->use_link(query_value(asked.target, "ticket")))
        return http::response(404, "This link was used, or is too old.\n");
    const bool short_lived = query_value(asked.target, "debug_reconnects") == "true";
    http::response accepted;
    accepted.talk = [office = office_, short_lived](http::websocket& on) { return office->converse(on, short_lived); };
    return accepted;
}

asio::awaitable<acknowledged> socket_mode::send(enveloped what)
{
    return office_->send(std::move(what));
}

std::size_t socket_mode::connections() const
{
    return office_->connections.size();
}

void socket_mode::refresh(const std::string& reason)
{
    for (auto& each : office_->connections)
        office_->tell_to_leave(each, reason);
}

void socket_mode::cut()
{
    for (auto& each : office_->connections)
        each.on.cut();
}

void socket_mode::lose_acknowledgements(int times)
{
    office_->acknowledgements_to_lose = times;
}

void socket_mode::renew(std::string app_token)
{
    office_->rules.app_token = std::move(app_token);
}

void socket_mode::disable(bool off)
{
    office_->disabled = off;
    if (!off)
        return;
    for (auto& each : office_->connections) {
        office_->tell_to_leave(each, "link_disabled");
        each.on.close();
    }
}

}  // namespace docket::slack::emulator

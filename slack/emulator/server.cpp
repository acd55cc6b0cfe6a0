#include "slack/emulator/server.hpp"

#include "slack/emulator/changes.hpp"
#include "slack/emulator/files.hpp"
#include "slack/emulator/members.hpp"
#include "slack/emulator/payloads.hpp"
#include "slack/emulator/playground/playground.hpp"
#include "slack/emulator/responses.hpp"
#include "slack/http/counted.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <boost/system/system_error.hpp>
#include <iterator>

namespace docket::slack::emulator {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t remembered = 10'000;
constexpr std::size_t largest_body = 16 * 1024 * 1024;  // uploads

installation installed(const options& with)
{
    installation app;
    app.name = with.bot_name;
    app.token = with.token;
    app.scopes = with.scopes;
    app.subscriptions = with.subscriptions;
    app.home_tab = with.home_tab;
    app.messages_tab = with.messages_tab;
    return app;
}

delivery_rules rules_of(const options& with)
{
    delivery_rules rules;
    rules.url = with.app_url;
    rules.signing_secret = with.signing_secret;
    rules.patience = with.patience;
    rules.retries = with.retries;
    return rules;
}

socket_rules socket_rules_of(const options& with, const std::string& app_id)
{
    socket_rules rules;
    rules.app_token = with.app_token;
    rules.token_scopes = with.app_token_scopes;
    rules.app_id = app_id;
    rules.patience = with.patience;
    return rules;
}

http::server_limits server_limits()
{
    http::server_limits limits;
    limits.body = largest_body;
    limits.memory = 8 * largest_body;
    return limits;
}

http::response json_response(unsigned status, const json& body)
{
    // What an app sent in bytes that are no UTF-8 comes back with replacement characters.
    return http::response(
        status, body.dump(-1, ' ', false, json::error_handler_t::replace), "application/json; charset=utf-8"
    );
}

std::string header(const http::request& asked, std::string_view name)
{
    return std::string(asked.fields.find(name).value_or(""));
}

bool takes(std::string_view& path, std::string_view head)
{
    if (path.substr(0, head.size()) != head)
        return false;
    path.remove_prefix(head.size());
    return true;
}

}  // namespace

std::set<std::string> options::every_scope()
{
    return {"app_mentions:read", "channels:history", "channels:read", "channels:join",        "chat:write",
            "commands",          "files:read",       "files:write",   "groups:history",       "groups:read",
            "im:history",        "im:read",          "im:write",      "reactions:read",       "reactions:write",
            "team:read",         "usergroups:read",  "users:read",    "metadata.message:read"};
}

std::set<std::string> options::every_subscription()
{
    return {
        "app_home_opened",
        "app_mention",
        "channel_archive",
        "channel_left",
        "channel_rename",
        "channel_unarchive",
        "group_archive",
        "group_left",
        "group_rename",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "reaction_added",
        "reaction_removed",
        "subteam_members_changed",
        "subteam_updated",
        "user_change"
    };
}

emulator::emulator(asio::io_context& context, clock& time, options with)
    : time_(time),
      options_(std::move(with)),
      world_(installed(options_), time.now()),
      limits_(options_.rates),
      playground_(std::make_unique<playground>(*this, time)),
      sockets_(context, time, socket_rules_of(options_, world_.app.app_id)),
      courier_(context, time, rules_of(options_)),
      server_(
          context, options_.host, options_.port, [this](http::request asked) { return handle(std::move(asked)); },
          server_limits()
      )
{
    world_.base_url = fmt::format("http://{}:{}", options_.host, server_.port());
    sockets_.disable(!options_.socket_mode);
    if (options_.socket_mode)
        courier_.deliver_by(sockets_);
    courier_.record_in(wire_);
}

emulator::~emulator() = default;

void emulator::start()
{
    server_.start();
}

asio::awaitable<void> emulator::stop()
{
    courier_.stop();
    co_await server_.stop(1s);
}

std::uint16_t emulator::port() const
{
    return server_.port();
}

std::string emulator::api_url() const
{
    return world_.base_url + "/api/";
}

void emulator::set_app_url(std::string url)
{
    courier_.set_url(std::move(url));
}

std::string emulator::page_url() const
{
    return world_.base_url + "/";
}

void emulator::set_travel(std::function<asio::awaitable<void>(instant)> travel)
{
    playground_->set_travel(std::move(travel));
}

void emulator::set_page_open(bool open)
{
    playground_->set_open(open);
}

bool emulator::idle() const
{
    const auto asleep = std::distance(dawdling_.upper_bound(time_.now()), dawdling_.end());
    return courier_.idle() && answering_ == static_cast<std::size_t>(asleep);
}

instant emulator::next() const
{
    const auto wakes = dawdling_.upper_bound(time_.now());
    return wakes == dawdling_.end() ? courier_.next() : std::min(courier_.next(), *wakes);
}

void emulator::deliver()
{
    for (auto& what : world_.take_occurrences())
        if (is_heard(world_, what))
            deliver_event(what.event);
    show_changes();
}

void emulator::show_changes()
{
    playground_->hear(world_.take_touches());
}

std::string emulator::deliver_event(const json& event)
{
    const auto envelope = event_envelope(world_, event, time_.now());
    courier_.send_event(envelope);
    if (faults_.duplicate_events > 0) {
        --faults_.duplicate_events;
        courier_.send_event(envelope);
    }
    return envelope.at("event_id").get<std::string>();
}

asio::awaitable<bool> emulator::verify_url()
{
    json body = json::object();
    body["type"] = "url_verification";
    body["token"] = "legacy-fixed-value";
    const auto challenge = fmt::format("challenge{:020}", ++challenges_);
    body["challenge"] = challenge;
    const auto answer = co_await courier_.send_json(delivery_kind::handshake, "url_verification", body.dump());
    const bool echoed = answer.body == challenge || text_at(answer.said, "challenge") == challenge;
    co_return answer.status == 200 && echoed;
}

asio::awaitable<http::response> emulator::handle(http::request asked)
{
    if (playground::serves(asked.path())) {
        auto work = playground_->answer(std::move(asked));
        co_return co_await std::move(work);
    }
    if (!wire_.is_on()) {
        auto work = serve(std::move(asked));
        co_return co_await std::move(work);
    }
    auto seen = from_app(asked, time_.now());
    const auto began = std::chrono::steady_clock::now();
    auto work = serve(std::move(asked));
    auto answer = co_await std::move(work);
    const auto took = std::chrono::steady_clock::now() - began;
    wire_.add(answered(std::move(seen), answer, std::chrono::duration_cast<std::chrono::microseconds>(took)));
    playground_->look_at_faults();
    co_return answer;
}

asio::awaitable<http::response> emulator::serve(http::request asked)
{
    if (faults_.outage) {
        http::response none(0);
        none.drop = true;
        co_return none;
    }
    const http::counted busy(answering_);
    const std::string whole(asked.path());
    std::string_view path = whole;
    if (takes(path, "/api/")) {
        auto work = handle_api(std::string(path), std::move(asked));
        co_return co_await std::move(work);
    }
    if (takes(path, "/link/"))
        co_return sockets_.enter(asked);
    if (takes(path, "/response/")) {
        auto work = handle_response(std::string(path), std::move(asked));
        co_return co_await std::move(work);
    }
    if (takes(path, "/upload/v1/")) {
        const auto type = header(asked, "Content-Type");
        const auto got = receive_upload(world_, std::string(path), type, std::move(asked.body));
        co_return http::response(got.status, got.body, got.content_type);
    }
    if (takes(path, "/files-pri/")) {
        const auto id = path.substr(0, path.find('/'));
        const auto dash = id.find('-');
        const std::string file(dash == std::string_view::npos ? id : id.substr(dash + 1));
        const auto got = send_file(world_, file, header(asked, "Authorization"));
        co_return http::response(got.status, got.body, got.content_type);
    }
    co_return http::response(404, "Not found");
}

asio::awaitable<http::response> emulator::handle_api(std::string method, http::request asked)
{
    const auto wrong = faults_.take(method);
    const bool slow = wrong && wrong->what == fault::kind::slow;
    if (wrong && !has_effect(*wrong)) {
        if (wrong->what == fault::kind::rate_limited) {
            api_answer refusal;
            refusal.status = 429;
            refusal.body["ok"] = false;
            refusal.body["error"] = "ratelimited";
            record(method, refusal, false);
        }
        co_return spoiled(*wrong, http::response());
    }
    if (slow && !wrong->done)
        co_await dawdle(wrong->delay);

    api_request call;
    call.method = method;
    call.authorization = header(asked, "Authorization");
    call.content_type = header(asked, "Content-Type");
    const auto mark = asked.target.find('?');
    call.query = mark == std::string::npos ? "" : asked.target.substr(mark + 1);
    call.body = std::move(asked.body);
    const auto answer = method == "apps.connections.open" ? sockets_.open(call, world_.base_url, limits_)
                                                          : answer_call(world_, limits_, call, time_.now());
    record(method, answer, wrong && !is_heard(*wrong));
    deliver();
    auto response = json_response(answer.status, answer.body);
    for (const auto& [name, value] : answer.headers)
        response.fields.set(name, value);
    if (slow && wrong->done)
        co_await dawdle(wrong->delay);
    if (wrong)
        response = spoiled(*wrong, std::move(response));
    co_return response;
}

asio::awaitable<http::response> emulator::handle_response(std::string key, http::request asked)
{
    const auto wrong = faults_.take("response_url");
    const bool slow = wrong && wrong->what == fault::kind::slow;
    if (wrong && !has_effect(*wrong))
        co_return spoiled(*wrong, http::response());
    if (slow && !wrong->done)
        co_await dawdle(wrong->delay);
    api_answer answer;
    answer.arguments = json::parse(asked.body, nullptr, false);
    const auto outcome = receive_response(world_, key, asked.body, time_.now());
    answer.status = outcome.status;
    answer.body["ok"] = outcome.status == 200;
    if (outcome.status != 200)
        answer.body["error"] = outcome.body;
    record("response_url", answer, wrong && !is_heard(*wrong));
    deliver();
    http::response said(outcome.status, outcome.body);
    if (slow && wrong->done)
        co_await dawdle(wrong->delay);
    if (wrong)
        said = spoiled(*wrong, std::move(said));
    co_return said;
}

/// Until then the call does not count as being handled: nothing happens before the clock moves.
asio::awaitable<void> emulator::dawdle(std::chrono::milliseconds delay)
{
    const auto place = dawdling_.insert(time_.now() + delay);
    try {
        co_await time_.sleep_until(*place);
    } catch (const boost::system::system_error&) {
        dawdling_.erase(place);  // the server ends
        throw;
    }
    dawdling_.erase(place);
}

void emulator::record(const std::string& method, const api_answer& answer, bool lost)
{
    recorded_call call;
    call.at = time_.now();
    call.method = method;
    call.arguments = answer.arguments;
    call.answer = answer.body;
    call.status = answer.status;
    call.error = answer.body.value("error", "");
    call.lost = lost;
    calls_.push_back(std::move(call));
    if (calls_.size() > remembered)
        calls_.pop_front();
}

std::vector<recorded_call> emulator::calls_of(const std::string& method) const
{
    std::vector<recorded_call> found;
    for (const auto& call : calls_)
        if (call.method == method)
            found.push_back(call);
    return found;
}

}  // namespace docket::slack::emulator

#include "slack/emulator/playground/playground.hpp"

#include "slack/emulator/playground/acts.hpp"
#include "slack/emulator/playground/asked.hpp"
#include "slack/emulator/playground/fault_switch.hpp"
#include "slack/emulator/playground/files.hpp"
#include "slack/emulator/playground/origin.hpp"
#include "slack/emulator/playground/snapshot.hpp"
#include "slack/emulator/server.hpp"
#include "slack/http/form.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <charconv>
#include <limits>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

constexpr std::string_view page_path = "/page/";
constexpr std::string_view own_path = "/playground/";
constexpr std::size_t largest_asked = 8 * 1024 * 1024;  // bytes: files come within JSON
constexpr std::size_t exchanges_a_page = 200;
constexpr std::int64_t messages_a_page = 50;
constexpr std::int64_t most_messages_a_page = 200;
constexpr std::int64_t latest_instant = 4'102'444'800'000;  // 2100: ts have ten digits before the point for long after
constexpr std::chrono::hours longest_journey{24 * 400};

/// What is asked for is not there.
class not_there : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

http::response json_response(unsigned status, const json& body)
{
    http::response answer(status, written(body), "application/json; charset=utf-8");
    answer.fields.set("Cache-Control", "no-store");
    answer.fields.set("X-Content-Type-Options", "nosniff");
    return answer;
}

http::response refusal(unsigned status, const std::string& sentence)
{
    json body = json::object();
    body["ok"] = false;
    body["error"] = sentence;
    return json_response(status, body);
}

/// The fields of an address, numbers as such where one is wanted.
asked_for query_of(const http::request& asked)
{
    const auto mark = asked.target.find('?');
    json values = json::object();
    const auto form =
        http::parse_form(mark == std::string::npos ? "" : std::string_view(asked.target).substr(mark + 1));
    if (!form)
        throw std::invalid_argument("The address cannot be read.");
    for (const auto& [name, value] : *form) {
        std::int64_t number = 0;
        const auto* const end = value.data() + value.size();
        const bool is_count = name == "limit" || name == "after";
        if (is_count && std::from_chars(value.data(), end, number).ptr == end && !value.empty())
            values[name] = number;
        else
            values[name] = value;
    }
    return asked_for(std::move(values));
}

const std::string& known_person(const workspace& where, const std::string& id)
{
    const auto* found = where.find_person(id);
    if (found == nullptr || !is_playable(*found))
        throw not_there("Nobody to play has the id " + id + ".");
    return found->id;
}

const channel& known_channel(const workspace& where, const std::string& user, const std::string& id)
{
    const auto* found = where.find_channel(id);
    if (found == nullptr || !may_see(where, user, *found))
        throw not_there("There is no conversation " + id + " for " + user + ".");
    return *found;
}

/// Keeps something in a list for as long as this lives.
class listed {
public:
    listed(std::list<http::websocket*>& list, http::websocket& one) : list_(list), one_(one) { list_.push_back(&one_); }
    ~listed() { list_.remove(&one_); }
    listed(const listed&) = delete;
    listed& operator=(const listed&) = delete;

private:
    std::list<http::websocket*>& list_;
    http::websocket& one_;
};

/// Tells when something begins, and when it is over, however it ends.
class under_way {
public:
    explicit under_way(std::function<void(bool)> say) : say_(std::move(say)) { say_(true); }
    ~under_way() { say_(false); }
    under_way(const under_way&) = delete;
    under_way& operator=(const under_way&) = delete;

private:
    std::function<void(bool)> say_;
};

/// Reads until the other side ends it; what it says does not matter.
asio::awaitable<void> until_over(http::websocket& with)
{
    for (;;) {
        const auto said = co_await with.read();
        if (!said)
            co_return;
    }
}

}  // namespace

playground::playground(emulator& of, clock& time) : of_(of), time_(time) {}

bool playground::serves(std::string_view path)
{
    return path == "/" || path.starts_with(page_path) || path.starts_with(own_path);
}

void playground::wake()
{
    if (awake_)
        return;
    awake_ = true;
    marks_.begin(of_.world());
    faults_said_ = written(faults_snapshot(of_.faults()));
    of_.wire().switch_on();
    of_.wire().added = [this](const exchange& one) {
        if (wire_listeners_.empty())
            return;
        const auto text = written(exchange_json(one));
        for (auto* each : wire_listeners_)
            each->send(text);
    };
}

asio::awaitable<http::response> playground::answer(http::request asked)
{
    if (!is_local(asked))
        co_return refusal(403, "The playground answers only pages of its own on this machine.");
    const std::string path(asked.path());
    if (!open_ && path.starts_with(own_path))
        co_return refusal(503, "The workspace is still being set up. It opens in a moment.");
    if (open_)
        wake();
    const bool reads = asked.method == "GET" || asked.method == "HEAD";
    std::string trouble;
    unsigned status = 400;
    try {
        if (reads && path == "/")
            co_return serve_page("index.html", of_.setup().page_folder);
        if (reads && path.starts_with(page_path))
            co_return serve_page(std::string_view(path).substr(page_path.size()), of_.setup().page_folder);
        if (reads && path.starts_with(own_path))
            co_return get(std::string_view(path).substr(own_path.size()), asked);
        if (asked.method == "POST" && path.starts_with(own_path)) {
            auto work = post(path.substr(own_path.size()), std::move(asked));
            co_return co_await std::move(work);
        }
        co_return refusal(405, "That is not how this is asked.");
    } catch (const boost::system::system_error& failed) {
        if (failed.code() == asio::error::operation_aborted)
            throw;  // told to stop
        trouble = failed.what();
    } catch (const not_there& absent) {
        status = 404;
        trouble = absent.what();
    } catch (const std::exception& refused) {
        trouble = refused.what();
    }
    co_return refusal(status, trouble);
}

http::response playground::get(std::string_view what, const http::request& asked)
{
    const auto query = query_of(asked);
    if (what == "workspace") {
        const auto as = query.maybe("as");
        if (!as.empty())
            known_person(of_.world(), as);
        return json_response(200, workspace_snapshot(of_.world(), as, of_.setup(), of_.faults(), marks_, time_.now()));
    }
    if (what == "messages")
        return messages(query);
    if (what == "thread")
        return thread(query);
    if (what == "live")
        return listen(query);
    if (what == "wire" && asked.fields.find("Upgrade"))
        return listen_to_wire();
    if (what == "wire")
        return wire(query);
    throw not_there("There is nothing at this address.");
}

http::response playground::messages(const asked_for& asked)
{
    const auto& where = of_.world();
    const auto& user = known_person(where, asked.text("as"));
    const auto& in = known_channel(where, user, asked.text("channel"));
    const auto limit = asked.number("limit", messages_a_page, 1, most_messages_a_page);
    return json_response(
        200, messages_snapshot(where, user, in, asked.maybe("before"), static_cast<std::size_t>(limit))
    );
}

http::response playground::thread(const asked_for& asked)
{
    const auto& where = of_.world();
    const auto& user = known_person(where, asked.text("as"));
    const auto& in = known_channel(where, user, asked.text("channel"));
    const auto ts = asked.text("ts");
    const auto parent = in.messages.find(ts);
    if (parent == in.messages.end() || !parent->second.thread_ts.empty())
        throw not_there("No thread begins at " + ts + " in " + in.id + ".");
    return json_response(200, thread_snapshot(where, user, in, ts));
}

http::response playground::wire(const asked_for& asked)
{
    const auto after = asked.number("after", 0, 0, std::numeric_limits<std::int64_t>::max());
    json body = json::object();
    body["ok"] = true;
    body["exchanges"] = json::array();
    for (const auto* one : of_.wire().after(static_cast<std::uint64_t>(after), exchanges_a_page))
        body["exchanges"].push_back(exchange_json(*one));
    return json_response(200, body);
}

http::response playground::listen(const asked_for& asked)
{
    auto user = known_person(of_.world(), asked.text("as"));
    http::response accepted;
    accepted.talk = [this, user](http::websocket& with) { return talk(with, user); };
    return accepted;
}

http::response playground::listen_to_wire()
{
    http::response accepted;
    accepted.talk = [this](http::websocket& with) { return talk_of_wire(with); };
    return accepted;
}

asio::awaitable<void> playground::talk(http::websocket& with, std::string user)
{
    json hello = json::object();
    hello["type"] = "hello";
    hello["now"] = time_.now().time_since_epoch().count();
    with.send(written(hello));
    hear(of_.world().take_touches());  // older than what this page is about to read
    const live::seat taken(live_, with, std::move(user), of_.world());
    co_await until_over(with);
}

asio::awaitable<void> playground::talk_of_wire(http::websocket& with)
{
    const listed here(wire_listeners_, with);
    co_await until_over(with);
}

asio::awaitable<http::response> playground::post(std::string what, http::request asked)
{
    if (asked.body.size() > largest_asked)
        throw std::invalid_argument("That is more than the playground takes at once.");
    auto values = read_asked(asked.body);
    json answer;
    if (what == "act") {
        auto work = act(std::move(values));
        answer = co_await std::move(work);
    } else if (what == "clock") {
        auto work = move_clock(std::move(values));
        answer = co_await std::move(work);
    } else if (what == "fault") {
        answer = plan_fault(asked_for(std::move(values)));
    } else {
        throw not_there("There is nothing at this address.");
    }
    co_return json_response(200, answer);
}

asio::awaitable<json> playground::act(json asked)
{
    const asked_for read(asked);
    if (read.text("do") == "read") {
        const auto& user = known_person(of_.world(), read.text("as"));
        const auto& in = known_channel(of_.world(), user, read.text("channel"));
        marks_.read(user, in);
        hear({touched::channel{in.id}});
        json done = json::object();
        done["ok"] = true;
        co_return done;
    }
    auto work = docket::slack::emulator::act(of_, std::move(asked));
    co_return co_await std::move(work);
}

asio::awaitable<json> playground::move_clock(json asked)
{
    const asked_for read(std::move(asked));
    if (!travel_)
        throw std::invalid_argument("Time goes by itself here: nothing was set up to move it.");
    if (moving_)
        throw std::invalid_argument("Time is moving already.");
    const auto now = time_.now();
    const std::chrono::milliseconds step(read.number("by", 0, 0, latest_instant));
    const instant to =
        read.has("to") ? instant(std::chrono::milliseconds(read.number("to", 0, 0, latest_instant))) : now + step;
    if (to <= now)
        throw std::invalid_argument("Time only goes on.");
    if (to > now + longest_journey)
        throw std::invalid_argument("That is further than a year: go there in steps.");
    {
        const auto say = [this](bool on) {
            moving_ = on;
            say_clock();
        };
        const under_way moving(say);
        auto work = travel_(to);
        co_await std::move(work);
    }
    json done = json::object();
    done["ok"] = true;
    done["now"] = time_.now().time_since_epoch().count();
    co_return done;
}

void playground::say_clock()
{
    json said = json::object();
    said["type"] = "clock";
    said["now"] = time_.now().time_since_epoch().count();
    said["moving"] = moving_;
    live_.tell_everybody(said);
}

json playground::plan_fault(const asked_for& asked)
{
    switch_fault(of_.faults(), asked);
    look_at_faults();
    json answer = json::object();
    answer["ok"] = true;
    answer["faults"] = faults_snapshot(of_.faults());
    return answer;
}

void playground::hear(const std::vector<touch>& what)
{
    live_.tell(of_.world(), what, marks_);
}

void playground::look_at_faults()
{
    auto faults = faults_snapshot(of_.faults());
    auto text = written(faults);
    if (text == faults_said_)
        return;
    faults_said_ = std::move(text);
    json said = json::object();
    said["type"] = "faults";
    said["faults"] = std::move(faults);
    live_.tell_everybody(said);
}

}  // namespace docket::slack::emulator

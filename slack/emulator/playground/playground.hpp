#pragma once

#include "slack/clock.hpp"
#include "slack/emulator/playground/live.hpp"
#include "slack/emulator/playground/unread.hpp"
#include "slack/emulator/playground/wire.hpp"
#include "slack/http/message.hpp"

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <list>
#include <string>
#include <string_view>

namespace docket::slack::emulator {

namespace asio = boost::asio;

class emulator;
class asked_for;

/// What the page in the browser talks to (README.md beside this). Sleeps until it is asked something for the first
/// time: what was said and posted before that is neither kept nor unread. Lives within its emulator.
class playground {
public:
    playground(emulator& of, clock& time);
    playground(const playground&) = delete;
    playground& operator=(const playground&) = delete;

    /// Whether a path is the page's or the playground's.
    static bool serves(std::string_view path);

    asio::awaitable<http::response> answer(http::request asked);

    /// Tells the pages what changed.
    void hear(const std::vector<touch>& what);
    /// Tells the pages if the faults to come are others now.
    void look_at_faults();

    /// Closed, it keeps what goes on to itself: 503 to everything but the files of the page.
    void set_open(bool open) { open_ = open; }

    void set_travel(std::function<asio::awaitable<void>(instant)> travel) { travel_ = std::move(travel); }

private:
    void wake();
    http::response get(std::string_view what, const http::request& asked);
    asio::awaitable<http::response> post(std::string what, http::request asked);
    http::response messages(const asked_for& asked);
    http::response thread(const asked_for& asked);
    http::response wire(const asked_for& asked);
    http::response listen(const asked_for& asked);
    http::response listen_to_wire();
    asio::awaitable<json> act(json asked);
    asio::awaitable<json> move_clock(json asked);
    json plan_fault(const asked_for& asked);
    asio::awaitable<void> talk(http::websocket& with, std::string user);
    asio::awaitable<void> talk_of_wire(http::websocket& with);
    void say_clock();

    emulator& of_;
    clock& time_;
    read_marks marks_;
    live live_;
    std::list<http::websocket*> wire_listeners_;
    std::function<asio::awaitable<void>(instant)> travel_;
    std::string faults_said_;
    bool open_ = true;
    bool awake_ = false;
    bool moving_ = false;
};

}  // namespace docket::slack::emulator

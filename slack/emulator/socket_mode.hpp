#pragma once

#include "slack/clock.hpp"
#include "slack/emulator/api.hpp"
#include "slack/emulator/delivery.hpp"
#include "slack/http/bell.hpp"
#include "slack/http/message.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

namespace docket::slack::emulator {

namespace asio = boost::asio;

/// How the app receives over WebSockets (docs.slack.dev/apis/events-api/using-socket-mode).
struct socket_rules {
    std::string app_token = "xapp-1-A0EMULATOR-1-emulator";
    std::set<std::string> token_scopes{"connections:write"};
    std::string app_id;
    std::chrono::milliseconds patience{3'000};  ///< for an acknowledgement, on the wall clock
    std::chrono::seconds link_life{30};         ///< of a URL nobody used, on the clock
    std::chrono::milliseconds notice{10'000};   ///< between a disconnect message and the end, on the wall clock
    std::size_t most_connections = 10;
    std::uint64_t seed = 1;  ///< which open connection a payload goes to
};

/// One request to the app, as it goes into an envelope.
struct enveloped {
    std::string type;  ///< "events_api", "interactive", "slash_commands"
    bool accepts_response = false;
    int attempt = 0;
    std::string reason;
    nlohmann::json payload;
};

/// A request that would go over HTTP, with the body it would have there.
enveloped into_envelope(
    delivery_kind kind, const std::string& what, const std::string& body, int attempt, const std::string& reason
);

/// What came back for it.
struct acknowledged {
    std::string failure;               ///< "", or the words of a delivery: "http_timeout", "connection_failed"
    nlohmann::json payload = nullptr;  ///< the response in the acknowledgement, where one was accepted
    std::string sent;                  ///< the envelope as it went out
};

/// Slack's side of Socket Mode: hands out URLs, holds the connections, delivers envelopes and waits for their
/// acknowledgements. For one thread. Conversations may outlive it; they end then.
class socket_mode {
public:
    socket_mode(asio::io_context& context, clock& time, socket_rules rules);
    ~socket_mode();
    socket_mode(const socket_mode&) = delete;
    socket_mode& operator=(const socket_mode&) = delete;

    /// apps.connections.open. @param base  "http://127.0.0.1:4321"
    api_answer open(const api_request& asked, const std::string& base, rate_limiter& limits);

    /// The GET of a URL that `open` gave: a response that talks, or 404 when it is unknown, used or too old.
    http::response enter(const http::request& asked);

    /// Delivers to one of the open connections. Returns with the acknowledgement, or when the patience is over.
    asio::awaitable<acknowledged> send(enveloped what);

    [[nodiscard]] std::size_t connections() const;

    // What goes wrong, at a word of the test.

    /// Announces the end of every open connection, which comes after the notice.
    /// @param reason "warning", "refresh_requested"
    void refresh(const std::string& reason = "refresh_requested");
    /// Cuts every open connection, without a word.
    void cut();
    /// The next acknowledgements are lost on the way: the app did the work, and is asked again.
    void lose_acknowledgements(int times);
    /// Switches Socket Mode off, or on again: connections are told link_disabled, and new ones too.
    void disable(bool off = true);
    /// Another app-level token from now on; what is open stays open.
    void renew(std::string app_token);

private:
    class exchange_office;
    std::shared_ptr<exchange_office> office_;
};

}  // namespace docket::slack::emulator

#pragma once

#include "bot/metrics.hpp"
#include "slack/envelope.hpp"
#include "slack/http/bell.hpp"
#include "slack/http/message.hpp"
#include "slack/http/websocket_client.hpp"
#include "slack/socket_mode.hpp"
#include "slack/web_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace docket::bot {

namespace asio = boost::asio;

/// What may be in hand of Socket Mode before nothing more is read; each connection may go beyond it by one message.
struct socket_bounds {
    std::size_t envelopes = 1'000;
    std::size_t bytes = 8 * 1024 * 1024;
};

/// Receives over Slack's WebSockets what would else come over HTTP. When to open and close is decided by
/// slack::socket_mode::connections; this does it, hands each envelope to the receiver and acknowledges it, on the
/// connection it came by, once what it changed is on disk. What could not be kept is not acknowledged: Slack delivers
/// it again. While much is in hand nothing more is read: it waits in the connection, and then at Slack.
class socket_mode {
public:
    /// Handles one request and answers as over HTTP; 200 means that it may be acknowledged.
    using receive = std::function<asio::awaitable<slack::http::response>(slack::inbound what, std::size_t bytes)>;

    /// @param web  outlives this, as do `counts` and what `handle` needs
    socket_mode(
        asio::io_context& context, slack::web_client& web, std::string app_token, metrics& counts, receive handle,
        slack::socket_mode::timing how = {}, socket_bounds most = {}
    );
    socket_mode(const socket_mode&) = delete;
    socket_mode& operator=(const socket_mode&) = delete;

    /// Keeps the connections until told to stop; complete when all that came is answered and all is closed.
    asio::awaitable<void> run();
    /// Takes nothing more, acknowledges what is in hand, says goodbye.
    void stop();
    /// Asks for connections with that app-level token from now on; at once, where one waits to be asked for again.
    /// Those that are open stay.
    void take_token(std::string app_token);

    /// Empty while Slack can deliver, or could a moment ago; else what stands in the way.
    [[nodiscard]] std::string not_ready() const;
    [[nodiscard]] std::size_t up() const { return connections_.up(); }
    /// Envelopes being handled at this moment.
    [[nodiscard]] std::size_t in_hand() const { return in_hand_; }

private:
    class burden;

    using line = slack::socket_mode::line;
    using socket = std::shared_ptr<slack::http::websocket>;

    void tell(const slack::socket_mode::happening& what);
    void perform(const slack::socket_mode::deed& what);
    void say(const slack::socket_mode::report& news);
    void notice_signs_of_life();

    asio::awaitable<void> ask_for_url(line of);
    asio::awaitable<void> connect(line of, std::string url);
    asio::awaitable<void> listen(line of, socket on);
    asio::awaitable<void> wait_for_room(line of);
    void hear(line of, const socket& on, const std::string& text);
    asio::awaitable<void> answer(line of, socket on, slack::envelope what, std::unique_ptr<burden> mine);
    void spawn(asio::awaitable<void> work);
    void spawn_attempt(line of, asio::awaitable<void> work);
    void over(std::exception_ptr failed);

    /// How an attempt at a connection is told to stop.
    struct attempt {
        line of = 0;
        asio::cancellation_signal stop;
        bool succeeded = false;  ///< from then on there is a kinder way to stop
        bool over = false;
    };

    asio::io_context& context_;
    slack::web_client& web_;
    std::string app_token_;
    metrics& counts_;
    const receive handle_;
    const socket_bounds most_;
    slack::http::websocket_client client_;
    slack::socket_mode::connections connections_;
    std::map<line, socket> open_;
    std::set<line> unread_;  ///< for want of room
    slack::http::bell room_;
    std::list<attempt> attempts_;
    slack::http::bell changed_;
    std::size_t running_ = 0;
    std::size_t in_hand_ = 0;
    std::size_t bytes_ = 0;  ///< of them
    bool stopping_ = false;
    std::string told_;  ///< what only an administrator can mend, as the log has it
};

}  // namespace docket::bot

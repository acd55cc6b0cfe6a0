#pragma once

// One connection of the server, and what all of them share. Internal to server.cpp, session.cpp and session_group.cpp.

#include "slack/http/bell.hpp"
#include "slack/http/server.hpp"
#include "slack/http/websocket_offer.hpp"
#include "slack/http/wire.hpp"

#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <ctime>
#include <deque>
#include <list>
#include <utility>

namespace docket::slack::http {

using steady = std::chrono::steady_clock;
// The executor's concrete type saves an indirect call per operation.
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using request_reader = reader<true>;
enum class arrival;

/// The Date field's text, made anew once a second (RFC 9110, 5.6.7).
class date_line {
public:
    std::string_view now();

private:
    std::time_t second_ = -1;
    std::string text_;
};

class session;

/// The connections of one server and what they share. They keep it alive.
class session_group : public std::enable_shared_from_this<session_group> {
public:
    session_group(
        asio::io_context& context, handler handle_, server_limits limits_, server_events events_, doorkeeper look_
    );

    /// Those that are still to be closed count.
    [[nodiscard]] std::size_t size() const { return sessions_.size() + closing_.size(); }

    /// Ends every connection on which nothing is going on.
    void let_go_idle();
    /// Closes the connection that is longest without a whole request, unless its turn is now or a place comes anyway.
    /// An honest one loses little: its peer opens another. @return whether there will be a place
    bool make_place();
    /// Closes every connection and cancels its handler. On the context's thread only: elsewhere a cancellation would
    /// be handed over, and could come after its connection.
    void cut();

    const handler handle;
    const server_limits limits;
    const server_events events;
    const doorkeeper look;
    std::size_t in_hand = 0;
    bool stopping = false;  ///< no further requests
    bell changed;           ///< there are fewer of them, or the server stops
    date_line date;

private:
    friend session;

    void heard(session& from);
    asio::awaitable<void> turn(session& whose);
    void next_turn();
    bool hold(session& asking, std::size_t bytes);
    void watch(steady::time_point deadline);
    void sweep();
    void close_in_turn(tcp_socket socket);
    void close_some();
    void close_rest_later();
    void left();

    std::list<session*> sessions_;    // the one longest without a whole request first
    std::deque<tcp_socket> closing_;  // of those that have left
    std::size_t held_ = 0;            // bytes in hand, of all of them
    std::list<asio::steady_timer*> turns_;
    bool turn_comes_ = false;  ///< to the first of them
    // One timer for all deadlines: they move four times a request, and arming a timer costs more than reading one.
    asio::steady_timer sweeper_;
    steady::time_point next_sweep_ = steady::time_point::max();
};

/// One connection. Its frame, its completion handler and nobody else keep it alive.
class session : public std::enable_shared_from_this<session> {
public:
    session(std::shared_ptr<session_group> home, tcp_socket socket);
    ~session() { leave(); }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    asio::awaitable<void> run();

    /// Is no longer one of the server's, which closes what is still open.
    void leave();

    [[nodiscard]] steady::time_point deadline() const { return deadline_; }

    void close();

    /// Ends what the connection waits for, and with that the connection: its time is up.
    void expire();

    /// Ends a connection on which nothing is going on. One whose next request is already here goes on to answer it, one
    /// that is a WebSocket says goodbye.
    void let_go();

    /// Closes the connection so that others can have what it takes, unless its request is being answered.
    bool give_way();

    /// Cancels what the handler waits for and closes the connection.
    void cut();

    [[nodiscard]] asio::cancellation_slot slot() { return stop_.slot(); }

private:
    friend session_group;
    enum class doing { idle, reading, handling, writing, lingering, talking, leaving };

    asio::awaitable<arrival> read(request_reader& into);
    asio::awaitable<arrival> read_header(request_reader& into);
    beast::error_code feed(request_reader& into);
    asio::awaitable<bool> wait_for_turn();
    asio::awaitable<bool> first_bytes();
    asio::awaitable<bool> fill(std::size_t at_most);
    bool hold(std::size_t bytes);
    asio::awaitable<response> answer(request asked);
    asio::awaitable<void> converse(websocket_offer offered, conversation talk);
    void report(const std::string& what);
    asio::awaitable<bool> write(const response& what, bool close, bool with_body);
    asio::awaitable<bool> send(std::array<asio::const_buffer, 2> what, std::size_t kept = 0);
    asio::awaitable<void> refuse(response refused);
    asio::awaitable<void> part(bool unread);

    void begin(doing what, std::chrono::milliseconds time);

    const std::shared_ptr<session_group> home_;
    tcp_socket socket_;
    beast::flat_buffer buffer_;
    std::string head_;  // kept for its memory
    asio::cancellation_signal stop_;
    websocket* talking_ = nullptr;                 // while it is a WebSocket
    asio::steady_timer* place_in_turn_ = nullptr;  // while it waits for its turn
    doing doing_ = doing::idle;
    steady::time_point deadline_ = steady::time_point::max();
    std::list<session*>::iterator place_;
    std::size_t held_ = 0;              // bytes in hand
    std::optional<response> answered_;  // by the doorkeeper
    bool left_ = false;
    bool cut_ = false;
};

}  // namespace docket::slack::http

#pragma once

#include "slack/http/server.hpp"
#include "tests/slack/waiting.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace docket::tests {

namespace asio = boost::asio;
namespace http = slack::http;

constexpr std::size_t mebibyte = 1024 * 1024;

/// A peer that says exactly what it is told.
class peer {
public:
    peer(asio::io_context& context, std::uint16_t port) : context_(context), socket_(context)
    {
        socket_.connect({asio::ip::make_address("127.0.0.1"), port});
    }

    void say(std::string text) { wait_for(context_, write(std::move(text))); }

    /// While the server does nothing: it finds all of it together with whatever else has come.
    void leave_word(const std::string& text) { asio::write(socket_, asio::buffer(text)); }

    /// Everything up to and with `end`.
    std::string hear(std::string end) { return wait_for(context_, read(std::move(end))); }

    /// Everything until the server closes the connection.
    std::string hear_all() { return wait_for(context_, read({})); }

    void hang_up() { socket_.close(); }

private:
    static constexpr auto errors = asio::as_tuple(asio::use_awaitable);  // as values

    asio::awaitable<void> write(std::string text)
    {
        co_await asio::async_write(socket_, asio::buffer(text), errors);  // a server may refuse before it has heard all
    }

    asio::awaitable<std::string> read(std::string end)
    {
        std::array<char, 65536> some{};
        while (end.empty() || heard_.find(end) == std::string::npos) {
            const auto [ec, size] = co_await socket_.async_read_some(asio::buffer(some), errors);
            if (ec)
                break;
            heard_.append(some.data(), size);
        }
        const auto found = end.empty() ? std::string::npos : heard_.find(end);
        const auto length = found == std::string::npos ? heard_.size() : found + end.size();
        auto text = heard_.substr(0, length);
        heard_.erase(0, length);
        co_return text;
    }

    asio::io_context& context_;
    asio::ip::tcp::socket socket_;
    std::string heard_;
};

/// A server that tells what it was asked, or does what its test makes of it.
class house {
public:
    explicit house(http::server_limits limits = {}, http::handler handle = {}, http::doorkeeper look = {})
        : server(context, "127.0.0.1", 0, handle ? handle : telling(), limits, events(), std::move(look))
    {
        server.start();
    }

    peer visitor() { return peer(context, server.port()); }

    /// One request; everything that came back until the connection closed.
    std::string exchange(std::string text)
    {
        auto visit = visitor();
        visit.say(std::move(text));
        return visit.hear_all();
    }

    void stop(std::chrono::milliseconds grace) { wait_for(context, server.stop(grace)); }

    asio::io_context context{1};
    std::vector<http::request> heard;
    std::vector<unsigned> refused;
    std::vector<std::string> failures;
    http::server server;

private:
    http::handler telling()
    {
        return [this](http::request asked) { return tell(std::move(asked)); };
    }

    asio::awaitable<http::response> tell(http::request asked)
    {
        heard.push_back(asked);
        co_return http::response(200, asked.method + " " + asked.target + " " + std::to_string(asked.body.size()));
    }

    http::server_events events()
    {
        return {
            [this](std::string what) { failures.push_back(std::move(what)); },
            [this](unsigned status) { refused.push_back(status); }
        };
    }
};

inline bool starts(const std::string& text, const std::string& with)
{
    return text.starts_with(with);
}

inline std::string post(std::size_t size, const std::string& more = "Connection: close\r\n")
{
    return "POST /slack/events HTTP/1.1\r\nHost: docket\r\n" + more + "Content-Length: " + std::to_string(size) +
           "\r\n\r\n" + std::string(size, 'x');
}

inline const std::string get = "GET /healthz?verbose=1 HTTP/1.1\r\nHost: docket\r\n\r\n";
inline const std::string last_get = "GET /last HTTP/1.1\r\nHost: docket\r\nConnection: close\r\n\r\n";

}  // namespace docket::tests

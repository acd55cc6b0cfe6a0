#pragma once

#include "desk.hpp"
#include "slack/http/client.hpp"
#include "slack/signature.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <functional>
#include <optional>

namespace emulator_tests {

/// An app that answers as told and remembers what it was asked.
class scripted_app {
public:
    explicit scripted_app(asio::io_context& context)
        : server_(context, "127.0.0.1", 0, [this](http::request one) { return handle(std::move(one)); })
    {
        server_.start();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/slack/events"; }

    /// What to answer to everything; 200 and nothing at first.
    std::function<http::response(const http::request&)> answer = [](const http::request&) {
        return http::response(200);
    };

    /// The payload of the last interaction, or the body of the last event.
    json last() const
    {
        REQUIRE_FALSE(asked.empty());
        const auto form = http::parse_form(asked.back().body);
        const auto payload = form ? http::find(*form, "payload") : std::nullopt;
        return json::parse(payload ? std::string(*payload) : asked.back().body);
    }

    std::vector<http::request> asked;
    asio::awaitable<void> stop() { return server_.stop(1s); }

private:
    asio::awaitable<http::response> handle(http::request request)
    {
        asked.push_back(request);
        co_return answer(request);
    }

    http::server server_;
};

inline http::response says(const std::string& body)
{
    return http::response(200, body, "application/json; charset=utf-8");
}

/// A workspace with an app in it, both over real HTTP, in time that moves when told to.
class stage {
public:
    explicit stage(options with = {}) : slack(io, time, installed(std::move(with))), app(io), web(io)
    {
        slack.set_app_url(app.url());
        slack.start();
        ann = slack.add_person("ann");
        ben = slack.add_person("ben");
        help = slack.add_channel("help", {ann, ben, slack.bot()});
    }

    ~stage()
    {
        auto down = [this]() -> asio::awaitable<void> {
            co_await slack.stop();
            co_await app.stop();
        };
        run(down());
    }

    /// Runs until all that follows from what was done is over.
    void settle()
    {
        for (int step = 0; step < 100'000 && !slack.idle(); ++step)
            io.run_one_for(100ms);
        REQUIRE(slack.idle());
    }

    /// Moves time on and settles.
    void pass(std::chrono::milliseconds step)
    {
        time.advance(step);
        settle();
    }

    template <class T>
    T run(asio::awaitable<T> work)
    {
        std::optional<T> result;
        auto task = [&]() -> asio::awaitable<void> { result = co_await std::move(work); };
        finish(task());
        return std::move(*result);
    }

    void run(asio::awaitable<void> work) { finish(std::move(work)); }

    /// A call to the Web API over the wire. Nothing when the connection closed without an answer.
    std::optional<http::response> post(const std::string& path, const json& arguments)
    {
        http::request request("POST", path);
        request.fields.set("Authorization", "Bearer " + options().token);
        request.fields.set("Content-Type", "application/json; charset=utf-8");
        request.body = arguments.dump();
        const auto where = http::parse_url(slack.world().base_url + path);
        auto got = run(web.send(*where, std::move(request), 5s));
        if (!got)
            return std::nullopt;
        return std::move(*got);
    }

    json call(const std::string& method, const json& arguments)
    {
        auto got = post("/api/" + method, arguments);
        REQUIRE(got);
        return json::parse(got->body);
    }

    manual_clock time{nine};
    asio::io_context io;
    docket::slack::emulator::emulator slack;
    scripted_app app;
    http::client web;
    std::string ann, ben, help;

private:
    static options installed(options with)
    {
        with.patience = 300ms;  // what nobody answers is given up sooner than by Slack
        return with;
    }

    void finish(asio::awaitable<void> task)
    {
        bool over = false;
        asio::co_spawn(io, std::move(task), [&](std::exception_ptr failure) {
            over = true;
            if (failure)
                std::rethrow_exception(failure);
        });
        for (int step = 0; step < 100'000 && !over; ++step)
            io.run_one_for(100ms);
        REQUIRE(over);
    }
};

}  // namespace emulator_tests

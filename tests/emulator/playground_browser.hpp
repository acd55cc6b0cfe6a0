#pragma once

#include "slack/http/websocket_client.hpp"
#include "stage.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace emulator_tests {

/// The playground's page, as one person.
class browser {
public:
    browser(stage& on, std::string as) : on_(on), as_(std::move(as)) {}

    http::response send(http::request asked)
    {
        const auto where = http::parse_url(on_.slack.page_url());
        auto got = on_.run(on_.web.send(*where, std::move(asked), 5s));
        REQUIRE(got);
        return std::move(*got);
    }

    http::response ask(const std::string& path) { return send(http::request("GET", path)); }

    http::response tell(const std::string& path, std::string body)
    {
        http::request asked("POST", path);
        asked.fields.set("Content-Type", "application/json");
        asked.body = std::move(body);
        return send(std::move(asked));
    }

    /// What is at /playground/`what`, seen by this person.
    json see(const std::string& what, const std::string& query = "")
    {
        const auto got = ask("/playground/" + what + "?as=" + as_ + query);
        INFO(got.body);
        REQUIRE(got.status == 200);
        return parsed(got.body);
    }

    json post(const std::string& what, const json& body)
    {
        const auto got = tell("/playground/" + what, body.dump());
        INFO(got.body);
        REQUIRE(got.status == 200);
        return parsed(got.body);
    }

    /// Does something that goes well.
    json act(const std::string& verb, json with = json::object())
    {
        with["as"] = as_;
        with["do"] = verb;
        return post("act", with);
    }

    /// The sentence with which something is refused.
    std::string refusal(const std::string& verb, json with = json::object())
    {
        with["as"] = as_;
        with["do"] = verb;
        const auto got = tell("/playground/act", with.dump());
        INFO(got.body);
        REQUIRE(got.status == 400);
        return error_of(parsed(got.body));
    }

    std::string say(const std::string& channel, const std::string& text, const std::string& thread_ts = "")
    {
        auto with = in(channel);
        with["text"] = text;
        with["thread_ts"] = thread_ts;
        return act("post", with)["ts"];
    }

    static json in(const std::string& channel, const std::string& ts = "")
    {
        json with = json::object();
        with["channel"] = channel;
        if (!ts.empty())
            with["ts"] = ts;
        return with;
    }

    /// The texts of a channel, as this person sees them.
    std::vector<std::string> texts(const std::string& channel)
    {
        std::vector<std::string> found;
        const auto seen = see("messages", "&channel=" + channel);
        for (const auto& each : seen["messages"])
            found.push_back(each["text"]);
        return found;
    }

    /// The channel's entry in the sidebar; null when it is not there.
    json channel(const std::string& id)
    {
        const auto seen = see("workspace");
        for (const auto& each : seen["channels"])
            if (each["id"] == id)
                return each;
        return nullptr;
    }

private:
    stage& on_;
    std::string as_;
};

/// Hears what a WebSocket of the playground says.
class listener {
public:
    listener(stage& on, const std::string& path) : on_(on), client_(on.io, limits())
    {
        auto url = on.slack.page_url();
        url.replace(0, 4, "ws");
        url.pop_back();
        auto opened = on.run(client_.connect(url + path, 5s));
        REQUIRE(opened);
        socket_ = std::move(*opened);
    }

    ~listener()
    {
        socket_->close();
        on_.run(socket_->ended());
    }
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    json next()
    {
        const auto said = on_.run(socket_->read());
        REQUIRE(said);
        return parsed(*said);
    }

    /// The next of that type; others before it are forgotten.
    json next(const std::string& type)
    {
        for (;;) {
            auto said = next();
            if (said["type"] == type)
                return said;
        }
    }

private:
    static http::websocket_limits limits()
    {
        http::websocket_limits patient;
        patient.silence = 3s;  // what is not said by then is not said at all
        patient.ping_every = 0ms;
        return patient;
    }

    stage& on_;
    http::websocket_client client_;
    std::shared_ptr<http::websocket> socket_;
};

}  // namespace emulator_tests

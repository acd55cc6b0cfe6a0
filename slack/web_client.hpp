#pragma once

#include "slack/failure.hpp"
#include "slack/inbound.hpp"

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket::slack {

namespace asio = boost::asio;
namespace http {
class client;
struct url;
}  // namespace http

/// The bot's own face in a workspace, from auth.test.
struct identity {
    std::string team;
    std::string team_name;
    std::string bot_user;             ///< U…
    std::string bot_id;               ///< B…
    std::string url;                  ///< "https://acme.slack.com/"
    std::vector<std::string> scopes;  ///< from the x-oauth-scopes header; empty when absent
};

/// Where a message landed.
struct posted {
    std::string channel;
    std::string ts;
};

/// Slack's Web API (docs.slack.dev/apis/web-api) for one token. Reads go as forms, writes as JSON where Slack takes it.
/// Every call has a deadline; nothing is retried here: the caller knows whether it may be.
class web_client {
public:
    /// @param base   "https://slack.com/api/"; @param token "xoxb-…", never logged
    /// @param patience  no call waits longer for its answer, whatever its budget; tests have less of it
    web_client(
        http::client& wire, std::string base, std::string token,
        std::chrono::milliseconds patience = std::chrono::seconds(10)
    );

    /// Told of each call that was made. @param method  "response_url" where one was called; @param outcome  "ok", or
    /// the failure's error; @param took  until it was known, with the wait for a free connection
    using observer =
        std::function<void(std::string_view method, std::string_view outcome, std::chrono::microseconds took)>;
    void observe(observer each) { observer_ = std::move(each); }

    /// Any method. Nested arguments are real JSON; for form methods they are sent as JSON text.
    /// @errors as `classify` says; `ok:false` never comes back as a value
    asio::awaitable<result<nlohmann::json>> call(
        std::string method, nlohmann::json arguments, std::chrono::milliseconds budget = std::chrono::seconds(10)
    );

    asio::awaitable<result<identity>> auth_test();
    /// The same for another bot token than the one in use.
    asio::awaitable<result<identity>> auth_test_of(std::string token);
    /// Calls are made with that bot token from now on; those under way end with the one before.
    void take_token(std::string token) { token_ = std::move(token); }
    /// `message` holds text, blocks, thread_ts, metadata … as chat.postMessage takes them.
    asio::awaitable<result<posted>> post_message(std::string channel, nlohmann::json message);
    /// The same `message`; what only a post knows of it, unfurling, is left out here and in `post_ephemeral`.
    asio::awaitable<result<posted>> update_message(std::string channel, std::string ts, nlohmann::json message);
    asio::awaitable<result<void>> delete_message(std::string channel, std::string ts);
    asio::awaitable<result<void>> post_ephemeral(std::string channel, std::string user, nlohmann::json message);
    /// The DM channel with a person.
    asio::awaitable<result<std::string>> open_direct_message(std::string user);
    /// One message by ts, in a channel or inside a thread, never a neighbour (gotchas: conversations.history on a
    /// reply's ts returns another message). Nothing when it is gone.
    asio::awaitable<result<std::optional<message>>> find_message(std::string channel, std::string ts);
    /// A thread with its root first, all pages, up to `most` messages.
    asio::awaitable<result<std::vector<message>>> thread(
        std::string channel, std::string root, std::size_t most, std::string oldest = {}, std::string latest = {}
    );
    /// Messages of a channel, not of threads, from `oldest` to `latest`, newest first, with metadata.
    asio::awaitable<result<std::vector<message>>> history(
        std::string channel, std::string oldest, std::size_t most, std::string latest = {}
    );
    asio::awaitable<result<std::string>> permalink(std::string channel, std::string ts);
    asio::awaitable<result<member>> user_info(std::string user);
    asio::awaitable<result<std::vector<std::string>>> group_members(std::string group);
    /// 2 s: the trigger lives 3 s and works once, so this is never repeated.
    asio::awaitable<result<view>> open_view(std::string trigger_id, nlohmann::json view);
    asio::awaitable<result<view>> update_view(std::string view_id, std::string hash, nlohmann::json view);
    /// A fresh URL for one Socket Mode connection (apps.connections.open), asked for with the app's own token, not the
    /// bot's. Single use, short-lived. Refuses, as permanent "foreign_socket_url", an answer that points elsewhere.
    asio::awaitable<result<std::string>> open_connection(std::string app_token);
    /// Posts to a response_url. Refuses, as permanent "foreign_response_url", any host but hooks.slack.com over https,
    /// or, when the base is not Slack's own, the base's host and port.
    asio::awaitable<result<void>> respond(std::string response_url, nlohmann::json message);

private:
    /// One request to `base` + `method`, understood by `classify`.
    asio::awaitable<result<nlohmann::json>> exchange(
        std::string method, std::string content_type, std::string body, std::chrono::milliseconds budget
    );
    /// The same with any token. @param scopes  where those that Slack says it has go; may be null
    asio::awaitable<result<nlohmann::json>> exchange_as(
        std::string token, std::string method, std::string content_type, std::string body,
        std::chrono::milliseconds budget, std::vector<std::string>* scopes
    );

    /// The messages of all pages, each once, up to `most`.
    asio::awaitable<result<std::vector<message>>> messages(
        std::string method, nlohmann::json arguments, std::string channel, std::size_t most
    );

    /// @param why  nothing where it succeeded
    void tell(std::string_view method, const failure* why, std::chrono::steady_clock::time_point began) const;

    http::client& wire_;
    std::string base_;
    std::string token_;
    std::chrono::milliseconds patience_;
    observer observer_;
};

/// Whether `respond` would call that URL, for a Web API at `base`.
bool response_url_allowed(std::string_view response_url, std::string_view base);

/// Whether a Socket Mode connection may be opened to that URL, for a Web API at `base`: wss at a host below Slack's
/// own, or, when the base is another, anywhere, but over TLS where the API is.
bool socket_url_allowed(std::string_view url, std::string_view base);

/// What an answer means: the error table of the Web API (docs.slack.dev/apis/web-api, error pages of each method).
/// @param status HTTP status; @param retry_after text of the header, if any; @param body as received
/// @param method for the few errors whose meaning depends on it: what may have been done is kind::uncertain, or
///               kind::retry where a repeat does no harm; what was done already (already_reacted) is a success
result<nlohmann::json> classify(
    const std::string& method, unsigned status, std::optional<std::string_view> retry_after, const std::string& body
);

/// Whether a repeat of `method` does no harm. Of chat.postMessage, chat.postEphemeral and views.open it does.
bool idempotent(std::string_view method);

}  // namespace docket::slack

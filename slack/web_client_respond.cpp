#include "slack/http/client.hpp"
#include "slack/inbound_fields.hpp"
#include "slack/web_client.hpp"

#include <algorithm>

// response_url: the one address that comes out of a request instead of the configuration.

namespace docket::slack {

namespace {

using nlohmann::json;
using kind = failure::kind;
using namespace std::chrono_literals;

struct home {
    std::string_view api;
    std::string_view hooks;
};
constexpr std::chrono::milliseconds one_message = 1s;  // a response_url takes one a second

constexpr home slacks_own[] = {{"slack.com", "hooks.slack.com"}, {"slack-gov.com", "hooks.slack-gov.com"}};

bool is_word(std::string_view text)
{
    constexpr std::size_t longest = 64;
    return !text.empty() && text.size() <= longest &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// The error as JSON, as the Web API says it, or as a word alone, as webhooks do: "expired_url", "invalid_blocks".
std::string error_of(const http::response& answer)
{
    const auto body = fields::parse(answer.body);
    auto error = body ? fields::text(*body, "error") : std::string{};
    if (error.empty() && is_word(answer.body))
        error = answer.body;
    return fields::either(std::move(error), "http_" + std::to_string(answer.status));
}

result<void> meaning_of(const result<http::response>& sent, kind unsure)
{
    if (!sent) {
        auto why = sent.error();
        if (why.what == kind::uncertain)
            why.what = unsure;
        return tl::unexpected(std::move(why));
    }
    const auto& answer = *sent;
    if (answer.status == 429)
        return tl::unexpected(
            failure(kind::wait, "ratelimited", fields::wait_of(answer.fields.find("retry-after"), one_message))
        );
    if (answer.status >= 500)
        return tl::unexpected(failure(unsure, error_of(answer)));
    const auto body = fields::parse(answer.body);
    const bool refused = body && body->is_object() && body->contains("ok") && !fields::flag(*body, "ok");
    if (answer.status / 100 != 2 || refused)
        return tl::unexpected(failure(kind::permanent, error_of(answer)));
    const bool done = answer.body.empty() || answer.body == "ok" || (body && fields::flag(*body, "ok"));
    if (!done)  // a page of something between us and Slack
        return tl::unexpected(failure(unsure, "not_an_answer"));
    return {};
}

}  // namespace

bool response_url_allowed(std::string_view response_url, std::string_view base)
{
    const auto asked = http::parse_url(response_url);
    const auto api = http::parse_url(base);
    if (!asked || !api)
        return false;
    const bool secure = asked->scheme == "https" && asked->port == "443";
    for (const auto& own : slacks_own)
        if (api->host == own.api)
            return secure && asked->host == own.hooks;
    const bool same = asked->scheme == api->scheme && asked->host == api->host && asked->port == api->port;
    return same || (secure && asked->host == slacks_own[0].hooks);
}

asio::awaitable<result<void>> web_client::respond(std::string response_url, json message)
{
    if (!response_url_allowed(response_url, base_))
        co_return tl::unexpected(failure(kind::permanent, "foreign_response_url"));
    const auto where = http::parse_url(response_url);
    // Replacing or deleting twice is the same as once; a new message twice is not.
    const bool harmless = fields::flag(message, "replace_original") || fields::flag(message, "delete_original");
    const kind unsure = harmless ? kind::retry : kind::uncertain;
    http::request what("POST", where->target);
    what.fields.set("Content-Type", "application/json; charset=utf-8");
    what.body = message.dump(-1, ' ', false, json::error_handler_t::replace);
    const auto began = std::chrono::steady_clock::now();
    auto sending = wire_.send(*where, std::move(what), std::min<std::chrono::milliseconds>(5s, patience_));
    const auto answer = co_await std::move(sending);
    auto came = meaning_of(answer, unsure);
    tell("response_url", came ? nullptr : &came.error(), began);
    co_return came;
}

}  // namespace docket::slack

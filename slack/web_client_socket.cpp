#include "slack/http/client.hpp"
#include "slack/inbound_fields.hpp"
#include "slack/web_client.hpp"

// Socket Mode's one method, which takes the app's own token (docs.slack.dev/reference/methods/apps.connections.open).

namespace docket::slack {

namespace {

using kind = failure::kind;
using namespace std::chrono_literals;

constexpr std::string_view slacks_own[] = {"slack.com", "slack-gov.com"};
constexpr auto form_type = "application/x-www-form-urlencoded; charset=utf-8";

}  // namespace

bool socket_url_allowed(std::string_view url, std::string_view base)
{
    const auto asked = http::parse_websocket_url(url);
    const auto api = http::parse_url(base);
    if (!asked || !api)
        return false;
    if (api->scheme == "https" && asked->scheme != "wss")
        return false;
    for (const auto& own : slacks_own)
        if (api->host == own)
            return asked->host.ends_with("." + std::string(own));
    return true;
}

asio::awaitable<result<std::string>> web_client::open_connection(std::string app_token)
{
    auto asking = exchange_as(std::move(app_token), "apps.connections.open", form_type, std::string(), 10s, nullptr);
    const auto answer = co_await std::move(asking);
    if (!answer)
        co_return tl::unexpected(answer.error());
    auto url = fields::text(*answer, "url");
    if (!socket_url_allowed(url, base_))
        co_return tl::unexpected(failure(kind::permanent, "foreign_socket_url"));
    co_return url;
}

}  // namespace docket::slack

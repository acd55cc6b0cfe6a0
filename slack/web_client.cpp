#include "slack/web_client.hpp"

#include "slack/http/client.hpp"
#include "slack/http/form.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

// One call: how it is written down, and what its answer means.

namespace docket::slack {

namespace {

using nlohmann::json;
using kind = failure::kind;

constexpr auto json_type = "application/json; charset=utf-8";
constexpr auto form_type = "application/x-www-form-urlencoded; charset=utf-8";

// Writes that take JSON. Everything else goes as a form: sent JSON, form-only methods see no arguments at all and
// answer with errors such as channel_not_found.
constexpr std::array json_methods = {
    "bookmarks.add",
    "chat.delete",
    "chat.deleteScheduledMessage",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.scheduleMessage",
    "chat.unfurl",
    "chat.update",
    "conversations.archive",
    "conversations.create",
    "conversations.invite",
    "conversations.join",
    "conversations.open",
    "files.completeUploadExternal",
    "functions.completeError",
    "functions.completeSuccess",
    "pins.add",
    "pins.remove",
    "reactions.add",
    "reactions.remove",
    "views.open",
    "views.publish",
    "views.push",
    "views.update",
};

std::string dump(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string form_of(const json& arguments)
{
    http::form_fields form;
    for (const auto& [name, value] : arguments.items())
        if (!value.is_null())
            form.emplace_back(name, value.is_string() ? value.get<std::string>() : dump(value));
    return http::build_form(form);
}

/// "chat:write,commands" → two scopes.
std::vector<std::string> scopes_of(std::string_view header)
{
    std::vector<std::string> scopes;
    while (!header.empty()) {
        const auto comma = std::min(header.find(','), header.size());
        std::string scope(header.substr(0, comma));
        std::erase(scope, ' ');
        if (!scope.empty())
            scopes.push_back(std::move(scope));
        header.remove_prefix(std::min(comma + 1, header.size()));
    }
    return scopes;
}

result<json> meaning_of(const std::string& method, const result<http::response>& answer)
{
    if (answer)
        return classify(method, answer->status, answer->fields.find("retry-after"), answer->body);
    auto why = answer.error();
    if (why.what == kind::uncertain && idempotent(method))
        why.what = kind::retry;
    return tl::unexpected(std::move(why));
}

}  // namespace

web_client::web_client(http::client& wire, std::string base, std::string token, std::chrono::milliseconds patience)
    : wire_(wire), base_(std::move(base)), token_(std::move(token)), patience_(patience)
{
    if (!base_.ends_with('/'))
        base_ += '/';
}

asio::awaitable<result<json>> web_client::exchange(
    std::string method, std::string content_type, std::string body, std::chrono::milliseconds budget
)
{
    return exchange_as(token_, std::move(method), std::move(content_type), std::move(body), budget, nullptr);
}

asio::awaitable<result<json>> web_client::exchange_as(
    std::string token, std::string method, std::string content_type, std::string body, std::chrono::milliseconds budget,
    std::vector<std::string>* scopes
)
{
    const auto where = http::parse_url(base_ + method);
    if (!where)
        co_return tl::unexpected(failure(kind::permanent, "bad_api_address"));
    http::request what("POST", where->target);
    what.fields.set("Authorization", "Bearer " + token);
    what.fields.set("Content-Type", std::move(content_type));
    what.body = std::move(body);
    const auto began = std::chrono::steady_clock::now();
    auto sending = wire_.send(*where, std::move(what), std::min(budget, patience_));
    const auto answer = co_await std::move(sending);
    auto came = meaning_of(method, answer);
    tell(method, came ? nullptr : &came.error(), began);
    const auto granted = answer ? answer->fields.find("x-oauth-scopes") : std::nullopt;
    if (granted && scopes != nullptr)
        *scopes = scopes_of(*granted);
    co_return came;
}

void web_client::tell(std::string_view method, const failure* why, std::chrono::steady_clock::time_point began) const
{
    if (!observer_)
        return;
    const auto took = std::chrono::steady_clock::now() - began;
    observer_(
        method, why == nullptr ? std::string_view("ok") : why->error,
        std::chrono::duration_cast<std::chrono::microseconds>(took)
    );
}

asio::awaitable<result<json>> web_client::call(std::string method, json arguments, std::chrono::milliseconds budget)
{
    if (arguments.is_null())
        arguments = json::object();
    const bool as_json = std::find(json_methods.begin(), json_methods.end(), method) != json_methods.end();
    std::string content_type = as_json ? json_type : form_type;
    std::string body = as_json ? dump(arguments) : form_of(arguments);
    return exchange(std::move(method), std::move(content_type), std::move(body), budget);
}

}  // namespace docket::slack

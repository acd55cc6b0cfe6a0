#include "slack/web_client.hpp"

#include "slack/http/client.hpp"
#include "slack/http/form.hpp"
#include "slack/inbound_fields.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace docket::slack {

namespace {

using fields::at;
using fields::list;
using fields::text;
using nlohmann::json;
using kind = failure::kind;
using namespace std::chrono_literals;

constexpr auto json_type = "application/json; charset=utf-8";
constexpr auto form_type = "application/x-www-form-urlencoded; charset=utf-8";

constexpr std::size_t page = 200;       // objects a page: Slack advises 100 to 200
constexpr std::size_t most_pages = 50;  // pages may come half empty, but not for ever

// Writes that take JSON. Everything else goes as a form: sent JSON, form-only methods see no arguments at all and
// answer with errors such as channel_not_found.
constexpr std::array json_methods = {
    "apps.connections.open",
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

posted posted_from(const json& answer)
{
    return posted{text(answer, "channel"), text(answer, "ts")};
}

bool gone(const failure& why)
{
    return why.error == "thread_not_found" || why.error == "message_not_found";
}

/// The message, unless it is another one or only the placeholder of a deleted one.
std::optional<message> exactly(const json& found, const std::string& channel, const std::string& ts)
{
    if (text(found, "ts") != ts || text(found, "subtype") == "tombstone")
        return std::nullopt;
    return message_from(found, channel);
}

}  // namespace

web_client::web_client(http::client& wire, std::string base, std::string token)
    : wire_(wire), base_(std::move(base)), token_(std::move(token))
{
    if (!base_.ends_with('/'))
        base_ += '/';
}

asio::awaitable<result<json>> web_client::exchange(
    std::string method, std::string content_type, std::string body, std::chrono::milliseconds budget
)
{
    const auto where = http::parse_url(base_ + method);
    if (!where)
        co_return tl::unexpected(failure(kind::permanent, "bad_api_address"));
    http::request what("POST", where->target);
    what.fields.set("Authorization", "Bearer " + token_);
    what.fields.set("Content-Type", std::move(content_type));
    what.body = std::move(body);
    auto sending = wire_.send(*where, std::move(what), budget);
    const auto answer = co_await std::move(sending);
    if (!answer) {
        auto why = answer.error();
        if (why.what == kind::uncertain && idempotent(method))
            why.what = kind::retry;
        co_return tl::unexpected(std::move(why));
    }
    if (const auto granted = answer->fields.find("x-oauth-scopes"))
        scopes_ = scopes_of(*granted);
    co_return classify(method, answer->status, answer->fields.find("retry-after"), answer->body);
}

asio::awaitable<result<json>> web_client::call(std::string method, json arguments, std::chrono::milliseconds budget)
{
    if (arguments.is_null())
        arguments = json::object();
    const bool as_json = std::find(json_methods.begin(), json_methods.end(), method) != json_methods.end();
    std::string content_type = as_json ? json_type : form_type;
    std::string body;
    if (as_json)
        body = dump(arguments);
    else
        body = form_of(arguments);
    auto exchanged = exchange(std::move(method), std::move(content_type), std::move(body), budget);
    co_return co_await std::move(exchanged);
}

asio::awaitable<result<identity>> web_client::auth_test()
{
    const auto answer = co_await call("auth.test", json::object());
    if (!answer)
        co_return tl::unexpected(answer.error());
    identity self;
    self.team = text(*answer, "team_id");
    self.team_name = text(*answer, "team");
    self.bot_user = text(*answer, "user_id");
    self.bot_id = text(*answer, "bot_id");
    self.url = text(*answer, "url");
    self.scopes = scopes_;
    co_return self;
}

asio::awaitable<result<posted>> web_client::post_message(std::string channel, json message)
{
    message["channel"] = std::move(channel);
    const auto answer = co_await call("chat.postMessage", std::move(message));
    co_return answer.map(posted_from);
}

asio::awaitable<result<posted>> web_client::update_message(std::string channel, std::string ts, json message)
{
    message["channel"] = std::move(channel);
    message["ts"] = std::move(ts);
    const auto answer = co_await call("chat.update", std::move(message));
    co_return answer.map(posted_from);
}

asio::awaitable<result<void>> web_client::delete_message(std::string channel, std::string ts)
{
    json arguments = {{"channel", std::move(channel)}, {"ts", std::move(ts)}};
    const auto answer = co_await call("chat.delete", std::move(arguments));
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return result<void>();
}

asio::awaitable<result<void>> web_client::post_ephemeral(std::string channel, std::string user, json message)
{
    message["channel"] = std::move(channel);
    message["user"] = std::move(user);
    const auto answer = co_await call("chat.postEphemeral", std::move(message));
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return result<void>();
}

asio::awaitable<result<std::string>> web_client::open_direct_message(std::string user)
{
    json arguments = {{"users", std::move(user)}};
    const auto answer = co_await call("conversations.open", std::move(arguments));
    co_return answer.map([](const json& opened) { return text(at(opened, "channel"), "id"); });
}

asio::awaitable<result<std::optional<message>>> web_client::find_message(std::string channel, std::string ts)
{
    json arguments = {
        {"channel", channel}, {"ts", ts}, {"limit", 1}, {"inclusive", true}, {"include_all_metadata", true}
    };
    const auto replies = co_await call("conversations.replies", std::move(arguments));
    if (!replies && !gone(replies.error()))
        co_return tl::unexpected(replies.error());
    if (replies)
        for (const auto& each : list(*replies, "messages"))
            if (text(each, "ts") == ts)
                co_return exactly(each, channel, ts);

    json item = {{"channel", channel}, {"timestamp", ts}, {"full", true}};
    const auto reacted = co_await call("reactions.get", std::move(item));
    if (reacted)
        co_return exactly(at(*reacted, "message"), channel, ts);
    if (gone(reacted.error()))
        co_return std::optional<message>();
    co_return tl::unexpected(reacted.error());
}

asio::awaitable<result<std::vector<message>>> web_client::messages(
    std::string method, json arguments, std::string channel, std::size_t most
)
{
    std::vector<message> found;
    std::set<std::string> seen;  // a thread's root comes again on every page
    arguments["channel"] = channel;
    arguments["limit"] = std::min(most, page);
    arguments["include_all_metadata"] = true;
    for (std::size_t pages = 0; pages < most_pages && found.size() < most; ++pages) {
        const auto answer = co_await call(method, arguments);
        if (!answer)
            co_return tl::unexpected(answer.error());
        for (const auto& each : list(*answer, "messages"))
            if (found.size() < most && seen.insert(text(each, "ts")).second)
                found.push_back(message_from(each, channel));
        auto next = text(at(*answer, "response_metadata"), "next_cursor");
        if (next.empty())
            break;
        arguments["cursor"] = std::move(next);
    }
    co_return found;
}

asio::awaitable<result<std::vector<message>>> web_client::thread(
    std::string channel, std::string root, std::size_t most, std::string oldest
)
{
    json arguments = {{"ts", std::move(root)}};
    if (!oldest.empty())
        arguments["oldest"] = std::move(oldest);
    auto all = messages("conversations.replies", std::move(arguments), std::move(channel), most);
    co_return co_await std::move(all);
}

asio::awaitable<result<std::vector<message>>> web_client::history(
    std::string channel, std::string oldest, std::size_t most
)
{
    json arguments = json::object();
    if (!oldest.empty())
        arguments["oldest"] = std::move(oldest);
    auto all = messages("conversations.history", std::move(arguments), std::move(channel), most);
    co_return co_await std::move(all);
}

asio::awaitable<result<std::string>> web_client::permalink(std::string channel, std::string ts)
{
    json arguments = {{"channel", std::move(channel)}, {"message_ts", std::move(ts)}};
    const auto answer = co_await call("chat.getPermalink", std::move(arguments));
    co_return answer.map([](const json& found) { return text(found, "permalink"); });
}

asio::awaitable<result<member>> web_client::user_info(std::string user)
{
    json arguments = {{"user", std::move(user)}};
    const auto answer = co_await call("users.info", std::move(arguments));
    co_return answer.map([](const json& found) { return member_from(at(found, "user")); });
}

asio::awaitable<result<std::vector<std::string>>> web_client::group_members(std::string group)
{
    json arguments = {{"usergroup", std::move(group)}};
    const auto answer = co_await call("usergroups.users.list", std::move(arguments));
    co_return answer.map([](const json& found) { return fields::texts(found, "users"); });
}

asio::awaitable<result<view>> web_client::open_view(std::string trigger_id, json view)
{
    json arguments = {{"trigger_id", std::move(trigger_id)}, {"view", std::move(view)}};
    const auto answer = co_await call("views.open", std::move(arguments), 2s);
    co_return answer.map([](const json& opened) { return view_from(at(opened, "view")); });
}

asio::awaitable<result<view>> web_client::update_view(std::string view_id, std::string hash, json view)
{
    json arguments = {{"view_id", std::move(view_id)}, {"view", std::move(view)}};
    if (!hash.empty())
        arguments["hash"] = std::move(hash);
    const auto answer = co_await call("views.update", std::move(arguments));
    co_return answer.map([](const json& updated) { return view_from(at(updated, "view")); });
}

}  // namespace docket::slack

#include "slack/inbound_fields.hpp"
#include "slack/web_client.hpp"

#include <algorithm>
#include <set>
#include <utility>

// The methods Docket uses, by name.

namespace docket::slack {

namespace {

using fields::at;
using fields::list;
using fields::text;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t page = 200;       // objects a page: Slack advises 100 to 200
constexpr std::size_t most_pages = 50;  // pages may come half empty, but not for ever

posted posted_from(const json& answer)
{
    return posted{text(answer, "channel"), text(answer, "ts")};
}

/// `ok` without what it was asked for: something between us and Slack speaks for it, or Slack is in trouble. Only
/// whoever looks knows whether a post had its effect.
failure not_an_answer(std::string_view method)
{
    return failure(idempotent(method) ? failure::kind::retry : failure::kind::uncertain, "not_an_answer");
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

/// Only chat.postMessage knows of previews.
void forget_unfurling(json& message)
{
    message.erase("unfurl_links");
    message.erase("unfurl_media");
}

}  // namespace

asio::awaitable<result<identity>> web_client::auth_test()
{
    return auth_test_of(token_);
}

asio::awaitable<result<identity>> web_client::auth_test_of(std::string token)
{
    identity self;
    std::string form = "application/x-www-form-urlencoded; charset=utf-8";
    auto asking = exchange_as(std::move(token), "auth.test", std::move(form), std::string(), 10s, &self.scopes);
    const auto answer = co_await std::move(asking);
    if (!answer)
        co_return tl::unexpected(answer.error());
    self.team = text(*answer, "team_id");
    self.team_name = text(*answer, "team");
    self.bot_user = text(*answer, "user_id");
    self.bot_id = text(*answer, "bot_id");
    self.url = text(*answer, "url");
    co_return self;
}

asio::awaitable<result<posted>> web_client::post_message(std::string channel, json message)
{
    message["channel"] = std::move(channel);
    const auto answer = co_await call("chat.postMessage", std::move(message));
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return posted_from(*answer);
}

asio::awaitable<result<posted>> web_client::update_message(std::string channel, std::string ts, json message)
{
    message["channel"] = std::move(channel);
    message["ts"] = ts;
    forget_unfurling(message);
    const auto answer = co_await call("chat.update", std::move(message));
    if (!answer)
        co_return tl::unexpected(answer.error());
    auto changed = posted_from(*answer);
    if (changed.ts != ts)
        co_return tl::unexpected(not_an_answer("chat.update"));
    co_return changed;
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
    forget_unfurling(message);
    const auto answer = co_await call("chat.postEphemeral", std::move(message));
    if (!answer)
        co_return tl::unexpected(answer.error());
    co_return result<void>();
}

asio::awaitable<result<std::string>> web_client::open_direct_message(std::string user)
{
    json arguments = {{"users", std::move(user)}};
    const auto answer = co_await call("conversations.open", std::move(arguments));
    if (!answer)
        co_return tl::unexpected(answer.error());
    const auto& id = at(at(*answer, "channel"), "id");
    if (!fields::is_text(id))  // a number is no channel of Slack's
        co_return tl::unexpected(not_an_answer("conversations.open"));
    co_return id.get<std::string>();
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
    std::string channel, std::string root, std::size_t most, std::string oldest, std::string latest
)
{
    json arguments = {{"ts", std::move(root)}};
    if (!oldest.empty())
        arguments["oldest"] = std::move(oldest);
    if (!latest.empty())
        arguments["latest"] = std::move(latest);
    return messages("conversations.replies", std::move(arguments), std::move(channel), most);
}

asio::awaitable<result<std::vector<message>>> web_client::history(
    std::string channel, std::string oldest, std::size_t most, std::string latest
)
{
    json arguments = json::object();
    if (!oldest.empty())
        arguments["oldest"] = std::move(oldest);
    if (!latest.empty())
        arguments["latest"] = std::move(latest);
    return messages("conversations.history", std::move(arguments), std::move(channel), most);
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
    if (!answer)
        co_return tl::unexpected(answer.error());
    auto known = member_from(at(*answer, "user"));
    if (known.id.empty())
        co_return tl::unexpected(not_an_answer("users.info"));
    co_return known;
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

#include "slack/inbound_fields.hpp"
#include "slack/web_client.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace docket::slack {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using kind = failure::kind;
using namespace std::chrono_literals;

// Where a repeat, or a second row of the same, would be seen by people (web-api: idempotency of posts).
constexpr std::array once_only = {
    "bookmarks.add",
    "chat.meMessage",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.scheduleMessage",
    "conversations.create",
    "conversations.invite",
    "files.completeUploadExternal",
    "functions.completeError",
    "functions.completeSuccess",
    "views.open",
    "views.push",
};

// The token is dead. token_expired too: Docket asks for no rotating tokens, so nobody would refresh it.
constexpr std::array dead_token = {
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "org_login_required",
};

// Slack says that it did nothing, and that it may next time.
constexpr std::array passing = {
    "service_unavailable", "request_timeout", "team_added_to_org", "external_channel_migrating", "fetch_members_failed",
};

// Slack says itself that part of the work may have been done.
constexpr std::array half_done = {"internal_error", "fatal_error"};

// What was asked for is so already.
using outcome = std::pair<std::string_view, std::string_view>;  // method, error
constexpr std::array already = {
    outcome{"chat.delete", "message_not_found"},
    outcome{"chat.deleteScheduledMessage", "invalid_scheduled_message_id"},
    outcome{"conversations.archive", "already_archived"},
    outcome{"conversations.invite", "already_in_channel"},
    outcome{"conversations.invite", "cant_invite_self"},
    outcome{"conversations.join", "already_in_channel"},
    outcome{"pins.add", "already_pinned"},
    outcome{"pins.remove", "no_pin"},
    outcome{"reactions.add", "already_reacted"},
    outcome{"reactions.remove", "no_reaction"},
};

// What an answer that says ok has in any case. Without it something between us and Slack speaks for it, or Slack is in
// trouble: nothing follows from it, least of all that there is nothing.
enum class shape { text, object, objects, texts };
struct promise {
    std::string_view method;
    std::string_view member;
    shape of;
};
constexpr std::array promised = {
    promise{"auth.test", "team_id", shape::text},
    promise{"bots.info", "bot", shape::object},
    promise{"chat.getPermalink", "permalink", shape::text},
    promise{"chat.postEphemeral", "message_ts", shape::text},
    promise{"chat.postMessage", "channel", shape::text},
    promise{"chat.postMessage", "ts", shape::text},  // a number lost its last digits
    promise{"chat.update", "ts", shape::text},
    promise{"conversations.history", "messages", shape::objects},
    promise{"conversations.info", "channel", shape::object},
    promise{"conversations.list", "channels", shape::objects},
    promise{"conversations.open", "channel", shape::object},
    promise{"conversations.replies", "messages", shape::objects},
    promise{"reactions.get", "message", shape::object},
    promise{"usergroups.users.list", "users", shape::texts},
    promise{"users.info", "user", shape::object},
    promise{"users.lookupByEmail", "user", shape::object},
    promise{"views.open", "view", shape::object},
    promise{"views.publish", "view", shape::object},
    promise{"views.push", "view", shape::object},
    promise{"views.update", "view", shape::object},
};

constexpr milliseconds default_wait = 30s;
constexpr milliseconds quota_wait = 10min;  // message_limit_exceeded: minutes to hours

template <class Table, class What>
bool in(const Table& table, const What& what)
{
    return std::find(table.begin(), table.end(), what) != table.end();
}

/// A failure that may have had its effect, unless repeating it is harmless.
failure maybe_done(const std::string& method, std::string error, std::string detail = {})
{
    return failure(idempotent(method) ? kind::retry : kind::uncertain, std::move(error), {}, std::move(detail));
}

/// The request itself is at fault. Every other refusal that is not in Slack's own form comes from something between
/// us and Slack (a proxy, a login page), which lets us pass another time.
bool unfit(unsigned status)
{
    constexpr std::array known = {400U, 413U, 414U, 431U};
    return in(known, status);
}

bool keeps(const promise& p, const json& answer)
{
    const auto& value = fields::at(answer, p.member);
    const auto is_object = [](const json& each) { return each.is_object(); };
    switch (p.of) {
        case shape::text:
            return fields::is_text(value);
        case shape::object:
            return value.is_object();
        case shape::objects:
            return value.is_array() && std::all_of(value.begin(), value.end(), is_object);
        case shape::texts:
            return value.is_array() && std::all_of(value.begin(), value.end(), fields::is_text);
    }
    return false;
}

/// Whether an answer that says ok brings what was asked for.
bool is_whole(const std::string& method, const json& answer)
{
    return std::all_of(promised.begin(), promised.end(), [&](const promise& p) {
        return p.method != method || keeps(p, answer);
    });
}

/// What an administrator or developer needs: the missing scope, or the pointers into refused blocks.
std::string detail_of(const json& body)
{
    std::string detail;
    if (const auto needed = fields::text(body, "needed"); !needed.empty())
        detail = "needs " + needed + ", has " + fields::text(body, "provided");
    for (const auto& message : fields::texts(fields::at(body, "response_metadata"), "messages"))
        detail += (detail.empty() ? "" : "; ") + message;
    return detail;
}

failure failure_of(
    const std::string& method, std::string error, std::optional<std::string_view> retry_after, std::string detail
)
{
    if (error == "ratelimited" || error == "rate_limited")
        return failure(kind::wait, "ratelimited", fields::wait_of(retry_after, default_wait), std::move(detail));
    if (error == "message_limit_exceeded")
        return failure(kind::wait, std::move(error), quota_wait, std::move(detail));
    if (in(dead_token, error))
        return failure(kind::stop, std::move(error), {}, std::move(detail));
    if (in(passing, error))
        return failure(kind::retry, std::move(error), {}, std::move(detail));
    if (in(half_done, error))
        return maybe_done(method, std::move(error), std::move(detail));
    return failure(kind::permanent, std::move(error), {}, std::move(detail));
}

}  // namespace

bool idempotent(std::string_view method)
{
    return !in(once_only, method);
}

result<json> classify(
    const std::string& method, unsigned status, std::optional<std::string_view> retry_after, const std::string& body
)
{
    if (status == 429)
        return tl::unexpected(failure(kind::wait, "ratelimited", fields::wait_of(retry_after, default_wait)));
    if (status >= 500)
        return tl::unexpected(maybe_done(method, "http_" + std::to_string(status)));
    auto answer = fields::parse(body).value_or(json());
    const auto& ok = fields::at(answer, "ok");
    const auto& error = fields::at(answer, "error");
    const bool readable = ok.is_boolean() && (ok.get<bool>() ? is_whole(method, answer) : fields::is_text(error));
    if (!readable && status / 100 == 2)  // cut off, or somebody else's: the call itself may have worked
        return tl::unexpected(maybe_done(method, "not_an_answer"));
    if (!readable)
        return tl::unexpected(failure(unfit(status) ? kind::permanent : kind::retry, "http_" + std::to_string(status)));
    if (ok.get<bool>())
        return answer;
    auto word = error.get<std::string>();
    if (in(already, outcome(method, word))) {
        answer["ok"] = true;
        return answer;
    }
    return tl::unexpected(failure_of(method, std::move(word), retry_after, detail_of(answer)));
}

}  // namespace docket::slack

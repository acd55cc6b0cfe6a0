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
    const bool readable = fields::at(answer, "ok").is_boolean();
    if (!readable && status / 100 == 2)  // cut off, or a proxy's page: the call itself may have worked
        return tl::unexpected(maybe_done(method, "not_an_answer"));
    if (!readable)
        return tl::unexpected(failure(unfit(status) ? kind::permanent : kind::retry, "http_" + std::to_string(status)));
    if (answer["ok"].get<bool>())
        return answer;
    auto error = fields::text(answer, "error");
    if (error.empty())
        error = "unknown_error";
    if (in(already, outcome(method, error))) {
        answer["ok"] = true;
        return answer;
    }
    return tl::unexpected(failure_of(method, std::move(error), retry_after, detail_of(answer)));
}

}  // namespace docket::slack

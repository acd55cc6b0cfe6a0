#include "slack/web_client.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>

using docket::slack::classify;
using docket::slack::failure;
using docket::slack::idempotent;
using kind = docket::slack::failure::kind;
using namespace std::chrono_literals;

namespace {

std::string refusal(const std::string& error)
{
    return nlohmann::json{{"ok", false}, {"error", error}}.dump();
}

failure failed(const std::string& method, unsigned status, const std::string& body)
{
    const auto answer = classify(method, status, std::nullopt, body);
    REQUIRE_FALSE(answer);
    return answer.error();
}

}  // namespace

TEST_CASE("an answer that says ok is the answer")
{
    const auto answer = classify("chat.postMessage", 200, std::nullopt, R"({"ok":true,"channel":"C1","ts":"1.2"})");
    REQUIRE(answer);
    CHECK(answer->at("ts") == "1.2");
}

TEST_CASE("each refusal of Slack's tells the caller what can be done")
{
    const auto [error, what] = GENERATE(table<std::string, kind>({
        {"ratelimited", kind::wait},
        {"rate_limited", kind::wait},
        {"message_limit_exceeded", kind::wait},
        {"service_unavailable", kind::retry},
        {"request_timeout", kind::retry},
        {"team_added_to_org", kind::retry},
        {"external_channel_migrating", kind::retry},
        {"fetch_members_failed", kind::retry},
        {"internal_error", kind::uncertain},
        {"fatal_error", kind::uncertain},
        {"invalid_auth", kind::stop},
        {"not_authed", kind::stop},
        {"account_inactive", kind::stop},
        {"token_revoked", kind::stop},
        {"token_expired", kind::stop},
        {"org_login_required", kind::stop},
        {"missing_scope", kind::permanent},
        {"not_allowed_token_type", kind::permanent},
        {"no_permission", kind::permanent},
        {"ekm_access_denied", kind::permanent},
        {"restricted_action_read_only_channel", kind::permanent},
        {"messages_tab_disabled", kind::permanent},
        {"channel_not_found", kind::permanent},
        {"not_in_channel", kind::permanent},
        {"is_archived", kind::permanent},
        {"user_disabled", kind::permanent},
        {"cannot_dm_bot", kind::permanent},
        {"thread_not_found", kind::permanent},
        {"message_not_found", kind::permanent},
        {"invalid_blocks", kind::permanent},
        {"msg_too_long", kind::permanent},
        {"an_error_of_tomorrow", kind::permanent},
    }));
    CAPTURE(error);
    CHECK(failed("chat.postMessage", 200, refusal(error)).what == what);
}

TEST_CASE("what may have been done is uncertain for posts and simply repeated for the rest")
{
    const auto [status, body] = GENERATE(table<unsigned, std::string>({
        {500, "oops"},
        {502, "<html>"},
        {503, R"({"ok":false,"error":"service_unavailable"})"},
        {200, R"({"ok":false,"error":"internal_error"})"},
        {200, R"({"ok":false,"error":"fatal_error"})"},
        {200, R"({"ok":tr)"},
        {200, ""},
        {200, "[]"},
        {200, R"({"ok":"yes"})"},
        {200, R"({"ok":true})"},
        {200, R"({"ok":true,"ts":17.0001,"channel":7,"message_ts":9,"messages":{},"view":[]})"},
        {200, R"({"ok":true,"ts":"","channel":"","message_ts":"","messages":[null,"x"],"view":"V1"})"},
        {200, R"({"ok":false})"},
        {200, R"({"ok":false,"error":""})"},
        {200, R"({"ok":false,"error":{"code":"is_archived"}})"},
    }));
    CAPTURE(status, body);
    CHECK(failed("chat.postMessage", status, body).what == kind::uncertain);
    CHECK(failed("chat.postEphemeral", status, body).what == kind::uncertain);
    CHECK(failed("views.open", status, body).what == kind::uncertain);
    CHECK(failed("chat.update", status, body).what == kind::retry);
    CHECK(failed("conversations.replies", status, body).what == kind::retry);
}

TEST_CASE("a 429 waits as long as Retry-After says")
{
    const auto [header, wait] = GENERATE(table<std::optional<std::string>, std::chrono::milliseconds>({
        {std::nullopt, 30s},
        {"7", 7s},
        {"0", 1s},
        {"soon", 30s},
        {"", 30s},
        {"-5", 30s},
        {"12x", 30s},
        {"2.5", 30s},
        {"1e9", 30s},
        {"99999999999999", 1h},
        {"86400", 1h},
    }));
    CAPTURE(header.value_or("absent"));
    std::optional<std::string_view> text;
    if (header)
        text = *header;
    const auto answer = classify("chat.postMessage", 429, text, R"({"ok":false,"error":"ratelimited"})");
    REQUIRE_FALSE(answer);
    CHECK(answer.error().what == kind::wait);
    CHECK(answer.error().error == "ratelimited");
    CHECK(answer.error().after == wait);
}

TEST_CASE("what is so already counts as done")
{
    const auto [method, error] = GENERATE(table<std::string, std::string>({
        {"reactions.add", "already_reacted"},
        {"reactions.remove", "no_reaction"},
        {"conversations.join", "already_in_channel"},
        {"conversations.invite", "cant_invite_self"},
        {"pins.add", "already_pinned"},
        {"chat.delete", "message_not_found"},
    }));
    CAPTURE(method, error);
    const auto answer = classify(method, 200, std::nullopt, refusal(error));
    REQUIRE(answer);
    CHECK(answer->at("ok") == true);
    CHECK_FALSE(classify("chat.update", 200, std::nullopt, refusal(error)));
}

TEST_CASE("a failure names the scope or the block that Slack complains about")
{
    const auto scope = failed(
        "conversations.info", 200,
        R"({"ok":false,"error":"missing_scope","needed":"groups:read","provided":"chat:write"})"
    );
    CHECK(scope.error == "missing_scope");
    CHECK(scope.detail == "needs groups:read, has chat:write");
    const auto blocks = failed(
        "chat.postMessage", 200,
        R"({"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] /blocks/0/text","and more",7]}})"
    );
    CHECK(blocks.detail == "[ERROR] /blocks/0/text; and more");
}

TEST_CASE("an answer with an error status is read like any other")
{
    CHECK(failed("chat.postMessage", 403, refusal("invalid_auth")).what == kind::stop);
    CHECK(failed("chat.postMessage", 413, "too much").what == kind::permanent);
    CHECK(failed("chat.postMessage", 404, "not here").error == "http_404");
    CHECK(failed("chat.postMessage", 302, "").error == "http_302");
    CHECK(failed("chat.postMessage", 403, R"({"ok":false})").what == kind::retry);
}

TEST_CASE("an answer without what was asked for says nothing: not that there is nothing, and not that it was done")
{
    const auto [method, body] = GENERATE(table<std::string, std::string>({
        {"conversations.history", R"({"ok":true,"messages":null})"},
        {"conversations.list", R"({"ok":true,"channels":[7]})"},
        {"conversations.info", R"({"ok":true,"channel":"C1"})"},
        {"reactions.get", R"({"ok":true,"type":"message"})"},
        {"usergroups.users.list", R"({"ok":true,"users":[{"id":"U1"}]})"},
        {"users.info", R"({"ok":true,"user":[]})"},
        {"users.lookupByEmail", R"({"ok":true})"},
        {"views.update", R"({"ok":true,"view":null})"},
    }));
    CAPTURE(method, body);
    CHECK(failed(method, 200, body).what == kind::retry);
    CHECK(failed(method, 200, body).error == "not_an_answer");
}

TEST_CASE("a proxy's refusal is passing: what was to be sent is sent later")
{
    const auto status = GENERATE(302U, 401U, 403U, 404U, 407U, 408U, 451U);
    CAPTURE(status);
    CHECK(failed("chat.postMessage", status, "<html>Please log in</html>").what == kind::retry);
}

TEST_CASE("an answer nested beyond reason is no answer")
{
    CHECK(failed("chat.update", 200, R"({"ok":true,"a":)" + std::string(100'000, '[')).error == "not_an_answer");
}

TEST_CASE("posts and opened views must not be repeated blindly")
{
    for (const char* once : {"chat.postMessage", "chat.postEphemeral", "views.open", "files.completeUploadExternal"})
        CHECK_FALSE(idempotent(once));
    for (const char* again :
         {"chat.update", "chat.delete", "views.publish", "views.update", "reactions.add", "conversations.open",
          "conversations.replies", "users.info"})
        CHECK(idempotent(again));
}

#include "slack/emulator/api.hpp"

#include "slack/emulator/api_call.hpp"
#include "slack/emulator/multipart.hpp"
#include "slack/emulator/text.hpp"
#include "slack/http/form.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <cctype>
#include <map>

namespace docket::slack::emulator {

namespace {

const std::map<std::string, method_entry>& methods()
{
    static const auto table = [] {
        std::map<std::string, method_entry> all;
        for (const auto& family :
             {chat_methods(), conversation_methods(), people_methods(), reaction_methods(), view_methods(),
              file_methods()})
            for (const auto& entry : family)
                all.emplace(entry.name, entry);
        return all;
    }();
    return table;
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

bool is_type(const std::string& content_type, std::string_view wanted)
{
    return lower(content_type).substr(0, wanted.size()) == wanted;
}

/// Puts the fields of a form into `values`.
bool read_fields(const std::string& text, json& values)
{
    const auto fields = http::parse_form(text);
    if (!fields)
        return false;
    for (const auto& [name, value] : *fields) {
        if (!is_utf8(name) || !is_utf8(value))
            return false;
        values[name] = value;
    }
    return true;
}

/// The same of a multipart body.
bool read_parts(const api_request& asked, json& values)
{
    const auto parts = read_multipart(asked.content_type, asked.body);
    if (!parts)
        return false;
    for (const auto& part : *parts) {
        if (!is_utf8(part.name) || !is_utf8(part.content))
            return false;
        values[part.name] = part.content;
    }
    return true;
}

/// The arguments as the method sees them. JSON sent to a form-only method is not seen.
or_refusal<json> read_arguments(const api_request& asked, bool takes_json)
{
    json values = json::object();
    if (!read_fields(asked.query, values))
        return tl::unexpected(refused("invalid_form_data"));
    values.erase("token");  // never in the address
    if (asked.body.empty())
        return values;
    if (asked.content_type.empty())
        return tl::unexpected(refused("missing_post_type"));
    if (is_type(asked.content_type, "application/x-www-form-urlencoded")) {
        if (!read_fields(asked.body, values))
            return tl::unexpected(refused("invalid_form_data"));
        return values;
    }
    if (is_type(asked.content_type, "multipart/form-data")) {
        if (!read_parts(asked, values))
            return tl::unexpected(refused("invalid_form_data"));
        return values;
    }
    if (!is_type(asked.content_type, "application/json"))
        return tl::unexpected(refused("invalid_post_type"));
    if (!takes_json)
        return values;
    auto body = json::parse(asked.body, nullptr, false);
    if (body.is_discarded())
        return tl::unexpected(refused("invalid_json"));
    if (!body.is_object())
        return tl::unexpected(refused("json_not_object"));
    body.erase("token");  // a token inside a JSON body does not count
    values.update(body);
    return values;
}

std::string bearer(const api_request& asked, const json& values)
{
    constexpr std::string_view scheme = "bearer ";
    if (lower(asked.authorization).substr(0, scheme.size()) == scheme)
        return asked.authorization.substr(scheme.size());
    const auto token = values.find("token");
    return token != values.end() && token->is_string() ? token->get<std::string>() : "";
}

std::optional<json> untrusted(const workspace& where, const std::string& token)
{
    if (token.empty())
        return refused("not_authed");
    if (where.app.revoked.contains(token))
        return refused("token_revoked");
    if (token != where.app.token)
        return refused("invalid_auth");
    if (!where.app.installed)
        return refused("account_inactive");
    return std::nullopt;
}

std::optional<json> lacks_every_scope(const workspace& where, const method_entry& entry)
{
    const auto granted = [&](const auto& scope) { return where.app.scopes.count(scope) != 0; };
    if (entry.scopes.empty() || std::any_of(entry.scopes.begin(), entry.scopes.end(), granted))
        return std::nullopt;
    auto answer = refused("missing_scope");
    answer["needed"] = fmt::format("{}", fmt::join(entry.scopes, ","));
    answer["provided"] = fmt::format("{}", fmt::join(where.app.scopes, ","));
    return answer;
}

void warn_of_charset(const api_request& asked, json& answer)
{
    const bool bare = is_type(asked.content_type, "application/json") &&
                      lower(asked.content_type).find("charset") == std::string::npos;
    if (!bare)
        return;
    answer["warning"] = "missing_charset";
    answer["response_metadata"]["warnings"].push_back("missing_charset");
}

void carry_out(
    workspace& where, rate_limiter& limits, const api_request& asked, const method_entry& entry, instant now,
    api_answer& answer
)
{
    auto values = read_arguments(asked, entry.takes_json);
    if (!values) {
        answer.body = std::move(values.error());
        return;
    }
    const auto token = bearer(asked, *values);
    values->erase("token");
    answer.arguments = *values;
    if (auto refusal = untrusted(where, token)) {
        answer.body = std::move(*refusal);
        return;
    }
    answer.headers.emplace_back("X-OAuth-Scopes", fmt::format("{}", fmt::join(where.app.scopes, ",")));
    if (!entry.scopes.empty())
        answer.headers.emplace_back("X-Accepted-OAuth-Scopes", fmt::format("{}", fmt::join(entry.scopes, ",")));
    api_call call{where, arguments(std::move(*values)), now};
    const auto channel = asked.method == "chat.postMessage" ? call.args.text("channel") : "";
    if (const auto wait = limits.admit(asked.method, channel, now)) {
        answer.status = 429;
        answer.headers.emplace_back("Retry-After", std::to_string(wait->count()));
        answer.body = refused("ratelimited");
        return;
    }
    if (auto refusal = lacks_every_scope(where, entry)) {
        answer.body = std::move(*refusal);
        return;
    }
    answer.body = entry.run(call);
    warn_of_charset(asked, answer.body);
}

}  // namespace

api_answer answer_call(workspace& where, rate_limiter& limits, const api_request& asked, instant now)
{
    api_answer answer;
    const auto known = methods().find(asked.method);
    if (known == methods().end()) {
        answer.body = refused("unknown_method");
        answer.body["req_method"] = asked.method;
    } else {
        carry_out(where, limits, asked, known->second, now, answer);
    }
    answer.headers.emplace_back("X-Slack-Req-Id", where.new_id("R"));
    return answer;
}

}  // namespace docket::slack::emulator

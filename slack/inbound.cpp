#include "slack/inbound.hpp"

#include "slack/http/form.hpp"
#include "slack/inbound_parts.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

namespace docket::slack {

namespace {

using nlohmann::json;

// Slack's deepest documents (rich text in views) stay under 20. A document is taken apart recursively when it is
// destroyed, so depth is bounded before anything is built.
constexpr int deepest = 200;

bool too_deep(std::string_view text)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest)
                return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

tl::expected<json, malformed> object_from(std::string_view text)
{
    if (too_deep(text))
        return tl::unexpected(malformed{"nested too deeply"});
    auto parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded())
        return tl::unexpected(malformed{"not JSON"});
    if (!parsed.is_object())
        return tl::unexpected(malformed{"not a JSON object"});
    return parsed;
}

/// "application/json; charset=utf-8" → "application/json".
std::string media_type(std::string_view content_type)
{
    std::string type(content_type.substr(0, content_type.find(';')));
    std::erase_if(type, [](unsigned char c) { return std::isspace(c) != 0; });
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
    return type;
}

tl::expected<inbound, malformed> decode_form(std::string_view body)
{
    const auto form = http::parse_form(body);
    if (!form)
        return tl::unexpected(malformed{"not a form"});
    const auto payload = std::find_if(form->begin(), form->end(), [](const auto& f) { return f.first == "payload"; });
    if (payload == form->end())
        return parts::command(*form);
    return object_from(payload->second).map(parts::interaction);
}

}  // namespace

bool message::by_person() const
{
    const bool spoken =
        subtype.empty() || subtype == "file_share" || subtype == "thread_broadcast" || subtype == "me_message";
    return spoken && !hidden && bot_id.empty() && app_id.empty() && !user.empty() && user != "USLACKBOT";
}

tl::expected<inbound, malformed> decode(std::string_view content_type, std::string_view body)
{
    const auto type = media_type(content_type);
    if (type == "application/json")
        return object_from(body).map(parts::events_body);
    if (type == "application/x-www-form-urlencoded")
        return decode_form(body);
    return tl::unexpected(malformed{"neither JSON nor a form"});
}

}  // namespace docket::slack

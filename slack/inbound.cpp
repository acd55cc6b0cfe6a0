#include "slack/inbound.hpp"

#include "slack/http/form.hpp"
#include "slack/inbound_document.hpp"
#include "slack/inbound_parts.hpp"
#include "slack/utf8.hpp"

#include <algorithm>
#include <cctype>

namespace docket::slack {

namespace {

tl::expected<inbound, malformed> decode_json(std::string_view text, inbound (*read)(const fields::element&))
{
    const auto parsed = fields::document::parse(text);
    if (!parsed)
        return tl::unexpected(malformed{"not JSON, or nested too deeply"});
    if (!fields::is_object(parsed->root()))
        return tl::unexpected(malformed{"not a JSON object"});
    return read(parsed->root());
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
    const auto readable = [](const auto& field) { return utf8::valid(field.first) && utf8::valid(field.second); };
    if (!form || !std::all_of(form->begin(), form->end(), readable))
        return tl::unexpected(malformed{"not a form in UTF-8"});
    if (const auto payload = http::find(*form, "payload"))
        return decode_json(*payload, parts::interaction);
    return parts::command(*form);
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
        return decode_json(body, parts::events_body);
    if (type == "application/x-www-form-urlencoded")
        return decode_form(body);
    return tl::unexpected(malformed{"neither JSON nor a form"});
}

}  // namespace docket::slack

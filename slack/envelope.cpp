#include "slack/envelope.hpp"

#include "slack/inbound_fields.hpp"
#include "slack/inbound_parts.hpp"

namespace docket::slack {

namespace {

using fields::at;
using fields::text;
using nlohmann::json;

/// The fields of a slash command come as an object here: the form again.
http::form_fields form_from(const fields::element& from)
{
    const auto payload = fields::tree(from);
    http::form_fields form;
    if (payload.is_object())
        for (const auto& [name, value] : payload.items())
            form.emplace_back(name, value.is_boolean() ? (value.get<bool>() ? "1" : "0") : text(payload, name));
    return form;
}

inbound inbound_from(const std::string& type, const fields::element& payload)
{
    if (type == "events_api")
        return parts::events_body(payload);
    if (type == "interactive")
        return parts::interaction(payload);
    if (type == "slash_commands")
        return parts::command(form_from(payload));
    return unused_request{type};
}

// It goes into logs and metrics.
constexpr std::size_t longest_reason = 64;

socket_frame frame_from(const fields::element& said)
{
    const auto type = text(said, "type");
    if (type == "hello") {
        const auto lifetime = fields::number(at(said, "debug_info"), "approximate_connection_time");
        return hello{
            text(at(said, "connection_info"), "app_id"), fields::number(said, "num_connections"),
            std::chrono::seconds(lifetime)
        };
    }
    if (type == "disconnect")
        return disconnect{text(said, "reason").substr(0, longest_reason)};
    envelope e;
    e.id = text(said, "envelope_id");
    if (e.id.empty())
        return unused_frame{type};
    e.type = type;
    e.accepts_response_payload = fields::flag(said, "accepts_response_payload");
    e.retry_attempt = fields::number(said, "retry_attempt");
    e.retry_reason = text(said, "retry_reason");
    e.what = inbound_from(type, at(said, "payload"));
    return e;
}

}  // namespace

tl::expected<socket_frame, malformed> decode_frame(std::string_view text)
{
    const auto said = fields::document::parse(text);
    if (!said)
        return tl::unexpected(malformed{"not JSON, or nested too deeply"});
    if (!fields::is_object(said->root()))
        return tl::unexpected(malformed{"not a JSON object"});
    return frame_from(said->root());
}

std::string acknowledgement(const std::string& envelope_id, const json& payload)
{
    json said{{"envelope_id", envelope_id}};
    if (!payload.is_null())
        said["payload"] = payload;
    return said.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace docket::slack

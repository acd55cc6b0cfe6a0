#include "slack/emulator/playground/wire.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/text.hpp"
#include "slack/http/form.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace docket::slack::emulator {

using nlohmann::json;

namespace {

constexpr std::size_t signed_shown = 100;  // characters of the body

bool is_of_token(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/// "xoxb-", "xoxp-", "xapp-": an app's tokens.
bool begins_token(std::string_view text)
{
    return text.size() > 5 && text[4] == '-' && (text.starts_with("xox") || text.starts_with("xapp"));
}

http::headers shown_fields(const http::headers& fields)
{
    http::headers shown;
    for (const auto& [name, value] : fields.all())
        shown.add(name, without_tokens(value));
    return shown;
}

void shorten(std::string& body)
{
    body = without_tokens(body);
    if (body.size() <= wire_log::largest_body)
        return;
    const auto more = body.size() - wire_log::largest_body;
    body.resize(wire_log::largest_body);
    body += fmt::format("… ({} bytes more)", more);
}

std::size_t bytes_of(const exchange& one)
{
    return one.request.body.size() + (one.response ? one.response->body.size() : 0);
}

/// The fields of a form; what is JSON in them as such. An interaction is what its `payload` holds.
json form_json(const std::string& body)
{
    const auto form = http::parse_form(body);
    if (!form)
        return nullptr;
    json fields = json::object();
    for (const auto& [name, value] : *form) {
        const bool maybe_json = !value.empty() && (value.front() == '{' || value.front() == '[');
        auto parsed = maybe_json ? json::parse(value, nullptr, false) : json(json::value_t::discarded);
        fields[name] = parsed.is_discarded() ? json(value) : std::move(parsed);
    }
    if (fields.size() == 1 && fields.contains("payload"))
        return fields.at("payload");
    return fields;
}

/// The body as values, where it is made of such.
json body_json(const http::headers& fields, const std::string& body)
{
    if (body.empty())
        return nullptr;
    const auto type = fields.find("Content-Type").value_or("");
    if (type.starts_with("application/x-www-form-urlencoded"))
        return form_json(body);
    auto parsed = json::parse(body, nullptr, false);
    return parsed.is_structured() ? parsed : json(nullptr);
}

json headers_json(const http::headers& fields)
{
    auto list = json::array();
    for (const auto& [name, value] : fields.all()) {
        auto one = json::array();
        one.push_back(name);
        one.push_back(value);
        list.push_back(std::move(one));
    }
    return list;
}

json request_json(const http::request& request)
{
    json shown = json::object();
    shown["method"] = request.method;
    shown["url"] = request.target;
    shown["headers"] = headers_json(request.fields);
    shown["body"] = request.body;
    shown["json"] = body_json(request.fields, request.body);
    return shown;
}

json response_json(const http::response& response)
{
    json shown = json::object();
    shown["status"] = response.status;
    shown["headers"] = headers_json(response.fields);
    shown["body"] = response.body;
    shown["json"] = body_json(response.fields, response.body);
    return shown;
}

const char* name_of(wire_signature::verdict what)
{
    switch (what) {
        case wire_signature::verdict::accepted:
            return "accepted";
        case wire_signature::verdict::refused:
            return "refused";
        case wire_signature::verdict::none:
            return "none";
    }
    return "none";
}

json signature_json(const wire_signature& signature)
{
    json shown = json::object();
    shown["timestamp"] = signature.timestamp;
    shown["signed"] = signature.signed_text;
    shown["value"] = signature.value;
    shown["verdict"] = name_of(signature.what);
    return shown;
}

}  // namespace

void wire_log::add(exchange one)
{
    if (!on_)
        return;
    one.id = ++last_id_;
    one.request.fields = shown_fields(one.request.fields);
    one.request.target = without_tokens(one.request.target);
    shorten(one.request.body);
    if (one.response)
        shorten(one.response->body);
    bytes_ += bytes_of(one);
    exchanges_.push_back(std::move(one));
    while (exchanges_.size() > kept || (bytes_ > largest_whole && exchanges_.size() > 1)) {
        bytes_ -= bytes_of(exchanges_.front());
        exchanges_.pop_front();
    }
    if (added)
        added(exchanges_.back());
}

std::vector<const exchange*> wire_log::after(std::uint64_t id, std::size_t most) const
{
    std::vector<const exchange*> found;
    auto at = std::partition_point(exchanges_.begin(), exchanges_.end(), [&](const auto& one) { return one.id <= id; });
    for (; at != exchanges_.end() && found.size() < most; ++at)
        found.push_back(&*at);
    return found;
}

exchange from_app(const http::request& asked, instant at)
{
    exchange one;
    one.at = at;
    one.request = asked;
    const std::string path(asked.path());
    const auto last = path.substr(path.rfind('/') + 1);
    if (path.starts_with("/api/")) {
        one.kind = "api";
        one.what = last;
    } else if (path.starts_with("/response/")) {
        one.kind = one.what = "response_url";
    } else if (path.starts_with("/upload/")) {
        one.kind = "upload";
        one.what = last;
    } else {
        one.kind = "download";
        one.what = last;
    }
    return one;
}

exchange answered(exchange one, const http::response& answer, std::chrono::microseconds took)
{
    one.took = took;
    if (answer.status == 0) {
        one.failure = "connection lost before anything was done";
        return one;
    }
    one.lost = answer.drop;
    if (one.lost)
        one.failure = "connection lost after it was done: the answer never arrived";
    if (one.kind == "api")
        one.error = text_at(json::parse(answer.body, nullptr, false), "error");
    else if (answer.status >= 400)
        one.error = answer.body.substr(0, 200);
    one.response.emplace(answer);
    return one;
}

std::string signature_base(std::string_view timestamp, std::string_view body)
{
    const auto shown = clipped(body.substr(0, 4 * signed_shown), signed_shown);
    return fmt::format("v0:{}:{}{}", timestamp, shown, shown.size() < body.size() ? "…" : "");
}

std::string without_tokens(std::string_view text)
{
    std::string shown;
    while (!text.empty()) {
        const auto head = std::min(text.find('x'), text.size());
        shown += text.substr(0, head);
        text.remove_prefix(head);
        const bool token = begins_token(text);
        const auto kept = std::min<std::size_t>(token ? 5 : 1, text.size());
        shown += text.substr(0, kept);
        text.remove_prefix(kept);
        if (!token)
            continue;
        shown += "…";
        const auto end = std::find_if_not(text.begin(), text.end(), is_of_token);
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    }
    return shown;
}

json exchange_json(const exchange& one)
{
    json shown = json::object();
    shown["id"] = one.id;
    shown["direction"] = one.way == wire_way::to_app ? "to_app" : "from_app";
    shown["via"] = one.via;
    shown["kind"] = one.kind;
    shown["what"] = one.what;
    shown["attempt"] = one.attempt;
    shown["lost"] = one.lost;
    shown["error"] = one.error;
    shown["at"] = one.at.time_since_epoch().count();
    shown["took"] = one.took.count();
    shown["request"] = request_json(one.request);
    shown["response"] = one.response ? response_json(*one.response) : json(nullptr);
    shown["failure"] = one.failure;
    shown["signature"] = one.signature ? signature_json(*one.signature) : json(nullptr);
    return shown;
}

}  // namespace docket::slack::emulator

#include "slack/http/client.hpp"

#include <algorithm>
#include <charconv>

namespace docket::slack::http {

namespace {

bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool every(std::string_view text, bool (*fits)(char))
{
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

std::string lowered(std::string_view text)
{
    std::string low(text);
    for (char& c : low)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return low;
}

/// Cuts `text` after the first of `ends`, exclusively, and returns the front.
std::string_view cut(std::string_view& text, std::string_view ends)
{
    const auto front = text.substr(0, text.find_first_of(ends));
    text.remove_prefix(front.size());
    return front;
}

/// The host at the front of an authority, without brackets; empty when it is none.
std::string_view cut_host(std::string_view& authority)
{
    if (authority.empty() || authority.front() != '[') {
        const auto host = cut(authority, ":");
        const auto fits = [](char c) { return letter_or_digit(c) || c == '.' || c == '-' || c == '_'; };
        return every(host, fits) ? host : std::string_view();
    }
    authority.remove_prefix(1);
    const auto host = cut(authority, "]");
    if (authority.empty())
        return {};
    authority.remove_prefix(1);
    const auto fits = [](char c) { return letter_or_digit(c) || c == ':' || c == '.'; };
    return every(host, fits) ? host : std::string_view();
}

bool is_port(std::string_view text)
{
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number >= 1 && number <= 65535;
}

}  // namespace

std::optional<url> parse_url(std::string_view text)
{
    if (!every(text, [](char c) { return c > ' ' && c < 0x7F; }))
        return std::nullopt;
    url parts;
    parts.scheme = lowered(cut(text, ":"));
    if (parts.scheme != "http" && parts.scheme != "https")
        return std::nullopt;
    if (text.substr(0, 3) != "://")
        return std::nullopt;
    text.remove_prefix(3);

    auto authority = cut(text, "/?#");
    parts.host = lowered(cut_host(authority));
    if (parts.host.empty())
        return std::nullopt;
    parts.port = parts.scheme == "https" ? "443" : "80";
    if (!authority.empty()) {
        if (authority.front() != ':' || !is_port(authority.substr(1)))
            return std::nullopt;
        parts.port = authority.substr(1);
    }

    const auto target = cut(text, "#");
    if (target.empty() || target.front() != '/')
        parts.target = '/';
    parts.target += target;
    return parts;
}

std::optional<url> parse_websocket_url(std::string_view text)
{
    std::string as_http(text);
    const auto scheme = lowered(cut(text, ":"));
    if (scheme != "ws" && scheme != "wss")
        return std::nullopt;
    as_http.replace(0, 2, "http");
    auto parts = parse_url(as_http);
    if (parts)
        parts->scheme = scheme;
    return parts;
}

bool secure(const url& where)
{
    return where.scheme == "https" || where.scheme == "wss";
}

}  // namespace docket::slack::http

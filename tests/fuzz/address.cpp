#include "slack/http/client.hpp"
#include "slack/http/form.hpp"
#include "tests/fuzz/fuzz.hpp"

// A text taken as URL and as form. What is read can be written, and is the same when read again.

namespace docket::fuzz {

namespace {

namespace http = slack::http;

std::string text_of(const http::url& parts)
{
    const bool six = parts.host.find(':') != std::string::npos;
    return parts.scheme + "://" + (six ? "[" + parts.host + "]" : parts.host) + ":" + parts.port + parts.target;
}

bool same(const http::url& one, const http::url& other)
{
    return one.scheme == other.scheme && one.host == other.host && one.port == other.port && one.target == other.target;
}

void check_parts(const http::url& parts)
{
    must(!parts.host.empty() && parts.host.find_first_of("@/?#\\ \r\n") == std::string::npos, "a host is a host");
    must(parts.target.starts_with("/"), "a target begins at the root");
    must(parts.target.find_first_of(" \r\n#") == std::string::npos, "a target is one word");
}

}  // namespace

void examine(std::string_view input)
{
    if (const auto parts = http::parse_url(input)) {
        check_parts(*parts);
        const auto again = http::parse_url(text_of(*parts));
        must(again && same(*again, *parts), "a URL that is written down is the same when read");
    }
    if (const auto parts = http::parse_websocket_url(input)) {
        check_parts(*parts);
        must(!http::parse_url(input), "no URL is of two kinds");
    }
    if (const auto fields = http::parse_form(input)) {
        const auto again = http::parse_form(http::build_form(*fields));
        must(again && *again == *fields, "a form that is written down is the same when read");
        static_cast<void>(http::find(*fields, "payload"));
    }
    const auto one = http::parse_form("a=" + http::percent_encode(input));
    must(one && one->size() == 1 && one->front().second == input, "what is encoded comes back");
}

}  // namespace docket::fuzz

#include "slack/http/form.hpp"

#include "slack/http/client.hpp"
#include "slack/http/message.hpp"

#include <catch2/catch.hpp>

namespace http = docket::slack::http;
using http::form_fields;

TEST_CASE("a form is read field by field, in order", "[form]")
{
    const auto form = http::parse_form("command=%2Fticket&text=new+VPN%20is+down%21&text=again&ssl_check&=x&&empty=");
    REQUIRE(form);
    CHECK(
        *form ==
        form_fields{
            {"command", "/ticket"},
            {"text", "new VPN is down!"},
            {"text", "again"},
            {"ssl_check", ""},
            {"", "x"},
            {"empty", ""}
        }
    );
    CHECK(http::find(*form, "text") == "new VPN is down!");
    CHECK(http::find(*form, "empty") == "");
    CHECK_FALSE(http::find(*form, "Command"));
    CHECK(http::parse_form("")->empty());
    CHECK(http::parse_form("a=b=c&x=%00%ff")->at(0).second == "b=c");
    CHECK(http::parse_form("x=%00%fF")->at(0).second == std::string("\0\xFF", 2));
}

TEST_CASE("a form with half a percent escape is malformed", "[form]")
{
    const std::string text =
        GENERATE(as<std::string>{}, "a=%", "a=%4", "a=%4&b=c", "a=%zz", "a=%4g", "%=1", "a=b&%%41");
    CHECK_FALSE(http::parse_form(text));
}

TEST_CASE("what is built as a form reads back the same", "[form]")
{
    std::string every;
    for (int byte = 0; byte < 256; ++byte)
        every += static_cast<char>(byte);
    const form_fields fields{{"payload", R"({"a":"b c+d&e=f%"})"}, {every, every}, {"", ""}, {"na me", "\xC3\xBC"}};
    CHECK(http::parse_form(http::build_form(fields)) == fields);
    CHECK(http::build_form({{"a b", "1+1=2"}, {"c", ""}}) == "a+b=1%2B1%3D2&c=");
    CHECK(http::build_form({}).empty());
}

TEST_CASE("percent encoding leaves only what every URL carries unharmed", "[form]")
{
    CHECK(http::percent_encode("a b/c?d=\xC3\xBC~-._") == "a%20b%2Fc%3Fd%3D%C3%BC~-._");
}

TEST_CASE("header names are the same in any case, and setting replaces", "[http]")
{
    http::headers fields({{"Content-Type", "a"}, {"X-One", "1"}, {"content-type", "b"}});
    CHECK(fields.find("CONTENT-TYPE") == "a");
    fields.set("Content-type", "c");
    CHECK(fields.find("content-type") == "c");
    CHECK(fields.all().size() == 2);
    fields.add("x-one", "2");
    CHECK(fields.find("X-ONE") == "1");
    CHECK(fields.all().size() == 3);
    CHECK_FALSE(fields.find("X-On"));
}

TEST_CASE("a path ends at the question mark", "[http]")
{
    CHECK(http::request("GET", "/a/b?c=/d").path() == "/a/b");
    CHECK(http::request("GET", "/a").path() == "/a");
}

TEST_CASE("URLs are taken apart", "[http]")
{
    struct row {
        std::string text, scheme, host, port, target;
    };
    const auto r = GENERATE(values<row>({
        {"https://slack.com/api/", "https", "slack.com", "443", "/api/"},
        {"HTTP://Localhost:3001/a?b=c#d", "http", "localhost", "3001", "/a?b=c"},
        {"https://hooks.slack.com?x", "https", "hooks.slack.com", "443", "/?x"},
        {"http://127.0.0.1", "http", "127.0.0.1", "80", "/"},
        {"http://[::1]:8080/x", "http", "::1", "8080", "/x"},
        {"https://files.slack.com/a@b:c", "https", "files.slack.com", "443", "/a@b:c"},
    }));
    const auto parts = http::parse_url(r.text);
    REQUIRE(parts);
    CHECK(parts->scheme == r.scheme);
    CHECK(parts->host == r.host);
    CHECK(parts->port == r.port);
    CHECK(parts->target == r.target);
}

TEST_CASE("what is not a plain http or https URL is none", "[http]")
{
    const std::string text = GENERATE(
        as<std::string>{}, "", "slack.com", "/api", "ftp://slack.com/", "https:/slack.com", "https://", "https:///x",
        "https://user@slack.com/", "https://slack.com@evil.example/", "https://slack.com:/", "https://slack.com:0/",
        "https://slack.com:65536/", "https://slack.com:80x/", "https://slack .com/", "https://slack.com/a b",
        "https://slack.com/\r\nX: y",
        "https://sl\xC3\xA4"
        "ck.com/",
        "http://[::1/", "http://[]/", "http://[::1]x/", "https://evil.example\\.slack.com/"
    );
    CHECK_FALSE(http::parse_url(text));
}

#include "bot/environment.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

using namespace docket::bot;

namespace {

using variables = std::map<std::string, std::string>;

tl::expected<environment, std::string> from(const variables& set)
{
    return read_environment([&set](const std::string& name) -> std::optional<std::string> {
        const auto found = set.find(name);
        return found == set.end() ? std::nullopt : std::optional(found->second);
    });
}

std::string complaint(const variables& set)
{
    const auto e = from(set);
    return e ? "" : e.error();
}

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

/// A folder of this test's own, and the working directory while it lasts.
class folder {
public:
    folder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "docket-environment-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
        std::filesystem::current_path(path_);
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder()
    {
        std::error_code ignored;
        std::filesystem::current_path(before_, ignored);
        std::filesystem::remove_all(path_, ignored);
    }

    std::string write(const std::string& name, const std::string& text) const
    {
        const auto file = path_ / name;
        std::ofstream(file) << text;
        return file.string();
    }

private:
    std::filesystem::path before_ = std::filesystem::current_path();
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("with nothing in the environment Docket has the defaults of the README and no secrets", "[bot]")
{
    const folder here;
    const auto e = from({});
    REQUIRE(e);
    CHECK(e->bot_token.empty());
    CHECK(e->signing_secrets.empty());
    CHECK(e->api_url == "https://slack.com/api/");
    CHECK(e->host == "127.0.0.1");
    CHECK(e->port == 3000);
    CHECK(e->database == "docket.db");
    CHECK(e->config.empty());
    CHECK(e->log_level == "info");
    CHECK_FALSE(e->log_json);
}

TEST_CASE("docket.toml of the working directory is the configuration where it exists", "[bot]")
{
    const folder here;
    here.write("docket.toml", "");
    CHECK(from({})->config == "docket.toml");
}

TEST_CASE("a configuration file that was named must be there", "[bot]")
{
    const folder here;
    const auto there = here.write("it.toml", "");
    CHECK(from({{"DOCKET_CONFIG", there}})->config == there);
    CHECK(says(complaint({{"DOCKET_CONFIG", "other.toml"}}), "other.toml"));
    CHECK(says(complaint({{"DOCKET_CONFIG", "."}}), "DOCKET_CONFIG"));
}

TEST_CASE("a secret can stand in a file, which ends its line or not", "[bot]")
{
    const folder here;
    const auto token = here.write("token", "xoxb-1-2-three\n");
    const auto secret = here.write("secret", "8f742231b10e8888abcd99yyyzzz85a5");
    const auto e = from({{"SLACK_BOT_TOKEN_FILE", token}, {"SLACK_SIGNING_SECRET_FILE", secret}});
    REQUIRE(e);
    CHECK(e->bot_token_file == token);
    CHECK(e->signing_secret_file == secret);
    CHECK(e->app_token_file.empty());
    CHECK_FALSE(e->handed_over);
    CHECK(e->bot_token == "xoxb-1-2-three");
    CHECK(e->signing_secrets == std::vector<std::string>{"8f742231b10e8888abcd99yyyzzz85a5"});
}

TEST_CASE("a secret's file that systemd hands over at the start is not looked at again", "[bot]")
{
    const folder here;
    const auto token = here.write("token", "xoxb-1-2-three\n");
    const auto folder_of_it = std::filesystem::path(token).parent_path().string();
    const auto e = from({{"SLACK_BOT_TOKEN_FILE", token}, {"CREDENTIALS_DIRECTORY", folder_of_it}});
    REQUIRE(e);
    CHECK(e->bot_token == "xoxb-1-2-three");
    CHECK(e->bot_token_file.empty());
    CHECK(e->handed_over);
}

TEST_CASE("a secret's name alone is that of one that systemd hands over, whatever unit it is read in", "[bot]")
{
    const folder here;
    const auto token = here.write("slack_app_token", "xapp-1\n");
    const auto folder_of_it = std::filesystem::path(token).parent_path().string();
    const folder elsewhere;
    const auto e = from({{"SLACK_APP_TOKEN_FILE", "slack_app_token"}, {"CREDENTIALS_DIRECTORY", folder_of_it}});
    REQUIRE(e);
    CHECK(e->app_token == "xapp-1");
    CHECK(e->app_token_file.empty());
    CHECK(says(complaint({{"SLACK_APP_TOKEN_FILE", "other"}, {"CREDENTIALS_DIRECTORY", folder_of_it}}), folder_of_it));
    CHECK(says(complaint({{"SLACK_APP_TOKEN_FILE", "slack_app_token"}}), "cannot read slack_app_token"));
}

TEST_CASE("a secret's file that is missing, empty or one too many is told with its name", "[bot]")
{
    const folder here;
    CHECK(says(complaint({{"SLACK_BOT_TOKEN_FILE", "nowhere"}}), "SLACK_BOT_TOKEN_FILE: cannot read nowhere"));
    CHECK(says(complaint({{"SLACK_BOT_TOKEN_FILE", "."}}), "SLACK_BOT_TOKEN_FILE: cannot read"));
    const auto empty = here.write("empty", " \n");
    CHECK(says(complaint({{"SLACK_SIGNING_SECRET_FILE", empty}}), "is empty"));
    CHECK(says(
        complaint({{"SLACK_BOT_TOKEN", "xoxb-1"}, {"SLACK_BOT_TOKEN_FILE", empty}}),
        "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set"
    ));
}

TEST_CASE("a variable that is empty counts as not set", "[bot]")
{
    const folder here;
    const auto e = from({{"SLACK_APP_TOKEN", ""}, {"DOCKET_LISTEN", " "}, {"DOCKET_CONFIG", ""}});
    REQUIRE(e);
    CHECK(e->port == 3000);
}

TEST_CASE("while Slack's signing secret is being changed, two are believed, the newer first", "[bot]")
{
    CHECK(from({{"SLACK_SIGNING_SECRET", "new, old"}})->signing_secrets == std::vector<std::string>{"new", "old"});
    CHECK(from({{"SLACK_SIGNING_SECRET", "one,"}})->signing_secrets == std::vector<std::string>{"one"});
}

TEST_CASE("a secret in the wrong variable is told by its kind and never shown", "[bot]")
{
    struct row {
        std::string name, value, want;
    };
    const auto r = GENERATE(values<row>({
        {"SLACK_BOT_TOKEN", "xapp-1-A1-secretpart", "app-level token"},
        {"SLACK_BOT_TOKEN", "xoxp-1-2-secretpart", "user token"},
        {"SLACK_BOT_TOKEN", "xoxe.xoxb-1-secretpart", "expires"},
        {"SLACK_BOT_TOKEN", "xwfp-1-secretpart", "workflow"},
        {"SLACK_BOT_TOKEN", "xoxa-1-secretpart", "another kind"},
        {"SLACK_BOT_TOKEN", "8f742231b10e8888abcd99aaabbb85a5", "SLACK_SIGNING_SECRET"},
        {"SLACK_BOT_TOKEN", "secretpart", "does not begin with xoxb-"},
        {"SLACK_SIGNING_SECRET", "xoxb-1-secretpart", "holds a token"},
        {"SLACK_APP_TOKEN", "xoxb-1-secretpart", "holds the bot token"},
        {"SLACK_APP_TOKEN", "8f742231b10e8888abcd99aaabbb85a5", "SLACK_SIGNING_SECRET"},
        {"SLACK_APP_TOKEN", "secretpart", "does not begin with xapp-"},
        {"SLACK_SIGNING_SECRET", "right,xapp-1-secretpart", "holds a token"},
    }));
    const auto said = complaint({{r.name, r.value}});
    CHECK(says(said, r.name));
    CHECK(says(said, r.want));
    CHECK_FALSE(says(said, "secretpart"));
    CHECK_FALSE(says(said, "8f742231"));
    CHECK(said.find('\n') == std::string::npos);
}

TEST_CASE("two tokens in each other's place are told in one line", "[bot][environment]")
{
    const auto e = from({{"SLACK_BOT_TOKEN", "xapp-1-A1-secretpart"}, {"SLACK_APP_TOKEN", "xoxb-1-secretpart"}});
    REQUIRE_FALSE(e);
    CHECK(e.error().find("swap them") != std::string::npos);
    CHECK(e.error().find("secretpart") == std::string::npos);
}

TEST_CASE("an app-level token comes from its variable or its file", "[bot]")
{
    CHECK(from({{"SLACK_APP_TOKEN", "xapp-1-a"}})->app_token == "xapp-1-a");
    const folder here;
    const auto file = here.write("app", "xapp-1-a\n");
    CHECK(from({{"SLACK_APP_TOKEN_FILE", file}})->app_token == "xapp-1-a");
    CHECK(from({})->app_token.empty());
}

TEST_CASE("PostgreSQL is refused as not yet supported, not misunderstood", "[bot]")
{
    CHECK(says(complaint({{"DOCKET_DATABASE", "postgresql://u:hush@host/db"}}), "PostgreSQL is not supported yet"));
    CHECK_FALSE(says(complaint({{"DOCKET_DATABASE", "postgres://u:hush@host/db"}}), "hush"));
    CHECK(says(complaint({{"DOCKET_DATABASE", "mysql://host/db"}}), "SQLite"));
}

TEST_CASE("the token goes out over TLS, or to this machine", "[bot]")
{
    struct row {
        std::string text, want;
    };
    const auto good = GENERATE(values<row>({
        {"https://slack.com/api", "https://slack.com/api/"},
        {"https://slack.com/api///", "https://slack.com/api/"},
        {"http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/"},
        {"http://localhost:1/", "http://localhost:1/"},
        {"http://[::1]:9/api/", "http://[::1]:9/api/"},
    }));
    const auto e = from({{"SLACK_API_URL", good.text}});
    REQUIRE(e);
    CHECK(e->api_url == good.want);
}

TEST_CASE("an API address that would show the token to others is refused", "[bot]")
{
    const auto bad = GENERATE(
        as<std::string>(), "http://slack.com/api/", "http://127.0.0.1.example.com/", "http://localhost.example.com/",
        "ftp://slack.com/", "slack.com/api", "https://user:word@slack.com/", "https://slack.com/api?x=1", "https://"
    );
    CHECK(says(complaint({{"SLACK_API_URL", bad}}), "SLACK_API_URL"));
}

TEST_CASE("Docket listens where it is told, on IPv4 or IPv6", "[bot]")
{
    struct row {
        std::string text, host;
        std::uint16_t port;
    };
    const auto r = GENERATE(values<row>({
        {"127.0.0.1:3001", "127.0.0.1", 3001},
        {"0.0.0.0:80", "0.0.0.0", 80},
        {"[::1]:3000", "::1", 3000},
        {"[::]:0", "::", 0},
        {"127.0.0.1:65535", "127.0.0.1", 65535},
    }));
    const auto e = from({{"DOCKET_LISTEN", r.text}});
    REQUIRE(e);
    CHECK(e->host == r.host);
    CHECK(e->port == r.port);
}

TEST_CASE("an address that nobody could listen on is refused with an example of a right one", "[bot]")
{
    const auto bad = GENERATE(
        as<std::string>(), "3000", ":3000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:80x", "::1:3000", "[::1]", "[127.0.0.1]:1", "somewhere:3000", "[::1:3000"
    );
    CHECK(says(complaint({{"DOCKET_LISTEN", bad}}), "such as 127.0.0.1:3000 or [::1]:3000"));
}

TEST_CASE("the log has the levels and formats of the README, and no others", "[bot]")
{
    const auto level = GENERATE(as<std::string>(), "trace", "debug", "info", "warn", "error");
    const auto e = from({{"DOCKET_LOG", level}, {"DOCKET_LOG_FORMAT", "json"}});
    REQUIRE(e);
    CHECK(e->log_level == level);
    CHECK(e->log_json);
    CHECK(says(complaint({{"DOCKET_LOG", "loud"}}), "trace, debug, info, warn, error"));
    CHECK(says(complaint({{"DOCKET_LOG_FORMAT", "xml"}}), "text, json"));
}

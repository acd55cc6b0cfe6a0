#include "bot/environment.hpp"

#include "bot/comma_list.hpp"
#include "slack/http/client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace docket::bot {

namespace {

using variables = std::function<std::optional<std::string>(const std::string&)>;
/// A value, or the line that says what to do.
template <class T>
using read = tl::expected<T, std::string>;

tl::unexpected<std::string> wrong(std::string line)
{
    return tl::unexpected<std::string>(std::move(line));
}

std::string trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// Set and not empty, without blanks at its ends: `export NAME=` takes a variable back.
std::optional<std::string> value_of(const variables& get, const std::string& name)
{
    const auto found = get(name);
    auto value = found ? trimmed(*found) : std::string();
    return value.empty() ? std::nullopt : std::optional(std::move(value));
}

constexpr auto bot_token_name = "SLACK_BOT_TOKEN";
constexpr auto signing_secret_name = "SLACK_SIGNING_SECRET";
constexpr auto app_token_name = "SLACK_APP_TOKEN";
constexpr std::uintmax_t longest_secret = 16 * 1024;

/// What stands in the file that `name`_FILE names.
read<std::string> secret_in(const std::string& path, const std::string& name)
{
    // A directory opens and then reads nothing, a pipe may never open: they must be told apart.
    std::error_code unreadable;
    const bool is_file = std::filesystem::is_regular_file(path, unreadable);
    if (is_file && std::filesystem::file_size(path, unreadable) > longest_secret)
        return wrong(fmt::format("{}_FILE: {} is too long for a secret, so check the path", name, path));
    std::ifstream file;
    if (is_file)
        file.open(path, std::ios::binary);
    if (!file.is_open())
        return wrong(fmt::format("{}_FILE: cannot read {}, so check the path and its permissions", name, path));
    auto text = trimmed(std::string(std::istreambuf_iterator<char>(file), {}));
    if (text.empty())
        return wrong(fmt::format("{}_FILE: {} is empty, so write the secret into it", name, path));
    return text;
}

/// Where systemd keeps the secrets that it hands over to the unit we run in (systemd.exec, LoadCredential=): copies
/// that it makes at the start and never again. Each unit has a folder of its own.
std::optional<std::string> handed_over_folder(const variables& get)
{
    return value_of(get, "CREDENTIALS_DIRECTORY");
}

/// A name without a folder is that of a secret handed over, so that units may share their settings.
std::string file_of(const variables& get, const std::string& name)
{
    auto path = value_of(get, name + "_FILE").value_or(std::string());
    const auto folder = handed_over_folder(get);
    const bool named = !path.empty() && path.find('/') == std::string::npos;
    return folder && named ? *folder + '/' + path : path;
}

bool is_handed_over(const variables& get, const std::string& path)
{
    const auto folder = handed_over_folder(get);
    return folder && path.starts_with(*folder + '/');
}

/// The file of a secret, where it may change.
std::string changing_file_of(const variables& get, const std::string& name)
{
    auto path = file_of(get, name);
    return is_handed_over(get, path) ? std::string() : path;
}

/// `name`, or what stands in the file that `name`_FILE names. Empty when neither is set.
read<std::string> secret(const variables& get, const std::string& name)
{
    const auto direct = value_of(get, name);
    const auto path = file_of(get, name);
    if (path.empty())
        return direct.value_or(std::string());
    if (direct)
        return wrong(fmt::format("{0} and {0}_FILE are both set: unset one of them", name));
    return secret_in(path, name);
}

/// Docket acts as a bot with a token that does not expire; every other kind of token (docs.slack.dev/authentication/
/// tokens) is told by its prefix.
read<std::string> bot_token(std::string token)
{
    struct kind {
        std::string_view prefix;
        std::string_view name;
    };
    static constexpr std::array<kind, 5> others{{
        {"xapp-", "an app-level token (xapp-…)"},
        {"xoxp-", "a user token (xoxp-…)"},
        {"xoxe", "a token that expires (xoxe…; turn token rotation off)"},
        {"xwfp-", "a workflow token (xwfp-…)"},
        {"xox", "another kind of token"},
    }};
    static constexpr std::string_view place = "OAuth & Permissions, Bot User OAuth Token";
    if (token.empty() || token.starts_with("xoxb-"))
        return token;
    for (const auto& other : others)
        if (token.starts_with(other.prefix))
            return wrong(fmt::format("SLACK_BOT_TOKEN holds {}, not the bot token (xoxb-…): see {}", other.name, place)
            );
    if (looks_like_signing_secret(token))
        return wrong("SLACK_BOT_TOKEN holds what looks like the signing secret: that belongs into SLACK_SIGNING_SECRET"
        );
    return wrong(fmt::format("SLACK_BOT_TOKEN does not begin with xoxb-: see {}", place));
}

/// The app's own token, for Socket Mode.
read<std::string> app_token(std::string token)
{
    static constexpr std::string_view place = "Basic Information, App-Level Tokens (scope connections:write)";
    if (token.empty() || token.starts_with("xapp-"))
        return token;
    if (token.starts_with("xoxb-"))
        return wrong(fmt::format("SLACK_APP_TOKEN holds the bot token, not an app-level token (xapp-…): see {}", place)
        );
    if (looks_like_signing_secret(token))
        return wrong("SLACK_APP_TOKEN holds what looks like the signing secret: that belongs into SLACK_SIGNING_SECRET"
        );
    return wrong(fmt::format("SLACK_APP_TOKEN does not begin with xapp-: see {}", place));
}

/// Each of the two tokens in the other's place.
bool swapped(const variables& get)
{
    const auto bot = secret(get, bot_token_name);
    const auto app = secret(get, app_token_name);
    return bot && app && bot->starts_with("xapp-") && app->starts_with("xoxb-");
}

/// "new,old" while Slack's secret is being changed.
read<std::vector<std::string>> signing_secrets(const std::string& text)
{
    std::vector<std::string> secrets;
    for (const auto& part : from_comma_list(text)) {
        auto one = trimmed(part);
        if (one.empty())
            continue;
        if (one.starts_with("xox") || one.starts_with("xapp-"))
            return wrong(
                "SLACK_SIGNING_SECRET holds a token: take the Signing Secret from Basic Information, App Credentials"
            );
        secrets.push_back(std::move(one));
    }
    return secrets;
}

/// Plain http would show the token to the network, so only this machine may be spoken to so.
read<std::string> api_url(std::string text)
{
    const auto parts = slack::http::parse_url(text);
    if (!parts || text.find_first_of("?#") != std::string::npos)
        return wrong("SLACK_API_URL is no address such as https://slack.com/api/: unset it to reach Slack");
    const bool loopback = parts->host == "127.0.0.1" || parts->host == "localhost" || parts->host == "::1";
    if (parts->scheme != "https" && !loopback)
        return wrong(fmt::format(
            "SLACK_API_URL must begin with https:// because the bot token goes there (http:// only to 127.0.0.1, "
            "localhost and [::1]), not {}://{}",
            parts->scheme, parts->host
        ));
    while (text.ends_with('/'))
        text.pop_back();
    return text + '/';
}

struct address {
    std::string host;
    std::uint16_t port;
};

read<address> listen(const std::string& text)
{
    const auto refused = wrong(fmt::format(
        "DOCKET_LISTEN is \"{}\": write a numeric address and a port, such as 127.0.0.1:3000 or [::1]:3000", text
    ));
    const auto colon = text.rfind(':');
    if (colon == std::string::npos)
        return refused;
    auto host = text.substr(0, colon);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed)
        host = host.substr(1, host.size() - 2);
    std::array<unsigned char, sizeof(in6_addr)> binary{};
    if (::inet_pton(bracketed ? AF_INET6 : AF_INET, host.c_str(), binary.data()) != 1)
        return refused;
    std::uint16_t port = 0;
    const auto* last = text.data() + text.size();
    const auto [end, failed] = std::from_chars(text.data() + colon + 1, last, port);
    if (failed != std::errc{} || end != last)
        return refused;
    return address{std::move(host), port};
}

read<std::string> database(std::string path)
{
    if (path.starts_with("postgresql://") || path.starts_with("postgres://"))
        return wrong("DOCKET_DATABASE: PostgreSQL is not supported yet: write the path of a SQLite file");
    if (path.find("://") != std::string::npos)
        return wrong("DOCKET_DATABASE: write the path of a SQLite file, not a URL");
    return path;
}

/// A file that was named must be there; the usual one may be.
read<std::string> config(const std::optional<std::string>& named)
{
    static constexpr auto usual = "docket.toml";
    std::error_code unreadable;
    if (!named)
        return std::filesystem::is_regular_file(usual, unreadable) ? std::string(usual) : std::string();
    const auto kind = std::filesystem::status(*named, unreadable).type();
    if (kind == std::filesystem::file_type::not_found || kind == std::filesystem::file_type::directory ||
        kind == std::filesystem::file_type::none)
        return wrong(fmt::format("DOCKET_CONFIG names {}, which is no file that can be read: check the path", *named));
    return *named;
}

/// One of a few words, as it stands.
read<std::string> word(const char* name, std::string value, std::initializer_list<std::string_view> allowed)
{
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end())
        return value;
    return wrong(fmt::format("{} is \"{}\": write one of {}", name, value, fmt::join(allowed, ", ")));
}

}  // namespace

bool looks_like_signing_secret(std::string_view text)
{
    const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 32 && std::all_of(text.begin(), text.end(), hex);
}

read<std::string> read_database_path(const variables& get)
{
    return database(value_of(get, "DOCKET_DATABASE").value_or(environment().database));
}

tl::expected<environment, std::string> read_environment(const variables& get)
{
    environment e;
    if (swapped(get))
        return wrong(
            "SLACK_BOT_TOKEN holds the app-level token (xapp-…) and SLACK_APP_TOKEN the bot token (xoxb-…): swap them"
        );
    const auto token = secret(get, bot_token_name).and_then(bot_token);
    if (!token)
        return wrong(token.error());
    e.bot_token = *token;
    e.bot_token_file = changing_file_of(get, bot_token_name);
    e.handed_over = is_handed_over(get, file_of(get, bot_token_name));

    const auto secrets = secret(get, signing_secret_name).and_then(signing_secrets);
    if (!secrets)
        return wrong(secrets.error());
    e.signing_secrets = *secrets;
    e.signing_secret_file = changing_file_of(get, signing_secret_name);

    const auto socket = secret(get, app_token_name).and_then(app_token);
    if (!socket)
        return wrong(socket.error());
    e.app_token = *socket;
    e.app_token_file = changing_file_of(get, app_token_name);

    const auto url = api_url(value_of(get, "SLACK_API_URL").value_or(e.api_url));
    if (!url)
        return wrong(url.error());
    e.api_url = *url;

    const auto where = listen(value_of(get, "DOCKET_LISTEN").value_or("127.0.0.1:3000"));
    if (!where)
        return wrong(where.error());
    e.host = where->host;
    e.port = where->port;

    const auto file = read_database_path(get);
    if (!file)
        return wrong(file.error());
    e.database = *file;

    const auto settings = config(value_of(get, "DOCKET_CONFIG"));
    if (!settings)
        return wrong(settings.error());
    e.config = *settings;

    const auto level =
        word("DOCKET_LOG", value_of(get, "DOCKET_LOG").value_or("info"), {"trace", "debug", "info", "warn", "error"});
    if (!level)
        return wrong(level.error());
    e.log_level = *level;

    const auto format =
        word("DOCKET_LOG_FORMAT", value_of(get, "DOCKET_LOG_FORMAT").value_or("text"), {"text", "json"});
    if (!format)
        return wrong(format.error());
    e.log_json = *format == "json";
    return e;
}

read<std::string> read_bot_token(const std::string& file)
{
    return secret_in(file, bot_token_name).and_then(bot_token);
}

read<std::vector<std::string>> read_signing_secrets(const std::string& file)
{
    return secret_in(file, signing_secret_name).and_then(signing_secrets);
}

read<std::string> read_app_token(const std::string& file)
{
    return secret_in(file, app_token_name).and_then(app_token);
}

}  // namespace docket::bot

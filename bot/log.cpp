#include "bot/log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>

namespace docket::bot::log {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// ---- what must not be seen ----------------------------------------------------------------------------------------

constexpr std::string_view blot = "***";

bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/// How many of the first characters of `text` satisfy `fits`.
template <class Predicate>
std::size_t run(std::string_view text, Predicate fits)
{
    const auto end = std::find_if_not(text.begin(), text.end(), fits);
    return static_cast<std::size_t>(end - text.begin());
}

bool in_url(char c)
{
    return c > ' ' && c < 0x7F && c != '"' && c != '\'' && c != '<' && c != '>' && c != '|' && c != '\\';
}

/// What to leave standing and what to cut, both counted from the place looked at; nothing found when cut is 0.
struct secret {
    std::size_t keep = 0;
    std::size_t cut = 0;
};

/// xoxb-…, xoxe.xoxb-…, xapp-…, xwfp-… (docs.slack.dev/authentication/tokens).
secret token(std::string_view at)
{
    std::size_t prefix = 0;
    if (at.size() > 4 && at.starts_with("xox") && at[3] >= 'a' && at[3] <= 'z')
        prefix = 4;
    else if (at.starts_with("xapp") || at.starts_with("xwfp"))
        prefix = 4;
    if (prefix == 0 || at.size() <= prefix + 1 || (at[prefix] != '-' && at[prefix] != '.'))
        return {};
    const auto rest = run(at.substr(prefix + 1), [](char c) { return letter_or_digit(c) || c == '-' || c == '.'; });
    return rest == 0 ? secret{} : secret{prefix + 1, rest};
}

/// A response_url or webhook (whoever has it can post), and the tickets of Socket Mode. The host stays.
secret address(std::string_view at)
{
    static constexpr std::array<std::string_view, 4> hosts{
        "hooks.slack.com/", "hooks.slack-gov.com/", "wss://", "ws://"
    };
    for (const auto host : hosts) {
        if (!at.starts_with(host))
            continue;
        const auto length = run(at.substr(host.size()), in_url);
        return length == 0 ? secret{} : secret{host.size(), length};
    }
    return {};
}

/// A trigger_id: digits.digits.hexadecimal. A message's ts has two parts and stays.
secret trigger(std::string_view at)
{
    std::size_t end = 0;
    for (int part = 0; part < 2; ++part) {
        const auto digits = run(at.substr(end), digit);
        if (digits == 0 || end + digits >= at.size() || at[end + digits] != '.')
            return {};
        end += digits + 1;
    }
    const auto hex = run(at.substr(end), [](char c) { return digit(c) || (c >= 'a' && c <= 'f'); });
    return hex < 6 ? secret{} : secret{0, end + hex};
}

/// What stands behind a telling name: secret=…, "token":"…", Bearer ….
secret named(std::string_view at)
{
    static constexpr std::array<std::string_view, 12> names{
        "bot_access_token", "access_token",  "refresh_token", "app_token",    "bot_token",  "token",
        "signing_secret",   "client_secret", "secret",        "response_url", "trigger_id", "password",
    };
    static constexpr std::string_view bearer = "Bearer ";
    if (at.starts_with(bearer)) {
        const auto length = run(at.substr(bearer.size()), in_url);
        return length == 0 ? secret{} : secret{bearer.size(), length};
    }
    for (const auto name : names) {
        if (!at.starts_with(name))
            continue;
        const auto rest = at.substr(name.size());
        const auto between =
            run(rest, [](char c) { return c == '"' || c == '\'' || c == '\\' || c == ' ' || c == ':' || c == '='; });
        const auto gap = rest.substr(0, between);
        if (gap.find_first_of(":=") == std::string_view::npos)
            continue;
        const auto length = run(rest.substr(between), [](char c) { return in_url(c) && c != '&' && c != ','; });
        return length == 0 ? secret{} : secret{name.size() + between, length};
    }
    return {};
}

/// A field that by its name is a secret, whatever its shape.
bool telling(std::string_view name)
{
    return name.ends_with("token") || name.ends_with("secret") || name.ends_with("password") ||
           name == "response_url" || name == "trigger_id";
}

// ---- lines --------------------------------------------------------------------------------------------------------

/// Control characters beyond ASCII and marks that turn the direction of writing work on terminals, too.
constexpr bool only_ascii = true;

std::string time_of(core::instant at)
{
    using namespace std::chrono;
    const auto whole = floor<seconds>(at);
    const auto utc = fmt::gmtime(system_clock::to_time_t(whole));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc, (at - whole).count());
}

/// As it stands where it is plain; otherwise in quotes with escapes, so that a value cannot begin a line of its own.
std::string quoted_where_needed(const std::string& value)
{
    const auto plain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '='; };
    if (!value.empty() && std::all_of(value.begin(), value.end(), plain))
        return value;
    return json(value).dump(-1, ' ', only_ascii, json::error_handler_t::replace);
}

std::string shown(const field& f, std::string_view value)
{
    return telling(f.name) ? std::string(blot) : redacted(value);
}

struct as_json {
    const field& of;
    ordered_json operator()(std::string_view v) const { return shown(of, v); }
    ordered_json operator()(std::int64_t v) const { return v; }
    ordered_json operator()(bool v) const { return v; }
};

struct as_text {
    const field& of;
    std::string operator()(std::string_view v) const { return quoted_where_needed(shown(of, v)); }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(bool v) const { return v ? "yes" : "no"; }
};

// ---- where they go ------------------------------------------------------------------------------------------------

std::atomic<bool>& json_chosen()
{
    static std::atomic<bool> chosen = false;
    return chosen;
}

spdlog::logger& logger()
{
    static const auto one = [] {
        auto made = std::make_shared<spdlog::logger>("docket", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::info);
        made->flush_on(spdlog::level::trace);
        return made;
    }();
    return *one;
}

void write(
    spdlog::level::level_enum level, std::string_view name, std::string_view event, std::initializer_list<field> fields
)
{
    auto& to = logger();
    if (!to.should_log(level))
        return;
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    to.log(level, line(now, name, event, fields, json_chosen()));
}

}  // namespace

std::string redacted(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto at = text.substr(i);
        // Inside a word nothing begins: neither a name nor a number. (But "_secret" and "xoxe.xoxb-…" do.)
        const bool begins = i == 0 || !letter_or_digit(text[i - 1]);
        secret found;
        if (begins) {
            found = token(at);
            if (found.cut == 0)
                found = address(at);
            if (found.cut == 0 && (i < 2 || text[i - 1] != '.' || !digit(text[i - 2])))
                found = trigger(at);
            if (found.cut == 0)
                found = named(at);
        }
        if (found.cut == 0) {
            clean += text[i++];
            continue;
        }
        clean += at.substr(0, found.keep);
        clean += blot;
        i += found.keep + found.cut;
    }
    return clean;
}

std::string line(
    core::instant at, std::string_view level, std::string_view event, std::initializer_list<field> fields, bool json
)
{
    if (json) {
        ordered_json one{{"at", time_of(at)}, {"level", level}, {"event", redacted(event)}};
        for (const auto& f : fields)
            one[std::string(f.name)] = std::visit(as_json{f}, f.value);
        return one.dump(-1, ' ', only_ascii, ordered_json::error_handler_t::replace);
    }
    auto one = fmt::format("{} {:5} {}", time_of(at), level, redacted(event));
    for (const auto& f : fields)
        one += fmt::format(" {}={}", f.name, std::visit(as_text{f}, f.value));
    return one;
}

void configure(std::string_view level, bool json)
{
    json_chosen() = json;
    logger().set_level(spdlog::level::from_str(std::string(level)));
}

void debug(std::string_view event, std::initializer_list<field> fields)
{
    write(spdlog::level::debug, "debug", event, fields);
}

void info(std::string_view event, std::initializer_list<field> fields)
{
    write(spdlog::level::info, "info", event, fields);
}

void warn(std::string_view event, std::initializer_list<field> fields)
{
    write(spdlog::level::warn, "warn", event, fields);
}

void error(std::string_view event, std::initializer_list<field> fields)
{
    write(spdlog::level::err, "error", event, fields);
}

}  // namespace docket::bot::log

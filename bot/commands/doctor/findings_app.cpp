#include "bot/commands/doctor/findings_parts.hpp"

#include "bot/demo/manifest.hpp"
#include "bot/setup/scopes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace docket::bot::doctor {

namespace {

using kind = slack::failure::kind;

constexpr auto slack_api = "https://slack.com/api/";
constexpr auto app_tokens = "Basic Information, App-Level Tokens, Generate Token and Scopes (connections:write)";

/// What Slack's refusal of apps.connections.open means.
finding refused_connection(const slack::failure& why)
{
    constexpr auto check = "app token";
    if (why.error == "link_disabled")
        return wrong(check, "Socket Mode is off: Socket Mode, Enable Socket Mode at api.slack.com/apps");
    if (why.error == "too_many_websockets")
        return wrong(check, "the app has ten connections open already: stop other Dockets with the same token");
    if (why.error == "missing_scope")
        return wrong(check, fmt::format("lacks connections:write: take a new one from {}", app_tokens));
    if (why.what == kind::wait)
        return unknown(check, "Slack is asked too often: try again in a minute");
    if (why.what == kind::stop || why.what == kind::permanent)
        return wrong(check, fmt::format("Slack refuses it ({}): take a new one from {}", why.error, app_tokens));
    return wrong(
        check,
        fmt::format(
            "no connection over Socket Mode ({}): check this machine's way to wss://*.slack.com: firewall, proxy",
            why.error
        )
    );
}

/// "A0123" of "xapp-1-A0123-456-…"; empty when it is written otherwise.
std::string app_of(const std::string& app_token)
{
    const auto begin = app_token.find("-A");
    if (begin == std::string::npos)
        return {};
    const auto end = app_token.find('-', begin + 1);
    return end == std::string::npos ? std::string() : app_token.substr(begin + 1, end - begin - 1);
}

finding app_token(const facts& f)
{
    constexpr auto check = "app token";
    const auto app = app_of(f.from.app_token);
    if (!app.empty() && !f.bot_app.empty() && app != f.bot_app)
        return wrong(
            check, fmt::format(
                       "SLACK_APP_TOKEN is of the app {}, but SLACK_BOT_TOKEN of {}: take both from one app at "
                       "api.slack.com/apps",
                       app, f.bot_app
                   )
        );
    if (!f.connection)
        return unknown(check, "is set; not tried, because a Docket uses it at this moment");
    if (!*f.connection)
        return refused_connection(f.connection->error());
    return well(check, "Socket Mode can be used");
}

/// Only a request of Slack's shows whether it is the right one.
finding signing_secret(const facts& f)
{
    constexpr auto check = "signing secret";
    const auto looks_right = [](const std::string& s) {
        return s.size() == 32 && s.find_first_not_of("0123456789abcdef") == std::string::npos;
    };
    if (f.from.api_url == slack_api && !std::ranges::all_of(f.from.signing_secrets, looks_right))
        return wrong(
            check,
            "SLACK_SIGNING_SECRET does not look like one (32 of 0-9 and a-f): copy it again from Basic Information, "
            "App Credentials"
        );
    return well(check, "is set");
}

}  // namespace

finding token(const facts& f)
{
    constexpr auto check = "bot token";
    if (!f.identity)
        return wrong(
            check,
            "SLACK_BOT_TOKEN is not set: take the Bot User OAuth Token from OAuth & Permissions at api.slack.com/apps"
        );
    if (*f.identity)
        return well(check, fmt::format("of {} ({})", (*f.identity)->team_name, (*f.identity)->url));
    const auto& why = f.identity->error();
    if (why.what == kind::stop)
        return wrong(
            check,
            fmt::format("Slack refuses it ({}): install the app again and set the new SLACK_BOT_TOKEN", why.error)
        );
    if (why.what == kind::wait)
        return unknown(check, "Slack is asked too often: try again in a minute");
    return wrong(
        check, fmt::format(
                   "{} does not answer as Slack does ({}): check this machine's way there: DNS, firewall, "
                   "certificates",
                   f.from.api_url, why.error
               )
    );
}

void add_transports(std::vector<finding>& to, const facts& f)
{
    constexpr auto check = "receiving";
    const bool over_http = !f.from.signing_secrets.empty();
    const bool over_socket = !f.from.app_token.empty();
    if (!over_http && !over_socket) {
        to.push_back(wrong(
            check,
            fmt::format(
                "neither SLACK_APP_TOKEN (Socket Mode, no public address needed) nor SLACK_SIGNING_SECRET (HTTP) is "
                "set: take one from api.slack.com/apps: {}; or Basic Information, App Credentials, Signing Secret",
                app_tokens
            )
        ));
        return;
    }
    to.push_back(well(
        check, over_http && over_socket ? "over Socket Mode and HTTP"
               : over_socket            ? "over Socket Mode; no public address is needed"
                                        : "over HTTP: Slack posts to https://YOUR-HOST/slack/events"
    ));
    if (over_socket)
        to.push_back(app_token(f));
    if (over_http)
        to.push_back(signing_secret(f));
}

void add_scopes(std::vector<finding>& to, const facts& f)
{
    constexpr auto check = "scopes";
    if (!f.identity || !*f.identity || (*f.identity)->scopes.empty()) {
        to.push_back(unknown(check, "Slack did not say what it granted"));
        return;
    }
    const auto& granted = (*f.identity)->scopes;
    const auto reasons = reasons_in(demo::manifest);
    bool any = false;
    for (const auto scope : setup::required_scopes) {
        if (std::ranges::find(granted, scope) != granted.end())
            continue;
        any = true;
        const auto why = reasons.find(std::string(scope));
        to.push_back(wrong(
            check, fmt::format(
                       "{} is missing{}: OAuth & Permissions, Bot Token Scopes, Add an OAuth Scope; then Reinstall to "
                       "Workspace",
                       scope, why == reasons.end() ? "" : " (needed for: " + why->second + ")"
                   )
        ));
    }
    if (!any)
        to.push_back(well(check, fmt::format("all {} are granted", setup::required_scopes.size())));
}

void add_app_settings(std::vector<finding>& to, const facts& f)
{
    constexpr auto check = "app settings";
    if (f.installed.file.empty()) {
        to.push_back(unknown(
            check,
            "not compared (events, shortcuts, commands: a bot token cannot ask for them): copy App Manifest at "
            "api.slack.com/apps into a file, as JSON, and run docket doctor --installed-manifest FILE"
        ));
        return;
    }
    if (!f.installed.trouble.empty()) {
        to.push_back(wrong(check, f.installed.file + ": " + f.installed.trouble));
        return;
    }
    const transports wanted{!f.from.signing_secrets.empty(), !f.from.app_token.empty()};
    const auto ours = read_installed(demo::manifest);
    const auto all = differences(*ours, f.installed.manifest, wanted, reasons_in(demo::manifest));
    for (const auto& d : all)
        to.push_back(d.harmful ? wrong(check, d.sentence) : well(check, d.sentence));
    if (all.empty())
        to.push_back(well(check, f.installed.file + " has all that Docket needs"));
}

}  // namespace docket::bot::doctor

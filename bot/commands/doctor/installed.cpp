#include "bot/commands/doctor/installed.hpp"

#include "slack/emulator/manifest.hpp"
#include "slack/http/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

namespace docket::bot::doctor {

namespace {

using nlohmann::json;

constexpr auto example_host = "docket.example.com";

json at(const json& manifest, const char* pointer)
{
    const json::json_pointer where(pointer);
    return manifest.contains(where) ? manifest.at(where) : json();
}

std::string text_at(const json& object, const char* key)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>()
                                                                             : std::string();
}

std::set<std::string> words_in(const json& list)
{
    std::set<std::string> all;
    if (list.is_array())
        for (const auto& each : list)
            if (each.is_string())
                all.insert(each.get<std::string>());
    return all;
}

/// Gathers what differs, one part of the settings after the other, in the order of the pages at api.slack.com/apps.
class comparison {
public:
    comparison(
        const json& ours, const json& installed, const transports& wanted,
        const std::map<std::string, std::string>& reasons
    )
        : ours_(ours), installed_(installed), wanted_(wanted), reasons_(reasons)
    {
    }

    std::vector<difference> all()
    {
        bot_user();
        socket_mode();
        home();
        interactivity();
        shortcuts();
        commands();
        scopes();
        events();
        rotation();
        return std::move(found_);
    }

private:
    void wrong(std::string sentence) { found_.push_back({true, std::move(sentence)}); }
    void spare(std::string sentence) { found_.push_back({false, std::move(sentence)}); }

    [[nodiscard]] bool on(const char* pointer) const { return at(installed_, pointer) == true; }

    /// " (answers to a person …)", as far as our manifest says.
    [[nodiscard]] std::string because(const std::string& of) const
    {
        const auto known = reasons_.find(of);
        return known == reasons_.end() ? std::string() : " (needed for: " + known->second + ")";
    }

    void bot_user()
    {
        if (!at(installed_, "/features/bot_user").is_object())
            wrong("App Home, Your App's Presence in Slack, App Display Name, Edit: give the bot a name");
    }

    void socket_mode()
    {
        const bool is_on = on("/settings/socket_mode_enabled");
        if (wanted_.socket_mode && !is_on)
            wrong("Socket Mode, Enable Socket Mode: switch it on (SLACK_APP_TOKEN is set)");
        if (is_on && wanted_.http && !wanted_.socket_mode)
            wrong(
                "Socket Mode, Enable Socket Mode: switch it off, or set SLACK_APP_TOKEN; while it is on, Slack sends "
                "nothing over HTTP"
            );
    }

    /// Where Socket Mode is on, or has to be, Slack uses no address.
    void address(const std::string& page, const std::string& url)
    {
        if (wanted_.socket_mode || on("/settings/socket_mode_enabled"))
            return;
        const auto parts = slack::http::parse_url(url);
        if (url.empty())
            return wrong(page + ": enter https://YOUR-HOST/slack/events");
        if (!parts || parts->scheme != "https")
            return wrong(fmt::format("{}: {} is no https address", page, url));
        if (parts->host == example_host)
            return wrong(fmt::format("{}: put your own host in place of {}", page, example_host));
        const auto path = parts->target.substr(0, parts->target.find('?'));
        if (path != "/slack/events" && path != "/slack/interactions" && path != "/slack/commands")
            wrong(fmt::format("{}: {} must end in /slack/events", page, url));
    }

    void home()
    {
        if (!on("/features/app_home/messages_tab_enabled"))
            wrong("App Home, Show Tabs, Messages Tab: switch it on, or nobody can write to the bot");
        else if (on("/features/app_home/messages_tab_read_only_enabled"))
            wrong(
                "App Home, Show Tabs: tick Allow users to send Slash commands and messages from the messages tab, or "
                "nobody can write to the bot"
            );
    }

    void interactivity()
    {
        if (!on("/settings/interactivity/is_enabled"))
            return wrong("Interactivity & Shortcuts, Interactivity: switch it on, or no button and form works");
        address(
            "Interactivity & Shortcuts, Request URL", text_at(at(installed_, "/settings/interactivity"), "request_url")
        );
    }

    void shortcuts()
    {
        const auto key = [](const json& s) { return text_at(s, "type") + " " + text_at(s, "callback_id"); };
        std::set<std::string> there;
        for (const auto& s : at(installed_, "/features/shortcuts"))
            there.insert(key(s));
        for (const auto& s : at(ours_, "/features/shortcuts")) {
            if (there.erase(key(s)) == 0)
                wrong(fmt::format(
                    "Interactivity & Shortcuts, Create New Shortcut, {}: Name {}, Callback ID {}",
                    text_at(s, "type") == "message" ? "On messages" : "Global", text_at(s, "name"),
                    text_at(s, "callback_id")
                ));
        }
        for (const auto& other : there)
            spare("Interactivity & Shortcuts: Docket does not know the shortcut " + other);
    }

    void commands()
    {
        std::map<std::string, json> there;
        for (const auto& c : at(installed_, "/features/slash_commands"))
            there[text_at(c, "command")] = c;
        for (const auto& c : at(ours_, "/features/slash_commands")) {
            const auto name = text_at(c, "command");
            const auto found = there.find(name);
            if (found == there.end()) {
                wrong("Slash Commands, Create New Command: " + name);
                continue;
            }
            if (found->second.value("should_escape", json()) != true)
                wrong(fmt::format(
                    "Slash Commands, {}: tick Escape channels, users, and links sent to your app, or nobody can be "
                    "assigned by name",
                    name
                ));
            address("Slash Commands, " + name + ", Request URL", text_at(found->second, "url"));
            there.erase(found);
        }
        for (const auto& [name, other] : there)
            spare("Slash Commands: Docket does not know " + name);
    }

    void scopes()
    {
        auto there = words_in(at(installed_, "/oauth_config/scopes/bot"));
        for (const auto& scope : words_in(at(ours_, "/oauth_config/scopes/bot"))) {
            if (there.erase(scope) == 0)
                wrong(fmt::format(
                    "OAuth & Permissions, Bot Token Scopes, Add an OAuth Scope: {}{}; then Reinstall to Workspace",
                    scope, because(scope)
                ));
        }
        for (const auto& other : there)
            spare("OAuth & Permissions: Docket does not need " + other);
    }

    void events()
    {
        auto there = words_in(at(installed_, "/settings/event_subscriptions/bot_events"));
        const bool any = !there.empty();
        for (const auto& event : words_in(at(ours_, "/settings/event_subscriptions/bot_events"))) {
            if (there.erase(event) == 0)
                wrong(fmt::format(
                    "Event Subscriptions, Subscribe to bot events, Add Bot User Event: {}{}", event, because(event)
                ));
        }
        if (any)
            address(
                "Event Subscriptions, Request URL",
                text_at(at(installed_, "/settings/event_subscriptions"), "request_url")
            );
        for (const auto& other : there)
            spare("Event Subscriptions: Docket does not use " + other);
    }

    void rotation()
    {
        if (on("/settings/token_rotation_enabled"))
            wrong(
                "OAuth & Permissions, Token Rotation: it is on, cannot be switched off, and Docket's token would "
                "expire: make a new app from the manifest"
            );
    }

    const json& ours_;
    const json& installed_;
    transports wanted_;
    const std::map<std::string, std::string>& reasons_;
    std::vector<difference> found_;
};

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    const auto last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

}  // namespace

tl::expected<json, std::string> read_installed(const std::string& text)
{
    constexpr auto again = ": save it again from App Manifest at api.slack.com/apps, as JSON";
    auto manifest = json::parse(text, nullptr, false);
    if (manifest.is_discarded() && !trimmed(text).starts_with('{')) {
        try {
            manifest = slack::emulator::read_manifest(text);
        } catch (const std::invalid_argument& e) {
            return tl::unexpected(e.what() + std::string(again));
        }
    }
    if (manifest.is_object() && manifest.contains("manifest"))
        manifest = json(manifest.at("manifest"));
    if (!manifest.is_object() || !(manifest.contains("features") || manifest.contains("settings")))
        return tl::unexpected("it is no app manifest" + std::string(again));
    return manifest;
}

std::vector<difference> differences(
    const json& ours, const json& installed, const transports& wanted, const std::map<std::string, std::string>& reasons
)
{
    return comparison(ours, installed, wanted, reasons).all();
}

std::map<std::string, std::string> reasons_in(std::string_view manifest)
{
    std::map<std::string, std::string> reasons;
    while (!manifest.empty()) {
        const auto end = std::min(manifest.find('\n'), manifest.size());
        const auto line = trimmed(manifest.substr(0, end));
        manifest.remove_prefix(std::min(end + 1, manifest.size()));
        const auto comment = line.find(" # ");
        if (line.starts_with("- ") && comment != std::string::npos)
            reasons[trimmed(line.substr(2, comment - 2))] = trimmed(line.substr(comment + 3));
    }
    return reasons;
}

}  // namespace docket::bot::doctor

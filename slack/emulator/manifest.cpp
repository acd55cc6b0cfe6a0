#include "slack/emulator/manifest.hpp"

#include "slack/emulator/members.hpp"
#include "slack/emulator/server.hpp"

#include <algorithm>
#include <stdexcept>

namespace docket::slack::emulator {

namespace {

struct line {
    std::size_t number;
    std::size_t indent;
    std::string text;
};

[[noreturn]] void refuse(const line& at)
{
    throw std::invalid_argument("manifest, line " + std::to_string(at.number) + ": not understood: " + at.text);
}

/// Where a comment begins: a '#' at the start or after a space, outside quotes.
std::size_t end_of_content(std::string_view text)
{
    char quote = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '#' && (at == 0 || text[at - 1] == ' '))
            return at;
    }
    return text.size();
}

std::vector<line> lines_of(std::string_view yaml)
{
    std::vector<line> lines;
    std::size_t number = 0;
    while (!yaml.empty()) {
        const auto end = std::min(yaml.find('\n'), yaml.size());
        auto text = yaml.substr(0, end);
        yaml.remove_prefix(std::min(end + 1, yaml.size()));
        ++number;
        text = text.substr(0, end_of_content(text));
        const auto last = text.find_last_not_of(" \r");
        const auto first = text.find_first_not_of(' ');
        if (last == std::string_view::npos)
            continue;
        lines.push_back({number, first, std::string(text.substr(first, last - first + 1))});
    }
    return lines;
}

json scalar(const std::string& text)
{
    if (text == "true" || text == "false")
        return text == "true";
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
        return text.substr(1, text.size() - 2);
    return text;
}

/// Reads the lines from `at` on that are indented as far as the first one.
class reader {
public:
    explicit reader(std::vector<line> lines) : lines_(std::move(lines)) {}

    json whole()
    {
        auto value = lines_.empty() ? json::object() : node(lines_.front().indent);
        if (at_ != lines_.size())
            refuse(lines_[at_]);
        return value;
    }

private:
    json node(std::size_t indent) { return is_item(lines_[at_]) ? items(indent) : members(indent); }

    static bool is_item(const line& l) { return l.text == "-" || l.text.starts_with("- "); }

    [[nodiscard]] bool more(std::size_t indent) const { return at_ < lines_.size() && lines_[at_].indent == indent; }

    json items(std::size_t indent)
    {
        auto list = json::array();
        while (more(indent) && is_item(lines_[at_])) {
            auto& l = lines_[at_];
            const auto begin = l.text.find_first_not_of(' ', 1);
            if (begin == std::string::npos)
                refuse(l);
            l.text = l.text.substr(begin);
            if (l.text.find(": ") == std::string::npos && l.text.back() != ':') {
                list.push_back(scalar(l.text));
                ++at_;
                continue;
            }
            l.indent = indent + begin;  // the item is a map whose first member stands after the dash
            list.push_back(members(l.indent));
        }
        return list;
    }

    json members(std::size_t indent)
    {
        auto map = json::object();
        while (more(indent) && !is_item(lines_[at_])) {
            const auto& l = lines_[at_++];
            const auto colon = l.text.find(": ");
            if (colon != std::string::npos) {
                map[l.text.substr(0, colon)] = scalar(l.text.substr(l.text.find_first_not_of(' ', colon + 1)));
                continue;
            }
            if (l.text.back() != ':')
                refuse(l);
            const auto key = l.text.substr(0, l.text.size() - 1);
            const bool nested = at_ < lines_.size() &&
                                (lines_[at_].indent > indent || (lines_[at_].indent == indent && is_item(lines_[at_])));
            map[key] = nested ? node(lines_[at_].indent) : json(nullptr);
        }
        return map;
    }

    std::vector<line> lines_;
    std::size_t at_ = 0;
};

json at_path(const json& manifest, const char* path)
{
    const json::json_pointer pointer(path);
    return manifest.contains(pointer) ? manifest.at(pointer) : json();
}

std::set<std::string> names_at(const json& manifest, const char* path)
{
    std::set<std::string> names;
    for (const auto& each : at_path(manifest, path))
        names.insert(each.get<std::string>());
    return names;
}

}  // namespace

json read_manifest(std::string_view yaml)
{
    return reader(lines_of(yaml)).whole();
}

void apply_manifest(std::string_view yaml, options& to)
{
    const auto manifest = read_manifest(yaml);
    to.scopes = names_at(manifest, "/oauth_config/scopes/bot");
    to.subscriptions = names_at(manifest, "/settings/event_subscriptions/bot_events");
    to.home_tab = at_path(manifest, "/features/app_home/home_tab_enabled") == true;
    to.messages_tab = at_path(manifest, "/features/app_home/messages_tab_enabled") == true;
    const auto name = at_path(manifest, "/features/bot_user/display_name");
    if (name.is_string())
        to.bot_name = name.get<std::string>();
    const auto about = at_path(manifest, "/display_information/description");
    to.description = about.is_string() ? about.get<std::string>() : "";
    to.described.clear();
    to.commands.clear();
    for (const auto& each : at_path(manifest, "/features/slash_commands")) {
        to.commands.push_back(each.at("command").get<std::string>());
        to.escapes_commands = each.value("should_escape", false);
        to.described[to.commands.back()] = {"", text_at(each, "description"), text_at(each, "usage_hint")};
    }
    to.message_shortcuts.clear();
    to.global_shortcuts.clear();
    for (const auto& each : at_path(manifest, "/features/shortcuts")) {
        auto& list = each.at("type") == "message" ? to.message_shortcuts : to.global_shortcuts;
        list.push_back(each.at("callback_id").get<std::string>());
        to.described[list.back()] = {text_at(each, "name"), text_at(each, "description"), ""};
    }
}

}  // namespace docket::slack::emulator

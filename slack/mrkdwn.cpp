#include "slack/mrkdwn.hpp"
#include "slack/mrkdwn_parts.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

// Text that we write: escapes, links, mentions, dates.

namespace docket::slack::mrkdwn {

namespace {

struct entity {
    char character;
    std::string_view name;
};
constexpr std::array entities = {entity{'&', "&amp;"}, entity{'<', "&lt;"}, entity{'>', "&gt;"}};

/// Without the characters that would end the part of an entity it is put into.
std::string without(std::string_view text, std::string_view characters)
{
    std::string kept(text);
    std::erase_if(kept, [&](char c) { return characters.find(c) != std::string_view::npos; });
    return kept;
}

/// A label between | and >: one line, no |.
std::string label_text(std::string_view raw)
{
    auto label = clean(raw);
    std::replace(label.begin(), label.end(), '\n', ' ');
    std::replace(label.begin(), label.end(), '|', '/');
    return escape(label);
}

/// A URL between < and |: what would end it there is percent-encoded.
std::string url_text(std::string_view url)
{
    std::string text;
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F || c == '<' || c == '>' || c == '|' || c == '"')
            text += fmt::format("%{:02X}", byte);
        else
            text += c;
    }
    return escape(clean(text));
}

}  // namespace

std::string escape(std::string_view raw)
{
    std::string text;
    text.reserve(raw.size());
    for (const char c : raw) {
        const auto found = std::find_if(entities.begin(), entities.end(), [c](auto& e) { return e.character == c; });
        if (found == entities.end())
            text += c;
        else
            text += found->name;
    }
    return text;
}

std::string unescape(std::string_view escaped)
{
    std::string text;
    text.reserve(escaped.size());
    while (!escaped.empty()) {
        const auto found =
            std::find_if(entities.begin(), entities.end(), [&](auto& e) { return escaped.starts_with(e.name); });
        text += found == entities.end() ? escaped.front() : found->character;
        escaped.remove_prefix(found == entities.end() ? 1 : found->name.size());
    }
    return text;
}

std::string link(std::string_view url, std::string_view label)
{
    const auto words = label_text(label);
    if (!linkable(url))
        return words.empty() ? escape(clean(url)) : words;
    return words.empty() ? "<" + url_text(url) + ">" : "<" + url_text(url) + "|" + words + ">";
}

std::string mention_user(std::string_view id)
{
    return "<@" + without(id, "<>|&") + ">";
}

std::string mention_channel(std::string_view id)
{
    return "<#" + without(id, "<>|&") + ">";
}

std::string mention_group(std::string_view id)
{
    return "<!subteam^" + without(id, "<>|&") + ">";
}

std::string date(
    std::chrono::sys_time<std::chrono::milliseconds> when, std::string_view format, std::string_view fallback
)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
    const auto words =
        fallback.empty() ? fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(seconds)) : label_text(fallback);
    return fmt::format("<!date^{}^{}|{}>", seconds.time_since_epoch().count(), without(format, "<>|^"), words);
}

std::string quote(std::string_view mrkdwn)
{
    std::string quoted = "> ";
    for (const char c : mrkdwn) {
        quoted += c;
        if (c == '\n')
            quoted += "> ";
    }
    return quoted;
}

}  // namespace docket::slack::mrkdwn

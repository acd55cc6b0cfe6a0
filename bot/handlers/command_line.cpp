#include "bot/handlers/command_line.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace docket::bot {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::pair<std::string_view, std::string_view> first_word(std::string_view text)
{
    const auto end = text.find_first_of(" \t\n");
    if (end == std::string_view::npos)
        return {text, {}};
    return {text.substr(0, end), trimmed(text.substr(end))};
}

std::optional<core::ticket_number> number_in(std::string_view word)
{
    if (word.starts_with('#'))
        word.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (word.empty() || error != std::errc() || end != word.data() + word.size() || number <= 0)
        return std::nullopt;
    return core::ticket_number(number);
}

}  // namespace

command_line read_command_line(std::string_view text)
{
    command_line line;
    const auto [word, rest] = first_word(trimmed(text));
    if (const auto number = number_in(word)) {
        line.verb = "status";
        line.number = number;
        line.rest = rest;
        return line;
    }
    line.verb = word;
    std::ranges::transform(line.verb, line.verb.begin(), [](unsigned char c) { return std::tolower(c); });
    line.rest = rest;
    if (line.verb == "new")
        return line;  // "new 3 monitors please" is about no ticket
    const auto [second, after] = first_word(rest);
    if (const auto number = number_in(second)) {
        line.number = number;
        line.rest = after;
    }
    return line;
}

std::optional<core::member_id> person_in(std::string_view text)
{
    if (!text.starts_with("<@"))
        return std::nullopt;
    const auto end = text.find_first_of("|>");
    if (end == std::string_view::npos || end == 2)
        return std::nullopt;
    return core::member_id(std::string(text.substr(2, end - 2)));
}

}  // namespace docket::bot

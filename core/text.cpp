#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace docket::core {

namespace {

constexpr std::array<std::string_view, 12> blanks{
    " ",
    "\t",
    "\n",
    "\r",
    "\v",
    "\f",
    "\u00A0",
    /* no-break */ "\u200B",
    /* zero width */ "\u200D",
    "\u2060",
    "\u3000",
    /* ideographic */ "\uFEFF",
};

bool continues(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Where the character that begins at `at` ends.
std::size_t character_end(std::string_view text, std::size_t at)
{
    ++at;
    while (at < text.size() && continues(text[at]))
        ++at;
    return at;
}

/// Where what must not be cut ends, if something begins at `at`: "<@U1>", "&amp;", one character.
std::size_t piece_end(std::string_view text, std::size_t at)
{
    if (text[at] == '<') {
        if (const auto end = text.find('>', at); end != std::string_view::npos)
            return end + 1;
    }
    for (const std::string_view entity : {"&amp;", "&lt;", "&gt;"}) {
        if (text.substr(at).starts_with(entity))
            return at + entity.size();
    }
    return character_end(text, at);
}

std::size_t characters_in(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

/// The small letter of a two-byte character of Latin-1, Latin Extended-A, Greek or Cyrillic.
std::uint32_t small(std::uint32_t c)
{
    const bool latin = c >= 0xC0 && c <= 0xDE && c != 0xD7;
    const bool greek = c >= 0x391 && c <= 0x3A9;
    const bool cyrillic = c >= 0x410 && c <= 0x42F;
    if (latin || greek || cyrillic)
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40F)
        return c + 0x50;
    // Extended-A goes in pairs, the capital first: even here, odd there.
    const bool even_capitals = (c >= 0x100 && c <= 0x12F) || (c >= 0x132 && c <= 0x137) || (c >= 0x14A && c <= 0x177);
    const bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if ((even_capitals && c % 2 == 0) || (odd_capitals && c % 2 == 1))
        return c + 1;
    return c;
}

bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// What Slack escapes, as it was typed; every run of blanks as one space.
std::string plain_and_folded(std::string_view text)
{
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        constexpr std::array<std::pair<std::string_view, char>, 3> escapes{
            {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}
        };
        const auto rest = text.substr(at);
        const auto escape = std::ranges::find_if(escapes, [&](const auto& e) { return rest.starts_with(e.first); });
        const auto blank = std::ranges::find_if(blanks, [&](auto b) { return rest.starts_with(b); });
        if (escape != escapes.end()) {
            line += escape->second;
            at += escape->first.size();
        } else if (blank != blanks.end()) {
            if (!line.empty() && line.back() != ' ')
                line += ' ';
            at += blank->size();
        } else {
            line += text[at++];
        }
    }
    return folded(trimmed(line));
}

}  // namespace

std::string_view trimmed(std::string_view text)
{
    for (bool again = true; again;) {
        again = false;
        for (const auto blank : blanks) {
            while (text.starts_with(blank)) {
                text.remove_prefix(blank.size());
                again = true;
            }
            while (text.ends_with(blank)) {
                text.remove_suffix(blank.size());
                again = true;
            }
        }
    }
    return text;
}

bool is_blank(std::string_view text)
{
    return trimmed(text).empty();
}

std::string folded(std::string_view text)
{
    std::string all;
    all.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 'A' && byte <= 'Z') {
            all += static_cast<char>(byte - 'A' + 'a');
        } else if (byte >= 0xC3 && byte <= 0xD1 && i + 1 < text.size() && continues(text[i + 1])) {
            const auto second = static_cast<unsigned char>(text[++i]);
            const auto c = small((byte & 0x1FU) << 6U | (second & 0x3FU));
            all += static_cast<char>(0xC0U | c >> 6U);
            all += static_cast<char>(0x80U | (c & 0x3FU));
        } else {
            all += text[i];
        }
    }
    return all;
}

bool has_words(std::string_view text, std::string_view phrase)
{
    const auto wanted = plain_and_folded(phrase);
    if (wanted.empty())
        return false;
    const auto inside = plain_and_folded(text);
    for (auto at = inside.find(wanted); at != std::string::npos; at = inside.find(wanted, at + 1)) {
        const auto end = at + wanted.size();
        const bool begins = at == 0 || !in_word(wanted.front()) || !in_word(inside[at - 1]);
        const bool ends = end == inside.size() || !in_word(wanted.back()) || !in_word(inside[end]);
        if (begins && ends)
            return true;
    }
    return false;
}

std::string first_line(std::string_view text, std::size_t most)
{
    text = trimmed(text);
    const auto line = trimmed(text.substr(0, text.find_first_of("\r\n")));
    if (characters_in(line) <= most)
        return std::string(line);
    std::size_t end = 0;
    std::size_t characters = 0;
    for (std::size_t next = piece_end(line, 0);; next = piece_end(line, next)) {
        characters += characters_in(line.substr(end, next - end));
        if (characters >= most)
            break;
        end = next;
    }
    // An entity alone may be longer than all that is allowed: then it stays whole, a broken one would be worse.
    if (end == 0)
        end = piece_end(line, 0);
    return end == line.size() ? std::string(line) : std::string(trimmed(line.substr(0, end))) + "…";
}

}  // namespace docket::core

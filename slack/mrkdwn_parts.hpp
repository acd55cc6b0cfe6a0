#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// What the .cpp files of slack/mrkdwn share, and nobody else uses.
namespace docket::slack::mrkdwn {

constexpr char32_t replacement = U'\uFFFD';

struct code_point {
    char32_t value = replacement;
    std::size_t size = 1;  ///< bytes
};

/// The code point that begins at `at`; a byte that begins none is one replacement character.
inline code_point read(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + size > text.size())
        return {};
    char32_t value = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        value = (value << 6) | (byte(i) & 0x3F);
    }
    const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF)
        return {};
    return {value, size};
}

/// Whether a ``` has no end.
bool fence_open(std::string_view text);

/// http, https or mailto: the schemes a link of ours may have (security: disguised links).
bool linkable(std::string_view url);

/// Where a link leads: the host of a URL as browsers read it, or the address of a mailto link.
std::string destination(std::string_view url);

/// Whether a label says itself where the link leads, so that nothing need be added.
bool honest(std::string_view label, std::string_view url);

}  // namespace docket::slack::mrkdwn

#pragma once

#include <cstddef>
#include <string_view>

/// UTF-8, one code point at a time.
namespace docket::slack::utf8 {

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

/// Whether every byte belongs to a code point.
inline bool valid(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto c = read(text, at);
        if (c.value == replacement && c.size == 1)
            return false;
        at += c.size;
    }
    return true;
}

}  // namespace docket::slack::utf8

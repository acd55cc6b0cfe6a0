#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// What every target shares. A target is one function from bytes to nothing: whatever must always hold is asked of the
// product's own functions, and a broken promise ends the process, so that libFuzzer keeps the bytes.

namespace docket::fuzz {

/// Ends the process unless `holds`. @param promise  what was broken, for whoever reads the log
inline void must(bool holds, const char* promise)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
}

/// Cuts `rest` after its first byte.
/// @return that byte; `otherwise` when there is none
inline char first(std::string_view& rest, char otherwise)
{
    if (rest.empty())
        return otherwise;
    const char c = rest.front();
    rest.remove_prefix(1);
    return c;
}

/// Cuts `rest` after its first line, and returns that without its end.
inline std::string_view line(std::string_view& rest)
{
    const auto end = rest.find('\n');
    const auto front = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return front;
}

/// Whether all of it is UTF-8, by the table of RFC 3629, 4: written anew, so that it does not share a mistake.
inline bool is_utf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto at = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : static_cast<unsigned char>(0);
        };
        const auto tail = [&](std::size_t k) { return (at(k) & 0xC0U) == 0x80U; };
        const unsigned char a = at(0);
        const unsigned char b = at(1);
        if (a < 0x80U)
            i += 1;
        else if (a >= 0xC2U && a <= 0xDFU && tail(1))
            i += 2;
        else if (a >= 0xE0U && a <= 0xEFU && tail(1) && tail(2) && !(a == 0xE0U && b < 0xA0U) &&
                 !(a == 0xEDU && b > 0x9FU))
            i += 3;
        else if (a >= 0xF0U && a <= 0xF4U && tail(1) && tail(2) && tail(3) && !(a == 0xF0U && b < 0x90U) &&
                 !(a == 0xF4U && b > 0x8FU))
            i += 4;
        else
            return false;
    }
    return true;
}

/// What a target does with one input; defined once in each of the other files here.
void examine(std::string_view input);

}  // namespace docket::fuzz

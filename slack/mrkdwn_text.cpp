#include "slack/mrkdwn.hpp"
#include "slack/mrkdwn_parts.hpp"
#include "slack/utf8.hpp"

#include <algorithm>

// Text as a row of characters: cleaning, counting and cutting.

namespace docket::slack::mrkdwn {

namespace {

using utf8::read;
using utf8::replacement;

constexpr std::string_view ellipsis = "…";
constexpr std::string_view fence = "```";

bool unwanted(char32_t c)
{
    const bool control = (c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7F && c <= 0x9F);
    const bool bidirectional = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return control || bidirectional;
}

/// Shown as part of the character before it: combining marks, variation selectors, the joiner, skin tones.
bool attaches(char32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x200D ||
           (c >= 0x1F3FB && c <= 0x1F3FF);
}

/// How many bytes the first `most` code points take, fewer if the cut would fall inside one visible character.
std::size_t cut_at(std::string_view text, std::size_t most)
{
    std::size_t at = 0;
    std::size_t boundary = 0;  // the last place where a visible character began
    bool joined = false;
    for (std::size_t count = 0; at < text.size(); ++count) {
        const auto c = read(text, at);
        if (!attaches(c.value) && !joined)
            boundary = at;
        if (count == most)
            return boundary > 0 ? boundary : at;  // a single character longer than the limit is cut all the same
        joined = c.value == 0x200D;
        at += c.size;
    }
    return at;
}

/// The first `most` code points, without the beginning of an entity whose end is cut off.
std::string_view whole_entities(std::string_view text, std::size_t most)
{
    auto kept = text.substr(0, cut_at(text, most));
    const auto opened = kept.rfind('<');
    if (opened != std::string_view::npos && kept.find('>', opened) == std::string_view::npos)
        kept = kept.substr(0, opened);
    const auto ampersand = kept.rfind('&');
    if (ampersand != std::string_view::npos && kept.find(';', ampersand) == std::string_view::npos)
        kept = kept.substr(0, ampersand);
    return kept;
}

}  // namespace

bool fence_open(std::string_view text)
{
    bool open = false;
    for (auto at = text.find(fence); at != std::string_view::npos; at = text.find(fence, at + fence.size()))
        open = !open;
    return open;
}

std::string clean(std::string_view text)
{
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto c = read(text, at);
        const bool line_end = c.value == U'\r';
        if (line_end && text.substr(at + 1, 1) != "\n")
            kept += '\n';
        else if (c.value == replacement)
            kept += "\uFFFD";
        else if (!unwanted(c.value))
            kept += text.substr(at, c.size);
        at += c.size;
    }
    return kept;
}

std::size_t length(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += read(text, at).size)
        ++count;
    return count;
}

std::string clamp(std::string_view raw, std::size_t most)
{
    if (length(raw) <= most)
        return std::string(raw);
    if (most == 0)
        return {};
    return std::string(raw.substr(0, cut_at(raw, most - 1))).append(ellipsis);
}

std::string clamp_mrkdwn(std::string_view mrkdwn, std::size_t most)
{
    if (length(mrkdwn) <= most)
        return std::string(mrkdwn);
    if (most == 0)
        return {};
    auto kept = whole_entities(mrkdwn, most - 1);
    if (!fence_open(kept))
        return std::string(kept).append(ellipsis);
    kept = whole_entities(mrkdwn, std::max(most, fence.size() + 1) - fence.size() - 1);
    auto closed = std::string(kept).append(ellipsis);
    return fence_open(kept) ? closed.append(fence) : closed;
}

}  // namespace docket::slack::mrkdwn

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text as people write it and Slack hands it over: UTF-8 with entities ("<@U1>", "&amp;"). Total: whatever the bytes.
namespace docket::core {

/// Without blanks at both ends: also those that only look like nothing (no-break and zero-width spaces).
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] bool is_blank(std::string_view text);

/// In small letters, as far as the letters of Europe go; everything else stays.
[[nodiscard]] std::string folded(std::string_view text);

/// Does `phrase` stand in `text` as words of its own ("vpn" in "my VPN!", not in "vpns")? Without regard to case.
[[nodiscard]] bool has_words(std::string_view text, std::string_view phrase);

/// The first line with anything in it, at most `most` characters; what was cut is shown by an ellipsis. Never cuts
/// inside a character or an entity.
[[nodiscard]] std::string first_line(std::string_view text, std::size_t most);

}  // namespace docket::core

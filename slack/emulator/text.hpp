#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace docket::slack::emulator {

/// Length as Slack limits it: Unicode code points.
std::size_t length_of(std::string_view utf8);

/// Whether the bytes are UTF-8.
bool is_utf8(std::string_view bytes);

/// The first `most` code points.
std::string clipped(std::string_view utf8, std::size_t most);

/// A piece of mrkdwn: plain text, or what stands between angle brackets.
struct piece {
    enum class kind { text, user, channel, group, broadcast, date, link };
    kind what = kind::text;
    std::string value;  ///< the text (still escaped), the id, or the address
    std::string label;
};

/// Splits mrkdwn at its <…> entities. Brackets that are none stay text.
std::vector<piece> pieces_of(std::string_view mrkdwn);

/// What Slack keeps of an app's `text`: stray & < > escaped, bare web addresses bracketed if asked.
std::string kept_text(std::string_view mrkdwn, bool link_addresses);

/// &amp; &lt; &gt; as the characters they stand for.
std::string unescaped(std::string_view text);

/// The rich_text block that a client sends along with a person's text.
nlohmann::json rich_text_of(std::string_view mrkdwn, const std::string& block_id);

/// The text Slack derives for a message that has only blocks.
std::string text_of_blocks(const nlohmann::json& blocks);

}  // namespace docket::slack::emulator

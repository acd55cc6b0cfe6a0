#pragma once

#include "bot/views/views.hpp"

#include "slack/blocks.hpp"
#include "slack/mrkdwn.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What the views share, and nobody else uses. Every std::string here is mrkdwn made safe, except where it says plain.
namespace docket::bot::views {

namespace blocks = slack::blocks;
namespace mrkdwn = slack::mrkdwn;
using nlohmann::json;

/// chat.update refuses a `text` of more than 4000 characters.
inline constexpr std::size_t longest_text = 3'900;

[[nodiscard]] std::string name_of(const core::member_id& who, const surroundings& s);

/// The title in one line; words for a request that has none left.
[[nodiscard]] std::string title_of(const core::ticket& t, std::size_t most, const surroundings& s);
/// Plain, for headers and views.
[[nodiscard]] std::string plain_title_of(const core::ticket& t, std::size_t most, const surroundings& s);

/// "*#12* · IT Help · In progress"
[[nodiscard]] std::string headline(const core::ticket& t, const surroundings& s);
/// "Ben has it", or "nobody has it yet".
[[nodiscard]] std::string holder(const core::ticket& t, const surroundings& s);
/// "Ben and Cyd are on duty; the first free one takes it."
[[nodiscard]] std::string on_duty(const core::ticket& t, const surroundings& s);
/// "<https://…|label>"; where nobody else can follow a link (direct messages) or none is known, words for it.
[[nodiscard]] std::string conversation_link(const core::ticket& t, const std::string& label, const surroundings& s);
/// The triage channel of its queue, "<#C2>"; empty when the queue is gone.
[[nodiscard]] std::string triage_channel(const core::ticket& t, const surroundings& s);

/// What somebody wrote, every line behind a bar. Empty of nothing.
[[nodiscard]] std::string quoted(std::string_view received, std::size_t most, const surroundings& s);

/// The details, quoted, below a title of which `title` characters show: empty where that says it all.
[[nodiscard]] std::string details_below(
    const core::ticket& t, std::size_t title, std::size_t most, const surroundings& s
);

/// A long text cut into pieces that each fit a section, entities and code blocks whole.
struct pages {
    std::vector<std::string> each;
    bool cut = false;  ///< there was more than fits
};
[[nodiscard]] pages paged(std::string_view received, std::size_t most_pages, const surroundings& s);

/// "Files: <https://…|log.txt> (12 kB), …"; empty without files.
[[nodiscard]] std::string files_line(const std::vector<core::attachment>& files);

/// A message with these blocks. @param text  mrkdwn that makes sense alone
[[nodiscard]] message with_blocks(const std::string& text, std::vector<json> parts);
/// A message that is nothing but these words.
[[nodiscard]] message just(const std::string& words);

/// A button about a ticket: its value is the number.
[[nodiscard]] json press(
    const char* action_id, const std::string& label, core::ticket_number number,
    blocks::style style = blocks::style::plain
);
/// Hold, or Off hold. Its value says which it was: an old button still means what its label said.
[[nodiscard]] json hold_button(const core::ticket& t);
/// "12:move"
[[nodiscard]] std::string value_of(core::ticket_number number, std::string_view verb);

}  // namespace docket::bot::views

#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Slack's text formats (docs.slack.dev/messaging/formatting-message-text), and how to repeat what a person wrote
/// without lending them the bot's voice.
///
/// Three kinds of text go by the type std::string, so names say which:
/// - *raw*: anything, such as a name or a mail; nothing in it has a meaning;
/// - *received*: as Slack sends it: & < > escaped, with live <@U…> and <https://…|label> in it;
/// - *mrkdwn*: as Slack takes it. Received text is mrkdwn, but not harmless.
namespace docket::slack::mrkdwn {

/// Names by user, channel or group id, for entities that come without a label.
using names = std::map<std::string, std::string, std::less<>>;

/// Raw text as mrkdwn: exactly & < > are replaced.
std::string escape(std::string_view raw);

/// The reverse, once: "&amp;lt;" becomes "&lt;".
std::string unescape(std::string_view escaped);

/// Received text, safe to post as the bot: mentions of people, groups and everyone become words that reach nobody,
/// channel links stay, web and mail links stay and show their host where the label would hide it, other schemes become
/// words, an open ``` is closed, and control and bidirectional characters are gone.
std::string inert(std::string_view received, const names& known = {});

/// Received text as raw text, for plain_text objects, prefilled inputs and the matching of keywords.
std::string plain(std::string_view received, const names& known = {});

/// Without control characters (but newline and tab) and bidirectional overrides; bytes that are no UTF-8 become U+FFFD.
std::string clean(std::string_view text);

/// "<https://…|label>" from raw parts. With a scheme other than http, https or mailto, just the words.
std::string link(std::string_view url, std::string_view label = {});

std::string mention_user(std::string_view id);
std::string mention_channel(std::string_view id);
std::string mention_group(std::string_view id);

/// An instant in the reader's own time zone.
/// @param format    tokens such as "{date_short_pretty} at {time}"
/// @param fallback  raw; shown where Slack cannot; the time in UTC when empty
std::string date(
    std::chrono::sys_time<std::chrono::milliseconds> when, std::string_view format, std::string_view fallback = {}
);

/// Every line behind "> ".
std::string quote(std::string_view mrkdwn);

/// Code points; how Slack counts lengths as far as is known.
std::size_t length(std::string_view text);

/// Raw text of at most `most` code points; what was cut is shown as an ellipsis, and no visible character is cut apart.
std::string clamp(std::string_view raw, std::size_t most);

/// The same for mrkdwn: no link, mention or "&amp;" is cut apart and no ``` left open.
std::string clamp_mrkdwn(std::string_view mrkdwn, std::size_t most);

/// "<@U1|ann>", "<#C1|ops>" or "<!subteam^S1|@it>".
struct mention {
    enum class kind { user, channel, group };
    kind what;
    std::string id;
    std::string label;  ///< raw; empty when Slack gives none
};

/// The mentions of a text in their order. For slash commands this needs `should_escape: true` in the manifest.
std::vector<mention> mentions(std::string_view received);

/// A word that is nothing but one mention.
std::optional<mention> as_mention(std::string_view word);

/// The words of a text. What stands between < and > is one word, blanks and all.
std::vector<std::string> words(std::string_view received);

}  // namespace docket::slack::mrkdwn

#include "slack/mrkdwn.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>

// One text, taken as raw, as received and as mrkdwn. Nobody makes the bot shout, ring or lie about a link.

namespace docket::fuzz {

namespace {

namespace mrkdwn = slack::mrkdwn;

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    return text;
}

std::size_t count(std::string_view text, char c)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

void check_raw(const std::string& raw, std::size_t most)
{
    const auto escaped = mrkdwn::escape(raw);
    must(!has(escaped, "<") && !has(escaped, ">"), "escaped text has no entities");
    must(mrkdwn::unescape(escaped) == raw, "what is escaped comes back");
    must(mrkdwn::mentions(escaped).empty(), "escaped text mentions nobody");

    const auto clean = mrkdwn::clean(raw);
    must(is_utf8(clean), "clean text is UTF-8");
    must(mrkdwn::clean(clean) == clean, "clean text stays as it is");
    must(mrkdwn::plain(mrkdwn::escape(clean)) == clean, "a text without entities is read as it was written");

    const auto short_text = mrkdwn::clamp(clean, most);
    must(mrkdwn::length(short_text) <= most, "a clamped text is short enough");
    must(is_utf8(short_text), "no character is cut apart");
    must(mrkdwn::length(clean) > most || short_text == clean, "what is short enough stays");

    const auto link = lowered(mrkdwn::link(raw, raw));
    const bool live = has(link, "<");
    must(count(link, '<') <= 1 && count(link, '>') <= 1, "a link is one entity");
    must(!live || link.starts_with("<http") || link.starts_with("<mailto:"), "a link has a harmless scheme");
    must(count(link, '|') <= count(raw, '|') + 1, "a link has one label");
}

void check_received(const std::string& received, std::size_t most)
{
    const auto inert = mrkdwn::inert(received);
    must(!has(inert, "<!") && !has(inert, "<@"), "inert text reaches nobody");
    must(is_utf8(inert), "inert text is UTF-8");
    for (const auto& each : mrkdwn::mentions(inert))
        must(each.what == mrkdwn::mention::kind::channel, "only links to channels stay");
    must(!has(mrkdwn::inert(inert), "<!"), "inert text stays inert");
    const auto short_text = mrkdwn::clamp_mrkdwn(inert, most);
    must(mrkdwn::length(short_text) <= most, "clamped mrkdwn is short enough");
    must(!has(short_text, "<!") && !has(short_text, "<@"), "clamping wakes nobody");

    must(is_utf8(mrkdwn::plain(received)), "plain text is UTF-8");
    for (const auto& word : mrkdwn::words(received)) {
        must(!word.empty(), "a word is not empty");
        if (const auto who = mrkdwn::as_mention(word))
            must(!who->id.empty() && !has(who->id, ">"), "a mention has an id");
    }
    const auto quoted = mrkdwn::quote(inert);
    for (std::string_view rest = quoted; !rest.empty();)
        must(line(rest).starts_with(">"), "every line of a quotation is quoted");
}

}  // namespace

void examine(std::string_view input)
{
    const std::size_t most = static_cast<unsigned char>(first(input, 'x'));
    const std::string text(input);
    check_raw(text, most);
    check_received(text, most);
}

}  // namespace docket::fuzz

#include "slack/mrkdwn.hpp"
#include "slack/mrkdwn_parts.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

// Text that Slack sends: finding the entities between < and > and saying them in harmless words.

namespace docket::slack::mrkdwn {

namespace {

/// A run of text, or one entity: "<target|label>".
struct piece {
    bool entity = false;
    std::string target;  ///< raw; of text, the text itself
    std::string label;   ///< raw
};

/// Whether that is what Slack writes between < and >: a sign, or a URL. Everything else is somebody's own text.
bool is_entity(std::string_view inside)
{
    if (inside.empty() || std::string_view("@#!").find(inside.front()) != std::string_view::npos)
        return !inside.empty();
    const auto scheme = inside.substr(0, inside.find(':'));
    const auto in_scheme = [](unsigned char c) { return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.'; };
    return scheme.size() < inside.size() && !scheme.empty() && std::all_of(scheme.begin(), scheme.end(), in_scheme);
}

std::vector<piece> pieces(std::string_view received)
{
    std::vector<piece> found;
    std::string_view text = received;  // from the end of the last entity
    for (std::size_t open = text.find('<'); open != std::string_view::npos;) {
        const auto end = text.find_first_of("<>", open + 1);
        if (end == std::string_view::npos || text[end] == '<' || !is_entity(text.substr(open + 1, end - open - 1))) {
            open = end == std::string_view::npos ? end : text.find('<', end);
            continue;  // a literal <
        }
        if (open > 0)
            found.push_back({false, clean(unescape(text.substr(0, open))), {}});
        const auto inside = text.substr(open + 1, end - open - 1);
        const auto bar = std::min(inside.find('|'), inside.size());
        const auto label = inside.substr(std::min(bar + 1, inside.size()));
        found.push_back({true, clean(unescape(inside.substr(0, bar))), clean(unescape(label))});
        text.remove_prefix(end + 1);
        open = text.find('<');
    }
    if (!text.empty())
        found.push_back({false, clean(unescape(text)), {}});
    return found;
}

bool is_id(std::string_view text, std::string_view prefixes)
{
    const auto in_id = [](unsigned char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return text.size() > 1 && prefixes.find(text.front()) != std::string_view::npos &&
           std::all_of(text.begin(), text.end(), in_id);
}

std::optional<mention> mention_of(const piece& p)
{
    const std::string_view target = p.target;
    if (!p.entity)
        return std::nullopt;
    if (target.starts_with("@") && is_id(target.substr(1), "UW"))
        return mention{mention::kind::user, p.target.substr(1), p.label};
    if (target.starts_with("#") && is_id(target.substr(1), "CGD"))
        return mention{mention::kind::channel, p.target.substr(1), p.label};
    constexpr std::string_view group = "!subteam^";
    if (target.starts_with(group) && is_id(target.substr(group.size()), "S"))
        return mention{mention::kind::group, p.target.substr(group.size()), p.label};
    return std::nullopt;
}

/// "@ann" for <@U1|ann>; what is known, else the id, without a label.
std::string called(const mention& m, const names& known)
{
    const char sign = m.what == mention::kind::channel ? '#' : '@';
    auto name = m.label;
    if (const auto found = known.find(m.id); name.empty() && found != known.end())
        name = clean(found->second);
    if (name.empty())
        name = m.id;
    return name.front() == sign ? name : sign + name;
}

/// What else stands behind @, # or !: <!here>, <!date^…|fallback>, and whatever Slack invents next.
std::string other_words(const piece& p)
{
    if (p.target == "!here" || p.target == "!channel" || p.target == "!everyone")
        return "@" + p.target.substr(1);
    if (!p.label.empty())
        return p.label;
    return p.target.substr(1);
}

bool is_sign(const piece& p)
{
    return p.entity && !p.target.empty() && std::string_view("@#!").find(p.target.front()) != std::string_view::npos;
}

std::string link_words(const piece& p)
{
    const std::string_view url = p.target;
    const bool bare = p.label.empty() || url == p.label || url.ends_with("://" + p.label) || url == "mailto:" + p.label;
    if (bare)
        return p.label.empty() ? p.target : p.label;
    return p.label + " (" + p.target + ")";
}

std::string inert_link(const piece& p)
{
    if (!linkable(p.target))
        return escape(link_words(p));
    if (p.label.empty() || p.label == p.target)
        return link(p.target);
    if (honest(p.label, p.target))
        return link(p.target, p.label);
    return link(p.target, p.label) + " (" + escape(destination(p.target)) + ")";
}

std::string inert_piece(const piece& p, const names& known)
{
    if (!p.entity)
        return escape(p.target);
    if (const auto m = mention_of(p))
        return m->what == mention::kind::channel ? mention_channel(m->id) : escape(called(*m, known));
    return is_sign(p) ? escape(other_words(p)) : inert_link(p);
}

std::string plain_piece(const piece& p, const names& known)
{
    if (!p.entity)
        return p.target;
    if (const auto m = mention_of(p))
        return called(*m, known);
    return is_sign(p) ? other_words(p) : link_words(p);
}

}  // namespace

std::string inert(std::string_view received, const names& known)
{
    std::string text;
    for (const auto& p : pieces(received))
        text += inert_piece(p, known);
    return fence_open(text) ? text + "```" : text;
}

std::string plain(std::string_view received, const names& known)
{
    std::string text;
    for (const auto& p : pieces(received))
        text += plain_piece(p, known);
    return text;
}

std::vector<mention> mentions(std::string_view received)
{
    std::vector<mention> found;
    for (const auto& p : pieces(received))
        if (auto m = mention_of(p))
            found.push_back(std::move(*m));
    return found;
}

std::optional<mention> as_mention(std::string_view word)
{
    const auto found = pieces(word);
    return found.size() == 1 ? mention_of(found.front()) : std::nullopt;
}

std::vector<std::string> words(std::string_view received)
{
    std::vector<std::string> found;
    std::string word;
    const auto last_end = received.rfind('>');  // behind it, a < begins nothing
    bool inside = false;
    for (std::size_t i = 0; i < received.size(); ++i) {
        const char c = received[i];
        const bool opens = c == '<' && last_end != std::string_view::npos && i < last_end;
        inside = opens || (inside && c != '>');
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank || inside)
            word += c;
        else if (!word.empty())
            found.push_back(std::exchange(word, {}));
    }
    if (!word.empty())
        found.push_back(std::move(word));
    return found;
}

}  // namespace docket::slack::mrkdwn

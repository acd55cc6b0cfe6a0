#include "bot/setup/terms.hpp"

#include "bot/words_setup.hpp"

#include <algorithm>
#include <array>

namespace docket::bot::setup {

namespace {

struct lexeme {
    enum class kind { word, comma, equals, arrow };
    kind what;
    std::string text = {};  ///< of a word
};

/// Cuts one of `marks` from the front of `text`, if one stands there.
template <std::size_t N>
bool cut(std::string_view& text, const std::array<std::string_view, N>& marks)
{
    for (const auto mark : marks) {
        if (text.starts_with(mark)) {
            text.remove_prefix(mark.size());
            return true;
        }
    }
    return false;
}

constexpr std::array<std::string_view, 3> quotes{"\"", "\u201C", "\u201D"};
constexpr std::array<std::string_view, 3> arrows{"->", "=>", "\u2192"};
constexpr std::array<std::string_view, 2> commas{",", "\n"};
constexpr std::array<std::string_view, 1> equals{"="};

bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/// What stands between quotes, the first of which is already cut. Nothing when the last is missing.
std::optional<std::string> cut_quoted(std::string_view& text)
{
    std::string inside;
    while (!text.empty()) {
        if (cut(text, quotes))
            return inside;
        if (text.front() == '\\' && text.size() > 1)
            text.remove_prefix(1);
        inside += text.front();
        text.remove_prefix(1);
    }
    return std::nullopt;
}

tl::expected<std::vector<lexeme>, std::string> lex(std::string_view text)
{
    std::vector<lexeme> all;
    // Neighbours make one word: `spare parts`.
    bool in_word = false;
    const auto add = [&](std::string word) {
        if (in_word)
            all.back().text += word;
        else
            all.push_back({lexeme::kind::word, std::move(word)});
        in_word = true;
    };
    const auto mark = [&](lexeme::kind k) {
        all.push_back({k});
        in_word = false;
    };
    while (!text.empty()) {
        if (cut(text, arrows)) {
            mark(lexeme::kind::arrow);
        } else if (cut(text, commas)) {
            mark(lexeme::kind::comma);
        } else if (cut(text, equals)) {
            mark(lexeme::kind::equals);
        } else if (cut(text, quotes)) {
            auto inside = cut_quoted(text);
            if (!inside)
                return tl::unexpected<std::string>(words::setup::quote_open());
            add(std::move(*inside));
        } else if (blank(text.front())) {
            const auto run = std::min(text.find_first_not_of(" \t\r"), text.size());
            text.remove_prefix(run);
            // A blank counts only between two parts of one word.
            auto next = text;
            const bool ends = next.empty() || cut(next, arrows) || cut(next, commas) || cut(next, equals);
            if (in_word && !ends)
                add(" ");
        } else {
            add(std::string(1, text.front()));
            text.remove_prefix(1);
        }
    }
    return all;
}

/// A word as it must be typed.
std::string written(const std::string& word)
{
    const bool plain = !word.empty() && !blank(word.front()) && !blank(word.back()) &&
                       word.find_first_of("\",=\\\n\t\r") == std::string::npos &&
                       word.find("->") == std::string::npos && word.find("\u2192") == std::string::npos &&
                       word.find("\u201C") == std::string::npos && word.find("\u201D") == std::string::npos &&
                       word.find("  ") == std::string::npos;
    if (plain)
        return word;
    std::string in_quotes = "\"";
    for (std::string_view rest = word; !rest.empty();) {
        auto after = rest;
        if (rest.front() == '\\' || cut(after, quotes))
            in_quotes += '\\';
        in_quotes += rest.front();
        rest.remove_prefix(1);
    }
    return in_quotes + '"';
}

template <class Item>
void add_once(std::vector<Item>& to, Item item)
{
    if (std::find(to.begin(), to.end(), item) == to.end())
        to.push_back(std::move(item));
}

std::string lowered(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

const core::queue* named(const std::string& typed, const std::vector<core::queue>& queues)
{
    for (const auto& q : queues)
        if (q.key.str() == typed)
            return &q;
    for (const auto& q : queues)
        if (lowered(q.key.str()) == lowered(typed) || lowered(q.name) == lowered(typed))
            return &q;
    return nullptr;
}

/// "invoice, urgency=urgent": what stands before the arrow. @return what is wrong; empty when nothing is
std::string read_conditions(const std::vector<lexeme>& from, core::route& into)
{
    using kind = lexeme::kind;
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (from[i].what == kind::comma)
            continue;
        if (from[i].what != kind::word)
            return words::setup::route_without_field();
        const bool field = i + 1 < from.size() && from[i + 1].what == kind::equals;
        if (!field) {
            add_once(into.words, from[i].text);
            continue;
        }
        if (i + 2 >= from.size() || from[i + 2].what != kind::word)
            return words::setup::route_without_value(from[i].text);
        if (!into.form.emplace(from[i].text, from[i + 2].text).second)
            return words::setup::route_field_twice(from[i].text);
        i += 2;
    }
    if (into.words.empty() && into.form.empty())
        return words::setup::route_without_condition();
    return {};
}

tl::expected<core::route, std::string> read_route(std::string_view line, const std::vector<core::queue>& queues)
{
    const auto lexemes = lex(line);
    if (!lexemes)
        return tl::unexpected<std::string>(lexemes.error());
    const auto is_arrow = [](const lexeme& l) { return l.what == lexeme::kind::arrow; };
    const auto arrow = std::find_if(lexemes->begin(), lexemes->end(), is_arrow);
    if (arrow == lexemes->end() || lexemes->end() - arrow != 2 || lexemes->back().what != lexeme::kind::word)
        return tl::unexpected<std::string>(words::setup::route_without_queue());
    core::route r;
    if (auto why = read_conditions({lexemes->begin(), arrow}, r); !why.empty())
        return tl::unexpected<std::string>(std::move(why));
    const auto* queue = named(lexemes->back().text, queues);
    if (queue == nullptr)
        return tl::unexpected<std::string>(words::setup::route_to_nowhere(lexemes->back().text, queues));
    r.queue = queue->key;
    return r;
}

}  // namespace

tl::expected<std::vector<std::string>, std::string> read_words(std::string_view text)
{
    const auto lexemes = lex(text);
    if (!lexemes)
        return tl::unexpected<std::string>(lexemes.error());
    std::vector<std::string> all;
    for (const auto& l : *lexemes) {
        if (l.what == lexeme::kind::equals || l.what == lexeme::kind::arrow)
            return tl::unexpected<std::string>(words::setup::quote_it());
        if (l.what == lexeme::kind::word)
            add_once(all, l.text);
    }
    return all;
}

std::string write_words(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& each : words)
        text += (text.empty() ? "" : ", ") + written(each);
    return text;
}

tl::expected<route_lines, std::vector<std::string>> read_routes(
    std::string_view text, const std::vector<core::queue>& queues
)
{
    route_lines all;
    std::vector<std::string> wrong;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (std::all_of(line.begin(), line.end(), blank))
            continue;
        auto one = read_route(line, queues);
        if (!one) {
            wrong.push_back(words::setup::on_line(number, one.error()));
            continue;
        }
        all.routes.push_back(std::move(*one));
        all.lines.push_back(number);
    }
    if (!wrong.empty())
        return tl::unexpected(std::move(wrong));
    return all;
}

std::string write_routes(const std::vector<core::route>& routes)
{
    std::string text;
    for (const auto& r : routes) {
        auto line = write_words(r.words);
        for (const auto& [field, value] : r.form)
            line += (line.empty() ? "" : ", ") + written(field) + "=" + written(value);
        text += line + " -> " + written(r.queue.str()) + "\n";
    }
    return text;
}

}  // namespace docket::bot::setup

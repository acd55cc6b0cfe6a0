#include "core/thanks.hpp"

#include "core/text.hpp"
#include "core/thanks_words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

// Words that are only thanks are made of a short list of phrases, a name here and there, and smiles. Everything else
// (a question mark, a number, a link, a word not on the list) is doubt, and then they are not: reopening once too often
// costs a click, a lost request costs trust.

namespace docket::core {

namespace {

struct token {
    enum class kind { word, mention, emoji, pause, end };  // pause: a comma; end: of a sentence or line
    kind what;
    std::string text = {};   ///< a word in small letters, an emoji's name
    bool name_like = false;  ///< one capital, small letters after it
};

bool is_ascii(char c)
{
    return (static_cast<unsigned char>(c) & 0x80U) == 0;
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || !is_ascii(c);
}

bool is_capital(std::string_view letter)
{
    return folded(letter) != letter;
}

/// "Ben", "Özlem", "Anne-Marie"; not "VPN", not "ben".
bool looks_like_name(std::string_view word)
{
    if (word.find('\'') != std::string_view::npos)
        return false;
    const auto first = std::find_if(word.begin() + 1, word.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    const auto length = static_cast<std::size_t>(first - word.begin());
    const auto rest = word.substr(length);
    const auto hyphen = rest.find('-');
    if (hyphen != std::string_view::npos && hyphen + 1 < rest.size())
        return is_capital(word.substr(0, length)) && !is_capital(rest.substr(0, hyphen)) &&
               looks_like_name(rest.substr(hyphen + 1));
    return rest.size() > 1 && is_capital(word.substr(0, length)) && !is_capital(rest);
}

/// Reads one piece after the other; gives up at the first that cannot be part of mere thanks.
class reader {
public:
    explicit reader(std::string_view text) : rest_(text) {}

    /// Nothing when there was doubt.
    std::optional<std::vector<token>> all()
    {
        while (!rest_.empty()) {
            if (plain_word())
                continue;
            if (!smiley() && !entity() && !emoji() && !picture() && !mark() && !word())
                return std::nullopt;
        }
        return std::move(tokens_);
    }

private:
    template <std::size_t N>
    [[nodiscard]] std::string_view one_of(const std::array<std::string_view, N>& all) const
    {
        const auto found = std::ranges::find_if(all, [&](auto each) { return rest_.starts_with(each); });
        return found == all.end() ? std::string_view() : *found;
    }

    void take(std::size_t bytes, token t)
    {
        tokens_.push_back(std::move(t));
        rest_.remove_prefix(bytes);
    }

    /// Nothing else begins with one of these letters but a smiley: most text need not be held against all of the rest.
    bool plain_word()
    {
        return is_letter(rest_.front()) && is_ascii(rest_.front()) && !rest_.starts_with("xoxo") && word();
    }

    bool smiley()
    {
        static constexpr std::array<std::string_view, 13> all{
            ":-)", ":)", ";-)", ";)", ":-D", ":D", "=)", ":-P", ":P", "^^", "&lt;3", "xoxo", "\\o/",
        };
        const auto found = one_of(all);
        if (found.empty())
            return false;
        take(found.size(), {token::kind::emoji, "smile"});
        return true;
    }

    /// "<@U1>" and "<!subteam^S1>" call somebody; links, channels and "<!here>" are more than thanks.
    bool entity()
    {
        const auto end = rest_.find('>');
        if (end == std::string_view::npos || !(rest_.starts_with("<@") || rest_.starts_with("<!subteam^")))
            return false;
        take(end + 1, {token::kind::mention});
        return true;
    }

    bool emoji()
    {
        const auto end = rest_.starts_with(':') ? rest_.find(':', 1) : std::string_view::npos;
        if (end == std::string_view::npos || end == 1)
            return false;
        auto name = folded(rest_.substr(1, end - 1));
        if (!thanks::emoji(name))
            return false;
        take(end + 1, {token::kind::emoji, std::move(name)});
        return true;
    }

    /// An emoji as the character itself; a joiner or skin tone after it says nothing.
    bool picture()
    {
        static constexpr std::array<std::string_view, 6> modifiers{"\uFE0F", "🏻", "🏼", "🏽", "🏾", "🏿"};
        if (const auto modifier = one_of(modifiers); !modifier.empty() && !tokens_.empty()) {
            rest_.remove_prefix(modifier.size());
            return true;
        }
        const auto bytes = picture_here();
        if (bytes > 0)
            take(bytes, {token::kind::emoji, std::string(rest_.substr(0, bytes))});
        return bytes > 0;
    }

    /// How many bytes the picture takes that begins here; 0 for none.
    [[nodiscard]] std::size_t picture_here() const
    {
        if (rest_.empty() || is_ascii(rest_.front()))
            return 0;
        for (const std::size_t bytes : {4U, 3U}) {
            if (rest_.size() >= bytes && thanks::emoji(rest_.substr(0, bytes)))
                return bytes;
        }
        return 0;
    }

    bool mark()
    {
        static constexpr std::array<std::string_view, 15> pauses{
            ",", ";", "-", "–", "—", "&amp;", "(", ")", "\"", "“", "”", "„", "«", "»", "、",
        };
        static constexpr std::array<std::string_view, 8> ends{".", "!", "…", "！", "。", "¡", "\n", "\r"};
        static constexpr std::array<std::string_view, 8> nothing{" ",      "\t",     "*",      "_",
                                                                 "\u00A0", "\u200B", "\u200D", "\u3000"};
        const auto pause = one_of(pauses);
        const auto end = one_of(ends);
        const auto blank = one_of(nothing);
        if (!pause.empty())
            take(pause.size(), {token::kind::pause});
        else if (!end.empty())
            take(end.size(), {token::kind::end});
        else
            rest_.remove_prefix(blank.size());
        return !pause.empty() || !end.empty() || !blank.empty();
    }

    /// Letters, and what stands inside words. Anything else begins no word: digits, "?", "@", "/", "`", "~" are doubt.
    bool word()
    {
        static constexpr std::array<std::string_view, 14> borders{
            "–", "—", "“", "”", "„", "«", "»", "…", "！", "。", "、", "\u00A0", "\u200B", "\u3000",
        };
        std::string text;
        while (!rest_.empty()) {
            const char c = rest_.front();
            const bool joins = (c == '\'' || c == '-') && !text.empty() && rest_.size() > 1 && is_letter(rest_[1]);
            if (rest_.starts_with("\u2019")) {
                text += '\'';
                rest_.remove_prefix(std::string_view("\u2019").size());
            } else if ((is_letter(c) || joins) && (is_ascii(c) || (one_of(borders).empty() && picture_here() == 0))) {
                text += c;
                rest_.remove_prefix(1);
            } else {
                break;
            }
        }
        if (text.empty())
            return false;
        const bool name_like = looks_like_name(text);
        tokens_.push_back({token::kind::word, folded(text), name_like});
        return true;
    }

    std::string_view rest_;
    std::vector<token> tokens_;
};

/// Goes through what was read and looks for anything that is neither thanks nor goes with it.
class judge {
public:
    explicit judge(const std::vector<token>& all) : all_(all) {}

    bool only_thanks()
    {
        while (at_ < all_.size()) {
            if (!step())
                return false;
        }
        return thanked_;
    }

private:
    enum class name_may_follow { no, in_sentence, on_next_line };

    bool step()
    {
        const auto& t = all_[at_];
        switch (t.what) {
            case token::kind::mention:
            case token::kind::pause:
                ++at_;
                return true;
            case token::kind::emoji:
                thanked_ = thanked_ || thanks::emoji(t.text) == thanks::meaning::thanks;
                ++at_;
                return true;
            case token::kind::end:
                if (name_ == name_may_follow::in_sentence)
                    name_ = name_may_follow::no;
                ++at_;
                return true;
            case token::kind::word:
                return phrase() || name();
        }
        return false;
    }

    /// The longest phrase that begins here.
    bool phrase()
    {
        for (auto length = std::min(thanks::longest_phrase, all_.size() - at_); length > 0; --length) {
            const auto means = thanks::phrase(joined(length));
            if (!means)
                continue;
            thanked_ = thanked_ || *means == thanks::meaning::thanks;
            if (*means == thanks::meaning::regards)
                name_ = name_may_follow::on_next_line;
            else if (thanked_)
                name_ = name_may_follow::in_sentence;
            at_ += length;
            return true;
        }
        return false;
    }

    /// Words that follow each other without a mark between; empty otherwise.
    [[nodiscard]] std::string joined(std::size_t length) const
    {
        std::string words;
        for (std::size_t i = at_; i < at_ + length; ++i) {
            if (all_[i].what != token::kind::word)
                return {};
            words += (words.empty() ? "" : " ") + all_[i].text;
        }
        return words;
    }

    /// One name after thanks: "thanks Ben!". A second word in a row would be a sentence.
    bool name()
    {
        const auto& t = all_[at_];
        if (name_ == name_may_follow::no || !t.name_like || !thanks::may_be_name(t.text))
            return false;
        name_ = name_may_follow::no;
        ++at_;
        return true;
    }

    const std::vector<token>& all_;
    std::size_t at_ = 0;
    bool thanked_ = false;
    name_may_follow name_ = name_may_follow::no;
};

}  // namespace

bool is_only_thanks(std::string_view text)
{
    constexpr std::size_t longest = 300;  // bytes: who writes more has more to say
    text = trimmed(text);
    if (text.empty() || text.size() > longest)
        return false;
    const auto tokens = reader(text).all();
    return tokens && judge(*tokens).only_thanks();
}

}  // namespace docket::core

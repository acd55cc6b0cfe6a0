#pragma once

#include <optional>
#include <string_view>

/// The words of which thanks are made. What is not among them is doubt, and doubt is not only thanks.
namespace docket::core::thanks {

enum class meaning {
    thanks,   ///< thanks by itself: "vielen dank"
    filler,   ///< says nothing more beside thanks: "so much", "works again", "super"
    regards,  ///< a name may follow on the next line: "lg"
    title,    ///< a name follows: "herr"
};

inline constexpr std::size_t longest_phrase = 5;  ///< words

/// What these words in small letters, single spaces between them, mean beside each other.
[[nodiscard]] std::optional<meaning> phrase(std::string_view words);

/// @param name  between the colons
[[nodiscard]] std::optional<meaning> emoji(std::string_view name);

/// May this word in small letters be somebody's name? Those that begin a demand are none, whatever their capital.
[[nodiscard]] bool may_be_name(std::string_view word);

}  // namespace docket::core::thanks

#pragma once

#include "core/text.hpp"

namespace docket::core {

/// The title of a request made of these words.
[[nodiscard]] inline std::string title_of(std::string_view words)
{
    constexpr std::size_t longest_title = 150;
    return first_line(words, longest_title);
}

}  // namespace docket::core

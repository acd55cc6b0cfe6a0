#pragma once

#include <string_view>
#include <vector>

namespace docket::bot {

/// How many letters must be added, dropped, changed or swapped with their neighbour to make `a` into `b`.
[[nodiscard]] std::size_t distance(std::string_view a, std::string_view b);

/// The one of `known` that whoever wrote `typed` most likely meant; empty when none is near.
[[nodiscard]] std::string_view most_alike(std::string_view typed, const std::vector<std::string_view>& known);

}  // namespace docket::bot

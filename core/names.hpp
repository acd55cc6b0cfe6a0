#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

/// Stable words for the values of an enumeration, both ways from one table.
namespace docket::core {

template <class Value, std::size_t N>
using names_of = std::array<std::pair<Value, std::string_view>, N>;

template <class Value, std::size_t N>
std::string_view name_in(const names_of<Value, N>& all, Value v)
{
    const auto found = std::ranges::find(all, v, &std::pair<Value, std::string_view>::first);
    return found == all.end() ? std::string_view() : found->second;
}

template <class Value, std::size_t N>
std::optional<Value> value_in(const names_of<Value, N>& all, std::string_view name)
{
    const auto found = std::ranges::find(all, name, &std::pair<Value, std::string_view>::second);
    if (found == all.end())
        return std::nullopt;
    return found->first;
}

}  // namespace docket::core

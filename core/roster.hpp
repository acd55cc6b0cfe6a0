#pragma once

#include "core/desk.hpp"

#include <vector>

namespace docket::core {

/// Everybody a queue's roster names, deactivated or not, in roster order: the round in which turns are taken.
[[nodiscard]] std::vector<member_id> everybody_of(const desk& d, const queue& q);

/// Whose turn it is after `last`; nobody when nobody of the roster is active.
[[nodiscard]] std::optional<member_id> next_in_turn(
    const desk& d, const queue& q, const std::optional<member_id>& last
);

}  // namespace docket::core

#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace emulator_tests {

using nlohmann::json;

/// What a sample shows and ours has not, as paths: "/event/team" is missing, "/event/ts: string, not number" is there
/// as something else. Items of lists go by '*', and by their `type` where they have one: a sample's button is compared
/// with our buttons, and with nothing when we have none. Objects whose keys are ids ("/state/values", "/shares/public")
/// are compared by what stands behind the keys.
std::set<std::string> missing(const json& sample, const json& ours);

}  // namespace emulator_tests

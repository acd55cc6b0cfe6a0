#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

/// Slack's samples, where they lie beside the checkout, and what of ours is held against them.
namespace emulator_tests {

/// The folder; nothing, when there is none.
std::filesystem::path samples();

/// Says that there is nothing to compare with, where that is so.
bool no_samples();

/// NAME.json, NAME.2.json … of a folder, each with its path; none at all is a mistake of the test.
std::vector<std::pair<std::string, nlohmann::json>> samples_of(const std::string& folder, const std::string& name);

/// Checks that ours has every field of a sample; some exceptions, with their reasons, stand in the .cpp.
void has_all_of(const std::string& file, const nlohmann::json& sample, const nlohmann::json& ours);

/// Blocks and views of every kind that the samples show.
nlohmann::json some_blocks();
nlohmann::json some_view(const std::string& type);

}  // namespace emulator_tests

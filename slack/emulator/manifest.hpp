#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace docket::slack::emulator {

struct options;

/// Reads an app manifest: the part of YAML that manifests are written in (maps and lists by indentation, plain or
/// quoted scalars on one line, comments). Scalars stay text, but true and false.
/// @throws std::invalid_argument naming the line that is none of that
nlohmann::json read_manifest(std::string_view yaml);

/// Installs the app of a manifest: its scopes, events, commands, shortcuts and tabs, and nothing more. An event or
/// method that the manifest forgot is then missing here as it would be in Slack.
void apply_manifest(std::string_view yaml, options& to);

}  // namespace docket::slack::emulator

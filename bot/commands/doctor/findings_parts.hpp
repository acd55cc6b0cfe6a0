#pragma once

#include "bot/commands/doctor/findings.hpp"

#include <string>
#include <vector>

/// What the .cpp files of findings share, and nobody else uses.
namespace docket::bot::doctor {

[[nodiscard]] finding well(const char* check, std::string sentence);
[[nodiscard]] finding wrong(const char* check, std::string sentence);
[[nodiscard]] finding unknown(const char* check, std::string sentence);

// The app at Slack and its secrets, in findings_app.cpp.
[[nodiscard]] finding token(const facts& f);
void add_transports(std::vector<finding>& to, const facts& f);
void add_scopes(std::vector<finding>& to, const facts& f);
void add_app_settings(std::vector<finding>& to, const facts& f);

/// The machine: files, disk, limits. In findings_machine.cpp.
void add_machine(std::vector<finding>& to, const facts& f);

}  // namespace docket::bot::doctor

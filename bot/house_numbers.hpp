#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

/// How the process and its files are: what /metrics tells and `docket doctor` looks at.
namespace docket::bot {

/// Where the nightly backups of a database lie, as packaging/systemd makes them: the folder "backups" beside it.
[[nodiscard]] std::filesystem::path backups_of(const std::filesystem::path& database);

/// When the newest "*.db" of a folder was written; nothing where there is none.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> newest_backup(const std::filesystem::path& folder);

/// Prometheus text: the process under the names that every Prometheus client gives, sizes of the database, the newest
/// backup, the build. A number that cannot be had is left out.
[[nodiscard]] std::string house_numbers(const std::filesystem::path& database);

}  // namespace docket::bot

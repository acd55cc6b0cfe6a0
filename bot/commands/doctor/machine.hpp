#pragma once

#include "bot/environment.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace docket::bot::doctor {

/// A process that has the database open.
struct holder {
    int process = 0;
    std::string name;  ///< of its program, as far as it may be known
};

/// A file with secrets or people's words in it that others may read or write.
struct exposed_file {
    std::string path;
    bool to_everybody = false;  ///< else to its group, which others may be in
};

/// What is on this machine besides Docket, and goes wrong in practice.
struct machine_facts {
    std::optional<std::uintmax_t> free_bytes;  ///< where the database lies
    std::uintmax_t database_bytes = 0;
    std::uintmax_t log_bytes = 0;     ///< of its write-ahead log
    std::string network_file_system;  ///< its kind; empty on a disk of this machine
    std::optional<holder> held;
    std::optional<std::uint64_t> descriptors;      ///< that a process may have at most
    bool time_zones = true;                        ///< the system's data is there
    std::optional<std::chrono::hours> backup_age;  ///< of the newest one; nothing where there is none
    bool backup_folder = false;                    ///< beside the database
    bool nightly_backups = false;                  ///< of this database, by the package's timer
    std::optional<std::chrono::hours> database_age;
    std::string given_socket_trouble;  ///< what is wrong with the socket that was handed over
    std::vector<exposed_file> exposed;
};

/// Looks at files and at the system. Before the database is opened, in this process: to look at locks would end ours.
[[nodiscard]] machine_facts look_at_machine(
    const environment& from, const std::function<std::optional<std::string>(const std::string&)>& get
);

}  // namespace docket::bot::doctor

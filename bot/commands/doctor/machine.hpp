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
    bool backups_expected = false;                 ///< there is a folder for them
    std::string given_socket_trouble;              ///< what is wrong with the socket that was handed over
    std::vector<std::string> exposed;              ///< files with secrets or words in them that everybody here may read
};

/// Looks at files and at the system. Before the database is opened, in this process: to look at locks would end ours.
[[nodiscard]] machine_facts look_at_machine(
    const environment& from, const std::function<std::optional<std::string>(const std::string&)>& get
);

}  // namespace docket::bot::doctor

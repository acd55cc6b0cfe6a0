#include "bot/commands/doctor/findings_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace docket::bot::doctor {

namespace {

using namespace std::chrono_literals;

constexpr std::uintmax_t megabyte = 1024 * 1024;
constexpr std::uintmax_t least_free = 256 * megabyte;
constexpr std::uintmax_t longest_log = 256 * megabyte;  // usually it stays under ten
constexpr std::uint64_t fewest_descriptors = 1024;
constexpr auto oldest_backup = 48h;

std::string megabytes(std::uintmax_t bytes)
{
    return fmt::format("{} MB", bytes / megabyte);
}

finding disk(const machine_facts& m)
{
    constexpr auto check = "disk";
    if (!m.network_file_system.empty())
        return wrong(
            check, fmt::format(
                       "the database lies on {}, where locks do not hold: set DOCKET_DATABASE to a file on a disk of "
                       "this machine",
                       m.network_file_system
                   )
        );
    if (m.log_bytes > longest_log)
        return wrong(
            check, fmt::format(
                       "the write-ahead log has {}: another program keeps the database open; end that, then restart "
                       "Docket",
                       megabytes(m.log_bytes)
                   )
        );
    if (!m.free_bytes)
        return unknown(check, "the system does not tell how much is free");
    const auto wanted = std::max(least_free, m.database_bytes);  // a backup takes as much as the database
    if (*m.free_bytes < wanted)
        return wrong(
            check, fmt::format("{} are free, less than {}: make room", megabytes(*m.free_bytes), megabytes(wanted))
        );
    return well(check, megabytes(*m.free_bytes) + " are free");
}

void add_holder(std::vector<finding>& to, const facts& f)
{
    constexpr auto check = "in use";
    const auto& held = f.machine.held;
    if (!held || f.address.docket)  // the one that listens there
        return;
    if (held->name == "docket")
        to.push_back(wrong(
            check, fmt::format(
                       "another Docket, process {}, works on this database: two would send everything twice; stop one, "
                       "or set DOCKET_DATABASE to another file",
                       held->process
                   )
        ));
    else
        to.push_back(unknown(
            check, fmt::format(
                       "process {}{} has the database open: close it when it is not needed", held->process,
                       held->name.empty() ? "" : " (" + held->name + ")"
                   )
        ));
}

finding backup(const machine_facts& m)
{
    constexpr auto check = "backup";
    if (!m.backup_age && (m.backup_folder || (m.nightly_backups && m.database_age.value_or(0h) > oldest_backup)))
        return wrong(check, "there is none: systemctl status docket-backup.timer docket-backup.service says why");
    if (!m.backup_age && m.nightly_backups)
        return unknown(check, "none yet: the timer makes one each night; at once: systemctl start docket-backup");
    if (!m.backup_age)
        return unknown(check, "none beside the database: docket backup FILE makes one; the package does so nightly");
    if (*m.backup_age > oldest_backup)
        return wrong(
            check, fmt::format(
                       "the newest is {} days old: systemctl status docket-backup.timer docket-backup.service",
                       m.backup_age->count() / 24
                   )
        );
    return well(check, fmt::format("the newest is {} h old", m.backup_age->count()));
}

}  // namespace

void add_machine(std::vector<finding>& to, const facts& f)
{
    const auto& m = f.machine;
    to.push_back(disk(m));
    add_holder(to, f);
    to.push_back(backup(m));
    if (m.descriptors && *m.descriptors < fewest_descriptors)
        to.push_back(wrong(
            "descriptors", fmt::format(
                               "a process may have {} files and connections open: raise it to {} or more (LimitNOFILE, "
                               "ulimit -n)",
                               *m.descriptors, fewest_descriptors
                           )
        ));
    if (!m.time_zones)
        to.push_back(wrong("time zones", "the system has no data of time zones: apt-get install tzdata"));
    if (f.from.api_url != environment().api_url)
        to.push_back(unknown(
            "SLACK_API_URL",
            fmt::format("{} is not Slack's own: right for tests and proxies; otherwise unset it", f.from.api_url)
        ));
    if (!m.given_socket_trouble.empty())
        to.push_back(wrong("socket", m.given_socket_trouble));
    for (const auto& file : m.exposed)
        to.push_back(wrong(
            "files", fmt::format(
                         "{0} may read or change {1}: chmod 600 {1}",
                         file.to_everybody ? "everybody on this machine" : "its group", file.path
                     )
        ));
}

}  // namespace docket::bot::doctor

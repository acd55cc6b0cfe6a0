#include "bot/commands/doctor/machine.hpp"

#include "bot/house_numbers.hpp"
#include "bot/sd_notify.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace docket::bot::doctor {

namespace {

namespace fs = std::filesystem;

/// Those of linux/magic.h, and of drivers outside it, on which locks or memory shared between processes do not hold.
std::string network_file_system(const fs::path& folder)
{
    struct kind {
        std::uint32_t magic;
        std::string_view name;
    };
    static constexpr std::array<kind, 9> kinds{{
        {0x00006969, "NFS"},
        {0x0000517B, "SMB"},
        {0xFF534D42, "CIFS"},
        {0xFE534D42, "SMB"},
        {0x5346414F, "AFS"},
        {0x73757245, "Coda"},
        {0x00C36400, "Ceph"},
        {0x0BD00BD0, "Lustre"},
        {0x01021997, "9p"},
    }};
    struct statfs about{};
    if (::statfs(folder.c_str(), &about) != 0)
        return {};
    const auto magic = static_cast<std::uint32_t>(about.f_type);
    const auto* const found =
        std::find_if(kinds.begin(), kinds.end(), [magic](const kind& k) { return k.magic == magic; });
    return found == kinds.end() ? std::string() : std::string(found->name);
}

/// Every connection of SQLite to a database with a write-ahead log keeps a shared lock on this byte of its "-shm" file
/// (os_unix.c, UNIX_SHM_DMS).
std::optional<holder> who_has_it_open(const fs::path& database)
{
    constexpr off_t everybodys_byte = 128;
    const int file = ::open((database.string() + "-shm").c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return std::nullopt;
    struct flock asked{};
    asked.l_type = F_WRLCK;
    asked.l_whence = SEEK_SET;
    asked.l_start = everybodys_byte;
    asked.l_len = 1;
    const bool told = ::fcntl(file, F_GETLK, &asked) == 0 && asked.l_type != F_UNLCK;
    ::close(file);
    if (!told)
        return std::nullopt;
    holder who{asked.l_pid, {}};
    std::ifstream name("/proc/" + std::to_string(who.process) + "/comm");
    std::getline(name, who.name);
    return who;
}

std::uintmax_t size_of(const fs::path& file)
{
    std::error_code missing;
    const auto bytes = fs::file_size(file, missing);
    return missing ? 0 : bytes;
}

std::chrono::hours since(std::chrono::system_clock::time_point then)
{
    return std::chrono::duration_cast<std::chrono::hours>(std::chrono::system_clock::now() - then);
}

/// How long ago a file was made, where its file system remembers.
std::optional<std::chrono::hours> age_of(const fs::path& file)
{
    struct statx about{};
    if (::statx(AT_FDCWD, file.c_str(), 0, STATX_BTIME, &about) != 0 || (about.stx_mask & STATX_BTIME) == 0)
        return std::nullopt;
    return since(std::chrono::system_clock::from_time_t(about.stx_btime.tv_sec));
}

void look_at_backups(machine_facts& m, const fs::path& database)
{
    const auto folder = backups_of(database);
    std::error_code unreadable;
    m.backup_folder = fs::is_directory(folder, unreadable);
    m.nightly_backups = database.parent_path() == "/var/lib/docket" &&
                        fs::exists("/lib/systemd/system/docket-backup.timer", unreadable);
    m.database_age = age_of(database);
    if (const auto newest = newest_backup(folder))
        m.backup_age = since(*newest);
}

/// May others be in it? Not in root's, nor in one that a user has alone, which by custom bears the user's number. The
/// user is a file's owner or ours.
bool is_shared(gid_t group, uid_t owner)
{
    const bool our_own = group == ::getegid() && group == ::geteuid();
    return group != 0 && group != owner && !our_own;
}

std::optional<exposed_file> exposed(const std::string& path)
{
    struct stat about{};
    if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode))
        return std::nullopt;
    if ((about.st_mode & (S_IROTH | S_IWOTH)) != 0)
        return exposed_file{path, true};
    if ((about.st_mode & (S_IRGRP | S_IWGRP)) != 0 && is_shared(about.st_gid, about.st_uid))
        return exposed_file{path, false};
    return std::nullopt;
}

/// Those of the database, its companions, its backups and the files of secrets. What systemd hands over is its own
/// care.
std::vector<exposed_file> exposed_files(const environment& from)
{
    std::vector<std::string> all{from.database, from.database + "-wal", from.database + "-shm"};
    std::error_code unreadable;
    for (const auto& each : fs::directory_iterator(backups_of(from.database), unreadable))
        all.push_back(each.path().string());
    for (const auto& secret : {from.bot_token_file, from.signing_secret_file, from.app_token_file})
        all.push_back(secret);
    std::vector<exposed_file> found;
    for (const auto& path : all)
        if (auto file = exposed(path))
            found.push_back(std::move(*file));
    return found;
}

}  // namespace

machine_facts look_at_machine(const environment& from, const variables& asked)
{
    const variables get = asked ? asked : [](const std::string&) { return std::optional<std::string>(); };
    machine_facts m;
    const fs::path database(from.database);
    const auto folder = database.has_parent_path() ? database.parent_path() : fs::path(".");
    std::error_code unknown;
    const auto space = fs::space(folder, unknown);
    if (!unknown)
        m.free_bytes = space.available;
    m.database_bytes = size_of(database);
    m.log_bytes = size_of(database.string() + "-wal");
    m.network_file_system = network_file_system(folder);
    m.held = who_has_it_open(database);
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        m.descriptors = limit.rlim_max;
    m.time_zones = fs::exists("/usr/share/zoneinfo/Europe/Berlin", unknown);
    look_at_backups(m, database);
    if (const auto given = take_given_socket(get); !given)
        m.given_socket_trouble = given.error();
    m.exposed = exposed_files(from);
    return m;
}

}  // namespace docket::bot::doctor

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

void look_at_backups(machine_facts& m, const fs::path& database)
{
    const auto folder = backups_of(database);
    std::error_code unreadable;
    m.backups_expected = fs::is_directory(folder, unreadable);
    if (const auto newest = newest_backup(folder))
        m.backup_age = std::chrono::duration_cast<std::chrono::hours>(std::chrono::system_clock::now() - *newest);
}

/// Those of the database, its companions and the files of secrets that anybody may read.
std::vector<std::string> exposed_files(const variables& get, const std::string& database)
{
    std::vector<std::string> all{database, database + "-wal", database + "-shm"};
    for (const auto* name : {"SLACK_BOT_TOKEN_FILE", "SLACK_SIGNING_SECRET_FILE", "SLACK_APP_TOKEN_FILE"})
        if (auto path = get(name); path && !path->empty())
            all.push_back(std::move(*path));
    std::erase_if(all, [](const std::string& file) {
        std::error_code not_there;
        const auto mode = fs::status(file, not_there).permissions();
        return not_there || mode == fs::perms::unknown ||
               (mode & (fs::perms::others_read | fs::perms::others_write)) == fs::perms::none;
    });
    return all;
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
    m.exposed = exposed_files(get, from.database);
    return m;
}

}  // namespace docket::bot::doctor

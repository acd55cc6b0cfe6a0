#include "bot/house_numbers.hpp"

#include <fmt/format.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace docket::bot {

namespace {

namespace fs = std::filesystem;

void add(std::string& to, const char* name, const char* type, const char* help, double value)
{
    fmt::format_to(
        std::back_inserter(to), "# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, fmt::format("{}", value)
    );
}

double seconds(const timeval& t)
{
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
}

/// Field of /proc/self/stat, counted as proc(5) does; the second, which may hold blanks, ends at the last parenthesis.
std::optional<double> stat_field(std::size_t number)
{
    std::ifstream in("/proc/self/stat");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const auto name_ends = text.rfind(')');
    if (name_ends == std::string::npos || number < 3)
        return std::nullopt;
    std::istringstream rest(text.substr(name_ends + 1));
    std::string word;
    for (std::size_t i = 3; i <= number; ++i)
        if (!(rest >> word))
            return std::nullopt;
    return std::stod(word);
}

/// In seconds of Unix time: its age, which proc(5) tells in ticks of the clock since the system's start, before now.
std::optional<double> start_time()
{
    const auto ticks = stat_field(22);
    timespec since_boot{};
    timespec now{};
    if (!ticks || ::clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0 || ::clock_gettime(CLOCK_REALTIME, &now) != 0)
        return std::nullopt;
    const auto whole = [](const timespec& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
    };
    return whole(now) - (whole(since_boot) - *ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)));
}

std::optional<double> open_descriptors()
{
    std::error_code unreadable;
    const fs::directory_iterator all("/proc/self/fd", unreadable);
    if (unreadable)
        return std::nullopt;
    return static_cast<double>(std::distance(fs::begin(all), fs::end(all)) - 1);  // without the one that reads this
}

void add_process(std::string& to)
{
    rusage used{};
    if (::getrusage(RUSAGE_SELF, &used) == 0)
        add(to, "process_cpu_seconds_total", "counter", "User and system time of the process.",
            seconds(used.ru_utime) + seconds(used.ru_stime));
    if (const auto pages = stat_field(24))
        add(to, "process_resident_memory_bytes", "gauge", "Resident memory.",
            *pages * static_cast<double>(::sysconf(_SC_PAGESIZE)));
    if (const auto bytes = stat_field(23))
        add(to, "process_virtual_memory_bytes", "gauge", "Virtual memory.", *bytes);
    static const auto started = start_time();  // once: a clock that is set later must not look like a restart
    if (started)
        add(to, "process_start_time_seconds", "gauge", "When the process began, in Unix time.", *started);
    if (const auto open = open_descriptors())
        add(to, "process_open_fds", "gauge", "Open file descriptors.", *open);
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        add(to, "process_max_fds", "gauge", "File descriptors that may be open.", static_cast<double>(limit.rlim_cur));
}

void add_size(std::string& to, const char* name, const char* help, const fs::path& file)
{
    std::error_code missing;
    const auto bytes = fs::file_size(file, missing);
    if (!missing)
        add(to, name, "gauge", help, static_cast<double>(bytes));
}

}  // namespace

fs::path backups_of(const fs::path& database)
{
    return (database.has_parent_path() ? database.parent_path() : fs::path(".")) / "backups";
}

std::optional<std::chrono::system_clock::time_point> newest_backup(const fs::path& folder)
{
    std::optional<std::chrono::system_clock::time_point> newest;
    std::error_code unreadable;
    for (const auto& each : fs::directory_iterator(folder, unreadable)) {
        struct stat about{};
        if (each.path().extension() != ".db" || ::stat(each.path().c_str(), &about) != 0)
            continue;
        const auto written = std::chrono::system_clock::from_time_t(about.st_mtime);
        newest = newest ? std::max(*newest, written) : written;
    }
    return newest;
}

std::string house_numbers(const fs::path& database)
{
    std::string text;
    add_process(text);
    add_size(text, "docket_database_bytes", "Size of the database.", database);
    add_size(text, "docket_database_log_bytes", "Size of its write-ahead log.", database.string() + "-wal");
    if (const auto newest = newest_backup(backups_of(database)))
        add(text, "docket_last_backup_timestamp_seconds", "gauge",
            "When the newest backup beside the database was written, in Unix time.",
            std::chrono::duration<double>(newest->time_since_epoch()).count());
    text += "# HELP docket_build_info The version that runs.\n# TYPE docket_build_info gauge\n";
    text += "docket_build_info{version=\"" DOCKET_VERSION "\"} 1\n";
    return text;
}

}  // namespace docket::bot

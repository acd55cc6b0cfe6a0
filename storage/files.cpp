#include "storage/files.hpp"

#include "storage/transaction.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace docket::storage {

namespace {

namespace fs = std::filesystem;

// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
constexpr std::size_t log_header = 32;
constexpr std::size_t frame_header = 24;
constexpr std::uint32_t magic = 0x377f0682;  // or that + 1, where sums are taken of big-endian words

std::uint32_t big_endian(const unsigned char* at)
{
    return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}

std::uint32_t little_endian(const unsigned char* at)
{
    return std::uint32_t{at[3]} << 24U | std::uint32_t{at[2]} << 16U | std::uint32_t{at[1]} << 8U | at[0];
}

/// The two sums that run through a log.
using sums = std::array<std::uint32_t, 2>;

sums sums_at(const unsigned char* at)
{
    return {big_endian(at), big_endian(at + 4)};
}

sums add(sums to, const unsigned char* from, std::size_t size, bool big)
{
    for (std::size_t i = 0; i + 8 <= size; i += 8) {
        to[0] += (big ? big_endian(from + i) : little_endian(from + i)) + to[1];
        to[1] += (big ? big_endian(from + i + 4) : little_endian(from + i + 4)) + to[0];
    }
    return to;
}

/// SQLite takes the log up to the first frame whose sums are wrong for all there is. After a crash that is right: what
/// follows was not synced, and belongs to one commit at most, because each is synced before the next begins. Where two
/// commits follow whose sums are right among themselves, somebody damaged what had been kept.
class log_reader {
public:
    explicit log_reader(const fs::path& log) : in_(log, std::ios::binary) {}

    /// @return  how many frames come before the damage; none when there is none
    std::optional<std::size_t> damage()
    {
        std::array<unsigned char, log_header> header{};
        if (!read(header.data(), header.size()) || header == std::array<unsigned char, log_header>{})
            return std::nullopt;  // begun, and nothing in it yet
        const auto size = big_endian(&header[8]);
        big_ = big_endian(header.data()) == magic + 1;
        const auto right = add({}, header.data(), 24, big_);
        if ((big_endian(header.data()) != magic && !big_) || size < 512 || size > 65536 || (size & (size - 1)) != 0 ||
            right != sums_at(&header[24]))
            return read(header.data(), 1) ? std::optional<std::size_t>(0) : std::nullopt;
        return frames(header, size);
    }

private:
    std::optional<std::size_t> frames(const std::array<unsigned char, log_header>& header, std::size_t page)
    {
        std::vector<unsigned char> frame(frame_header + page);
        auto before = sums_at(&header[24]);
        std::optional<std::size_t> broken_off;
        int commits = 0;
        for (std::size_t i = 0; read(frame.data(), frame.size()); ++i) {
            // Those of an earlier use of the file are no concern of anybody.
            const bool ours = std::memcmp(&frame[8], &header[16], 8) == 0;
            const auto sum = add(add(before, frame.data(), 8, big_), &frame[frame_header], page, big_);
            before = sums_at(&frame[16]);
            if (!ours || sum != before) {
                broken_off = broken_off.value_or(i);
                commits = 0;
                continue;
            }
            commits += big_endian(&frame[4]) != 0 ? 1 : 0;
            if (broken_off && commits > 1)
                return broken_off;
        }
        return std::nullopt;
    }

    bool read(unsigned char* into, std::size_t size)
    {
        in_.read(static_cast<char*>(static_cast<void*>(into)), static_cast<std::streamsize>(size));
        return in_.gcount() == static_cast<std::streamsize>(size);
    }

    std::ifstream in_;
    bool big_ = false;
};

std::string beginning_of(const fs::path& log)
{
    std::string header(log_header, '\0');
    std::ifstream(log, std::ios::binary).read(header.data(), log_header);
    return header;
}

}  // namespace

void force_to_disk(const fs::path& what)
{
    const int file = ::open(what.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = file >= 0 && ::fsync(file) == 0;
    const auto why = done ? std::string() : std::string(std::strerror(errno));
    if (file >= 0)
        ::close(file);
    if (!done)
        throw broken("'" + what.string() + "' could not be forced to disk: check the disk (" + why + ")");
}

void refuse_existing(const fs::path& name)
{
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(name, ignored)))
        throw broken("'" + name.string() + "' exists and is not overwritten: name another file, or move it away");
}

void name_finally(const fs::path& from, const fs::path& to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return;
    auto why = errno;
    // Some file systems know no RENAME_NOREPLACE.
    if (why == EINVAL || why == ENOSYS) {
        refuse_existing(to);
        if (::rename(from.c_str(), to.c_str()) == 0)
            return;
        why = errno;
    }
    if (why == EEXIST)
        refuse_existing(to);
    throw broken("'" + to.string() + "' could not be given its name: " + std::strerror(why));
}

folder_lock::folder_lock(const fs::path& folder) : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
    constexpr std::chrono::milliseconds pause(10);
    constexpr int most_tries = 500;
    for (int tries = 0; ::flock(folder_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; ++tries) {
        if (tries == most_tries) {
            ::close(folder_);
            throw broken("another program keeps files in '" + folder.string() + "' from being created: end it");
        }
        std::this_thread::sleep_for(pause);
    }
}

folder_lock::~folder_lock()
{
    if (folder_ >= 0)
        ::close(folder_);  // and with it the lock goes
}

void refuse_lost_content(const fs::path& database)
{
    const auto name = "'" + database.string() + "'";
    const fs::path log(database.string() + "-wal");
    std::error_code none;
    const auto logged = fs::file_size(log, none);
    const bool has_log = !none && logged > log_header;
    const auto size = fs::file_size(database, none);
    if (none) {
        if (has_log && !fs::exists(database, none))
            throw broken(
                name + " is missing, but its log '" + log.string() +
                "' is there: put the database back beside it, or restore a backup and remove the log"
            );
        return;
    }
    if (size == 0 && fs::is_regular_file(database, none))
        throw broken(name + " is empty: restore the newest backup, or remove the file to begin without any tickets");
    if (!has_log)
        return;
    // Whoever else writes meanwhile may begin the log anew, which its beginning shows, or go past the frame that we
    // just read, which then looks broken once and whole when it is read again.
    const auto before = beginning_of(log);
    const auto found = log_reader(log).damage();
    if (found && log_reader(log).damage() == found && beginning_of(log) == before)
        throw broken(
            name + " is damaged, in its log '" + log.string() +
            "': keep both files as they are, and restore the newest backup"
        );
}

}  // namespace docket::storage

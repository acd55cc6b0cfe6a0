#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

/// A disk under SQLite that fails when a test says so, and that knows what a power cut would leave of it.
namespace docket::tests {

/// What SQLite asks of a disk.
enum class disk_call { open, read, write, truncate, sync, map, remove };

/// Calls that are refused: the `at`-th of its kind from now on, counted from 1, and either that one alone or all that
/// follow until the disk is mended.
struct disk_fault {
    disk_call of = disk_call::write;
    int code = 0;  ///< SQLITE_FULL, SQLITE_IOERR_WRITE, …
    int at = 1;
    bool lasting = false;
    bool half = false;  ///< a write gets half of its bytes to the disk before it is refused
};

/// What of the calls that no sync followed reaches the disk when the power fails.
enum class surviving {
    everything,  ///< a killed process: the system writes all that it took
    nothing,
    some,  ///< each write by chance, also in part, and in any order
};

/// While it lives, every connection of this process that is opened is opened on it. Its files are real ones, so locks
/// and several connections are as ever; only a sync does nothing but note that it was asked for.
class faulty_disk {
public:
    faulty_disk();
    ~faulty_disk();
    faulty_disk(const faulty_disk&) = delete;
    faulty_disk& operator=(const faulty_disk&) = delete;

    void fail(disk_fault f);
    void mend();
    /// Whether the fault asked for last has refused anything.
    [[nodiscard]] bool failed() const;

    /// From now on remembers what of the files in `folder` a power cut would leave, those that are there as they are.
    void watch(const std::filesystem::path& folder);
    /// Called before each call that changes a watched file, on whatever thread makes it, for one at a time.
    void before_change(std::function<void()> look);
    /// The watched files as they would be found after a power cut at this moment, by name.
    using files = std::map<std::string, std::string>;
    [[nodiscard]] files after_power_cut(surviving what, std::mt19937& chance) const;

    struct inside;

private:
    std::unique_ptr<inside> inside_;
};

/// Writes `files` into `folder`.
void restore(const faulty_disk::files& files, const std::filesystem::path& folder);

}  // namespace docket::tests

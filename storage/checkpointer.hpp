#pragma once

#include "storage/database.hpp"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

namespace docket::storage {

/// Keeps the log of one writing connection short, on a thread and connection of its own: a checkpoint writes and syncs
/// the database file, which must not stand between a request and its answer.
class checkpointer {
public:
    /// Takes the place of SQLite's own checkpoints on `writes`, which outlives this.
    checkpointer(SQLite::Database& writes, const std::filesystem::path& file);
    ~checkpointer();
    checkpointer(const checkpointer&) = delete;
    checkpointer& operator=(const checkpointer&) = delete;

    /// The connection committed, and everybody who waited for that has been told. Returns at once, except when the log
    /// grew so long that writing must pause for the checkpoint to catch up.
    void committed();

private:
    void work();

    SQLite::Database& writes_;
    int frames_ = 0;  ///< length of the log after the last commit
    int checkpoint_at_;
    int pause_at_;
    connection connection_;

    std::mutex guard_;
    std::condition_variable wanted_bell_;
    std::condition_variable done_bell_;
    bool wanted_ = false;
    bool stopping_ = false;
    std::uint64_t started_ = 0;
    std::uint64_t finished_ = 0;
    std::jthread thread_;
};

}  // namespace docket::storage

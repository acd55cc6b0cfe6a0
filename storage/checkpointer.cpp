#include "storage/checkpointer.hpp"

#include "storage/driver.hpp"

namespace docket::storage {

namespace {

// Pages of 4 KiB. A short log makes a restart after a crash quick, a long one makes checkpoints rare. Each one syncs
// the database file, and a commit that syncs the log meanwhile waits for the same disk: so not one after the other.
constexpr int worth_a_checkpoint = 2000;
constexpr int long_enough_to_pause = 8000;

}  // namespace

checkpointer::checkpointer(SQLite::Database& writes, const std::filesystem::path& file)
    : writes_(writes),
      checkpoint_at_(worth_a_checkpoint),
      pause_at_(long_enough_to_pause),
      connection_(connect(file, access::writes))
{
    watch_log(writes_, &frames_);
    thread_ = std::jthread([this] { work(); });
}

checkpointer::~checkpointer()
{
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
    }
    wanted_bell_.notify_one();
    thread_.join();
    watch_log(writes_, nullptr);
}

void checkpointer::committed()
{
    if (frames_ < worth_a_checkpoint) {  // the log began anew
        checkpoint_at_ = worth_a_checkpoint;
        pause_at_ = long_enough_to_pause;
    }
    if (frames_ < checkpoint_at_)
        return;
    checkpoint_at_ = frames_ + worth_a_checkpoint;
    std::unique_lock lock(guard_);
    wanted_ = true;
    wanted_bell_.notify_one();
    if (frames_ < pause_at_)
        return;
    // Writing without a gap, the log would never be used up and so never begin anew. One whole checkpoint while nobody
    // writes is short, because the ones before it did the most. Where a reader holds it up, we do not wait each time.
    pause_at_ = frames_ + long_enough_to_pause;
    const auto next = started_ + 1;
    done_bell_.wait(lock, [&] { return finished_ >= next; });
}

void checkpointer::work()
{
    std::unique_lock lock(guard_);
    while (true) {
        wanted_bell_.wait(lock, [this] { return wanted_ || stopping_; });
        if (stopping_)
            return;
        wanted_ = false;
        ++started_;
        lock.unlock();
        checkpoint(*connection_);
        lock.lock();
        finished_ = started_;
        done_bell_.notify_all();
    }
}

}  // namespace docket::storage

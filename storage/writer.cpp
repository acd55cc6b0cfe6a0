#include "storage/writer.hpp"

#include "storage/checkpointer.hpp"
#include "storage/command.hpp"
#include "storage/driver.hpp"
#include "storage/savepoint.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace docket::storage {

namespace {

/// The transaction of a group. Undone unless committed; never throws on the way out.
class group_transaction {
public:
    group_transaction(transaction& tx, const SQLite::Database& database) : tx_(tx), database_(database)
    {
        // IMMEDIATE: a transaction that begins as a reader may be unable to become a writer, however long it waits.
        tx_.prepare("BEGIN IMMEDIATE").run();
    }
    ~group_transaction()
    {
        if (in_transaction(database_))
            undo();
    }
    group_transaction(const group_transaction&) = delete;
    group_transaction& operator=(const group_transaction&) = delete;

    void commit() { tx_.prepare("COMMIT").run(); }

private:
    void undo() noexcept
    {
        try {
            tx_.prepare("ROLLBACK").run();
        } catch (const std::exception&) {  // the next BEGIN fails and says so
        }
    }

    transaction& tx_;
    const SQLite::Database& database_;
};

}  // namespace

class writer::impl {
public:
    impl(const std::filesystem::path& file, std::size_t bound, writer_events events)
        : bound_(bound),
          events_(std::move(events)),
          database_(connect(file, access::writes)),
          log_(*database_, file),
          tx_(*database_),
          thread_([this] { work(); })
    {
    }

    ~impl()
    {
        {
            const std::lock_guard lock(guard_);
            stopping_ = true;
        }
        bell_.notify_one();
        thread_.join();
    }

    void post(command what)
    {
        const char* refused = nullptr;
        {
            const std::lock_guard lock(guard_);
            if (!stopping_ && waiting_.size() < bound_) {
                waiting_.push_back(std::move(what));
                bell_.notify_one();
                return;
            }
            refused = stopping_ ? "the service is stopping; nothing more is written"
                                : "more waits to be written than the disk keeps up with; try again";
        }
        what.refuse(refused);
    }

    [[nodiscard]] std::size_t waiting() const
    {
        const std::lock_guard lock(guard_);
        return waiting_.size() + in_hand_;
    }
    [[nodiscard]] bool healthy() const { return healthy_; }

private:
    void work()
    {
        std::vector<command> group;
        while (take(group)) {
            const auto began = std::chrono::steady_clock::now();
            const auto why = write(group);
            const auto took = std::chrono::steady_clock::now() - began;
            const auto count = group.size();
            // Before anybody hears of it, so that who asks why is told.
            if (const auto& refusal = why.empty() ? refused_one_ : why; !refusal.empty() && events_.failed)
                events_.failed(refusal);
            finish(group);
            if (why.empty() && events_.committed)
                events_.committed(count, std::chrono::duration_cast<std::chrono::microseconds>(took));
            log_.committed();
        }
    }

    /// Everything that waits. False at the end.
    bool take(std::vector<command>& group)
    {
        std::unique_lock lock(guard_);
        bell_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        group.swap(waiting_);
        in_hand_ = group.size();
        return !group.empty();
    }

    /// What has come since.
    void take_also(std::vector<command>& group)
    {
        const std::lock_guard lock(guard_);
        group.insert(group.end(), std::move_iterator(waiting_.begin()), std::move_iterator(waiting_.end()));
        waiting_.clear();
        in_hand_ = group.size();
    }

    /// @return  why the database refused the whole group; empty when it is on disk
    std::string write(std::vector<command>& group)
    {
        std::string why;
        refused_one_.clear();
        try {
            if (!write_together(group))
                write_apart(group);
        } catch (const locked& e) {
            why = e.what();
            take_also(group);  // they would wait as long again, in all for longer than Slack does
        } catch (const std::exception& e) {
            why = e.what();
        }
        healthy_ = why.empty() && refused_one_.empty();
        if (!why.empty()) {
            for (auto& c : group)
                c.fail(std::make_exception_ptr(broken(why)));
        }
        return why;
    }

    /// Nearly always nobody throws. Then no command needs a way back of its own, which would cost as much as all else:
    /// a copy of every page it changes.
    /// @return  false when one threw: nothing has happened @throws when the group cannot be committed
    bool write_together(std::vector<command>& group)
    {
        group_transaction all(tx_, *database_);
        try {
            for (auto& c : group) {
                c.run(tx_);
                if (!in_transaction(*database_))  // a full or failing disk, and the command went on without noticing
                    return false;
            }
        } catch (...) {  // found again, and told to whom it belongs, by write_apart
            return false;
        }
        all.commit();
        return true;
    }

    /// Each in a savepoint, so that what one throws undoes it alone.
    void write_apart(std::vector<command>& group)
    {
        group_transaction all(tx_, *database_);
        for (auto& c : group)
            attempt(c);
        all.commit();
    }

    /// Runs one command; what it throws undoes it alone. @throws when the group cannot go on
    void attempt(command& c)
    {
        savepoint alone(tx_);
        bool done = false;
        try {
            c.run(tx_);
            done = true;
        } catch (const broken& e) {
            refused_one_ = e.what();
            c.fail(std::current_exception());
        } catch (...) {
            c.fail(std::current_exception());
        }
        // A full or failing disk may make SQLite undo everything, also the commands that had succeeded.
        if (!in_transaction(*database_))
            throw broken("the disk is full or fails, and the database undid the whole group: check the disk");
        if (done)
            alone.keep();
        else
            alone.undo();
    }

    void finish(std::vector<command>& group)
    {
        {
            const std::lock_guard lock(guard_);
            in_hand_ = 0;
        }
        for (auto first = group.begin(); first != group.end();) {
            const auto elsewhere = [&first](const command& c) { return c.executor() != first->executor(); };
            const auto last = std::find_if(first, group.end(), elsewhere);
            hand_over(std::vector<command>(std::move_iterator(first), std::move_iterator(last)));
            first = last;
        }
        group.clear();
    }

    /// All of one executor at once: waking its thread for each would cost more than what it then does.
    static void hand_over(std::vector<command> done)
    {
        const auto executor = done.front().executor();
        asio::post(executor, [all = std::move(done)]() mutable {
            for (auto& c : all)
                c.finish();
        });
    }

    const std::size_t bound_;
    const writer_events events_;
    connection database_;
    checkpointer log_;
    transaction tx_;

    mutable std::mutex guard_;
    std::condition_variable bell_;
    std::vector<command> waiting_;
    std::size_t in_hand_ = 0;
    bool stopping_ = false;

    std::string refused_one_;  ///< why the database refused a command of the running group
    std::atomic<bool> healthy_ = true;
    std::jthread thread_;
};

writer::writer(const std::filesystem::path& file, std::size_t bound, writer_events events)
    : impl_(std::make_unique<impl>(file, bound, std::move(events)))
{
}

writer::~writer() = default;

asio::awaitable<void> writer::perform(std::function<void(transaction&)> job)
{
    return wait_for_command(std::move(job), [this](command what) { impl_->post(std::move(what)); });
}

std::size_t writer::waiting() const
{
    return impl_->waiting();
}

bool writer::healthy() const
{
    return impl_->healthy();
}

}  // namespace docket::storage

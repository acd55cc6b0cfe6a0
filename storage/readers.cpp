#include "storage/readers.hpp"

#include "storage/command.hpp"
#include "storage/database.hpp"
#include "storage/driver.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace docket::storage {

namespace {

constexpr std::size_t bound = 4096;

/// One consistent moment for one read. Nothing to commit, so it always ends by undoing.
class moment {
public:
    explicit moment(transaction& tx) : tx_(tx) { tx_.prepare("BEGIN").run(); }
    ~moment()
    {
        try {
            tx_.prepare("ROLLBACK").run();
        } catch (const std::exception&) {  // the next BEGIN fails and says so
        }
    }
    moment(const moment&) = delete;
    moment& operator=(const moment&) = delete;

private:
    transaction& tx_;
};

void read(transaction& tx, command& what)
{
    try {
        const moment now(tx);
        what.run(tx);
    } catch (...) {
        what.fail(std::current_exception());
    }
}

}  // namespace

class readers::impl {
public:
    impl(const std::filesystem::path& file, std::size_t threads)
    {
        for (std::size_t i = 0; i < threads; ++i)
            connections_.push_back(open_for_reading(file));
        for (const auto& c : connections_)
            threads_.emplace_back([this, &c] { work(*c); });
    }

    ~impl()
    {
        {
            const std::lock_guard lock(guard_);
            stopping_ = true;
        }
        bell_.notify_all();
        for (auto& t : threads_)
            t.join();
    }

    void post(command what)
    {
        {
            const std::lock_guard lock(guard_);
            if (!stopping_ && waiting_.size() < bound) {
                waiting_.push_back(std::move(what));
                bell_.notify_one();
                return;
            }
        }
        what.refuse("more waits to be read than the database keeps up with; try again");
    }

private:
    void work(SQLite::Database& database)
    {
        transaction tx(database);
        while (auto next = take()) {
            read(tx, *next);
            next->finish();
        }
    }

    /// Waits for the next read; nothing at the end.
    std::optional<command> take()
    {
        std::unique_lock lock(guard_);
        bell_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty())
            return std::nullopt;
        std::optional<command> next(std::move(waiting_.front()));
        waiting_.pop_front();
        return next;
    }

    std::vector<connection> connections_;
    std::mutex guard_;
    std::condition_variable bell_;
    std::deque<command> waiting_;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;
};

readers::readers(const std::filesystem::path& file, std::size_t threads) : impl_(std::make_unique<impl>(file, threads))
{
}

readers::~readers() = default;

asio::awaitable<void> readers::perform(std::function<void(transaction&)> job)
{
    return wait_for_command(std::move(job), [this](command what) { impl_->post(std::move(what)); });
}

}  // namespace docket::storage

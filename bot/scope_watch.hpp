#pragma once

#include "bot/bell.hpp"
#include "bot/office.hpp"

#include <functional>

namespace docket::bot {

/// Keeps what Slack tells of the workspace and of us in it. Where the bot token has got scopes that it had not, what
/// failed for want of one is tried again. @return how many deliveries
std::int64_t keep_workspace(storage::transaction& tx, const storage::workspace& now, core::instant at);

/// While something lies there that failed because a scope is missing: asks Slack now and then whether the app has been
/// installed again. What Slack refuses whatever is asked is tried again every hour.
class scope_watch {
public:
    /// @param ask      asks Slack who we are, and keeps the answer
    /// @param changed  something is to be sent again
    scope_watch(
        const asio::any_io_executor& on, office& where, std::function<asio::awaitable<void>()> ask,
        std::function<void()> changed
    );

    asio::awaitable<void> run();
    void stop();

    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung(); }
    /// When it looks by itself.
    [[nodiscard]] slack::instant next() const { return next_; }

private:
    asio::awaitable<void> look();
    asio::awaitable<void> try_again();

    office& office_;
    std::function<asio::awaitable<void>()> ask_;
    std::function<void()> changed_;
    bell bell_;
    slack::instant next_ = slack::instant::max();
    slack::instant tried_;  ///< again, last
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

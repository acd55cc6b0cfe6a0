#pragma once

#include "bot/bell.hpp"
#include "bot/office.hpp"
#include "slack/failure.hpp"

#include <functional>

namespace docket::bot {

/// Keeps what Slack tells of the workspace and of us in it. Where the bot token has got scopes that it had not, what
/// failed for want of one is tried again. @return how many deliveries
std::int64_t keep_workspace(storage::transaction& tx, const storage::workspace& now, core::instant at);

/// The scope for want of which Slack refused, several separated by commas; empty where it is not that, or Slack did not
/// say which.
[[nodiscard]] std::string needed_scope(const slack::failure& why);

/// Slack has refused for want of a scope: that it told otherwise before no longer counts, so that the scope is new when
/// it is told again, however soon. Changes nothing where `why` is something else.
void unlearn_scope(storage::transaction& tx, const core::workspace_id& where, const slack::failure& why);

/// While something lies there that failed because a scope is missing: asks Slack now and then whether the app has been
/// installed again. What Slack refuses whatever is asked is tried again every hour. Sleeps while nothing lies there.
class scope_watch {
public:
    /// @param ask      asks Slack who we are, and keeps the answer
    /// @param changed  something is to be sent again
    scope_watch(
        const asio::any_io_executor& on, office& where, std::function<asio::awaitable<void>()> ask,
        std::function<void()> changed
    );

    asio::awaitable<void> run();
    /// Slack has refused something for good, and that is kept.
    void refused(const slack::failure& why);
    void stop();

    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung(); }
    /// When it looks by itself; the end of time while nothing lies there.
    [[nodiscard]] slack::instant next() const { return next_; }

private:
    asio::awaitable<void> round();
    asio::awaitable<void> look();
    asio::awaitable<void> try_again();

    office& office_;
    std::function<asio::awaitable<void>()> ask_;
    std::function<void()> changed_;
    bell bell_;
    bool waited_for_ = true;  ///< something may lie there: an earlier run may have left it
    slack::instant next_;
    slack::instant tried_;  ///< again, last
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

#pragma once

#include "bot/bell.hpp"
#include "bot/office.hpp"

#include <functional>
#include <optional>

namespace docket::bot {

/// Asks that everything be read which was said since `since`: first in intake channels and direct messages, then in
/// the threads of open tickets and of those that a reply may open again, the last touched first. What is read already
/// changes nothing, so it may be asked for twice.
/// @return  how many conversations are known so far; who else wrote directly is asked of Slack
std::size_t catch_up_since(ledger& l, core::instant since);

/// Asks to see whether anything was missed: intake channels, the latest direct messages and new ones.
/// @param silent  because nothing arrives, rather than after a pause
void look_since(ledger& l, core::instant since, bool silent);

/// Asks for one conversation to be read; what is still to be read of it since earlier stays so.
void read_missed(ledger& l, errand::catch_up what);

/// Direct messages that somebody used, the last first.
std::vector<core::channel_id> known_directs(ledger& l, std::size_t most);

/// Knows until when Slack was heard, across restarts, and when something may have been missed: at the start, when
/// Socket Mode connects after an outage, when requests stop for longer than Slack repeats them. What is to be read then
/// lies in the outbox; the courier reads it.
class catch_up {
public:
    /// @param connected  whether a connection of Socket Mode is up; nothing where Slack delivers over HTTP alone
    /// @param changed    called when there may be deliveries
    catch_up(
        const asio::any_io_executor& on, office& where, std::function<std::optional<bool>()> connected,
        std::function<void()> changed
    );

    asio::awaitable<void> run();
    /// A request of Slack's was kept.
    void heard();
    /// Keeps until when Slack was heard, and ends.
    void stop();

    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung(); }
    /// When it looks by itself.
    [[nodiscard]] slack::instant next() const { return next_; }

private:
    asio::awaitable<void> begin();
    asio::awaitable<void> round();
    asio::awaitable<void> catch_up_from(slack::instant since, const char* why);
    asio::awaitable<void> look(slack::instant since, bool silent);
    asio::awaitable<void> write();

    office& office_;
    std::function<std::optional<bool>()> connected_;
    std::function<void()> changed_;
    bell bell_;
    bool begun_ = false;
    slack::instant heard_{};                 ///< up to then nothing was missed
    slack::instant looked_{};                ///< when it last was looked whether something was
    std::optional<slack::instant> silence_;  ///< requests came again after one that began then
    bool unwritten_ = false;
    slack::instant written_{};
    slack::instant next_ = slack::instant::max();
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

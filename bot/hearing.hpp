#pragma once

#include "bot/bell.hpp"
#include "bot/office.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace docket::bot {

/// Knows until when Slack was heard, across restarts, and when something may have been missed: at the start, when
/// Socket Mode connects after an outage, when events stop for longer than Slack repeats them, when one could not be
/// kept and did not come again. What is to be read then lies in the outbox; the courier reads it.
///
/// Events alone count. A click or a command tells nothing of them: Slack may have switched them off.
class hearing {
public:
    /// @param connected  whether Slack can deliver over a connection of Socket Mode; nothing where none is wanted
    /// @param all_delivered_until  until then nothing is missed, however long nothing comes; the epoch if unknown
    /// @param changed    called when there may be deliveries
    hearing(
        const asio::any_io_executor& on, office& where, std::function<std::optional<bool>()> connected,
        slack::instant all_delivered_until, std::function<void()> changed
    );

    asio::awaitable<void> run();
    /// An event of Slack's came. @param kept  or of no use to anybody; otherwise Slack brings it again some times
    void came(const std::string& event, bool kept);
    /// Keeps until when Slack was heard, and ends.
    void stop();

    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung(); }
    /// When it looks by itself.
    [[nodiscard]] slack::instant next() const { return next_; }

private:
    asio::awaitable<void> begin();
    asio::awaitable<void> round();
    asio::awaitable<void> catch_up_from(slack::instant since, const char* why);
    asio::awaitable<void> look(bool silent);
    asio::awaitable<void> write();
    void note(const std::string& event, bool kept, slack::instant now);
    void reach(slack::instant now);
    void set_back(slack::instant now);
    /// Before that nothing was missed that is not known to be.
    [[nodiscard]] slack::instant sure_until() const;
    [[nodiscard]] slack::instant give_up_at() const;

    office& office_;
    std::function<std::optional<bool>()> connected_;
    const slack::instant all_delivered_until_;
    std::function<void()> changed_;
    bell bell_;
    bool begun_ = false;
    slack::instant heard_{};    ///< up to then nothing was missed, but for what is being read
    slack::instant reached_{};  ///< when Slack last could deliver: an event came, or Socket Mode was connected
    slack::instant looked_{};   ///< when it last was looked whether something was missed
    bool interrupted_ = false;  ///< events came again after a silence; it is still to be looked
    std::map<std::string, slack::instant> refused_;  ///< events that are to come again, and since when
    slack::instant rest_{};                          ///< before that what they said is not read again
    bool unwritten_ = false;
    slack::instant written_{};
    slack::instant next_ = slack::instant::max();
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

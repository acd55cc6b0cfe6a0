#pragma once

#include "bot/bell.hpp"
#include "bot/breather.hpp"
#include "bot/candidates.hpp"
#include "bot/courier.hpp"
#include "slack/pacer.hpp"

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

namespace docket::bot {

/// Empties the outbox: takes what is ready, keeps the order of each lane and ticket, keeps Slack's pace, and goes on
/// where a restart left off. Different lanes go in parallel.
class dispatcher {
public:
    /// @param remedy   what an administrator does about a dead token; for the log
    /// @param refused  hears what Slack has refused for good, once that is kept
    dispatcher(
        asio::io_context& context, office& where, slack::web_client& web, std::string remedy,
        std::function<void(const slack::failure&)> refused
    );

    /// Works until `stop`; what is in hand then is finished.
    asio::awaitable<void> run();
    /// There may be something new.
    void ring()
    {
        changed_ = true;
        bell_.ring();
    }
    void stop();
    /// The token is another one now: what was put off because the last one was dead goes out.
    void resume();

    /// Nothing is in hand and nothing could go out at this moment.
    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung() && in_hand_.empty(); }
    /// When quiet: the instant of the next attempt, by pace or by a pause after a failure; far off when none waits.
    [[nodiscard]] slack::instant next() const { return next_; }
    /// Slack's word on a dead token; empty while all is well.
    [[nodiscard]] const std::string& halted() const { return halted_; }

private:
    asio::awaitable<void> round();
    asio::awaitable<void> come_back(slack::instant now);
    asio::awaitable<void> hasten(slack::instant now);
    void halt(const std::string& error);
    void pause();
    asio::awaitable<void> walk_on(slack::instant now);
    void turn_back();
    [[nodiscard]] bool walking() const { return walk_from_.has_value(); }
    void start_candidates(slack::instant now);
    bool start(const candidate& row, slack::instant now);
    asio::awaitable<void> carry(candidate row);

    asio::io_context& context_;
    office& office_;
    courier courier_;
    slack::pacer pace_;
    bell bell_;
    breather breather_;
    candidates candidates_;
    std::optional<std::string> walk_from_;  ///< a walk through the lanes is under way, and goes on from here
    slack::instant walked_ = slack::instant::min();
    bool changed_ = true;  ///< since the last walk began
    bool ended_ = false;   ///< something in hand did
    std::set<std::int64_t> in_hand_;
    std::size_t unhurried_ = 0;  ///< of those: of the lowest urgency
    std::set<std::string> lanes_;
    std::set<core::ticket_number> tickets_;
    slack::instant next_ = slack::instant::max();
    slack::instant halted_until_{};
    slack::instant latest_ = slack::instant::max();  ///< of the last round
    std::string halted_;
    const std::string remedy_;
    const std::function<void(const slack::failure&)> refused_;
    std::set<std::string> refusals_;  ///< Slack's words on dead tokens, as rows were put off with them
    std::uint64_t resumed_ = 0;       ///< how often
    bool hasten_ = false;             ///< rows put off so are to be brought forward
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

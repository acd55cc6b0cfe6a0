#pragma once

#include "bot/service.hpp"
#include "slack/clock.hpp"
#include "slack/emulator/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

namespace docket::bot::demo {

/// How a way through time ended.
enum class arrival {
    quiet,       ///< everything due on the way happened at its own time
    restless,    ///< something never came to rest; the rest of the way was one jump
    called_off,  ///< the process is to end
};

/// The way to a later time: whatever is due before it, for Docket or for its Slack, happens at its own time.
class travel {
public:
    /// By the wall clock. Slow calls, which the wire panel can ask for, are part of what is waited for.
    struct patience {
        std::chrono::milliseconds to_rest{20'000};  ///< at one moment
        std::chrono::milliseconds to_arrive{120'000};
    };

    /// @param called_off  the process is to end: no more waiting
    travel(
        asio::io_context& context, slack::shifted_clock& time, const slack::emulator::emulator& workspace,
        const service& docket, std::function<bool()> called_off, patience limits
    );

    /// It is `to`, or later, when this returns. One way at a time: who comes meanwhile waits for their turn.
    asio::awaitable<arrival> go(slack::instant to);
    /// The same by a span.
    asio::awaitable<arrival> pass(std::chrono::milliseconds span) { return go(time_.now() + span); }

    /// Waits until nothing happens any more at this moment. @return false when that takes longer than it ever should
    asio::awaitable<bool> settle();

private:
    asio::awaitable<arrival> walk(slack::instant to);
    /// Docket and its Slack are at rest at this moment.
    [[nodiscard]] bool at_rest() const;

    slack::shifted_clock& time_;
    const slack::emulator::emulator& slack_;
    const service& docket_;
    std::function<bool()> called_off_;
    patience limits_;
    struct turns;
    class turn;
    std::shared_ptr<turns> turns_;  // shared: whoever is on the way may be destroyed later than this
};

}  // namespace docket::bot::demo

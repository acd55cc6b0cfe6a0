#pragma once

#include "bot/bell.hpp"
#include "slack/clock.hpp"

#include <chrono>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace docket::bot {

/// What came of trying a secret that is new in its file.
struct secret_trial {
    enum class outcome { taken, refused, postponed };
    outcome what = outcome::taken;
    std::string why = {};                                            ///< it was not taken; for the log and /readyz
    std::chrono::milliseconds pause = std::chrono::milliseconds(0);  ///< postponed for so long

    static secret_trial refused(std::string why) { return {outcome::refused, std::move(why)}; }
    static secret_trial postponed(std::string why, std::chrono::milliseconds pause)
    {
        return {outcome::postponed, std::move(why), pause};
    }
};

/// Secrets that lie in files, looked at every few seconds: a new one is used without a restart. Whatever a file says, a
/// secret that can be used is not given up for one that cannot. What is found there counts once it was found twice, so
/// that nothing is made of a file that is just being written; or at once, when somebody says that it is there.
class secret_files {
public:
    struct one {
        std::string name;  ///< "bot token"
        std::string file;
        std::string in_use;
        /// What stands in the file, or the line that says what to do.
        std::function<tl::expected<std::string, std::string>()> read;
        /// Uses it from now on, if it can be used.
        std::function<asio::awaitable<secret_trial>(std::string secret)> take;
    };

    secret_files(const asio::any_io_executor& on, slack::clock& time) : time_(time), bell_(on) {}

    /// Before `run`.
    void add(one what) { all_.push_back({std::move(what)}); }
    [[nodiscard]] bool empty() const { return all_.empty(); }

    /// Looks at them until `stop`.
    asio::awaitable<void> run();
    /// Looks at all of them at once, and says in the log what came of it.
    void look_now();
    void stop();

    /// What stands in the way of a secret that lies in a file; a sentence each.
    [[nodiscard]] std::vector<std::string> troubles() const;

    /// Nothing is being tried.
    [[nodiscard]] bool quiet() const { return quiet_ && !bell_.rung(); }
    /// When quiet: the instant of the next look that may lead to something; far off where none is awaited.
    [[nodiscard]] slack::instant next() const { return next_; }

private:
    using content = tl::expected<std::string, std::string>;
    struct watched {
        one what;
        std::optional<content> seen = std::nullopt;       ///< at the last look
        bool settled = true;                              ///< and at the one before
        std::optional<std::string> tried = std::nullopt;  ///< and not taken
        slack::instant again = slack::instant::max();     ///< when that is tried once more
        std::string trouble = {};
    };

    asio::awaitable<void> look_at(watched& at, bool asked);
    asio::awaitable<void> try_out(watched& at, std::string secret, bool asked);
    static void complain(watched& at, std::string why, bool asked);

    slack::clock& time_;
    bell bell_;
    std::list<watched> all_;
    slack::instant next_ = slack::instant::max();
    bool asked_ = false;
    bool quiet_ = false;
    bool stopping_ = false;
};

}  // namespace docket::bot

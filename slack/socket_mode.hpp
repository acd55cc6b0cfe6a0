#pragma once

#include "slack/failure.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// When Socket Mode's connections are opened, replaced and given up: a value that is told what happened and says what
/// to do. No sockets, no clock, no randomness of its own. What is said over them is in slack/envelope.hpp.
namespace docket::slack::socket_mode {

using moment = std::chrono::steady_clock::time_point;

/// Names a connection from the wish for it to its end; never used twice.
using line = std::uint64_t;

// --- What happened ---

struct url_given {
    line of;
    std::string url;
};
/// apps.connections.open gave none.
struct url_refused {
    line of;
    failure why;
};
struct connected {
    line of;
};
struct connect_failed {
    line of;
    std::string why;
};
struct greeted {
    line of;
};
/// Slack wants the connection to end.
struct told_to_leave {
    line of;
    std::string reason;
};
/// Anything came of the peer, pings and pongs included; `at` may lie in the past.
struct heard {
    line of;
    moment at;
};
/// An envelope came, and its acknowledgement is owed.
struct taken {
    line of;
};
/// It was acknowledged, or will not be.
struct settled {
    line of;
};
struct closed {
    line of;
};
/// Nothing but time.
struct time_passed {};
/// What stood in the way may be gone: whatever waits to be tried again is tried at once.
struct told_to_hurry {};
/// No new connections; the open ones end once nothing is owed on them.
struct told_to_stop {};

using happening = std::variant<
    url_given, url_refused, connected, connect_failed, greeted, told_to_leave, heard, taken, settled, closed,
    time_passed, told_to_hurry, told_to_stop>;

// --- What to do ---

/// Call apps.connections.open; its result is url_given or url_refused.
struct ask_for_url {
    line of;
};
/// Its result is connected or connect_failed.
struct connect {
    line of;
    std::string url;
};
struct ping {
    line of;
};
/// Send what is queued and close with 1000.
struct say_goodbye {
    line of;
};
/// Close at once: nobody is there any more.
struct cut {
    line of;
};
/// For the log and the metrics.
struct report {
    enum class news {
        up,       ///< the connection is usable
        lost,     ///< it, or the attempt at it, ended; why: one of a small set of words
        leaving,  ///< Slack announced that it ends
        trouble,  ///< only an administrator can mend this; why: Slack's error or reason
    };
    line of;
    news what;
    std::string why;
    std::string detail;
};

using deed = std::variant<ask_for_url, connect, ping, say_goodbye, cut, report>;

// --- In between ---

struct timing {
    std::size_t connections = 2;
    std::chrono::milliseconds hello_time{10'000};
    std::chrono::milliseconds silence{30'000};  ///< nothing heard for so long: dead
    std::chrono::milliseconds ping_every{8'000};
    std::chrono::milliseconds first_pause{1'000};  ///< after a failure; doubles with each further one
    std::chrono::milliseconds longest_pause{60'000};
    std::chrono::milliseconds short_life{30'000};     ///< a connection that ends sooner after its hello was a failure
    std::chrono::milliseconds crowded_pause{30'000};  ///< at least, after too_many_websockets
    std::chrono::milliseconds slow_pause{120'000};    ///< where only an administrator can help
    std::chrono::milliseconds drain_time{8'000};      ///< for what is owed on a connection that has to go
    std::chrono::milliseconds stop_time{2'000};       ///< the same when everything stops
};

class connections {
public:
    /// @param random  in [0, 1): spreads the pauses, so that not everybody comes back at once
    connections(timing how, std::function<double()> random);

    /// Takes note of what happened and says what to do, in this order. The first call starts everything. News of a
    /// line that is gone already changes nothing.
    std::vector<deed> on(const happening& what, moment now);

    /// When time_passed is due at the latest; moment::max() for never.
    [[nodiscard]] moment next() const;

    /// Connections that Slack delivers to.
    [[nodiscard]] std::size_t up() const;
    /// Since when there is none; nothing while there is one, and before the first.
    [[nodiscard]] std::optional<moment> none_since() const { return none_since_; }
    [[nodiscard]] bool ever_up() const { return ever_up_; }
    /// What stood in the way last; empty when nothing did.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }
    /// Told to stop, and nothing is open any more.
    [[nodiscard]] bool over() const { return stopping_ && lines_.empty(); }

private:
    enum class phase { asking, connecting, greeting, up, closing };

    struct open_line {
        line id;
        std::size_t place;  ///< which of the wanted connections it is
        phase at = phase::asking;
        bool leaving = false;    ///< Slack ends it: a replacement is due, or here
        bool dismissed = false;  ///< and wants none in its place for now
        std::size_t owed = 0;    ///< envelopes without an acknowledgement
        moment last_heard{};
        moment next_ping{};
        moment up_since{};
        moment deadline = moment::max();  ///< of the hello, of what is owed, of the goodbye
    };

    /// One of the wanted connections.
    struct place {
        int failures = 0;     ///< since the last hello
        int short_lives = 0;  ///< connections in a row that did not last
        std::optional<moment> retry_at;
    };

    void take(const url_given& what);
    void take(const url_refused& what);
    void take(const connected& what);
    void take(const connect_failed& what);
    void take(const greeted& what);
    void take(const told_to_leave& what);
    void take(const heard& what);
    void take(const taken& what);
    void take(const settled& what);
    void take(const closed& what);
    void take(const time_passed&) {}
    void take(const told_to_hurry&);
    void take(const told_to_stop&);

    void begin(std::size_t where);
    void dismiss(open_line& l, const std::string& reason);
    void look_after(open_line& l);
    void lose(line id, std::string why, std::string detail, std::chrono::milliseconds pause);
    void goodbye(open_line& l);
    void count();
    [[nodiscard]] bool replaced(const open_line& l) const;
    [[nodiscard]] bool attended(std::size_t where) const;
    void note_loss(const open_line& l, std::string why, std::string detail, std::chrono::milliseconds pause);
    void count_life(const open_line& l);
    [[nodiscard]] std::chrono::milliseconds pause_after_failure(const open_line& l);
    [[nodiscard]] std::chrono::milliseconds backed_off(int failures);
    [[nodiscard]] std::chrono::milliseconds spread(std::chrono::milliseconds pause);
    open_line* find(line id);

    const timing how_;
    const std::function<double()> random_;
    std::vector<place> places_;
    std::vector<open_line> lines_;
    std::vector<deed> deeds_;  // of the call under way
    moment now_{};
    line last_line_ = 0;
    bool stopping_ = false;
    bool ever_up_ = false;
    std::optional<moment> none_since_;
    std::string trouble_;
};

}  // namespace docket::slack::socket_mode

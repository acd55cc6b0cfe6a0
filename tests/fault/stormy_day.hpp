#pragma once

#include "slack/emulator/storm.hpp"
#include "tests/journeys/workplace.hpp"

#include <map>
#include <random>
#include <string>
#include <vector>

/// A day on which people work while Slack fails, and what has to be so once it is well again.
namespace docket::tests {

namespace emulator = docket::slack::emulator;
using journeys::json;
using journeys::workplace;

/// The delivery's id in a message of Docket's; empty where there is none.
[[nodiscard]] std::string delivery_in(const emulator::message& m);

class stormy_day {
public:
    struct conditions {
        unsigned seed = 1;
        int acts = 60;
        emulator::storm_strength storm = {};
        bool restarts = true;  ///< Docket is stopped and started now and then, and is away for up to minutes
    };

    explicit stormy_day(conditions how);

    /// People work; what goes wrong changes by chance.
    void pass();
    /// Slack is well from now on; time passes until nothing is left to do.
    void clear_up();
    /// Asks the workspace.
    void judge();

    [[nodiscard]] std::string summary();

private:
    /// What was asked for, by the number in its words: "request 12".
    struct request {
        std::string channel;
        std::string ts;
        bool acknowledged = false;  ///< else it need not have a ticket
    };
    /// What Docket remembers.
    struct memory {
        std::vector<core::ticket> tickets;
        std::map<core::ticket_number, std::vector<core::event>> history;
        std::vector<core::message> said;
        std::vector<storage::delivery> outbox;
        std::map<std::int64_t, json> drawn;  ///< surfaces in Slack, by delivery: how they would be drawn now
    };

    int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    bool chance(double share) { return std::uniform_real_distribution<double>(0, 1)(random_) < share; }
    const std::string& one_of(const std::vector<std::string>& all);

    void act();
    void ask_in_channel();
    void ask_by_reaction();
    void ask_by_command();
    void write_in_conversation();
    void write_to_the_desk();
    void change_words();
    void press_button();
    [[nodiscard]] int told(const std::string& who);
    [[nodiscard]] bool holds(const std::string& who, const std::string& channel, const std::string& card);
    void fill_form();
    void command();
    void weather();
    void restart();
    void settle_down();
    void let_pass(std::chrono::milliseconds span);
    void step_to(slack::instant until);
    [[nodiscard]] std::string words(const std::string& what) { return what + " " + std::to_string(++words_); }

    [[nodiscard]] memory recall();
    /// Which request a ticket is of, by its words or by the message it links to; 0: of none.
    [[nodiscard]] int request_of(const core::ticket& t, const memory& m) const;
    void judge_requests(const memory& m);
    void judge_messages(const memory& m);
    void judge_surfaces(const memory& m);
    void judge_order(const memory& m);
    void judge_words(const memory& m);
    void judge_outbox(const memory& m);
    void judge_alerts(const memory& m);

    conditions how_;
    std::mt19937 random_;
    workplace w_;
    std::vector<std::string> askers_;
    std::vector<std::string> agents_;
    std::map<int, request> requests_;
    int words_ = 0;
};

}  // namespace docket::tests

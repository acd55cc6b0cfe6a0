#pragma once

#include "bot/demo/script.hpp"
#include "bot/demo/travel.hpp"

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace docket::bot::demo {

/// Something did not go as the script says: what, and when.
class stuck : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Plays the script in the workspace: people act, Docket answers over HTTP, and time goes on between them. What they
/// press and answer must be there, as Docket has put it there.
class player {
public:
    /// @param progress  told after each step how many of all are done; may be empty
    player(
        slack::emulator::emulator& workspace, travel& way, cast who,
        std::function<void(std::size_t done, std::size_t all)> progress
    );

    /// Plays everything in the order of its instants. `present` is the time that the script counts back from.
    /// @throws stuck
    boost::asio::awaitable<void> play(std::vector<story> script, slack::instant present);

private:
    /// Where a story stands.
    struct thread {
        std::string channel;  ///< of the request; the requester's direct message where there is no other
        std::string ts;       ///< root of the conversation
        int ticket = 0;       ///< 0: none yet
    };
    /// A message by its place.
    struct place {
        std::string channel;
        std::string ts;
    };

    boost::asio::awaitable<void> perform(thread& on, const step& what);
    boost::asio::awaitable<void> request(thread& on, const step& what);
    boost::asio::awaitable<void> request_by_form(thread& on, const step& what);
    boost::asio::awaitable<void> work(thread& on, const step& what);
    void talk(thread& on, const step& what);

    /// Takes note of the ticket that was just opened, and of where its requester hears of it.
    boost::asio::awaitable<void> adopt(thread& on, const std::string& requester);
    void hear(thread& on, const std::string& requester, int number);
    boost::asio::awaitable<void> command(const std::string& who, const std::string& channel, std::string typed);
    /// Presses something that stands once in the workspace for this ticket.
    boost::asio::awaitable<void> press(
        const std::string& who, const thread& on, const char* action, nlohmann::json value = nullptr
    );
    /// Fills in the form that is open, and sends it.
    boost::asio::awaitable<void> submit(const std::string& who, nlohmann::json values);

    [[nodiscard]] const std::string& id(role of) const { return who_.*of; }
    [[nodiscard]] place with_button(int ticket, const char* action) const;
    [[nodiscard]] int newest_ticket() const;

    slack::emulator::emulator& slack_;
    travel& way_;
    cast who_;
    std::function<void(std::size_t, std::size_t)> progress_;
    int tickets_ = 0;  ///< opened so far
};

}  // namespace docket::bot::demo

#pragma once

#include "bot/demo/cast.hpp"
#include "bot/demo/screen.hpp"
#include "bot/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <stdexcept>
#include <string>

namespace docket::bot::demo {

/// Something did not happen: what was expected, and for how long it was waited for.
class stuck : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A request from reaction to report, as people would act it out: whatever they do reaches Docket over HTTP, and
/// whatever they see came back that way.
class story {
public:
    /// @param called_off  the process is to end: the story breaks off at the next wait
    story(
        slack::emulator::emulator& workspace, const service& docket, cast who, screen& shown,
        std::function<bool()> called_off
    );

    /// @throws stuck
    boost::asio::awaitable<void> play();

private:
    boost::asio::awaitable<void> docket_is_ready();
    boost::asio::awaitable<void> eva_asks();
    boost::asio::awaitable<void> ben_claims();
    boost::asio::awaitable<void> cyd_is_late();
    boost::asio::awaitable<void> ben_answers();
    boost::asio::awaitable<void> eva_replies();
    boost::asio::awaitable<void> ben_resolves();
    boost::asio::awaitable<void> eva_confirms();
    boost::asio::awaitable<void> mei_looks_back();

    /// Waits until `so`, and then until nothing is on its way any more.
    boost::asio::awaitable<void> until(std::string expected, std::function<bool()> so);
    /// The app answered what somebody did.
    void went_well(const std::string& what, const slack::emulator::app_answer& answer);
    /// What is new to each of them.
    void show();

    [[nodiscard]] bool settled() const;
    [[nodiscard]] const slack::emulator::message* card() const;
    /// The bot's message in the thread of Eva's request that has this button.
    [[nodiscard]] const slack::emulator::message* in_thread_with(const std::string& button) const;
    [[nodiscard]] bool card_says(core::status s) const;

    slack::emulator::emulator& slack_;
    const service& docket_;
    cast who_;
    screen& shown_;
    std::function<bool()> called_off_;
    memory requesters_;
    memory desk_;
    memory managers_;
    std::string request_;  ///< ts of Eva's message
};

}  // namespace docket::bot::demo

#pragma once

#include "bot/demo/cast.hpp"
#include "bot/demo/travel.hpp"
#include "bot/environment.hpp"
#include "bot/service.hpp"
#include "slack/clock.hpp"
#include "slack/emulator/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace docket::bot::demo {

/// The demo's small company: a Slack workspace with people in it, and Docket serving it over HTTP, in a time that can
/// be moved. It begins three weeks ago.
class company {
public:
    /// Binds the workspace's address: the port after Docket's if it is free, else any.
    /// @param place  where Docket listens @param folder  for its database
    /// @param called_off  the process is to end: nothing more is waited for
    company(
        asio::io_context& context, const environment& place, const std::filesystem::path& folder,
        std::function<bool()> called_off
    );

    /// What Docket needs to know to serve it.
    [[nodiscard]] const environment& address_book() const { return for_docket_; }
    [[nodiscard]] service::options rules() const;

    /// Begins, with the service made from those two. The page stays closed until `live` is through.
    void begin(std::unique_ptr<service> docket, travel::patience limits = {});
    /// Returns once Docket is ready. @throws stuck
    asio::awaitable<void> ready();
    /// Lives through the last three weeks, up to the present; then the page is open. @throws stuck
    /// @param progress  told how many steps of all are done; may be empty
    asio::awaitable<void> live(std::function<void(std::size_t done, std::size_t all)> progress);
    /// Ends, quickly: nothing of it is kept.
    /// @return whether all of it ended, as `service::stop` says
    asio::awaitable<bool> stop();

    [[nodiscard]] slack::shifted_clock& time() { return time_; }
    [[nodiscard]] slack::emulator::emulator& workspace() { return *slack_; }
    [[nodiscard]] service& docket() { return *docket_; }
    [[nodiscard]] travel& way() { return *way_; }
    [[nodiscard]] const cast& people() const { return who_; }
    /// Where the page is: "http://127.0.0.1:3001/".
    [[nodiscard]] std::string page() const { return slack_->page_url(); }

private:
    asio::awaitable<void> move_clock(slack::instant to);

    asio::io_context& context_;
    std::function<bool()> called_off_;
    slack::shifted_clock time_;
    std::unique_ptr<slack::emulator::emulator> slack_;
    cast who_;
    environment for_docket_;
    std::unique_ptr<service> docket_;
    std::unique_ptr<travel> way_;
};

}  // namespace docket::bot::demo

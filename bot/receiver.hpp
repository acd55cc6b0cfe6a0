#pragma once

#include "bot/handlers/handlers.hpp"
#include "bot/office.hpp"
#include "bot/setup/setup_desk.hpp"
#include "slack/http/message.hpp"
#include "slack/signature.hpp"
#include "slack/web_client.hpp"

#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>

namespace docket::bot {

/// What Slack sends, by HTTP or by Socket Mode: events, interactions and commands alike. Hands each to the handler of
/// its kind, and answers once what it changed is on disk.
class receiver {
public:
    /// What became of an event. @param kept  or of no use; false where Slack was asked to bring it again, or says
    ///                                         itself that it leaves events out
    using event_came = std::function<void(const std::string& event, bool kept)>;

    /// @param changed  called after each commit: there may be deliveries
    receiver(
        asio::io_context& context, office& where, slack::web_client& web, setup_desk& setup,
        std::function<void()> changed, event_came came
    );

    /// @param body  believed already: its signature was checked
    /// @return      never throws: a broken database is 503, so that Slack delivers again
    asio::awaitable<slack::http::response> receive(std::string content_type, std::string body);

    /// The same for what was decoded already: an envelope of Socket Mode. @param bytes  its size, for the log
    asio::awaitable<slack::http::response> take(slack::inbound what, std::size_t bytes);

    /// Forms being opened at this moment.
    [[nodiscard]] std::size_t in_hand() const { return in_hand_; }

private:
    [[nodiscard]] std::optional<std::string> event_in(const slack::inbound& what) const;
    asio::awaitable<slack::http::response> dispatch(slack::inbound what);
    template <class Request>
    asio::awaitable<slack::http::response> handle(std::string kind, Request what);
    asio::awaitable<slack::http::response> handle_command(slack::slash_command typed);
    slack::http::response answer(const std::string& kind, handled h);
    asio::awaitable<void> open_form(form_to_open f);
    void spawn(asio::awaitable<void> work);

    asio::io_context& context_;
    office& office_;
    slack::web_client& web_;
    setup_desk& setup_;
    std::function<void()> changed_;
    event_came came_;
    std::size_t in_hand_ = 0;
};

}  // namespace docket::bot

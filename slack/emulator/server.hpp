#pragma once

#include "slack/clock.hpp"
#include "slack/emulator/api.hpp"
#include "slack/emulator/delivery.hpp"
#include "slack/emulator/faults.hpp"
#include "slack/emulator/playground/wire.hpp"
#include "slack/emulator/rate_limits.hpp"
#include "slack/emulator/socket_mode.hpp"
#include "slack/emulator/workspace.hpp"
#include "slack/http/server.hpp"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace docket::slack::emulator {

class playground;
struct located;

/// What a client shows of a command or shortcut.
struct menu_entry {
    std::string name;  ///< of a shortcut; a command goes by itself
    std::string description;
    std::string usage_hint;
};

/// How the workspace and the app in it are set up. By default the app may do and hears all that is emulated;
/// `apply_manifest` holds it to a manifest instead.
struct options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0 picks a free one
    std::string token = "xoxb-emulator-token";
    std::string signing_secret = "emulator-signing-secret";
    std::string app_url;  ///< the app's request URL for events, interactivity and commands
    std::string bot_name = "docket";
    std::set<std::string> scopes = every_scope();
    std::set<std::string> subscriptions = every_subscription();
    std::vector<std::string> commands{"/ticket"};
    bool escapes_commands = true;  ///< should_escape: "@ann" in a command's text becomes "<@U…|ann>"
    std::vector<std::string> message_shortcuts{"open_ticket_from_message"};
    std::vector<std::string> global_shortcuts{"open_ticket"};
    std::map<std::string, menu_entry> described;  ///< by command or callback_id
    std::string description;                      ///< of the app
    bool socket_mode = false;                     ///< the app receives over WebSockets, and nothing over HTTP
    std::string app_token = socket_rules{}.app_token;
    std::set<std::string> app_token_scopes = socket_rules{}.token_scopes;
    bool home_tab = true;
    bool messages_tab = true;
    rate_rules rates;
    std::chrono::milliseconds patience{3'000};  ///< of Slack for the app's answer, on the wall clock
    /// Before the three retries of an event, on the clock. A test that kills the app for seconds makes them shorter.
    std::array<std::chrono::milliseconds, 3> retries = delivery_rules{}.retries;
    bool email_body_in_events = true;  ///< false: file objects of mails in events lack plain_text
    std::string page_folder;           ///< where the playground's page is read from; empty: the one built in

    static std::set<std::string> every_scope();
    static std::set<std::string> every_subscription();
};

/// A call to the Web API as it was answered; for assertions.
struct recorded_call {
    instant at;
    std::string method;
    json arguments;
    json answer;
    unsigned status = 200;
    std::string error;  ///< "" when ok
    bool lost = false;  ///< it had its effect, but the caller heard nothing
};

/// A file that a person attaches.
struct attachment {
    std::string name;
    std::string mimetype = "text/plain";
    std::string content;  ///< its bytes
};

/// A Slack workspace over HTTP: Web API, response_urls and uploads on one side, signed deliveries to the app on the
/// other, and people who do things in it. For one thread: that of its io_context.
///
/// People and channels may be named by id; channels also as "#name". What cannot be done in a Slack client (a button
/// that is not there, a post to an archived channel) throws std::invalid_argument: the story is wrong, not the app.
class emulator {
public:
    /// Binds at once. The workspace starts with the bot and Slackbot in it and no channels.
    /// @throws boost::system::system_error when the address cannot be bound
    emulator(asio::io_context& context, clock& time, options with);
    ~emulator();
    emulator(const emulator&) = delete;
    emulator& operator=(const emulator&) = delete;

    void start();
    /// Stops answering and gives up pending deliveries. Complete on return.
    asio::awaitable<void> stop();

    [[nodiscard]] std::uint16_t port() const;
    /// "http://127.0.0.1:4321/api/": what SLACK_API_URL must be.
    [[nodiscard]] std::string api_url() const;
    /// Where to deliver to from now on.
    void set_app_url(std::string url);

    /// No request of the app is being handled, but for what is slow on the clock, and no delivery is under way or due.
    [[nodiscard]] bool idle() const;
    /// When idle: the instant of the next retry of a delivery or slow answer; `instant::max()` when none waits.
    [[nodiscard]] instant next() const;

    /// The state, to arrange people and channels. Changes made through it deliver nothing until `deliver` is called.
    [[nodiscard]] workspace& world() { return world_; }
    [[nodiscard]] fault_plan& faults() { return faults_; }
    [[nodiscard]] courier& post_office() { return courier_; }
    /// The app's WebSockets, and what can go wrong with them.
    [[nodiscard]] socket_mode& sockets() { return sockets_; }
    void set_rates(rate_rules rules) { limits_.use(rules); }
    /// What was said between the workspace and the app, once somebody looks.
    [[nodiscard]] wire_log& wire() { return wire_; }
    /// How the app is installed.
    [[nodiscard]] const options& setup() const { return options_; }
    /// How the playground makes time go on: to that instant, with all that is due on the way. Without it it cannot.
    void set_travel(std::function<asio::awaitable<void>(instant)> travel);
    /// Closed, the playground tells nobody what goes on, and asks to come back later. It is open at first.
    void set_page_open(bool open);
    /// "http://127.0.0.1:4321/": the playground's page.
    [[nodiscard]] std::string page_url() const;

    /// Sends what happened in the workspace and was not sent yet.
    void deliver();

    /// Sends any inner event as it is, subscribed or not. @return its event_id
    std::string deliver_event(const json& event);

    /// Sends url_verification. @return whether the app echoed the challenge
    asio::awaitable<bool> verify_url();

    // Arranging.
    std::string add_person(const std::string& name);
    std::string add_person(person who);
    std::string add_channel(
        const std::string& name, std::vector<std::string> members, channel_kind kind = channel_kind::public_channel
    );
    std::string add_group(const std::string& handle, std::vector<std::string> users);

    // What people do in conversations. @return the ts of what was posted
    std::string post(
        const std::string& who, const std::string& channel, const std::string& text, const std::string& thread_ts = "",
        std::vector<attachment> files = {}
    );
    std::string direct_message(
        const std::string& who, const std::string& text, const std::string& thread_ts = "",
        std::vector<attachment> files = {}
    );
    /// A mail to the channel's own address, which Slack posts as a file.
    std::string email(
        const std::string& channel, const std::string& from_address, const std::string& from_name,
        const std::string& subject, const std::string& body
    );
    /// A reply that is also sent to the channel.
    std::string broadcast(
        const std::string& who, const std::string& channel, const std::string& text, const std::string& thread_ts
    );
    /// Slack shows a preview of a link in the message: message_changed without an edit.
    void unfurl(const std::string& channel, const std::string& ts);
    /// A post of some other app's bot.
    std::string bot_post(const std::string& channel, const std::string& text, const std::string& thread_ts = "");
    void edit(const std::string& who, const std::string& channel, const std::string& ts, const std::string& text);
    void remove(const std::string& who, const std::string& channel, const std::string& ts);
    bool react(const std::string& who, const std::string& channel, const std::string& ts, const std::string& name);
    bool unreact(const std::string& who, const std::string& channel, const std::string& ts, const std::string& name);
    void join(const std::string& who, const std::string& channel, const std::string& inviter = "");
    void leave(const std::string& who, const std::string& channel);
    void invite_bot(const std::string& who, const std::string& channel);
    void remove_bot(const std::string& channel);
    void archive(const std::string& who, const std::string& channel);
    void unarchive(const std::string& who, const std::string& channel);
    void rename(const std::string& channel, const std::string& name);

    // What happens to people.
    void deactivate(const std::string& who);
    void reactivate(const std::string& who);
    /// Replaces somebody's entry and announces it.
    void change_person(person who);
    void set_group_users(const std::string& group, std::vector<std::string> users);

    // What people do with the app. Each returns the app's answer once it is in.
    asio::awaitable<app_answer> command(std::string who, std::string channel, std::string name, std::string text);
    asio::awaitable<app_answer> message_shortcut(
        std::string who, std::string channel, std::string ts, std::string callback_id
    );
    asio::awaitable<app_answer> global_shortcut(std::string who, std::string callback_id);
    /// Presses a button of a message, or chooses `value` in a menu of it (an option's value, a user's id, a date).
    /// @param block_id  where several blocks have that action_id; "" takes the first
    asio::awaitable<app_answer> press(
        std::string who, std::string channel, std::string ts, std::string action_id, json value = nullptr,
        std::string block_id = ""
    );
    /// The same in an ephemeral message that `who` sees.
    asio::awaitable<app_answer> press_ephemeral(
        std::string who, std::string ts, std::string action_id, json value = nullptr, std::string block_id = ""
    );
    /// The same in a modal or Home tab; "" means the modal on top.
    asio::awaitable<app_answer> in_view_press(
        std::string who, std::string view_id, std::string action_id, json value = nullptr, std::string block_id = ""
    );
    /// Types into an external select of a view. @return the options offered; they may be chosen from then on
    asio::awaitable<json> type_for_options(
        std::string who, std::string view_id, std::string action_id, std::string typed
    );
    /// The same with the app's whole answer, groups and all; null when it was none to use.
    asio::awaitable<json> options_in_view(
        std::string who, std::string view_id, std::string action_id, std::string typed, std::string block_id
    );
    asio::awaitable<json> options_in_message(
        std::string who, std::string channel, std::string ts, std::string action_id, std::string typed,
        std::string block_id
    );
    asio::awaitable<json> options_in_ephemeral(
        std::string who, std::string ts, std::string action_id, std::string typed, std::string block_id
    );
    /// Fills in and submits a modal. @param values block_id → action_id → value, as for `press`; several in an array.
    /// What is left out keeps its value. A required field left empty is not sent: `trouble` names its block.
    asio::awaitable<app_answer> submit(std::string who, std::string view_id, json values);
    /// Closes the modal on top, or all of them. Sends view_closed if the view asked for it.
    asio::awaitable<app_answer> close_view(std::string who, bool all = false);
    void open_home(const std::string& who);

    // What can be seen.
    [[nodiscard]] std::vector<message> messages(const std::string& channel) const;
    /// The root and its replies.
    [[nodiscard]] std::vector<message> thread(const std::string& channel, const std::string& root) const;
    [[nodiscard]] std::vector<ephemeral> ephemerals(const std::string& who) const;
    /// The modal on top of what a person has open.
    [[nodiscard]] const view* open_view(const std::string& who);
    [[nodiscard]] const view* home(const std::string& who) const;
    /// The id of the direct message between a person and the bot, opened if need be.
    std::string dm(const std::string& who);
    [[nodiscard]] const std::string& bot() const { return world_.app.bot_user; }
    /// The last 10 000 calls, oldest first.
    [[nodiscard]] const std::deque<recorded_call>& calls() const { return calls_; }
    /// Those of one method.
    [[nodiscard]] std::vector<recorded_call> calls_of(const std::string& method) const;

private:
    // The web, in server.cpp.
    asio::awaitable<http::response> handle(http::request asked);
    asio::awaitable<http::response> serve(http::request asked);
    asio::awaitable<http::response> handle_api(std::string method, http::request asked);
    asio::awaitable<http::response> handle_response(std::string key, http::request asked);
    asio::awaitable<void> dawdle(std::chrono::milliseconds delay);
    void record(const std::string& method, const api_answer& answer, bool lost);
    /// To those who look at the playground's page.
    void show_changes();

    // People, in people.cpp.
    person& active(const std::string& who);
    channel& conversation(const std::string& named);
    const channel& conversation(const std::string& named) const;
    channel& writable(const std::string& who, const std::string& named);
    message& message_at(channel& in, const std::string& ts);
    std::string post_as(
        const std::string& who, channel& in, const std::string& text, const std::string& thread_ts,
        std::vector<attachment> files, bool broadcast = false
    );

    // Interactions, in interactions.cpp.
    asio::awaitable<app_answer> interact(std::string kind, json payload);
    asio::awaitable<json> suggestions(json payload);
    json chosen(const std::string& who, const located& used, const json& value, const json& offered);
    ephemeral& ephemeral_at(const std::string& who, const std::string& ts);
    view& view_of(const std::string& who, const std::string& view_id);
    void follow_submission(const std::string& who, const std::string& view_id, app_answer& answer);
    void show_notice(const std::string& who, const std::string& channel, const std::string& text);

    clock& time_;
    options options_;
    workspace world_;
    rate_limiter limits_;
    fault_plan faults_;
    wire_log wire_;
    std::unique_ptr<playground> playground_;
    socket_mode sockets_;
    courier courier_;
    http::server server_;
    std::deque<recorded_call> calls_;
    std::size_t answering_ = 0;        ///< requests of the app
    std::multiset<instant> dawdling_;  ///< until when those of them wait that are slow
    std::uint64_t challenges_ = 0;
};

}  // namespace docket::slack::emulator

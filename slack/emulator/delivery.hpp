#pragma once

#include "slack/clock.hpp"
#include "slack/emulator/playground/wire.hpp"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace docket::slack::emulator {

namespace asio = boost::asio;

enum class delivery_kind { event, interaction, options, command, handshake };

/// What became of one POST to the app.
struct delivery {
    delivery_kind kind;
    std::string what;     ///< the event's, interaction's or command's type: "message", "block_actions", "/ticket"
    std::string id;       ///< event_id, on events
    std::string channel;  ///< of the message that an event is about, as its ts
    std::string ts;
    int attempt = 0;      ///< 0, then 1 to 3 for retries
    unsigned status = 0;  ///< 0 when nothing came back
    std::string failure;  ///< "" or Slack's reason: http_timeout, connection_failed, http_error
    instant at;
};

/// What the app answered. A status of 0 means nothing came back in time; `failure` says why.
class app_answer {
public:
    unsigned status = 0;
    std::string failure;
    std::string content_type;
    std::string body;
    nlohmann::json said = nullptr;             ///< the body, when it is JSON
    nlohmann::json errors = nlohmann::json();  ///< of response_action errors: block_id → text
    std::string trouble;                       ///< what the person is told when it went wrong; empty when it went well

    /// The app answered in time and the person saw what it meant.
    [[nodiscard]] bool ok() const { return status >= 200 && status < 300 && trouble.empty() && errors.empty(); }
};

struct delivery_rules {
    std::string url;  ///< the app's request URL
    std::string signing_secret;
    std::chrono::milliseconds patience{3'000};  ///< how long Slack waits for an answer, on the wall clock
    /// Before the retries 1, 2 and 3 of an event.
    std::array<std::chrono::milliseconds, 3> retries{
        std::chrono::minutes(0), std::chrono::minutes(1), std::chrono::minutes(5)
    };
};

class socket_mode;

/// Sends to the app as Slack does: signed, 3 s patience; events again at once, after 1 min and after 5 min, unless the
/// app says x-slack-no-retry (docs.slack.dev/apis/events-api). Waiting between tries is on the clock it is given.
class courier {
public:
    courier(asio::io_context& context, clock& time, delivery_rules rules);
    ~courier();
    courier(const courier&) = delete;
    courier& operator=(const courier&) = delete;

    /// Delivers in the background.
    void send_event(const nlohmann::json& envelope);

    /// One try, no repetition: interactions, options loads, slash commands.
    asio::awaitable<app_answer> send_form(delivery_kind kind, std::string what, std::string body);

    /// One try of a JSON body: url_verification.
    asio::awaitable<app_answer> send_json(delivery_kind kind, std::string what, std::string body);

    /// Nothing is under way or due. Retries that wait for a later time do not count.
    [[nodiscard]] bool idle() const;

    /// Retries that wait for a later time.
    [[nodiscard]] std::size_t waiting() const;
    /// When the first of them is due; `instant::max()` when none waits.
    [[nodiscard]] instant next() const;

    void set_url(std::string url);

    /// The last 10 000 deliveries, oldest first.
    [[nodiscard]] const std::deque<delivery>& deliveries() const;

    /// Tells `who` of each from now on, however many there are.
    void watch(std::function<void(const delivery&)> who);

    /// Where to note what is sent and answered. It outlives the courier.
    void record_in(wire_log& wire);

    /// Everything goes by these from now on, and nothing over HTTP. They outlive the courier.
    void deliver_by(socket_mode& sockets);

    /// Gives up what waits for a later try; what is under way ends within the patience.
    void stop();

private:
    class office;
    std::shared_ptr<office> office_;
};

}  // namespace docket::slack::emulator

#pragma once

#include "slack/clock.hpp"
#include "slack/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What goes between the workspace and the app, as it went: for the page's wire panel.
namespace docket::slack::emulator {

enum class wire_way { to_app, from_app };

/// How a request to the app was signed, and whether the app believed it.
struct wire_signature {
    enum class verdict { accepted, refused, none };
    std::string timestamp;
    std::string signed_text;  ///< the beginning of it
    std::string value;
    verdict what = verdict::none;
};

/// One request and what came of it.
struct exchange {
    std::uint64_t id = 0;  ///< rises; given when it is recorded
    wire_way way = wire_way::from_app;
    std::string via = "http";  ///< or "socket"
    std::string kind;          ///< event, interaction, options, command, handshake, api, response_url, upload, download
    std::string what;          ///< the event's, interaction's or command's name, or the method
    int attempt = 0;
    bool lost = false;  ///< it had its effect, but the answer never arrived
    std::string error;  ///< Slack's error string; "" when all is well
    instant at;
    std::chrono::microseconds took{0};
    http::request request;  ///< `target` may be a whole address
    std::optional<http::response> response;
    std::string failure;  ///< why there is no answer
    std::optional<wire_signature> signature;
};

/// The last exchanges. Does nothing until it is switched on, so that nobody pays for what nobody looks at.
class wire_log {
public:
    static constexpr std::size_t kept = 500;
    static constexpr std::size_t largest_body = 256 * 1024;         ///< bytes shown of a body
    static constexpr std::size_t largest_whole = 32 * 1024 * 1024;  ///< bytes of all bodies together

    void switch_on() { on_ = true; }
    [[nodiscard]] bool is_on() const { return on_; }

    /// Keeps it, without tokens and with long bodies cut, and tells who listens.
    void add(exchange one);

    /// Those with a larger id, oldest first.
    [[nodiscard]] std::vector<const exchange*> after(std::uint64_t id, std::size_t most) const;

    std::function<void(const exchange&)> added;

private:
    bool on_ = false;
    std::uint64_t last_id_ = 0;
    std::size_t bytes_ = 0;
    std::deque<exchange> exchanges_;
};

/// What can be said of a request of the app's before it is answered.
exchange from_app(const http::request& asked, instant at);

/// The same with its answer. A status of 0 means none was made.
exchange answered(exchange one, const http::response& answer, std::chrono::microseconds took);

/// The beginning of what Slack signs: "v0:", the timestamp, ":", the body.
std::string signature_base(std::string_view timestamp, std::string_view body);

/// The text with "xoxb-…" in place of each token.
std::string without_tokens(std::string_view text);

nlohmann::json exchange_json(const exchange& one);

}  // namespace docket::slack::emulator

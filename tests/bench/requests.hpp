#pragma once

#include "slack/signature.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket::bench {

/// What Slack may send; `unused` is an event that Docket has no use for.
enum class kind { message, reaction, action, command, unused };

std::optional<kind> kind_named(std::string_view name);

/// The workspace that the requests speak of.
struct workspace {
    std::string team;
    std::vector<std::string> channels;  ///< taken in turn
    std::string user;
    std::string signing_secret;
};

/// Makes whole HTTP requests as Slack sends them, signed. The same number gives the same request, so each number is one
/// thing that happened.
class request_maker {
public:
    explicit request_maker(workspace where);

    [[nodiscard]] std::string make(kind what, std::int64_t number) const;
    /// The body alone, which is what is signed and parsed.
    [[nodiscard]] std::string body(kind what, std::int64_t number) const;

private:
    [[nodiscard]] std::string event(std::string_view inner, const std::string& channel, std::int64_t number) const;
    [[nodiscard]] std::string message(const std::string& channel, std::int64_t number) const;
    [[nodiscard]] std::string action(const std::string& channel, std::int64_t number) const;
    [[nodiscard]] std::string command(const std::string& channel, std::int64_t number) const;

    workspace where_;
    slack::signer signer_;
};

}  // namespace docket::bench

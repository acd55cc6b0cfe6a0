#pragma once

#include "slack/clock.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket::slack {

/// Why a request was not believed; for the metric and the log, never for the answer.
enum class distrust { missing_header, bad_timestamp, stale, wrong_version, mismatch };

/// Checks and makes Slack's v0 request signatures
/// (docs.slack.dev/authentication/verifying-requests-from-slack). Keeps one keyed HMAC context per secret; for one
/// thread.
class signer {
public:
    /// @param secrets  accepted ones, newest first, so that a regenerated secret can be rolled without an outage
    /// @throws std::invalid_argument without any, or when one is empty: anybody could sign with that
    explicit signer(std::vector<std::string> secrets);
    ~signer();
    signer(signer&&) noexcept;

    /// @param timestamp  text of X-Slack-Request-Timestamp; @param signature text of X-Slack-Signature
    /// @param body       the raw bytes
    /// @return nothing when the request is Slack's and within 300 s of `now`, either way
    [[nodiscard]] std::optional<distrust> check(
        std::optional<std::string_view> timestamp, std::optional<std::string_view> signature, std::string_view body,
        instant now
    ) const;

    /// What of `check` can be said before the body is there: the headers are missing, stale or not of the right form.
    [[nodiscard]] static std::optional<distrust> check_headers(
        std::optional<std::string_view> timestamp, std::optional<std::string_view> signature, instant now
    );

    /// "v0=" and 64 hexadecimal digits, with the first secret.
    [[nodiscard]] std::string sign(std::string_view timestamp, std::string_view body) const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace docket::slack

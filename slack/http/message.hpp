#pragma once

#include "slack/http/websocket.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace docket::slack::http {

/// Whether two header names are the same (RFC 9110, 5.1: without regard to case).
[[nodiscard]] bool same_name(std::string_view one, std::string_view other);

/// Header fields in the order they came; names compare without regard to case (RFC 9110, 5.1).
class headers {
public:
    headers() = default;
    explicit headers(std::vector<std::pair<std::string, std::string>> fields) : fields_(std::move(fields)) {}

    /// Makes `value` the only one of that name.
    void set(std::string name, std::string value);
    /// Appends a field, beside others of the same name if there are any.
    void add(std::string name, std::string value);
    /// The first field of that name, or nothing.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// A whole request as received or to be sent; the body is the raw bytes.
class request {
public:
    request() = default;
    request(std::string method_, std::string target_) : method(std::move(method_)), target(std::move(target_)) {}

    std::string method;  ///< "GET", "POST"
    std::string target;  ///< path and query: "/slack/events?x=1"
    headers fields;
    std::string body;

    /// The target up to the question mark.
    [[nodiscard]] std::string_view path() const;
};

/// A whole response.
class response {
public:
    response() = default;
    /// A response without a body has no Content-Type either.
    explicit response(unsigned status_, std::string body_ = {}, std::string content_type = "text/plain; charset=utf-8");

    unsigned status = 200;
    headers fields;
    std::string body;
    bool drop = false;  ///< close the connection instead of answering: how a lost answer is staged in tests

    /// Where set, the server accepts the request's WebSocket, and the connection belongs to the conversation from then
    /// on. A request that asks for no WebSocket is answered 426, one that asks wrongly 400.
    conversation talk;
};

}  // namespace docket::slack::http

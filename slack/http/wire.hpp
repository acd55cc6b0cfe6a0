#pragma once

// How messages look on the wire. Shared by server.cpp and client.cpp; costs Beast's headers, so include it there only.

#include "slack/http/message.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstddef>
#include <string>
#include <type_traits>

namespace docket::slack::http {

namespace beast = boost::beast;

/// Reads one message straight into our own value: Beast's grammar and limits, without its containers in between.
/// For one message; `take` bytes until `is_done`. So that nobody in between can see other messages than we do, what
/// could be read in two ways is refused (RFC 9112, 3.2, 5.2 and 6.3): any transfer coding but a lone "chunked", that
/// beside a Content-Length or in HTTP/1.0, a Content-Length that comes twice or is no plain number, a field that goes
/// on in the next line, a request without one Host, and versions other than 1.0 and 1.1.
template <bool is_request>
class reader final : public beast::http::basic_parser<is_request> {
public:
    using message = std::conditional_t<is_request, request, response>;

    /// @param header, body  bytes; more is error::header_limit, error::body_limit
    reader(std::size_t header, std::size_t body) : header_limit_(header)
    {
        this->header_limit(static_cast<std::uint32_t>(header));
        this->body_limit(body);
    }

    /// Takes what it can from the front of `bytes`.
    /// @return how many; `ec` is need_more when the rest is not enough to go on
    std::size_t take(std::string_view bytes, beast::error_code& ec);

    /// The message; complete once `is_done`.
    [[nodiscard]] message& get() { return message_; }

    /// The sender waits for "100 Continue" before it sends the body.
    [[nodiscard]] bool expects_continue() const { return expects_continue_; }

    [[nodiscard]] bool is_http_1_1() const { return version_ >= 11; }

    /// The memory that the message takes so far, in bytes.
    [[nodiscard]] std::size_t held() const;

private:
    using verb = beast::http::verb;
    using field = beast::http::field;
    using string_view = beast::string_view;
    using error_code = beast::error_code;

    void on_request_impl(verb, string_view method, string_view target, int version, error_code&) override;
    void on_response_impl(int status, string_view reason, int version, error_code&) override;
    void on_field_impl(field known, string_view name, string_view value, error_code&) override;
    void on_header_impl(error_code&) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override;
    std::size_t on_body_impl(string_view bytes, error_code&) override;
    void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& ec) override;
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) override;
    void on_finish_impl(error_code&) override {}

    void check_framing(field known, std::string_view value, error_code& ec);
    [[nodiscard]] bool on_one_line(std::string_view name, std::string_view value) const;

    message message_;
    std::string_view given_;  // while `take` runs
    std::size_t header_limit_;
    std::size_t header_bytes_ = 0;
    int version_ = 0;
    int hosts_ = 0;
    std::size_t chunks_ = 0;
    bool has_length_ = false;
    bool in_body_ = false;
    bool expects_continue_ = false;
};

extern template class reader<true>;
extern template class reader<false>;

/// Appends status line, fields and the empty line. Length and connection are ours to say: such fields of the response
/// are left out, and so is every field that would break the line.
///
/// @param date   value of the Date field, unless the response has one
/// @param close  the connection ends after this response
void append_head(std::string& into, const response& answer, std::string_view date, bool close);

/// Appends request line, fields and the empty line.
///
/// @param host  value of the Host field, unless the request has one
void append_head(std::string& into, const request& asked, std::string_view host);

/// Whether nothing in it could be taken for the end of a line or of a word: method, target, names and values.
[[nodiscard]] bool sendable(const request& asked);

/// Whether a response of this status carries a body at all (RFC 9110, 6.4.1).
[[nodiscard]] bool has_body(unsigned status);

}  // namespace docket::slack::http

#include "slack/http/wire.hpp"

#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <functional>
#include <utility>

namespace docket::slack::http {

namespace {

constexpr std::size_t most_fields = 128;        // each costs far more memory than its bytes
constexpr std::size_t most_chunks = 1024;       // a kilobyte each in the largest body
constexpr std::size_t believed_length = 16384;  // of a body that has not come yet: the rest grows as it comes

// No body in chunks ends with fewer bytes.
constexpr std::string_view last_chunk = "0\r\n\r\n";

/// Control characters end lines or strings somewhere on the way.
bool printable(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
}

/// Printable and without a space.
bool word(std::string_view text)
{
    return !text.empty() && printable(text) && text.find_first_of(" \t") == text.npos;
}

bool sendable(const std::pair<std::string, std::string>& field)
{
    return word(field.first) && field.first.find(':') == std::string::npos && printable(field.second);
}

/// Fields that say where a message ends; whoever frames the message writes them.
bool framing(std::string_view name)
{
    return same_name(name, "Content-Length") || same_name(name, "Transfer-Encoding") || same_name(name, "Connection");
}

void append_field(std::string& into, std::string_view name, std::string_view value)
{
    into.append(name).append(": ").append(value).append("\r\n");
}

void append_fields(std::string& into, const headers& fields)
{
    for (const auto& field : fields.all())
        if (!framing(field.first) && sendable(field))
            append_field(into, field.first, field.second);
}

}  // namespace

template <bool is_request>
std::size_t reader<is_request>::take(std::string_view bytes, beast::error_code& ec)
{
    const bool header = !this->is_header_done();
    if (!header && !this->is_done() && this->chunked() && bytes.size() < last_chunk.size()) {
        ec = beast::http::error::need_more;  // Beast asserts that a last chunk is offered again with two bytes more
        return 0;
    }
    given_ = bytes;
    const auto taken = this->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (!header)
        return taken;
    header_bytes_ += taken;
    if (!ec && this->is_header_done()) {
        in_body_ = true;
        if (!this->eager() && header_bytes_ > header_limit_)
            ec = beast::http::error::header_limit;  // Beast counts start line and fields apart
    }
    return taken;
}

template <bool is_request>
std::size_t reader<is_request>::held() const
{
    constexpr std::size_t each = sizeof(std::pair<std::string, std::string>);
    return message_.body.capacity() + header_bytes_ + each * message_.fields.all().size();
}

template <bool is_request>
void reader<is_request>::on_request_impl(verb, string_view method, string_view target, int version, error_code& ec)
{
    version_ = version;
    if (version != 10 && version != 11)
        ec = beast::http::error::bad_version;
    if constexpr (is_request) {
        message_.method.assign(method.data(), method.size());
        message_.target.assign(target.data(), target.size());
    }
}

template <bool is_request>
void reader<is_request>::on_response_impl(int status, string_view, int version, error_code&)
{
    version_ = version;
    if constexpr (!is_request)
        message_.status = static_cast<unsigned>(status);
}

template <bool is_request>
void reader<is_request>::on_field_impl(field known, string_view name, string_view value, error_code& ec)
{
    if (in_body_)
        return;  // trailers: nobody asked for them
    if (!on_one_line({name.data(), name.size()}, {value.data(), value.size()}))
        ec = beast::http::error::bad_value;
    if (message_.fields.all().size() >= most_fields)
        ec = beast::http::error::header_limit;
    check_framing(known, {value.data(), value.size()}, ec);
    if (known == field::expect && same_name({value.data(), value.size()}, "100-continue"))
        expects_continue_ = true;
    message_.fields.add(std::string(name.data(), name.size()), std::string(value.data(), value.size()));
}

/// Beast joins the lines of a folded field elsewhere, or skips to the first that is not empty.
template <bool is_request>
bool reader<is_request>::on_one_line(std::string_view name, std::string_view value) const
{
    const auto* const end = name.data() + name.size();
    const bool here = std::less_equal<>()(end, value.data()) &&
                      std::less_equal<>()(value.data() + value.size(), given_.data() + given_.size());
    return here && std::find(end, value.data(), '\r') == value.data();
}

template <bool is_request>
void reader<is_request>::check_framing(field known, std::string_view value, error_code& ec)
{
    if (known == field::host)
        ++hosts_;
    if (known == field::transfer_encoding && (!same_name(value, "chunked") || version_ < 11))
        ec = beast::http::error::bad_transfer_encoding;
    if (known == field::content_length) {
        const bool number = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number || std::exchange(has_length_, true))
            ec = beast::http::error::bad_content_length;
    }
}

template <bool is_request>
void reader<is_request>::on_header_impl(error_code& ec)
{
    if (is_request && (hosts_ > 1 || (hosts_ == 0 && version_ >= 11)))
        ec = beast::http::error::bad_field;
}

template <bool is_request>
void reader<is_request>::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&)
{
    in_body_ = true;
    if (length)
        message_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, believed_length)));
}

template <bool is_request>
std::size_t reader<is_request>::on_body_impl(string_view bytes, error_code&)
{
    message_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

template <bool is_request>
void reader<is_request>::on_chunk_header_impl(std::uint64_t, string_view, error_code& ec)
{
    if (is_request && ++chunks_ > most_chunks)
        ec = beast::http::error::bad_chunk;
}

template <bool is_request>
std::size_t reader<is_request>::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&)
{
    message_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

template class reader<true>;
template class reader<false>;

bool has_body(unsigned status)
{
    return status >= 200 && status != 204 && status != 304;
}

void append_head(std::string& into, const response& answer, std::string_view date, bool close)
{
    const auto reason = beast::http::obsolete_reason(beast::http::int_to_status(answer.status));
    into.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
    into.append(reason.data(), reason.size()).append("\r\n");
    if (!answer.fields.find("Date"))
        append_field(into, "Date", date);
    append_fields(into, answer.fields);
    if (has_body(answer.status))
        append_field(into, "Content-Length", std::to_string(answer.body.size()));
    if (close)
        append_field(into, "Connection", "close");
    into.append("\r\n");
}

void append_head(std::string& into, const request& asked, std::string_view host)
{
    into.append(asked.method).append(" ").append(asked.target).append(" HTTP/1.1\r\n");
    if (!asked.fields.find("Host"))
        append_field(into, "Host", host);
    append_fields(into, asked.fields);
    const bool bare = asked.method == "GET" || asked.method == "HEAD";
    if (!asked.body.empty() || !bare)
        append_field(into, "Content-Length", std::to_string(asked.body.size()));
    into.append("\r\n");
}

bool sendable(const request& asked)
{
    const auto& fields = asked.fields.all();
    return word(asked.method) && word(asked.target) && asked.target.front() == '/' &&
           std::all_of(fields.begin(), fields.end(), [](const auto& field) { return sendable(field); });
}

}  // namespace docket::slack::http

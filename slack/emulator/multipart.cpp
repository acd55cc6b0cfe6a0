#include "slack/emulator/multipart.hpp"

#include <algorithm>
#include <cctype>

namespace docket::slack::emulator {

namespace {

constexpr std::string_view line_end = "\r\n";

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

/// The value of `name=…` in a header, quoted or not; "" when it is not there.
std::string parameter(std::string_view header, std::string_view name)
{
    const auto small = lower(header);
    const auto wanted = std::string(name) + "=";
    auto at = small.find(wanted);
    while (at != std::string::npos && at != 0 && small[at - 1] != ' ' && small[at - 1] != ';')
        at = small.find(wanted, at + 1);  // the end of another name: "filename=" holds "name="
    if (at == std::string::npos)
        return "";
    auto value = header.substr(at + wanted.size());
    if (value.empty() || value.front() != '"')
        return std::string(value.substr(0, value.find_first_of("; \r")));
    value.remove_prefix(1);
    return std::string(value.substr(0, value.find('"')));
}

/// What stands before `mark`; `rest` goes on behind it. Nothing when the mark is not there.
std::optional<std::string_view> take_until(std::string_view& rest, std::string_view mark)
{
    const auto at = rest.find(mark);
    if (at == std::string_view::npos)
        return std::nullopt;
    const auto before = rest.substr(0, at);
    rest.remove_prefix(at + mark.size());
    return before;
}

/// A part's head: lines of headers, of which only Content-Disposition matters here.
form_part read_head(std::string_view head)
{
    form_part part;
    while (!head.empty()) {
        const auto line = head.substr(0, head.find(line_end));
        head.remove_prefix(std::min(line.size() + line_end.size(), head.size()));
        if (lower(line).find("content-disposition:") != 0)
            continue;
        part.name = parameter(line, "name");
        part.filename = parameter(line, "filename");
    }
    return part;
}

}  // namespace

std::optional<std::vector<form_part>> read_multipart(std::string_view content_type, std::string_view body)
{
    const auto boundary = parameter(content_type, "boundary");
    if (lower(content_type).find("multipart/form-data") != 0 || boundary.empty())
        return std::nullopt;
    const auto mark = "--" + boundary;
    if (!take_until(body, mark))
        return std::nullopt;
    std::vector<form_part> parts;
    while (body.substr(0, 2) != "--") {
        const auto head = take_until(body, "\r\n\r\n");
        if (!head)
            return std::nullopt;
        const auto content = take_until(body, "\r\n" + mark);
        if (!content)
            return std::nullopt;
        auto part = read_head(*head);
        part.content = *content;
        parts.push_back(std::move(part));
    }
    return parts;
}

}  // namespace docket::slack::emulator

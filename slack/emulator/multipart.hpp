#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket::slack::emulator {

/// One field of a multipart/form-data body.
struct form_part {
    std::string name;
    std::string filename;  ///< "" when the field is no file
    std::string content;
};

/// Reads a multipart/form-data body (RFC 7578).
/// @param content_type  the request's header, which names the boundary
/// @return nothing when the header names none, or the body is not what it announces
std::optional<std::vector<form_part>> read_multipart(std::string_view content_type, std::string_view body);

}  // namespace docket::slack::emulator

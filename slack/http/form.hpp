#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace docket::slack::http {

/// The fields of a form, decoded, in their order; a name may come twice.
using form_fields = std::vector<std::pair<std::string, std::string>>;

/// Reads application/x-www-form-urlencoded (WHATWG URL, 5.1): '+' is a space, "%41" is a byte, a field without '='
/// has an empty value, empty fields are skipped. Bytes are not checked to be UTF-8.
///
/// @return nothing when a '%' is not followed by two hexadecimal digits
std::optional<form_fields> parse_form(std::string_view text);

/// The other way round.
std::string build_form(const form_fields& fields);

/// Everything but RFC 3986's unreserved characters as "%XX": fit for any place of a URL.
std::string percent_encode(std::string_view text);

/// The value of the first field of that name, or nothing. It lives as long as `form`.
std::optional<std::string_view> find(const form_fields& form, std::string_view name);

}  // namespace docket::slack::http

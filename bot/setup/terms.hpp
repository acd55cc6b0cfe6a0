#pragma once

#include "core/desk.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

/// Lists and routes as people type them into one text field.
///
///     invoice, expense -> finance
///     urgency=urgent -> it
///     "parts, spare", urgency=low -> finance
///
/// A word with a comma, "=", quotes or an arrow in it stands in double quotes; in them \" is a quote and \\ a
/// backslash. Curly quotes and → are taken too: keyboards put them there.
namespace docket::bot::setup {

/// Words separated by commas or line ends, each once.
/// @return  the words, or what is wrong
[[nodiscard]] tl::expected<std::vector<std::string>, std::string> read_words(std::string_view text);
/// The text that read_words reads as `words`.
[[nodiscard]] std::string write_words(const std::vector<std::string>& words);

/// Routes and the lines they stood on, from 1.
struct route_lines {
    std::vector<core::route> routes;
    std::vector<std::size_t> lines;
};

/// One route a line; empty lines do not count.
/// @param queues  the queue after the arrow may be given by key or name
/// @return        what is wrong, one sentence a line of it: "Line 2: …"
[[nodiscard]] tl::expected<route_lines, std::vector<std::string>> read_routes(
    std::string_view text, const std::vector<core::queue>& queues
);
/// The text that read_routes reads as `routes`.
[[nodiscard]] std::string write_routes(const std::vector<core::route>& routes);

}  // namespace docket::bot::setup

#pragma once

#include "slack/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docket::slack::emulator {

/// A file of the page, built in.
struct page_file {
    std::string_view path;  ///< "index.html", "css/theme.css"
    std::string_view content;
};

/// Those of the folder `page`, as they were when this was built.
const std::vector<page_file>& page_files();

/// The type that a browser wants to hear for a file's name; nothing for names that are no part of a page.
std::optional<std::string_view> content_type_of(std::string_view path);

/// Serves a file of the page with headers that keep it to itself: nothing from elsewhere, no script within a document.
/// @param path    "index.html"; anything but plain names between slashes is not there
/// @param folder  where to read it from, each time anew; empty: the one built in
http::response serve_page(std::string_view path, const std::string& folder);

}  // namespace docket::slack::emulator

#include "slack/emulator/playground/files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace docket::slack::emulator {

namespace {

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Letters, digits, '.', '_' and '-' between slashes, no name beginning with a dot: no way out of the folder.
bool is_plain(std::string_view path)
{
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-' || c == '/';
    };
    return !path.empty() && path.front() != '/' && path.front() != '.' &&
           std::all_of(path.begin(), path.end(), allowed) && path.find("/.") == std::string_view::npos;
}

std::optional<std::string> built_in(std::string_view path)
{
    for (const auto& file : page_files())
        if (file.path == path)
            return std::string(file.content);
    return std::nullopt;
}

std::optional<std::string> on_disk(const std::string& folder, std::string_view path)
{
    std::ifstream in(folder + "/" + std::string(path), std::ios::binary);
    if (!in)
        return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

std::optional<std::string_view> content_type_of(std::string_view path)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    const auto dot = path.rfind('.');
    for (const auto& [end, type] : types)
        if (dot != std::string_view::npos && path.substr(dot) == end)
            return type;
    return std::nullopt;
}

http::response serve_page(std::string_view path, const std::string& folder)
{
    const auto type = content_type_of(path);
    std::optional<std::string> content;
    if (type && is_plain(path))
        content = folder.empty() ? built_in(path) : on_disk(folder, path);
    auto answer = content ? http::response(200, std::move(*content), std::string(*type))
                          : http::response(404, "There is no such file in the page.");
    answer.fields.set("Cache-Control", "no-cache");
    answer.fields.set("Content-Security-Policy", std::string(policy));
    answer.fields.set("X-Content-Type-Options", "nosniff");
    answer.fields.set("Referrer-Policy", "no-referrer");
    answer.fields.set("Cross-Origin-Resource-Policy", "same-origin");
    return answer;
}

}  // namespace docket::slack::emulator

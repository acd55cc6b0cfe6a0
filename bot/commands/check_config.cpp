#include "bot/commands/commands.hpp"
#include "bot/config/docket_toml.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string_view>

namespace docket::bot::commands {

namespace {

/// FNV-1a: enough to see that a file is another one.
std::string digest_of(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return fmt::format("{:016x}", hash);
}

std::string counted(std::size_t count, const char* what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::optional<configuration> read_configuration(const caller& by, const std::string& file)
{
    // A directory opens and then reads nothing, so it must be told apart.
    std::error_code unreadable;
    std::ifstream in(file, std::ios::binary);
    if (std::filesystem::is_directory(file, unreadable) || !in) {
        complain(by, fmt::format("cannot read {}: check the path and its permissions", file));
        return std::nullopt;
    }
    const std::string text(std::istreambuf_iterator<char>(in), {});
    auto settings = read_docket_toml(text);
    if (settings)
        return configuration{std::move(*settings), digest_of(text)};
    for (const auto& error : settings.error())
        by.err << to_line(file, error) << "\n";
    by.err.flush();
    return std::nullopt;
}

int check_config(const caller& by, const std::string& file)
{
    const auto read = read_configuration(by, file);
    if (!read)
        return failure;
    const auto& set = read->settings;
    by.out << fmt::format(
                  "{}: can be used: {}, {}", file, counted(set.queues.size(), "queue"),
                  counted(set.routes.size(), "route")
              )
           << std::endl;
    return success;
}

}  // namespace docket::bot::commands

#pragma once

#include "core/desk.hpp"

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

/// The commands of the executable: one function each, in the file of its name. main.cpp only reads the command line.
namespace docket::bot::commands {

/// Exit statuses. The third, 2 for wrong usage, is main's.
inline constexpr int success = 0;
inline constexpr int failure = 1;

/// Who called: the environment, and where to answer.
class caller {
public:
    std::function<std::optional<std::string>(const std::string&)> variable;  ///< of the environment, by name
    std::ostream& out;
    std::ostream& err;
    bool terminal = false;  ///< `out` is one: colours help
};

/// Serves a workspace until SIGTERM or SIGINT.
[[nodiscard]] int serve(const caller& by);
/// Opens a workspace of our own, with three weeks of work in it, to a browser, until SIGTERM or SIGINT.
[[nodiscard]] int demo(const caller& by);
/// One line for each check. @param installed_manifest  the app's own, saved from Slack's settings; empty for none
[[nodiscard]] int doctor(const caller& by, const std::string& installed_manifest);
[[nodiscard]] int migrate(const caller& by);
[[nodiscard]] int backup(const caller& by, const std::string& to);
[[nodiscard]] int check_config(const caller& by, const std::string& file);
[[nodiscard]] int version(const caller& by);

/// "docket: what is wrong and what to do" on one line. @return failure
int complain(const caller& by, const std::string& what);

/// docket.toml as it was read.
struct configuration {
    core::settings settings;
    std::string digest;  ///< changes when the file's text does
};

/// Reads and checks a configuration file; everything wrong in it is told on `by.err`, one line each.
[[nodiscard]] std::optional<configuration> read_configuration(const caller& by, const std::string& file);

}  // namespace docket::bot::commands

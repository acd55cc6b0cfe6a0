#include "bot/commands/commands.hpp"

#include <CLI/CLI.hpp>

#include <sys/stat.h>
#include <unistd.h>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

// The command line and nothing else: what the commands do is in bot/commands.

namespace {

namespace commands = docket::bot::commands;

constexpr int wrong_usage = 2;

std::optional<std::string> variable(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

int run(int argc, char** argv)
{
    const commands::caller by{variable, std::cout, std::cerr, ::isatty(STDOUT_FILENO) == 1};
    CLI::App app("Docket turns requests made in Slack into tickets that nobody loses.", "docket");
    app.require_subcommand(1);
    int status = commands::success;
    std::string file;
    std::string manifest;
    const auto offer = [&](const char* name, const char* does, auto work) {
        return app.add_subcommand(name, does)->callback([&status, work] { status = work(); });
    };
    offer("serve", "serves a workspace", [&] { return commands::serve(by); });
    offer("demo", "opens a workspace of our own in the browser", [&] { return commands::demo(by); });
    offer(
        "doctor", "checks configuration, tokens, scopes, clock and database",
        [&] { return commands::doctor(by, manifest); }
    )
        ->add_option(
            "--installed-manifest", manifest, "the app's manifest, saved from its settings at Slack: compared too"
        )
        ->option_text("FILE");
    offer("migrate", "brings the database to this version", [&] { return commands::migrate(by); });
    offer("backup", "copies the database while it is in use", [&] { return commands::backup(by, file); })
        ->add_option("FILE", file, "where the copy goes: a new file")
        ->required();
    offer("check-config", "checks a configuration file", [&] { return commands::check_config(by, file); })
        ->add_option("FILE", file, "such as docket.toml")
        ->required();
    offer("version", "says which one this is", [&] { return commands::version(by); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return app.exit(asked);  // --help
    } catch (const CLI::ParseError& wrong) {
        // CLI11 misses a command where there is one it does not know.
        const bool unknown = app.get_subcommands().empty() && argc > 1 && argv[1][0] != '-';
        const auto what = unknown ? std::string("there is no command ") + argv[1] : std::string(wrong.what());
        commands::complain(by, what + ": docket --help shows what there is");
        return wrong_usage;
    }
    return status;
}

}  // namespace

int main(int argc, char** argv)
{
    ::umask(077);  // what is written holds people's words: the database, its copies
    try {
        return run(argc, argv);
    } catch (const std::exception& unexpected) {
        std::cerr << "docket: " << unexpected.what() << std::endl;
        return commands::failure;
    }
}

#include "bot/commands/commands.hpp"
#include "bot/commands/running.hpp"
#include "bot/demo/story.hpp"
#include "bot/log.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

namespace docket::bot::commands {

namespace {

/// For the demo's database; gone with it.
class temporary_folder {
public:
    temporary_folder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "docket-demo-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("cannot make a folder in " + pattern + ": set TMPDIR to where that is possible");
        path_ = pattern;
    }
    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Only where to listen and how to log: the workspace is the demo's own, whatever credentials are set.
tl::expected<environment, std::string> read_place(const caller& by)
{
    auto from = read_environment([&by](const std::string& name) -> std::optional<std::string> {
        const bool ours = name == "DOCKET_LISTEN" || name == "DOCKET_LOG" || name == "DOCKET_LOG_FORMAT";
        return ours ? by.variable(name) : std::nullopt;
    });
    // The story has the terminal to itself, unless somebody asks for the log.
    if (from && !by.variable("DOCKET_LOG"))
        from->log_level = "warn";
    if (from)
        from->config.clear();
    return from;
}

/// The story, and then the service until it is told to end.
asio::awaitable<int> play_and_stay(
    const caller& by, slack::emulator::emulator& workspace, service& docket, demo::cast who, end_of_service& end,
    std::string address
)
{
    demo::screen shown(by.out, by.terminal);
    auto status = success;
    try {
        demo::story told(workspace, docket, std::move(who), shown, [&end] { return end.is_asked(); });
        co_await told.play();
        shown.say(fmt::format(
            "\nThat is the story. Docket stays up at http://{}/ (try /readyz and /metrics), its Slack at {}.\n"
            "Its database goes when it ends. Stop it with Ctrl-C.",
            address, workspace.api_url()
        ));
    } catch (const std::exception& e) {  // stuck, or the workspace: there is nothing to press or no one to press it
        if (!end.is_asked())
            status = complain(by, std::string("the demo's story cannot go on: ") + e.what());
    }
    if (status == success)
        co_await end.asked();
    co_await docket.stop();
    co_await workspace.stop();
    co_return status;
}

environment environment_of(environment from, const slack::emulator::options& app, const std::string& api_url)
{
    from.bot_token = app.token;
    from.signing_secrets = {app.signing_secret};
    from.api_url = api_url;
    return from;
}

int play(const caller& by, const environment& place)
{
    const temporary_folder folder;
    asio::io_context context(1);
    slack::system_clock time;
    end_of_service end(context);
    const auto app = demo::installed();
    slack::emulator::emulator workspace(context, time, app);
    const auto who = demo::populate(workspace);
    auto from = environment_of(place, app, workspace.api_url());
    from.database = (folder.path() / "docket.db").string();
    service::options chosen;
    chosen.file = demo::settings_for(who);
    chosen.file_digest = "demo";
    auto docket = open_service(context, from, time, std::move(chosen));
    if (!docket)
        return complain(by, docket.error());
    const auto address = to_address(from.host, (*docket)->port());
    workspace.set_app_url("http://" + address + "/slack/events");
    workspace.start();
    (*docket)->start();
    by.out << fmt::format(
                  "This is Docket at work in a Slack workspace of its own making. Both run in this process and speak "
                  "over HTTP,\nas they would in earnest: http://{}/slack/events and {}.\n",
                  address, workspace.api_url()
              )
           << std::flush;
    return run_to_end(context, play_and_stay(by, workspace, **docket, who, end, address));
}

}  // namespace

int demo(const caller& by)
{
    const auto place = read_place(by);
    if (!place)
        return complain(by, place.error());
    log::configure(place->log_level, place->log_json);
    return play(by, *place);
}

}  // namespace docket::bot::commands

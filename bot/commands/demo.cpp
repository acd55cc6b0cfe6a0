#include "bot/commands/commands.hpp"
#include "bot/commands/running.hpp"
#include "bot/demo/company.hpp"
#include "bot/log.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

namespace docket::bot::commands {

namespace {

using namespace std::chrono_literals;

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
    // The terminal is for what people need to know, unless somebody asks for the log.
    if (from && !by.variable("DOCKET_LOG"))
        from->log_level = "warn";
    if (from)
        from->config.clear();
    return from;
}

/// How far it is, on a terminal, from the third second on.
class progress_line {
public:
    progress_line(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}

    void show(std::size_t done, std::size_t all)
    {
        const auto percent = done * 100 / all;
        if (!terminal_ || percent == shown_ || std::chrono::steady_clock::now() - began_ < 2s)
            return;
        shown_ = percent;
        out_ << fmt::format("\rThe last three weeks are being lived through: {} %", percent) << std::flush;
    }
    /// Takes the line away.
    void clear()
    {
        if (shown_ > 0)
            out_ << "\r\033[K" << std::flush;
    }

private:
    std::ostream& out_;
    bool terminal_;
    std::size_t shown_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

std::string welcome(const std::string& page, const std::string& docket)
{
    return fmt::format(
        "Open {} in a browser: a small company's Slack, with Docket at work in it.\n\n"
        "  Eva, Tom and others ask for help; Ben and Cyd (IT Help) and Dee (Finance) give it; Mei manages, Ana\n"
        "  administers; Gus is a guest and Nora of another organisation. You can be each of them, and move the "
        "clock.\n\n"
        "Docket itself is at http://{}/ (try /readyz and /metrics). Both end with Ctrl-C, and nothing is kept.\n",
        page, docket
    );
}

/// Three weeks in a moment, and then the workspace is open until the process is told to end.
asio::awaitable<int> open_to_all(const caller& by, demo::company& firm, end_of_service& end, std::string address)
{
    auto status = success;
    try {
        progress_line line(by.out, by.terminal);
        auto progress = [&line](std::size_t done, std::size_t all) { line.show(done, all); };
        co_await firm.ready();
        co_await firm.live(progress);
        line.clear();
        by.out << welcome(firm.page(), address) << std::flush;
    } catch (const std::exception& e) {  // stuck, or the workspace: there is nothing to press or no one to press it
        if (!end.is_asked())
            status = complain(by, std::string("the demo cannot begin; please report this: ") + e.what());
    }
    if (status == success)
        co_await end.asked();
    const bool ended = co_await firm.stop();
    if (!ended)
        std::_Exit(status);  // what waits still refers to the service
    co_return status;
}

int play(const caller& by, const environment& place)
{
    const temporary_folder folder;
    asio::io_context context(1);
    end_of_service end(context);
    demo::company firm(context, place, folder.path(), [&end] { return end.is_asked(); });
    auto docket = open_service(context, firm.address_book(), firm.time(), firm.rules());
    if (!docket)
        return complain(by, docket.error());
    const auto address = to_address(place.host, (*docket)->port());
    firm.begin(std::move(*docket));
    return run_to_end(context, open_to_all(by, firm, end, address));
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

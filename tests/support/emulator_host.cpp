// The emulated workspace alone, in a process of its own: for tests that are not C++, and for trying things by hand.
// Prints where it is and who is in it as one JSON line, and ends when its standard input closes or on SIGTERM.

#include "slack/emulator/manifest.hpp"
#include "slack/emulator/server.hpp"

#include <unistd.h>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <charconv>
#include <csignal>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace {

namespace asio = boost::asio;
using namespace docket::slack;
using emulator::json;

constexpr auto usage = R"(usage: emulator_host [OPTION…]
  --port N           where to listen on 127.0.0.1; 0, the default, takes a free port
  --app-url URL      the app's request URL for events, interactivity and commands
  --manifest FILE    installs the app of this manifest; without, it may do and hears all that is emulated
  --page-folder DIR  where the playground's page is read from, instead of the one built in
  --signing-secret S what deliveries are signed with
  --socket-mode      the app receives over WebSockets, with the app_token of the line, and nothing over HTTP
  --no-rate-limits   as many calls as one likes
  --patience MS      how long an answer of the app is waited for (3000)
  --retries MS,MS,MS before each retry of an event (0,60000,300000)
)";

class wrong_usage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

std::string contents_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw wrong_usage("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

template <class Number>
Number number(std::string_view text)
{
    Number value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size())
        throw wrong_usage("not a number: " + std::string(text));
    return value;
}

std::array<std::chrono::milliseconds, 3> pauses(std::string_view text)
{
    std::array<std::chrono::milliseconds, 3> all{};
    for (auto& each : all) {
        const auto comma = std::min(text.find(','), text.size());
        each = std::chrono::milliseconds(number<long>(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return all;
}

emulator::options read_command_line(std::vector<std::string> words)
{
    emulator::options with;
    with.scopes.insert("users:read.email");
    for (auto word = words.begin(); word != words.end(); ++word) {
        const auto name = *word;
        const auto value = [&] {
            if (++word == words.end())
                throw wrong_usage(name + " needs a value");
            return *word;
        };
        if (name == "--port")
            with.port = number<std::uint16_t>(value());
        else if (name == "--app-url")
            with.app_url = value();
        else if (name == "--manifest")
            emulator::apply_manifest(contents_of(value()), with);
        else if (name == "--page-folder")
            with.page_folder = value();
        else if (name == "--signing-secret")
            with.signing_secret = value();
        else if (name == "--socket-mode")
            with.socket_mode = true;
        else if (name == "--no-rate-limits")
            with.rates.on = false;
        else if (name == "--patience")
            with.patience = std::chrono::milliseconds(number<long>(value()));
        else if (name == "--retries")
            with.retries = pauses(value());
        else
            throw wrong_usage("unknown option " + name);
    }
    return with;
}

/// Who is in the workspace, and in which channels.
class cast {
public:
    explicit cast(emulator::emulator& workspace) : workspace_(workspace)
    {
        const auto eva = person("eva", "Eva Novak", [](auto& who) { who.title = "Sales"; });
        const auto tom = person("tom", "Tom Okafor");
        const auto ben = person("ben", "Ben Schmidt", [](auto& who) { who.title = "Agent, IT"; });
        const auto cyd = person("cyd", "Cyd Laurent");
        const auto ana = person("ana", "Ana Silva", [](auto& who) {
            who.admin = true;
            who.title = "Workspace admin";
        });
        const auto gil = person("gil", "Gil Moreau", [](auto& who) { who.guest = true; });
        const auto pia = person("pia", "Pia Berg", [](auto& who) {
            who.team_id = "T0PARTNER1";
            who.email = "pia@partner.example";
        });
        const auto& bot = workspace.bot();
        channel("general", {eva, tom, ben, cyd, ana, bot});
        channel("help-it", {eva, tom, ben, cyd, ana, gil, bot});
        channel("it-desk", {ben, cyd, ana, bot}, emulator::channel_kind::private_channel);
        channel("with-partner", {eva, ben, pia, bot});
        workspace.world().find_channel(channels_.at("with-partner"))->external = true;
        channel("lounge", {eva, tom});  // the bot is not in it
        workspace.add_group("it-agents", {ben, cyd});
        workspace.deliver();  // nobody is told how this began
    }

    [[nodiscard]] json people() const { return people_; }
    [[nodiscard]] json channels() const { return channels_; }

private:
    template <class Change>
    std::string person(const char* name, const char* real_name, Change change)
    {
        emulator::person who;
        who.name = name;
        who.real_name = real_name;
        who.email = std::string(name) + "@lighthouse.example";
        change(who);
        const auto id = workspace_.add_person(std::move(who));
        people_[name] = id;
        return id;
    }

    std::string person(const char* name, const char* real_name)
    {
        return person(name, real_name, [](auto&) {});
    }

    void channel(
        const char* name, std::vector<std::string> members,
        emulator::channel_kind kind = emulator::channel_kind::public_channel
    )
    {
        channels_[name] = workspace_.add_channel(name, std::move(members), kind);
    }

    emulator::emulator& workspace_;
    json people_ = json::object();
    json channels_ = json::object();
};

/// Calls `then` when standard input is closed; what comes before that is not looked at.
class end_of_input {
public:
    end_of_input(asio::io_context& context, std::function<void()> then) : input_(context), then_(std::move(then))
    {
        boost::system::error_code not_waitable;  // a file or /dev/null: over before it began
        input_.assign(::dup(STDIN_FILENO), not_waitable);
        if (not_waitable)
            asio::post(context, then_);
        else
            listen();
    }

private:
    void listen()
    {
        input_.async_read_some(asio::buffer(skipped_), [this](boost::system::error_code failed, std::size_t) {
            if (failed == asio::error::operation_aborted)
                return;
            if (failed)
                then_();
            else
                listen();
        });
    }

    asio::posix::stream_descriptor input_;
    std::function<void()> then_;
    std::array<char, 256> skipped_{};
};

void run(const emulator::options& with)
{
    asio::io_context context;
    system_clock time;
    emulator::emulator workspace(context, time, with);
    const cast who(workspace);
    workspace.start();

    json line = json::object();
    line["api_url"] = workspace.api_url();
    line["port"] = workspace.port();
    line["token"] = with.token;
    line["signing_secret"] = with.signing_secret;
    line["app_token"] = with.app_token;
    line["team"] = workspace.world().team_id;
    line["app"] = workspace.world().app.app_id;
    line["bot_user"] = workspace.bot();
    line["people"] = who.people();
    line["channels"] = who.channels();
    std::cout << line.dump() << std::endl;

    asio::signal_set signals(context, SIGINT, SIGTERM);
    bool ending = false;
    const auto end = [&] {
        if (std::exchange(ending, true))
            return;
        asio::co_spawn(context, workspace.stop(), [&](const std::exception_ptr& failed) {
            context.stop();
            if (failed)
                std::rethrow_exception(failed);
        });
    };
    signals.async_wait([&](boost::system::error_code cancelled, int) {
        if (!cancelled)
            end();
    });
    const end_of_input input(context, end);
    context.run();
}

}  // namespace

int main(int count, char** words)
{
    try {
        run(read_command_line({words + 1, words + count}));
        return 0;
    } catch (const wrong_usage& wrong) {
        std::cerr << "emulator_host: " << wrong.what() << "\n" << usage;
        return 2;
    } catch (const std::exception& failed) {
        std::cerr << "emulator_host: " << failed.what() << "\n";
        return 1;
    }
}

#pragma once

#include "bot/service.hpp"
#include "slack/emulator/render.hpp"
#include "slack/emulator/server.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A company on one day: a Slack workspace with people in it and Docket serving it, both over real HTTP, in time that
/// moves only when told to.
namespace journeys {

using namespace docket;
using namespace std::chrono_literals;
using nlohmann::json;
namespace asio = boost::asio;

/// Monday, nine o'clock in Berlin.
inline const slack::instant monday{std::chrono::sys_days(std::chrono::year(2026) / 3 / 2) + 8h};

class workplace {
public:
    struct options {
        bool set_up = true;                          ///< false: nobody typed /ticket setup yet
        bool socket_mode = false;                    ///< Slack delivers over WebSockets, and not over HTTP
        bool signing_secret = true;                  ///< Docket has it: HTTP is believed
        std::chrono::milliseconds patience{10'000};  ///< of Docket's for an answer of Slack's, on the wall clock
        std::function<void(core::settings&)> settings = {};  ///< changes to the usual ones
        std::function<void(slack::emulator::options&)> slack = {};
        std::function<void(bot::environment&)> environment = {};  ///< before Docket starts
    };

    workplace() : workplace(options{}) {}
    explicit workplace(options with);
    ~workplace();
    workplace(const workplace&) = delete;
    workplace& operator=(const workplace&) = delete;

    /// Runs until nothing happens any more at this moment.
    void settle();
    /// Settles, and lets as much time pass as Slack's pace and short waits ask for, at most a minute.
    void calm();
    /// Time passes; whatever is due happens.
    void pass(std::chrono::milliseconds span);

    /// Waits until Slack can deliver, where it does so over WebSockets.
    void connect();
    void stop_docket();
    void start_docket();
    /// The same, without waiting for anything.
    void begin_docket();
    /// What happens in Slack reaches nobody until `reach_again`.
    void cut_off();
    void reach_again();
    /// From the next start on, the usual settings come from a file.
    void file_rules() { file_rules_ = true; }

    template <class T>
    T run(asio::awaitable<T> work)
    {
        std::optional<T> result;
        auto task = [&]() -> asio::awaitable<void> { result = co_await std::move(work); };
        finish(task());
        return std::move(*result);
    }
    void run(asio::awaitable<void> work) { finish(std::move(work)); }

    // What people do; each waits for Docket's answer, then until all is calm.
    slack::emulator::app_answer command(const std::string& who, const std::string& text, const std::string& channel);
    slack::emulator::app_answer command(const std::string& who, const std::string& text)
    {
        return command(who, text, general);
    }
    /// Presses a button of ticket `number`'s card.
    slack::emulator::app_answer press_card(
        const std::string& who, int number, const std::string& action, json value = nullptr
    );
    slack::emulator::app_answer press(
        const std::string& who, const std::string& channel, const std::string& ts, const std::string& action,
        json value = nullptr
    );
    /// Fills in the form that is open and sends it: block_id → value.
    slack::emulator::app_answer fill(const std::string& who, const std::map<std::string, json>& values);
    std::string post(
        const std::string& who, const std::string& channel, const std::string& text, const std::string& thread = ""
    );
    void react(const std::string& who, const std::string& channel, const std::string& ts, const std::string& name);
    /// Posts in #general, reacts with :ticket:. @return the message's ts
    std::string ask(const std::string& who, const std::string& text);

    // What can be seen.
    /// The card of a ticket in its triage channel; its ts is empty when there is none.
    [[nodiscard]] slack::emulator::message card(int number);
    [[nodiscard]] slack::emulator::message card(int number, const std::string& channel);
    /// Everything somebody sees of a message, line by line.
    [[nodiscard]] std::string seen(const slack::emulator::message& m);
    [[nodiscard]] std::string seen_card(int number) { return seen(card(number)); }
    /// The replies of a thread as somebody sees them, without the root.
    [[nodiscard]] std::vector<std::string> replies(const std::string& channel, const std::string& root);
    /// What Docket said in the thread under a message.
    [[nodiscard]] std::vector<slack::emulator::message> said_in(const std::string& channel, const std::string& root);
    /// The private words somebody got, newest last; the text of each.
    [[nodiscard]] std::vector<std::string> whispers(const std::string& who);
    [[nodiscard]] std::string last_whisper(const std::string& who);
    /// Everything Docket wrote to somebody directly.
    [[nodiscard]] std::vector<std::string> direct(const std::string& who);
    [[nodiscard]] std::optional<core::ticket> ticket(int number);
    [[nodiscard]] std::size_t tickets();
    [[nodiscard]] std::vector<core::event> history(int number);
    /// The answer's own words, as the person sees them.
    [[nodiscard]] static std::string words(const slack::emulator::app_answer& a);
    /// GET of the service; status and body.
    std::pair<unsigned, std::string> get(const std::string& path);
    /// POST of any bytes to /slack/events, signed now unless told otherwise.
    std::pair<unsigned, std::string> deliver(
        const std::string& body, const std::string& content_type, std::optional<std::string> signature = std::nullopt
    );
    /// The value of one line of /metrics; 0 where it is not there.
    double metric(const std::string& line_start);

    slack::manual_clock time{monday};
    asio::io_context io;
    tests::scratch_folder folder;
    slack::emulator::emulator slack;
    std::unique_ptr<bot::service> docket;

    std::string ana;  ///< asks
    std::string ben;  ///< agent of IT Help
    std::string cyd;  ///< agent of IT Help
    std::string dee;  ///< agent of Finance
    std::string mei;  ///< manager
    std::string ida;  ///< workspace admin, Docket's administrator
    std::string general, help, it_desk, finance_desk, lounge;

private:
    void finish(asio::awaitable<void> task);
    [[nodiscard]] bool at_rest() const;
    void arrange();
    [[nodiscard]] core::settings usual_settings() const;

    options options_;
    bot::environment environment_;
    bool file_rules_ = false;
};

/// Is `what` somewhere in `text`?
[[nodiscard]] inline bool has(const std::string& text, const std::string& what)
{
    return text.find(what) != std::string::npos;
}
[[nodiscard]] inline bool has(const std::vector<std::string>& texts, const std::string& what)
{
    for (const auto& t : texts) {
        if (has(t, what))
            return true;
    }
    return false;
}

}  // namespace journeys

#pragma once

#include "bot/dispatcher.hpp"
#include "bot/environment.hpp"
#include "bot/hearing.hpp"
#include "bot/metrics.hpp"
#include "bot/office.hpp"
#include "bot/receiver.hpp"
#include "bot/refusal_log.hpp"
#include "bot/scheduler.hpp"
#include "bot/scope_watch.hpp"
#include "bot/secret_files.hpp"
#include "bot/setup/setup_desk.hpp"
#include "bot/shared_text.hpp"
#include "bot/socket_mode.hpp"
#include "core/desk.hpp"
#include "slack/http/client.hpp"
#include "slack/http/server.hpp"
#include "slack/signature.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace docket::bot {

/// Brings a database to the schema of this Docket. @return versions applied @throws storage::broken
std::vector<int> bring_up_to_date(const std::string& database);
/// Opens a database that is there as the service would, reads all of it and closes it.
/// @throws storage::broken with what is wrong
void try_database(const std::string& database);

/// Docket as it runs: the HTTP endpoints, and behind them one workspace's office with its dispatcher and scheduler.
/// On one io_context, by one thread; the database's threads are its own.
class service {
public:
    struct options {
        std::optional<core::settings> file;                   ///< what docket.toml says, when there is one
        std::string file_digest;                              ///< changes when the file does
        slack::socket_mode::timing sockets;                   ///< shorter in tests
        std::chrono::milliseconds patience{10'000};           ///< for an answer of Slack's; shorter in tests
        slack::instant all_delivered_until{};                 ///< by a Slack that is ours; see hearing
        std::optional<slack::http::given_listener> listener;  ///< taken over instead of binding an address
    };

    /// Opens and migrates the database and binds the address. @throws storage::broken, boost::system::system_error
    service(asio::io_context& context, const environment& from, slack::clock& time, options chosen);
    ~service();
    service(const service&) = delete;
    service& operator=(const service&) = delete;

    /// Begins to answer HTTP as soon as the database was read, and to serve the workspace once Slack has told who we
    /// are (or at once, if it did in an earlier run).
    void start();

    /// Stops accepting, finishes what is in hand, leaves the rest of the outbox for the next start.
    /// @return  whether all has ended within 8 s. Otherwise something still waits, for the database as a rule, and
    ///          refers to this: whoever destroys the service then has to end the process before
    asio::awaitable<bool> stop();

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    /// Empty when requests of Slack are taken; else the reason, as /readyz tells it.
    [[nodiscard]] std::string not_ready() const;
    /// What else is wrong, and what to do; empty when nothing is.
    [[nodiscard]] std::string complaint() const;

    /// Reads the files of secrets again, at once. Where there are none it says what to do instead.
    void read_secrets_again();

    /// For tests that move time: nothing is in hand, and nothing could happen at this moment.
    [[nodiscard]] bool quiet() const;
    /// When quiet: the next instant at which something may happen by itself.
    [[nodiscard]] slack::instant next() const;
    /// For tests and the demo.
    [[nodiscard]] office* desk() { return serving_ ? &serving_->where : nullptr; }

private:
    struct serving {
        serving(service& of, storage::workspace who);
        office where;
        setup_desk setup;
        dispatcher outbox;
        scheduler timers;
        hearing hears;
        scope_watch scopes;
        receiver receives;
    };

    asio::awaitable<slack::http::response> answer(slack::http::request request);
    asio::awaitable<slack::http::response> slack_request(slack::http::request request);
    std::optional<slack::http::response> turn_away(const slack::http::request& head);
    void not_believed(slack::distrust why, std::size_t bytes);
    asio::awaitable<slack::http::response> scrape();
    asio::awaitable<std::string> numbers();
    asio::awaitable<slack::http::response> take(slack::inbound what, std::size_t bytes);
    void open_socket_mode();
    asio::awaitable<void> introduce();
    void open_doors();
    asio::awaitable<void> learn_who_we_are();
    asio::awaitable<void> rest_before_next_try(std::chrono::seconds span);
    asio::awaitable<slack::result<slack::identity>> ask_who_we_are();
    static storage::workspace workspace_of(const slack::identity& who);
    asio::awaitable<void> meet(storage::workspace now);
    asio::awaitable<void> look_at_scopes();
    void not_introduced(const slack::failure& why, std::chrono::seconds pause);
    void start_sending();
    asio::awaitable<void> serve(storage::workspace who);
    asio::awaitable<void> take_file(office& where);
    asio::awaitable<void> try_writing();
    void changed();
    // Secrets that change, in service_secrets.cpp.
    void watch_secrets();
    asio::awaitable<secret_trial> try_bot_token(std::string token);
    asio::awaitable<secret_trial> try_app_token(std::string token);
    asio::awaitable<secret_trial> try_signing_secrets(std::string text);
    [[nodiscard]] std::string remedy() const;
    [[nodiscard]] std::string foreign(const core::workspace_id& token) const;
    void spawn(asio::awaitable<void> work, const char* what);

    asio::io_context& context_;
    environment environment_;
    slack::clock& time_;
    options chosen_;
    metrics counts_;
    refusal_log refusals_;
    /// Why the database refused what it refused last; told on the writer's thread.
    struct refusal {
        std::mutex guard;
        std::string why;
    };
    mutable refusal database_;
    std::unique_ptr<storage::writer> writes_;
    std::unique_ptr<storage::readers> reads_;
    std::optional<slack::signer> signer_;  ///< none: nothing is believed over HTTP
    slack::http::client wire_;
    slack::web_client web_;
    std::unique_ptr<serving> serving_;
    std::unique_ptr<socket_mode> socket_;  ///< with an app-level token, once it is known for whom
    std::unique_ptr<slack::http::server> server_;
    secret_files secrets_;
    std::string trouble_ = "starting";
    std::string foreign_;          ///< the token that we were started with is another workspace's
    std::string dead_;             ///< Slack's word on it, when asked who we are
    std::uint64_t tokens_ = 0;     ///< that came after it
    bool sending_ = false;         ///< not before it is known whose token it is
    std::size_t introducing_ = 0;  ///< ourselves to Slack, resting or not
    bool stopping_ = false;
    bool open_ = false;  ///< requests are taken out of the socket's queue
    shared_text scrapes_;
    bool trying_ = false;  ///< whether the database takes writes again
    std::size_t running_ = 0;
    bell done_;
    bell hurry_;                                       ///< ends the introduction's pauses when stopping
    slack::instant next_try_ = slack::instant::max();  ///< of the introduction
};

}  // namespace docket::bot

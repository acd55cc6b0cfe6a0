#include "bot/commands/commands.hpp"
#include "bot/commands/running.hpp"
#include "bot/descriptors.hpp"
#include "bot/environment.hpp"
#include "bot/log.hpp"
#include "bot/sd_notify.hpp"
#include "bot/service.hpp"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ostream>

namespace docket::bot::commands {

namespace {

/// What must be set to serve and is not; empty when all is there.
std::string missing_secret(const environment& from)
{
    if (from.bot_token.empty())
        return "SLACK_BOT_TOKEN is not set: take the Bot User OAuth Token from OAuth & Permissions at "
               "api.slack.com/apps "
               "(docket demo needs none)";
    if (from.signing_secrets.empty() && from.app_token.empty())
        return "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: without a public address take an app-level "
               "token (scope connections:write) from Basic Information, App-Level Tokens at api.slack.com/apps; to be "
               "called over HTTPS take the Signing Secret from App Credentials there";
    return {};
}

constexpr std::chrono::seconds between_words(2);

/// Tells the supervisor how it goes, time and again, until the end.
class reports {
public:
    reports(asio::io_context& context, const service& docket, supervisor& to) : docket_(docket), to_(to), next_(context)
    {
        tell();
    }

private:
    void tell()
    {
        const auto reason = docket_.not_ready();
        const auto more = docket_.complaint();
        to_.status((reason.empty() ? "serving" : reason) + (more.empty() ? "" : ", but " + more));
        to_.alive();
        next_.expires_after(std::min<std::chrono::microseconds>(to_.pulse().value_or(between_words), between_words));
        next_.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled)
                tell();
        });
    }

    const service& docket_;
    supervisor& to_;
    asio::steady_timer next_;
};

asio::awaitable<int> until_told(asio::io_context& context, service& docket, end_of_service& end, supervisor& above)
{
    docket.start();
    above.ready();
    {
        const reports telling(context, docket, above);
        co_await end.asked();
    }
    above.stopping();
    const bool ended = co_await docket.stop();
    if (!ended)
        std::_Exit(success);  // what waits still refers to the service, and nothing of it was acknowledged
    co_return success;
}

}  // namespace

int serve(const caller& by)
{
    const auto from = read_environment(by.variable);
    if (!from)
        return complain(by, from.error());
    if (const auto missing = missing_secret(*from); !missing.empty())
        return complain(by, missing);
    log::configure(from->log_level, from->log_json);
    raise_descriptors();
    service::options chosen;
    if (!from->config.empty()) {
        auto file = read_configuration(by, from->config);
        if (!file)
            return failure;
        chosen.file = std::move(file->settings);
        chosen.file_digest = std::move(file->digest);
    }
    const auto given = take_given_socket(by.variable);
    if (!given)
        return complain(by, given.error());
    if (*given)
        chosen.listener = slack::http::given_listener{(*given)->descriptor};
    supervisor above(by.variable);
    asio::io_context context(1);
    slack::system_clock time;
    end_of_service end(context);
    wishes_to_reload reload(context);
    auto docket = open_service(context, *from, time, std::move(chosen));
    if (!docket)
        return complain(by, docket.error());
    by.out << "docket listens on http://" << to_address(*given ? (*given)->host : from->host, (*docket)->port())
           << std::endl;
    reload.call([&service = **docket] { service.read_secrets_again(); });
    return run_to_end(context, until_told(context, **docket, end, above));
}

}  // namespace docket::bot::commands

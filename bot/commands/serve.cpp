#include "bot/commands/commands.hpp"
#include "bot/commands/reports.hpp"
#include "bot/commands/running.hpp"
#include "bot/descriptors.hpp"
#include "bot/environment.hpp"
#include "bot/log.hpp"
#include "bot/sd_notify.hpp"
#include "bot/service.hpp"

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

/// One line for the supervisor.
std::string state_of(const service& docket)
{
    const auto reason = docket.not_ready();
    const auto more = docket.complaint();
    return (reason.empty() ? "serving" : reason) + (more.empty() ? "" : ", but " + more);
}

asio::awaitable<int> until_told(service& docket, end_of_service& end, supervisor& above, reports& telling)
{
    docket.start();
    above.ready();
    telling.begin();
    co_await end.asked();
    telling.end();
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
    reports telling(context, above, [&service = **docket] { return state_of(service); });
    return run_to_end(context, until_told(**docket, end, above, telling));
}

}  // namespace docket::bot::commands

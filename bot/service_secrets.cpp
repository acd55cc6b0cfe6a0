#include "bot/comma_list.hpp"
#include "bot/log.hpp"
#include "bot/service.hpp"

#include <fmt/format.h>
#include <algorithm>

// Secrets that change while Docket runs, and what is said of those that cannot be used.

namespace docket::bot {

namespace {

using namespace std::chrono_literals;
using slack::failure;

constexpr auto pause_of_the_dead = 60s;

/// Slack will say the same again until somebody has done something.
bool final(const failure& why)
{
    return why.what == failure::kind::stop || why.what == failure::kind::permanent;
}

}  // namespace

void service::watch_secrets()
{
    const auto& from = environment_;
    if (!from.bot_token_file.empty())
        secrets_.add(
            {"bot token", from.bot_token_file, from.bot_token,
             [file = from.bot_token_file] { return read_bot_token(file); },
             [this](std::string token) { return try_bot_token(std::move(token)); }}
        );
    if (!from.app_token_file.empty())
        secrets_.add(
            {"app-level token", from.app_token_file, from.app_token,
             [file = from.app_token_file] { return read_app_token(file); },
             [this](std::string token) { return try_app_token(std::move(token)); }}
        );
    if (!from.signing_secret_file.empty())
        secrets_.add(
            {"signing secret", from.signing_secret_file, to_comma_list(from.signing_secrets),
             [file = from.signing_secret_file] { return read_signing_secrets(file).map(to_comma_list); },
             [this](std::string text) { return try_signing_secrets(std::move(text)); }}
        );
}

void service::read_secrets_again()
{
    if (secrets_.empty()) {
        log::warn(
            "asked to read secrets again, but none lies in a file: nothing changes",
            {{"do", "restart with the new ones, or use SLACK_BOT_TOKEN_FILE and the like"}}
        );
        return;
    }
    secrets_.look_now();
    hurry_.ring();
}

asio::awaitable<secret_trial> service::try_bot_token(std::string token)
{
    const auto& file = environment_.bot_token_file;
    auto asking = web_.auth_test_of(token);
    const auto who = co_await std::move(asking);
    if (!who && final(who.error()))
        co_return secret_trial::postponed(
            fmt::format(
                "Slack refuses the bot token in {} ({}), so write there the whole Bot User OAuth Token of this "
                "workspace; the one before stays in use",
                file, who.error().error
            ),
            pause_of_the_dead
        );
    if (!who)
        co_return secret_trial::postponed(
            fmt::format("the bot token in {} cannot be tried yet ({})", file, who.error().error), who.error().after
        );
    auto now = workspace_of(*who);
    if (serving_ && serving_->where.workspace().id != now.id)
        co_return secret_trial::refused(fmt::format(
            "the bot token in {} is of workspace {}, but Docket serves {}, so put one of that workspace there; the one "
            "before stays in use",
            file, now.id.str(), serving_->where.workspace().id.str()
        ));
    web_.take_token(std::move(token));
    ++tokens_;
    if (!serving_) {
        hurry_.ring();  // whoever asks who we are asks with this one
        co_return secret_trial();
    }
    auto meeting = meet(std::move(now));
    co_await std::move(meeting);
    serving_->outbox.resume();
    co_return secret_trial();
}

asio::awaitable<secret_trial> service::try_app_token(std::string token)
{
    const auto& file = environment_.app_token_file;
    auto asking = web_.open_connection(token);  // what it opens is not entered, and goes by itself
    const auto url = co_await std::move(asking);
    if (!url && final(url.error()))
        co_return secret_trial::postponed(
            fmt::format(
                "Slack refuses the app-level token in {} ({}), so write there a whole one that has the scope "
                "connections:write; the one before stays in use",
                file, url.error().error
            ),
            pause_of_the_dead
        );
    if (!url)
        co_return secret_trial::postponed(
            fmt::format("the app-level token in {} cannot be tried yet ({})", file, url.error().error),
            url.error().after
        );
    environment_.app_token = token;
    if (socket_)
        socket_->take_token(std::move(token));
    co_return secret_trial();
}

/// Nobody can be asked about them; what is no secret of Slack's is believed only where none was before.
asio::awaitable<secret_trial> service::try_signing_secrets(std::string text)
{
    const auto& file = environment_.signing_secret_file;
    auto fresh = from_comma_list(text);
    const auto& before = environment_.signing_secrets;
    const bool worse = std::all_of(before.begin(), before.end(), looks_like_signing_secret) &&
                       !std::all_of(fresh.begin(), fresh.end(), looks_like_signing_secret);
    if (fresh.empty() || worse)
        co_return secret_trial::refused(fmt::format(
            "the signing secret in {} is not of 32 hexadecimal digits, so write there the whole one of the app's Basic "
            "Information; the one before stays in use",
            file
        ));
    signer_.emplace(fresh);
    environment_.signing_secrets = std::move(fresh);
    co_return secret_trial();
}

/// What an administrator does about a dead bot token.
std::string service::remedy() const
{
    if (environment_.handed_over)
        return "write the new one into its file and restart: with systemd's socket no request is refused meanwhile";
    if (environment_.bot_token_file.empty())
        return "restart with the new token, or use SLACK_BOT_TOKEN_FILE";
    return fmt::format("write the new one into {}, which is used within seconds", environment_.bot_token_file);
}

/// What is said of a token that we were started with.
std::string service::foreign(const core::workspace_id& token) const
{
    const auto ours = serving_->where.workspace().id.str();
    const auto place = environment_.bot_token_file.empty()
                           ? "restart with one of " + ours
                           : "write one of " + ours + " into " + environment_.bot_token_file;
    return fmt::format(
        "the bot token is for workspace {} but the database is of {}: {}, or set DOCKET_DATABASE to another file",
        token.str(), ours, place
    );
}

std::string service::complaint() const
{
    std::vector<std::string> all;
    auto dead = serving_ ? serving_->outbox.halted() : std::string();
    if (dead.empty())
        dead = dead_;
    if (!dead.empty())
        all.push_back(fmt::format("Slack refuses the bot token ({}): nothing is sent; {}", dead, remedy()));
    for (auto& each : secrets_.troubles())
        all.push_back(std::move(each));
    // Without a signing secret this is the only way in, and the reason not to be ready.
    if (auto silent = socket_ && signer_ ? socket_->not_ready() : std::string(); !silent.empty())
        all.push_back("nothing comes over Socket Mode, only over HTTP: " + silent);
    return fmt::format("{}", fmt::join(all, "; "));
}

}  // namespace docket::bot

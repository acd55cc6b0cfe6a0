#include "bot/demo/company.hpp"

#include "bot/demo/player.hpp"
#include "bot/demo/script.hpp"

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace docket::bot::demo {

namespace {

using namespace std::chrono_literals;

slack::instant present()
{
    return slack::system_clock().now();
}

/// The port after Docket's, or any other where that is taken.
std::unique_ptr<slack::emulator::emulator> open_workspace(
    asio::io_context& context, slack::clock& time, std::uint16_t after
)
{
    auto app = installed();
    if (after != 0 && after < 65535) {
        app.port = static_cast<std::uint16_t>(after + 1);
        try {
            return std::make_unique<slack::emulator::emulator>(context, time, app);
        } catch (const boost::system::system_error&) {  // somebody else listens there
            app.port = 0;
        }
    }
    return std::make_unique<slack::emulator::emulator>(context, time, app);
}

}  // namespace

company::company(
    asio::io_context& context, const environment& place, const std::filesystem::path& folder,
    std::function<bool()> called_off
)
    : context_(context),
      called_off_(std::move(called_off)),
      time_(instant_of(first_morning(), present())),
      slack_(open_workspace(context, time_, place.port)),
      who_(populate(*slack_)),
      for_docket_(place)
{
    const auto app = installed();
    for_docket_.bot_token = app.token;
    for_docket_.signing_secrets = {app.signing_secret};
    for_docket_.api_url = slack_->api_url();
    for_docket_.database = (folder / "docket.db").string();
}

service::options company::rules() const
{
    service::options chosen;
    chosen.file = settings_for(who_);
    chosen.file_digest = "demo";
    // Three weeks are over in a second, but for two thousand looks at what may have been missed in quiet nights.
    chosen.all_delivered_until = present();
    return chosen;
}

void company::begin(std::unique_ptr<service> docket, travel::patience limits)
{
    docket_ = std::move(docket);
    way_ = std::make_unique<travel>(context_, time_, *slack_, *docket_, called_off_, limits);
    const bool everywhere = for_docket_.host == "0.0.0.0" || for_docket_.host == "::";
    const auto host = everywhere ? std::string("127.0.0.1") : for_docket_.host;
    const bool ipv6 = host.find(':') != std::string::npos;
    slack_->set_app_url(fmt::format("http://{}:{}/slack/events", ipv6 ? "[" + host + "]" : host, docket_->port()));
    slack_->set_travel([this](slack::instant to) { return move_clock(to); });
    slack_->set_page_open(false);  // a page left open from an earlier demo does not watch the past go by
    slack_->start();
    docket_->start();
}

asio::awaitable<void> company::ready()
{
    auto verifying = slack_->verify_url();
    const bool verified = co_await std::move(verifying);
    if (!verified)
        throw stuck("Docket did not answer Slack's url_verification");
    constexpr auto patience = 10s;
    const auto latest = std::chrono::steady_clock::now() + patience;
    asio::steady_timer glance(context_);
    while (!docket_->not_ready().empty()) {
        if (called_off_() || std::chrono::steady_clock::now() > latest)
            throw stuck("Docket is not ready: " + docket_->not_ready());
        glance.expires_after(1ms);
        co_await glance.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> company::live(std::function<void(std::size_t, std::size_t)> progress)
{
    const auto today = present();
    player acting(*slack_, *way_, who_, std::move(progress));
    auto playing = acting.play(stories(), today);
    co_await std::move(playing);
    const auto came = co_await way_->go(today);
    if (came != arrival::quiet)
        throw stuck("Docket and its Slack do not come to rest");
    time_.move_to(present());            // what it took to get here
    slack_->world().ephemerals.clear();  // as in a client that was started anew
    co_await way_->settle();
    slack_->set_page_open(true);
}

asio::awaitable<bool> company::stop()
{
    slack_->faults().clear();
    slack_->faults().outage = false;
    co_await slack_->stop();
    co_return co_await docket_->stop();
}

/// The page's clock control.
asio::awaitable<void> company::move_clock(slack::instant to)
{
    const auto came = co_await way_->go(to);
    if (came == arrival::restless)
        throw std::runtime_error("It is later now, but something does not come to rest: look at the wire.");
}

}  // namespace docket::bot::demo

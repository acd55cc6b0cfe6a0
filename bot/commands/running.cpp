#include "bot/commands/running.hpp"

#include "bot/commands/commands.hpp"
#include "storage/transaction.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <poll.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <utility>

namespace docket::bot::commands {

namespace {

extern "C" void cut_off(int)
{
    std::_Exit(success);
}

/// Of a terminal it is told to those who watch it, whatever they watch it for.
bool has_hung_up(int descriptor)
{
    pollfd end{descriptor, 0, 0};
    return ::poll(&end, 1, 0) == 1 && (end.revents & (POLLHUP | POLLERR)) != 0;
}

}  // namespace

std::string to_address(const std::string& host, std::uint16_t port)
{
    const bool ipv6 = host.find(':') != std::string::npos;
    return ipv6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

std::string cannot_listen(const std::string& host, std::uint16_t port, boost::system::error_code why)
{
    const auto address = to_address(host, port);
    if (why == asio::error::address_in_use)
        return fmt::format(
            "{} is in use by another program, perhaps another Docket: stop that one, or set another address, such as "
            "DOCKET_LISTEN={}",
            address, to_address(host, port < 65535 ? static_cast<std::uint16_t>(port + 1) : std::uint16_t{3000})
        );
    if (why == asio::error::access_denied)
        return fmt::format("only root may listen on {}: set DOCKET_LISTEN to a port from 1024 up", address);
    if (why == boost::system::errc::address_not_available)
        return fmt::format("this machine has no address {}: set DOCKET_LISTEN to one it has, or 127.0.0.1:3000", host);
    return fmt::format("cannot listen on {} ({}): set DOCKET_LISTEN to another address", address, why.message());
}

tl::expected<std::unique_ptr<service>, std::string> open_service(
    asio::io_context& context, const environment& from, slack::clock& time, service::options chosen
)
{
    try {
        return std::make_unique<service>(context, from, time, std::move(chosen));
    } catch (const storage::broken& e) {
        return tl::unexpected<std::string>(e.what());
    } catch (const boost::system::system_error& e) {
        return tl::unexpected(cannot_listen(from.host, from.port, e.code()));
    }
}

end_of_service::end_of_service(asio::io_context& context, std::chrono::seconds patience)
    : patience_(patience),
      signals_(context, SIGINT, SIGTERM),
      asked_later_(context, asio::steady_timer::time_point::max())
{
    signals_.async_wait([this](boost::system::error_code cancelled, int) {
        if (!cancelled)
            begin();
    });
}

/// What may take too long is not only what runs on the context: its destructor waits for a name that the system's
/// resolver is still looking for, the service's for the database. So the alarm is one of the system's.
void end_of_service::begin()
{
    asked_ = true;
    signals_.clear();  // the next one has its usual effect
    asked_later_.cancel();
    std::signal(SIGALRM, cut_off);
    ::alarm(static_cast<unsigned>(patience_.count()));
}

asio::awaitable<void> end_of_service::asked()
{
    boost::system::error_code rung;
    if (!asked_)
        co_await asked_later_.async_wait(asio::redirect_error(asio::use_awaitable, rung));
}

wishes_to_reload::wishes_to_reload(asio::io_context& context)
    : in_terminal_(::isatty(STDIN_FILENO) == 1), signals_(context, SIGHUP)
{
    wait();
}

void wishes_to_reload::wait()
{
    signals_.async_wait([this](boost::system::error_code cancelled, int) {
        if (cancelled)
            return;
        if (in_terminal_ && has_hung_up(STDIN_FILENO)) {
            std::raise(SIGTERM);
            return;  // the shell may say it, too, and a second SIGTERM would be another wish
        }
        if (then_)
            then_();
        else
            wished_ = true;
        wait();
    });
}

void wishes_to_reload::call(std::function<void()> then)
{
    then_ = std::move(then);
    if (std::exchange(wished_, false))
        then_();
}

int run_to_end(asio::io_context& context, asio::awaitable<int> work)
{
    int status = failure;
    std::exception_ptr failed;
    asio::co_spawn(context, std::move(work), [&](std::exception_ptr thrown, int returned) {
        failed = std::move(thrown);
        status = returned;
        context.stop();
    });
    context.run();
    if (failed)
        std::rethrow_exception(failed);
    return status;
}

}  // namespace docket::bot::commands

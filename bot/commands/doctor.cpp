#include "bot/commands/commands.hpp"
#include "bot/commands/doctor/examine.hpp"
#include "bot/commands/running.hpp"
#include "bot/log.hpp"

#include <ostream>

namespace docket::bot::commands {

namespace {

asio::awaitable<int> tell(asio::io_context& context, const caller& by, environment from, std::string manifest)
{
    const auto found = co_await doctor::examine(context, std::move(from), std::move(manifest), by.variable);
    bool wrong = false;
    for (const auto& f : doctor::findings(found)) {
        by.out << doctor::to_line(f) << "\n";
        wrong = wrong || f.what == doctor::finding::kind::wrong;
    }
    by.out.flush();
    co_return wrong ? failure : success;
}

}  // namespace

int doctor(const caller& by, const std::string& installed_manifest)
{
    auto from = read_environment(by.variable);
    if (!from)
        return complain(by, from.error());
    log::configure("error", false);
    asio::io_context context(1);
    return run_to_end(context, tell(context, by, std::move(*from), installed_manifest));
}

}  // namespace docket::bot::commands

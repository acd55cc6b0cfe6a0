#include "bot/commands/commands.hpp"
#include "bot/environment.hpp"
#include "bot/service.hpp"
#include "storage/transaction.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>

namespace docket::bot::commands {

int migrate(const caller& by)
{
    const auto from = read_environment(by.variable);
    if (!from)
        return complain(by, from.error());
    try {
        const auto applied = bring_up_to_date(from->database);
        if (applied.empty())
            by.out << from->database << " is up to date" << std::endl;
        else
            by.out << from->database << fmt::format(" was brought to version {}", applied.back()) << std::endl;
        return success;
    } catch (const storage::broken& e) {
        return complain(by, e.what());
    }
}

}  // namespace docket::bot::commands

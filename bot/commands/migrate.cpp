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
    const auto from = read_database_path(by.variable);
    if (!from)
        return complain(by, from.error());
    try {
        const auto applied = bring_up_to_date(*from);
        if (applied.empty())
            by.out << *from << " is up to date" << std::endl;
        else
            by.out << *from << fmt::format(" was brought to version {}", applied.back()) << std::endl;
        return success;
    } catch (const storage::broken& e) {
        return complain(by, e.what());
    }
}

}  // namespace docket::bot::commands

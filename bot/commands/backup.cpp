#include "bot/commands/commands.hpp"
#include "bot/environment.hpp"
#include "storage/database.hpp"
#include "storage/transaction.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

namespace docket::bot::commands {

int backup(const caller& by, const std::string& to)
{
    const auto from = read_database_path(by.variable);
    if (!from)
        return complain(by, from.error());
    std::error_code unreadable;
    if (!std::filesystem::exists(*from, unreadable))
        return complain(by, fmt::format("there is no database {}: set DOCKET_DATABASE to the one to copy", *from));
    try {
        storage::backup(*from, to);
        by.out << *from << " was copied to " << to << std::endl;
        return success;
    } catch (const storage::broken& e) {
        return complain(by, e.what());
    }
}

}  // namespace docket::bot::commands

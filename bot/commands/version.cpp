#include "bot/commands/commands.hpp"
#include "storage/migrations.hpp"

#include <ostream>

namespace docket::bot::commands {

int version(const caller& by)
{
    by.out << "docket " DOCKET_VERSION " (database version " << storage::known_migrations().back().version << ")"
           << std::endl;
    return success;
}

}  // namespace docket::bot::commands

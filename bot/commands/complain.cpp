#include "bot/commands/commands.hpp"

#include <algorithm>
#include <ostream>

namespace docket::bot::commands {

int complain(const caller& by, const std::string& what)
{
    auto line = what;
    std::replace(line.begin(), line.end(), '\n', ' ');  // what libraries say may have several lines
    by.err << "docket: " << line << std::endl;
    return failure;
}

}  // namespace docket::bot::commands
